"""What a person says of columns, in every kind of file; and what is told of the columns that a file has."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lib.core.errors import NoPapersError
from lib.core.mapping import Pairs, columns_from_json, columns_to_json
from lib.core.paper import Corpus
from lib.ingest import Isolated, ReadOptions, read_corpus, read_text

SAID: Pairs = (("title", "Document"), ("abstract", "Zusammenhang"))
ROWS = [
    {"Document": "Moss of Bern", "Zusammenhang": "We looked at it.", "title": "no title"},
    {"Document": "Moss of Oslo", "Zusammenhang": "We did so again.", "title": "none either"},
]


def _lines(rows: list[dict[str, str]]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def _csv(rows: list[dict[str, str]]) -> bytes:
    return "\n".join(";".join(row) for row in [list(rows[0]), *(row.values() for row in rows)]).encode()


def _workbook(rows: list[dict[str, str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in [["A list of papers"], list(rows[0]), *(list(row.values()) for row in rows)]:
        book.active.append(row)
    book.save(stream := io.BytesIO())
    return stream.getvalue()


def _parquet(rows: list[dict[str, str]]) -> bytes:
    pq.write_table(pa.Table.from_pylist(rows), stream := io.BytesIO())
    return stream.getvalue()


def _arrow(rows: list[dict[str, str]]) -> bytes:
    table = pa.Table.from_pylist(rows)
    with pa.ipc.new_file(stream := io.BytesIO(), table.schema) as file:
        file.write_table(table)
    return stream.getvalue()


def _markdown(rows: list[dict[str, str]]) -> bytes:
    cells = [list(rows[0]), ["---"] * len(rows[0]), *(list(row.values()) for row in rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells).encode()


FORMS: dict[str, Callable[[list[dict[str, str]]], bytes]] = {
    "a.csv": _csv,
    "pasted text": _csv,
    "a.xlsx": _workbook,
    "a.parquet": _parquet,
    "a.arrow": _arrow,
    "a.jsonl": _lines,
    "a.json": lambda rows: json.dumps(rows).encode(),
    "wrapped.json": lambda rows: json.dumps({"meta": {"n": 2}, "found": {"hits": rows}}).encode(),
    "a.md": _markdown,
}


def read(name: str, data: bytes | str, *mapping: tuple[str, str]) -> Corpus:
    """Read a file of which something is said."""
    return read_text(name, data, ReadOptions(mapping=mapping))


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("guessable", [False, True])
def test_what_is_said_of_columns_holds_in_every_format(name: str, guessable: bool) -> None:
    """Title and abstract are the named columns, whether another could be guessed or not; none is lost."""
    other = "title" if guessable else "Farbe"
    rows = [{other if key == "title" else key: value for key, value in row.items()} for row in ROWS]
    corpus = read(name, FORMS[name](rows), *SAID)

    assert {(paper.title, paper.abstract) for paper in corpus.papers} == {
        ("Moss of Bern", "We looked at it."),
        ("Moss of Oslo", "We did so again."),
    }
    assert {paper.attributes[other] for paper in corpus.papers} == {"no title", "none either"}
    (file,) = corpus.columns
    assert {column.name: column.field for column in file.columns} == {
        "Document": "title",
        "Zusammenhang": "abstract",
        other: "",
    }
    assert file.guessed
    assert not corpus.warnings or name == "a.xlsx"


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.parquet", "a.arrow", "a.jsonl", "a.json"])
def test_of_a_file_without_known_columns_the_first_rows_are_told(name: str) -> None:
    """Though nothing could be read: that is when a person needs to see them."""
    rows = [{"Werk": f"Moss {n}", "Farbe": "red"} for n in range(5)]
    above = b"A list of papers\n\n" if name == "a.csv" else b""
    with pytest.raises(NoPapersError) as caught:
        read_text(name, above + FORMS[name](rows))

    (file,) = caught.value.columns
    assert [column.name for column in file.columns] == ["Werk", "Farbe"]
    assert [column.samples for column in file.columns] == [("Moss 0", "Moss 1", "Moss 2"), ("red",)]
    assert {column.field for column in file.columns} == {""}


def test_a_header_below_other_lines_is_found_by_what_is_said() -> None:
    """Its names alone would not tell it from a title above the table."""
    corpus = read("a.csv", "Our papers\n\nNo;Document;Zusammenhang\n1;Moss of Bern;We looked\n", *SAID)

    (paper,) = corpus.papers
    assert (paper.title, paper.abstract) == ("Moss of Bern", "We looked")


def test_columns_of_a_service_keep_their_names_where_they_are_said() -> None:
    """As Web of Science names them, or as they are called here."""
    table = "PT\tTI\tSO\tAB\tNT\nJ\tMoss\tNature\tWe looked\tMore words\n"
    (own,) = read("a.tsv", table, ("abstract", "NT"), ("note", "SO")).papers
    (ours,) = read("a.tsv", table, ("abstract", "venue")).papers

    assert (own.title, own.abstract, own.venue) == ("Moss", "More words", "")
    assert own.attributes["abstract"] == "We looked"
    assert ours.abstract == "Nature"


def test_what_is_said_is_put_together_with_nothing() -> None:
    """Pages are not joined, and names in full are not preferred, where a person named the column."""
    table = "title,Authors,Author full names,Start page,End page,Ort\nMoss,Frost A,Ada Frost,1,9,Bern\n"
    (paper,) = read("a.csv", table, ("authors", "Authors"), ("page", "Ort")).papers

    assert paper.authors == ("Frost A",)
    assert json.loads(paper.csl)["page"] == "Bern"
    assert paper.attributes["Author full names"] == "Ada Frost"
    assert (paper.attributes["Start page"], paper.attributes["End page"]) == (1, 9)


def test_keywords_that_are_said_are_taken_apart() -> None:
    """As those that are known by name."""
    (paper,) = read("a.csv", "title,Stichwort\nMoss,green; wet\n", ("keywords", "Stichwort")).papers

    assert paper.attributes["keywords"] == ("green", "wet")


def test_named_values_of_tagged_files_can_be_said() -> None:
    """The note of a RIS file as the abstract."""
    ris = "TY  - JOUR\nTI  - Moss\nAB  - Not this\nN1  - But this\nER  - \n"
    corpus = read("a.ris", ris, ("abstract", "note"))

    assert corpus.papers[0].abstract == "But this"
    assert not corpus.columns[0].guessed


def test_a_member_of_a_services_json_can_be_said() -> None:
    """Though the service's records are made into others."""
    work = {"paperId": "a1", "title": "Moss", "externalIds": {}, "abstract": "No", "tldr": {"text": "Short"}}
    corpus = read("a.json", json.dumps([{**work, "fazit": "Yes"}]), ("abstract", "fazit"))

    assert corpus.papers[0].abstract == "Yes"


def test_what_columns_hold() -> None:
    """How many records fill each, three different values, and which is used where another is empty."""
    rows: list[dict[str, Any]] = [
        {"title": f"Moss {n % 4}\x00\n{'x' * 100}", "year": n, "created": "", "n": 0, "tags": [], "blank": None}
        for n in range(6)
    ]
    corpus = read_text("a.jsonl", _lines(rows))
    (file,) = corpus.columns
    columns = {column.name: column for column in file.columns}

    assert (file.file, file.records) == ("a.jsonl", 6)
    assert {name: column.filled for name, column in columns.items()} == {
        "title": 6,
        "year": 6,
        "created": 0,
        "n": 6,
        "tags": 0,
        "blank": 0,
    }
    assert len(columns["title"].samples) == 3
    assert all("\x00" not in text and "\n" not in text and len(text) <= 80 for text in columns["title"].samples)
    assert [(columns[name].field, columns[name].rank) for name in ("created", "year")] == [("date", 0), ("date", 1)]
    assert columns_from_json(json.loads(json.dumps(columns_to_json([file])))) == (file,)


def test_of_very_many_columns_the_first_are_told_and_those_that_are_said() -> None:
    """A table as wide as the tools allow is read, and its description stays small."""
    names = ["title", *(f"c{n}" for n in range(2000)), "Late"]
    (file,) = read("a.csv", f"{','.join(names)}\n{','.join('x' * len(names))}\n", ("note", "late")).columns

    assert len(file.columns) < 400
    assert [column.field for column in file.columns if column.name == "Late"] == ["note"]


def test_what_columns_hold_comes_out_of_the_other_process(tmp_path: Path) -> None:
    """With what was said going in."""
    (tmp_path / "a.csv").write_bytes(_csv(ROWS))
    with Isolated() as isolated:
        corpus = read_corpus([tmp_path], ReadOptions(mapping=SAID), read=isolated.read_file)

    assert [column.field for column in corpus.columns[0].columns] == ["title", "abstract", ""]
