"""CSV and its relatives."""

import csv
import gzip
import io
import lzma

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.paper import Corpus
from lib.ingest import read_text


def papers(text: str | bytes, name: str = "a.csv") -> list[tuple[str, str]]:
    """Titles and abstracts in the order of the file."""
    corpus = read_text(name, text)
    by_id = {paper.paper_id: paper for paper in corpus.papers}
    return [(by_id[fate.paper_id].title, by_id[fate.paper_id].abstract) for fate in corpus.records]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found(delimiter: str) -> None:
    """Whichever it is, also where others stand in the texts or in a name."""
    quoted = io.StringIO()
    csv.writer(quoted, delimiter=delimiter).writerows(
        [["title", "abstract", "a, b; c"], ["One", "We, they; all.", "x"]]
    )

    assert papers(quoted.getvalue()) == [("One", "We, they; all.")]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress])
def test_quoted_cells_hold_line_breaks_quotes_and_separators(pack: type[bytes]) -> None:
    """Plain or packed; the last line needs no end."""
    text = 'title,abstract\r\n"One, or ""two""","First line\r\nsecond"\r\nThree,four'

    assert papers(pack(text.encode())) == [('One, or "two"', "First line second"), ("Three", "four")]


def test_a_line_may_name_the_separator() -> None:
    """As spreadsheets write it above the header."""
    assert papers("sep=;\r\ntitle;abstract\r\nOne;a, b\r\n") == [("One", "a, b")]


def test_a_cell_may_be_very_large() -> None:
    """Full texts pass the csv module's own limit of 131,072 characters."""
    text = "word " * 100_000

    assert papers(f"title,text\nOne,{text}\n") == [("One", text.strip())]


def test_short_rows_are_filled_and_long_ones_noted() -> None:
    """No row is lost, and no cell in silence; rows of separators alone are no records."""
    corpus = read_text("a.csv", "title,abstract,year\nOne\n,,\nTwo,text,2020,more,cells\n")

    assert [(fate.record, fate.fate) for fate in corpus.records] == [(1, "kept"), (2, "kept")]
    assert [(change.record, change.what) for change in corpus.changes] == [(2, "more, cells")]


def test_a_utf16_table_of_a_spreadsheet_is_read() -> None:
    """With its byte order mark and tabs."""
    assert papers("title\tabstract\r\nΤίτλος\tGrößen\r\n".encode("utf-16"), "a.txt") == [("Τίτλος", "Größen")]


def test_a_table_in_windows_1252_is_read_with_a_warning() -> None:
    """The letters are right, and the person is told."""
    corpus = read_text("a.csv", "title\nGröße\n".encode("cp1252"))

    assert corpus.papers[0].title == "Größe"
    assert len(corpus.warnings) == 1


def test_columns_of_ones_own_are_typed(read_csv: Corpus) -> None:
    """Whole numbers, numbers, truth values and words."""
    (paper,) = read_csv.papers

    assert paper.attributes == {"cited": 12, "included": True, "score": 0.5, "theme": "cells", "zip": "01234"}


@pytest.fixture
def read_csv() -> Corpus:
    """A table with columns of every type."""
    return read_text("a.csv", "title,cited,score,included,theme,zip\nOne,12,0.5,True,cells,01234\n")


words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=5, max_size=12)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_what_the_csv_module_writes_is_read_back(rows: list[tuple[str, str]], delimiter: str) -> None:
    """Every cell of every row, whatever signs are in it."""
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("title", "abstract"), *rows])
    corpus = read_text("a.csv", written.getvalue())

    assert len(corpus.records) == len(rows)
    assert {(paper.title, paper.abstract) for paper in corpus.papers} <= set(rows)


def test_an_open_quotation_mark_swallows_nothing() -> None:
    """A mark that is never closed costs the rows below it nothing, and is named with its place."""
    rows = [f"Title {n},Abstract {n}" for n in range(40)]
    text = "\n".join(["title,abstract", *rows[:5], 'Bad,"never closed', *rows[5:], '"Quoted, well",Fine'])
    corpus = read_text("a.csv", text)

    assert {paper.title for paper in corpus.papers} == {f"Title {n}" for n in range(40)} | {"Bad", "Quoted, well"}
    assert {paper.abstract for paper in corpus.papers if paper.title == "Bad"} == {'"never closed'}
    assert [fate.record for fate in corpus.records] == list(range(1, 43))
    assert any(text.startswith("a.csv, record 6: a quotation mark is opened") for text in corpus.warnings)


def test_the_last_cell_may_end_with_the_file() -> None:
    """A closed mark at the very end, without a line end, is none that is open."""
    corpus = read_text("a.csv", 'title,abstract\nOne,"Two\nlines"')

    assert (corpus.papers[0].abstract, corpus.warnings) == ("Two lines", ())


def test_very_many_open_quotation_marks() -> None:
    """Each costs its own row a warning, none a record, however many there are."""
    rows = [f'Title {n},"never closed {n},2020' for n in range(3001)]
    corpus = read_text("a.csv", "\n".join(["title,abstract,year", *rows]))

    assert len(corpus.records) == 3001
    assert len({paper.title for paper in corpus.papers}) == 3001
