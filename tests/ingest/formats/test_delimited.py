"""CSV and its relatives."""

import csv
import gzip
import io
import lzma
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.paper import Corpus
from lib.ingest import read_text
from lib.ingest.formats import delimited
from lib.ingest.reader import NO_OPTIONS
from lib.ingest.source import Source
from tests.ingest.formats.outcome import outcome, sniffs


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
    found = outcome(delimited.READER, written.getvalue())

    assert [(record.values["title"], record.values["abstract"]) for record in found.records] == rows
    assert not found.warnings


def test_an_open_quotation_mark_swallows_nothing() -> None:
    """A mark that is never closed costs the rows below it nothing, and is named with its place."""
    rows = [f"Title {n},Abstract {n}" for n in range(40)]
    text = "\n".join(["title,abstract", *rows[:5], 'Bad,"never closed', *rows[5:], '"Quoted, well",Fine'])
    corpus = read_text("a.csv", text)

    assert {paper.title for paper in corpus.papers} == {f"Title {n}" for n in range(40)} | {"Bad", "Quoted, well"}
    assert {paper.abstract for paper in corpus.papers if paper.title == "Bad"} == {'"never closed'}
    assert [fate.record for fate in corpus.records] == list(range(1, 43))
    assert any(text.startswith("a.csv, record 6: a quotation mark is opened") for text in corpus.warnings)


def test_an_open_quotation_mark_does_not_take_a_large_file_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no other mark comes below it, the rows are read all the same, and the mark is told of."""
    monkeypatch.setattr(delimited, "_LONGEST_ROW", 1 << 18)
    n_rows = 50_000
    row = "T%d," + "w" * 190 + "\n"
    text = 'title,abstract\n"Open,one\n' + "".join(row % n for n in range(n_rows))
    source = Source("x.csv", text.encode())
    entries = delimited.READER.read(source, NO_OPTIONS)
    tracemalloc.start()
    first = next(entries)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    numbers = [first.number, *(entry.number for entry in entries)]

    assert numbers == list(range(1, n_rows + 2))
    assert most < len(text)
    assert [warning.split(":")[0] for warning in source.warnings] == ["x.csv, record 1"]


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


def rows_of(text: str) -> list[list[object]]:
    """The cells of all rows, as the reader parts them."""
    return [list(record.values.values()) for record in outcome(delimited.READER, text).records]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('"Unclosed "inner" quotes",Plain,2021', ['Unclosed "inner" quotes', "Plain", "2021"]),
        ('"The "if, then" of it","A ""doubled"" one",2021', ['The "if, then" of it', 'A "doubled" one', "2021"]),
        ('"Blank behind" ,"a" ,2021', ["Blank behind", "a", "2021"]),
        ('One,"["a","b, c"]",2021', ["One", '["a","b, c"]', "2021"]),
        ('"A "b" c","[", a, b"]",2021', ['A "b" c', '[", a, b"]', "2021"]),
        ('"Over "two"\nlines",b,2021', ['Over "two"\nlines', "b", "2021"]),
    ],
)
def test_quotation_marks_that_are_not_doubled_are_text(line: str, cells: list[str]) -> None:
    """They close a cell only where a separator or the line's end follows; the rows around are as they were."""
    text = f"title,remark,year\nFirst,x,2020\n{line}\nLast,y,2022\n"

    assert rows_of(text) == [["First", "x", "2020"], cells, ["Last", "y", "2022"]]


def test_a_file_with_such_marks_says_so_once() -> None:
    """One sentence with their number, however many there are."""
    found = outcome(delimited.READER, "title,year\n" + '"A "b" c",2020\n' * 50)

    assert len(found.records) == 50
    assert found.warnings == [
        "x: 50 records with quotation marks inside of quoted cells that are not doubled; they were taken for text, so "
        "look at some of them, or save the table as CSV again."
    ]


def test_a_header_below_other_lines_is_found() -> None:
    """As Dimensions writes it; what stands above is named."""
    text = 'About the data: exported on Jan 1; criteria: "x"\n\nDOI,Title,Abstract\n10.5555/a.1,One,Text\n'
    found = outcome(delimited.READER, text)

    assert sniffs(delimited.READER, text)
    assert [record.values["Title"] for record in found.records] == ["One"]
    assert found.warnings[0].startswith("x: the header is its line 3, and what stands above it was passed over (About")


def test_two_letter_tags_of_web_of_science() -> None:
    """Quotation marks are text there, tabs stand at the ends of lines, and a month has its year in another column."""
    text = (
        "\ufeffPT\tAU\tAF\tTI\tSO\tAB\tDE\tPD\tPY\tBP\tEP\tDI\tUT\t\n"
        'J\tSilva, M\tSilva, Maria\t"Flow" in rivers\tRIVERS\t5" pipes\ta; b\tMAR 15\t2021\t1\t9\t10.5555/a\tWOS:1\t\n'
        "J\tTanaka, K\t\tEarly\tRIVERS\t\t\tJAN-FEB\t2022\t\t\t\tWOS:2\t\n"
    )
    one, two = outcome(delimited.READER, text).records

    assert sniffs(delimited.READER, text)
    assert one.values["title"] == '"Flow" in rivers'
    assert one.values["authors"] == "Silva, Maria"
    assert (one.values["publication date"], one.values["page"]) == ("2021-03-15", "1-9")
    assert one.values["keywords"] == ["a", "b"]
    assert two.values["authors"] == "Tanaka, K"
    assert two.values["publication date"] == "2022"
    assert two.notes == (("date", "JAN-FEB", "not one month, so only the year was taken"),)


def test_a_table_of_a_million_columns_is_refused() -> None:
    """With their number, and without reading on."""
    found = outcome(delimited.READER, "title," + ",".join(f"c{n}" for n in range(1_000_000)) + "\nOne\n")

    assert found.error.startswith("x has 1,000,001 columns in its header")


@pytest.mark.parametrize("line", ['"a "b\n', 'a,"b\n', '"["a","b\n', '"a\n\n\n', '"a""b\n', '"x" "y",1,2\n'])
def test_faulty_marks_in_every_line_take_no_time(line: str) -> None:
    """100,000 signs are read within a second or two, none is lost, and the warnings are few."""
    began = time.process_time()
    found = outcome(delimited.READER, "title,remark\n" + line * (100_000 // len(line)))

    assert time.process_time() - began < 15
    assert len(found.records) >= 100_000 // len(line) * 0.9
    assert len(found.warnings) <= 6


bits = st.sampled_from(['"', '""', ",", ";", "\t", "\n", "[", "]", '"["', '"]"', "title", "a b", "é", "\x00", " "])


@given(st.lists(bits, max_size=60).map("".join), st.sampled_from(["title,abstract\n", "title\ta\tb\n"]))
def test_nothing_breaks_the_reader(body: str, header: str) -> None:
    """Whatever stands below the header, records are numbered through, and no letter is lost in silence."""
    found = outcome(delimited.READER, header + body)

    assert found.numbers == list(range(1, len(found.records) + 1))
    if found.records:
        kept = "".join(str(cell) for record in found.records for cell in (*record.values.values(), *record.notes))
        assert kept.count("é") == body.count("é")


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    """It ends with records or with a sentence."""
    found = outcome(delimited.READER, b"title,abstract\n" + data)

    assert found.records or found.error.startswith("x ")
