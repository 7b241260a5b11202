"""`read`: papers and the fate of every record as Parquet, counts on stdout."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq


def test_papers_and_records(papers_csv: Path, tmp_path: Path, run: Callable[..., tuple]) -> None:
    """Papers and records stand in two files side by side, and the counts are said."""
    out = tmp_path / "new" / "papers.parquet"
    code, said, _ = run("read", papers_csv, "--out", out)

    assert code == 0
    assert said.endswith("papers.parquet: 6 papers\n")
    assert pq.read_table(out).num_rows == 6
    assert set(pq.read_table(out.with_name("records.parquet"))["fate"].to_pylist()) == {"kept"}
    assert sorted(path.name for path in out.parent.iterdir()) == ["papers.parquet", "records.parquet"]


def test_json(faulty_csv: Path, tmp_path: Path, run: Callable[..., tuple]) -> None:
    """With --json stdout holds the counts alone; rejected records make the exit code 3."""
    code, out, err = run("read", faulty_csv, "--out", tmp_path / "papers.parquet", "--json")

    assert code == 3
    assert json.loads(out) == {"records": 8, "papers": 6, "merged": 0, "rejected": 2}
    assert "8 records read: 6 papers, 0 merged into another, 2 rejected." in err


def test_nothing_usable(tmp_path: Path, run: Callable[..., tuple]) -> None:
    """Without any paper the exit code is 2, the counts are printed all the same, and no file is written."""
    code, out, err = run("read", tmp_path / "missing.csv", "--out", tmp_path / "papers.parquet", "--json")

    assert code == 2
    assert json.loads(out)["papers"] == 0
    assert "missing.csv" in err
    assert not (tmp_path / "papers.parquet").exists()
