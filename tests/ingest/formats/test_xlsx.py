"""Excel's workbooks."""

import io
import zipfile
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from lib.ingest import read_text
from lib.ingest.formats import xlsx
from tests.ingest.formats.outcome import outcome, sniffs

DAY = datetime(2020, 5, 1)  # noqa: DTZ001  # a workbook knows no zones


def workbook(**sheets: list[list[Any]]) -> bytes:
    """Sheets with rows as the bytes of a workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rewritten(data: bytes, name: str, content: bytes) -> bytes:
    """A workbook with one of its parts replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return stream.getvalue()


def test_cells_keep_their_types() -> None:
    """Dates, numbers, truth values; empty rows are no records, and what a formula could not work out is nothing."""
    data = workbook(
        A=[
            ["Title", "Year", "Published", "Included", "DOI", None],
            ["One", 2020, DAY, True, "10.5555/a"],
            [None, None, "  ", None, None],
            ["Two", "#N/A", None, False, None],
        ]
    )
    found = outcome(xlsx.READER, data)

    assert sniffs(xlsx.READER, data)
    assert found.numbers == [1, 2]
    assert found.records[0].values == {
        "Title": "One",
        "Year": 2020,
        "Published": DAY,
        "Included": True,
        "DOI": "10.5555/a",
    }
    assert found.records[1].values["Year"] is None
    assert not found.warnings


def test_a_paper_comes_of_a_row() -> None:
    """Known by its content under any name."""
    (paper,) = read_text(
        "a.csv", workbook(A=[["Title", "Start Page", "End Page", "cited by"], ["One", 3, 9, 7]])
    ).papers

    assert (paper.title, paper.attributes) == ("One", {"citations": 7})


def test_the_header_is_found_below_other_rows() -> None:
    """A heading that happens to be called Abstracts is none."""
    data = workbook(
        A=[["Text"], [], ["Search of", "1 May", "Summary"], ["Title", "Abstract", "Year"], ["One", "a", 2020]]
    )

    assert [record.values["Title"] for record in outcome(xlsx.READER, data).records] == ["One"]


def test_all_sheets_with_titles_are_read_and_others_are_named() -> None:
    """One for each year, say, each with columns of its own; notes are passed over, empty sheets say nothing."""
    sheets = {
        "Notes": [["Hello"], ["you"]],
        "2020": [["About the data", None], ["Title", "Year"], ["One", 2020]],
        "Empty": [],
        "2021": [["Year", "Title"], [2021, "Two"], [2021, "Three"]],
    }
    found = outcome(xlsx.READER, workbook(**sheets))

    assert found.numbers == [1, 2, 3]
    assert [record.values["Title"] for record in found.records] == ["One", "Two", "Three"]
    assert found.warnings == [
        'x, sheet "2020": the header is its row 2, and what stands above it was passed over (About the data).',
        'x: without a column for titles or abstracts, and so not read: 1 sheet ("Notes").',
    ]


def test_a_damaged_sheet_costs_itself_alone() -> None:
    """What follows in it is one rejection."""
    data = workbook(A=[["Title"], *[[f"T{n}"] for n in range(1000)]], B=[["Title"], ["One"]])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    found = outcome(xlsx.READER, rewritten(data, "xl/worksheets/sheet1.xml", sheet[: len(sheet) // 2]))

    assert found.records[-1].values["Title"] == "One"
    assert len(found.records) > 200
    assert found.numbers == list(range(1, len(found.records) + 2))
    assert found.rejections[0].reason.startswith('the sheet "A" is damaged (')
    assert len(found.warnings) == 1


@pytest.mark.parametrize("number", ["99999999999", "1"])
def test_wrong_numbers_of_rows_do_not_matter(number: str) -> None:
    """Neither is the room before a row filled up, nor is a row left out whose number was there before."""
    data = workbook(A=[["Title"], ["One"], ["Two"]])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b'<row r="2">' in sheet
    data = rewritten(data, "xl/worksheets/sheet1.xml", sheet.replace(b'<row r="2">', f'<row r="{number}">'.encode()))

    assert [record.values["Title"] for record in outcome(xlsx.READER, data).records] == ["One", "Two"]


def test_a_wrong_size_of_a_sheet_does_not_matter() -> None:
    """Some programs write that a sheet ends with its first cell."""
    data = workbook(A=[["Title", "Abstract"], ["One", "Text"]])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b'ref="A1:B2"' in sheet
    data = rewritten(data, "xl/worksheets/sheet1.xml", sheet.replace(b'ref="A1:B2"', b'ref="A1"'))

    assert outcome(xlsx.READER, data).records[0].values == {"Title": "One", "Abstract": "Text"}


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><worksheet>&c;</worksheet>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            workbook(A=[["Name", "Size"], ["a", 1]]),
            "x has no column for titles or abstracts (its columns are: Name, Size)",
        ),
        (workbook(A=[["Title", "Year"]]), "x has a header but no rows"),
        (workbook(A=[]), "x has no column for titles"),
        (workbook(A=[["Title"], ["One"]])[:-30], "x is no sound Excel workbook ("),
        (rewritten(workbook(A=[["Title"], ["One"]]), "xl/workbook.xml", b"<a"), "x is no sound Excel workbook ("),
        (
            rewritten(workbook(A=[["Title"], ["One"]]), "xl/worksheets/sheet1.xml", BOMB),
            "x is no sound Excel workbook (",
        ),
        (
            rewritten(workbook(A=[["Title"], ["One"]]), "xl/styles.xml", b" " * (200 << 20)),
            "x would unpack to 210 MB, more than a table of papers takes",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
            "x is an Excel file of the old kind, or one with a password",
        ),
    ],
    ids=["no titles", "no rows", "nothing", "cut off", "broken", "entities", "bomb", "old"],
)
def test_what_cannot_be_used_is_named(data: bytes, message: str) -> None:
    """In one sentence, with the cure."""
    found = outcome(xlsx.READER, data)

    assert sniffs(xlsx.READER, data)
    assert found.error.startswith(message)
    assert not found.records


SOUND = workbook(A=[["Title", "Year"], ["One", 2020], ["Two", 2021]])


@given(st.integers(0, len(SOUND) - 1), st.binary(min_size=1, max_size=8))
def test_damaged_bytes_end_in_records_or_a_sentence(place: int, bytes_in_place: bytes) -> None:
    """Wherever a workbook is damaged."""
    found = outcome(xlsx.READER, SOUND[:place] + bytes_in_place + SOUND[place + len(bytes_in_place) :])

    assert found.records or found.error.startswith("x ")


PARTS = {
    name: zipfile.ZipFile(io.BytesIO(SOUND)).read(name)
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml")
}


@given(
    st.sampled_from(sorted(PARTS)), st.integers(0, 10_000), st.sampled_from([b"", b"<", b"A", b"99999", b'"', b"-1"])
)
def test_damaged_parts_end_in_records_or_a_sentence(name: str, place: int, instead: bytes) -> None:
    """What is packed soundly may still be no workbook."""
    part = PARTS[name]
    place %= len(part)
    found = outcome(xlsx.READER, rewritten(SOUND, name, part[:place] + instead + part[place + 1 :]))

    assert found.numbers == list(range(1, len(found.numbers) + 1))
    assert found.records or found.error.startswith("x ")
