"""`read`: papers and the fate of every record as Parquet, counts on stdout."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest


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


def test_nothing_is_written_into_a_folder_that_is_read(
    papers_csv: Path, tmp_path: Path, run: Callable[..., tuple], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written would be read the next time; what is hidden there, or lies beside it, is not."""
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    papers_csv.rename(folder / "papers.csv")
    monkeypatch.chdir(folder)
    outside = tmp_path / "out" / "papers.parquet"
    for place in (
        ("--out", folder / "papers.parquet"),
        ("--out", folder / "deep" / "papers.parquet"),
        ("--out", "papers.parquet"),
        ("--out", outside, "--details", folder / "details"),
        ("--out", outside, "--details", folder),
    ):
        for named in (folder, "."):
            code, said, err = run("read", named, *place)

            assert (code, said, err.count("\n")) == (2, "", 1)
            assert "would be read with that folder the next time" in err
    assert sorted(path.name for path in folder.iterdir()) == ["deep", "papers.csv"]
    assert not outside.exists()
    for place in (("--out", outside, "--details", tmp_path / "in2"), ("--out", folder / ".out" / "papers.parquet")):
        for _ in range(2):
            assert run("read", folder, *place)[0] == 0
            assert pq.read_table(place[1]).num_rows == 6


def test_a_pattern_names_what_it_stands_for(papers_csv: Path, tmp_path: Path, run: Callable[..., tuple]) -> None:
    """Not every shell puts the files in its place."""
    code, _, err = run("read", tmp_path / "*.csv", "--out", papers_csv)

    assert (code, "is to be read" in err) == (2, True)


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


GERMAN = "Document;Zusammenhang;Wer\nMoss of Bern;We looked at it.;Ada Frost\nMoss of Oslo;;Bo Berg\n"


def test_columns_are_what_one_says(tmp_path: Path, run: Callable[..., tuple]) -> None:
    """A table of unknown columns is refused with their names, and read when they are said."""
    source = tmp_path / "a.csv"
    source.write_text(GERMAN, encoding="utf-8")
    out, details = tmp_path / "papers.parquet", tmp_path / "details"
    columns = details / "columns.json"

    code, _, err = run("read", source, "--out", out, "--details", details)
    assert code == 2
    assert "(its columns are: Document, Zusammenhang, Wer)" in err
    (unread,) = json.loads(columns.read_text(encoding="utf-8"))
    assert unread["columns"][0]["samples"] == ["Moss of Bern", "Moss of Oslo"]

    said = ("--map", "TITLE=Document", "--map", "abstract=zusammenhang", "--map", "authors=Wer")
    code, _, err = run("read", source, "--out", out, "--details", details, *said)
    assert (code, "Note" in err) == (0, False)
    rows = pq.read_table(out).to_pylist()
    assert {(row["title"], row["abstract"], *row["authors"]) for row in rows} == {
        ("Moss of Bern", "We looked at it.", "Ada Frost"),
        ("Moss of Oslo", "", "Bo Berg"),
    }
    (read,) = json.loads(columns.read_text(encoding="utf-8"))
    assert [(column["name"], column["field"], column["filled"]) for column in read["columns"]] == [
        ("Document", "title", 2),
        ("Zusammenhang", "abstract", 1),
        ("Wer", "authors", 2),
    ]


def test_a_column_that_no_file_has_is_told(papers_csv: Path, tmp_path: Path, run: Callable[..., tuple]) -> None:
    """With the columns that there are; the papers are read as if it had not been named."""
    code, _, err = run("read", papers_csv, "--out", tmp_path / "p.parquet", "--map", "doi=Kennung", "--map", "venue=")

    assert code == 0
    assert "Note: No file has a column Kennung, which was to be the field doi; the columns are: id, title, abs" in err


def test_what_cannot_be_said_of_columns(papers_csv: Path, tmp_path: Path, run: Callable[..., tuple]) -> None:
    """An unknown field, no sign between, and one column for two fields are refused before anything is read."""
    out = tmp_path / "p.parquet"
    for said in (["titel=x"], ["title"], ["title=x", "abstract=x"], ["title=X y", "abstract=x_Y"]):
        code, _, err = run("read", papers_csv, "--out", out, *(part for pair in said for part in ("--map", pair)))

        assert code == 2
        assert "title, abstract, authors" in err or "is title and abstract: a column" in err
    assert not out.exists()


def test_what_columns_are_is_written_over_nothing(papers_csv: Path, tmp_path: Path, run: Callable[..., tuple]) -> None:
    """Neither what is read nor what is written beside it."""
    changes = papers_csv.rename(tmp_path / "changes.parquet")
    for details, out in ((changes, "p.parquet"), (tmp_path, "p.parquet"), (tmp_path / "d", "d/attributes.parquet")):
        code, _, err = run("read", changes, "--out", tmp_path / out, "--details", details)

        assert (code, err.count("\n")) == (2, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["changes.parquet"]


def test_details(tmp_path: Path, run: Callable[..., tuple]) -> None:
    """What else was read lies in a folder: columns of one's own, and what cleaning changed."""
    source = tmp_path / "a.csv"
    source.write_text("title,stars\nMoss &amp; stone,3\n", encoding="utf-8")
    run("read", source, "--out", tmp_path / "papers.parquet", "--details", tmp_path / "details")

    (attributes,) = pq.read_table(tmp_path / "details" / "attributes.parquet").to_pylist()
    (change,) = pq.read_table(tmp_path / "details" / "changes.parquet").to_pylist()
    assert attributes["stars"] == 3
    assert (change["file"], change["record"], change["field"]) == ("a.csv", 1, "title")


def test_halves_of_letters_are_written_as_what_they_are(tmp_path: Path, run: Callable[..., tuple]) -> None:
    """JSON may hold half of a pair of surrogates, in a text as in the name of a value; no table can."""
    lines = (
        r'{"title": "Caf\ud800 ice", "abstract": "x", "a": {"\udfff": 1}, "b": [{"c": "\ud800"}]}',
        r'{"title": "Moss", "doi": "\ud800", "date": "\udfff", "authors": ["A \ud800 B"], "\ud801": "d"}',
        r'{"title": "", "id": "\ud800"}',
    )
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    details = tmp_path / "details"
    code, _, _ = run("read", tmp_path / "a.jsonl", "--out", tmp_path / "papers.parquet", "--details", details)

    assert code == 3
    assert {row["title"] for row in pq.read_table(tmp_path / "papers.parquet").to_pylist()} == {"Caf ice", "Moss"}
    assert {row["what"] for row in pq.read_table(details / "changes.parquet").to_pylist()} >= {r"Caf\ud800 -> Caf"}
    assert '{" ": 1}' in pq.read_table(details / "attributes.parquet")["a"].to_pylist()


def test_near_copies_are_told_and_merged_if_wished(tmp_path: Path, run: Callable[..., tuple]) -> None:
    """One sentence says how many there are and what can be done; with --merge-near they are one paper."""
    abstract = " ".join(f"word{n}" for n in range(60))
    rows = [
        ("On things", "10.1000/a", ""),
        ("On things: a talk", "", "2311.08526"),
        ("On things twice", "10.1000/b", ""),
    ]
    lines = [f"{title},{abstract},{doi},{arxiv}\n" for title, doi, arxiv in rows]
    (tmp_path / "papers.csv").write_text("title,abstract,doi,arxiv_id\n" + "".join(lines), encoding="utf-8")
    out = tmp_path / "out.parquet"
    _, _, said = run("read", tmp_path / "papers.csv", "--out", out)
    _, counts, _ = run("read", tmp_path / "papers.csv", "--out", out, "--merge-near", "--json")

    assert "Note: 3 papers seem to be versions of 1 work, near copies without a common id.\n" in said
    assert json.loads(counts)["papers"] == 2
