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


def test_nothing_usable_in_what_was_read(tmp_path: Path, run: Callable[..., tuple]) -> None:
    """Where every record is rejected they are counted, and their fates are written; no papers are."""
    (tmp_path / "empty.csv").write_text("title,abstract,year\n,,2020\n,,2021\n", encoding="utf-8")
    out = tmp_path / "papers.parquet"
    code, said, _ = run("read", tmp_path / "empty.csv", "--out", out, "--json")

    assert code == 2
    assert json.loads(said) == {"records": 2, "papers": 0, "merged": 0, "rejected": 2}
    assert pq.read_table(tmp_path / "records.parquet")["fate"].to_pylist() == ["rejected"] * 2
    assert not out.exists()


def test_a_file_that_cannot_be_used_counts_as_a_rejected_record(tmp_path: Path, run: Callable[..., tuple]) -> None:
    """Also where it is the only one."""
    (tmp_path / "a.csv").write_text("size,colour\n1,red\n", encoding="utf-8")
    code, said, _ = run("read", tmp_path / "a.csv", "--out", tmp_path / "papers.parquet", "--json")

    assert (code, json.loads(said)["rejected"]) == (2, 1)


def test_nothing_is_written_over(papers_csv: Path, tmp_path: Path, run: Callable[..., tuple]) -> None:
    """What is read, a folder, and the place of the records are no places for the papers."""
    content = papers_csv.read_bytes()
    for out in (papers_csv, tmp_path, tmp_path / "records.parquet"):
        code, said, err = run("read", papers_csv, "--out", out)

        assert (code, said) == (2, "")
        assert err.count("\n") == 1
    assert papers_csv.read_bytes() == content
    assert not (tmp_path / "records.parquet").exists()


def test_a_capture_year_is_a_year(papers_csv: Path, tmp_path: Path, run: Callable[..., tuple]) -> None:
    """Another number is refused before anything is read."""
    code, _, err = run("read", papers_csv, "--out", tmp_path / "p.parquet", "--capture-year", 99999)

    assert code == 2
    assert "'99999' is no year between 1500 and 2199" in err


def test_nothing_usable(tmp_path: Path, run: Callable[..., tuple]) -> None:
    """Without any paper the exit code is 2, the counts are printed all the same, and no file is written."""
    code, out, err = run("read", tmp_path / "missing.csv", "--out", tmp_path / "papers.parquet", "--json")

    assert code == 2
    assert json.loads(out)["papers"] == 0
    assert "missing.csv" in err
    assert not (tmp_path / "papers.parquet").exists()
