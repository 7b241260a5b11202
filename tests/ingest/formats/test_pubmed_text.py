"""PubMed's "Abstract (text)"."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.ingest.formats.pubmed_text import READER
from tests.ingest.formats.outcome import outcome, sniffs
from tests.ingest.formats.tagged_files import broken_texts

TEXT = """1. J Ice. 2020 Mar 4;12(3):1-9. doi: 10.5555/a. Epub 2020
Feb 1.

On maps and
how they help.

Frost A(1)(2), van der Snow BC(2), Müller-Lüdenscheidt H Jr.

Author information:
(1)Institute of Ice.
(2)Institute of Maps.

BACKGROUND: Maps help. There are three:
1. Old ones. 2. New ones.

2. This is a paragraph of the abstract. It is no record.

RESULTS: They do.

Copyright © 2020 The Authors.

DOI: 10.5555/a
PMCID: PMC1
PMID: 30000001 [Indexed for MEDLINE]

Conflict of interest statement: None.


2. Ice (Oslo). 2021;13:10. doi: 10.5555/b.

[On charts].

[Article in Norwegian]

PMID: 30000002
"""


def test_two_records() -> None:
    """Each paragraph is what its place and its first word say, and a numbered one in an abstract is no record."""
    first, second = (record.values for record in outcome(READER, TEXT).records)

    assert sniffs(READER, TEXT)
    assert {name: first[name] for name in ("title", "date", "venue", "volume", "issue", "page", "doi", "pmid")} == {
        "title": "On maps and how they help.",
        "date": "2020 Mar 4",
        "venue": "J Ice",
        "volume": "12",
        "issue": "3",
        "page": "1-9",
        "doi": "10.5555/a",
        "pmid": "30000001",
    }
    assert first["authors"] == ["Frost A", "van der Snow BC", "Müller-Lüdenscheidt H Jr"]
    assert first["abstract"] == (
        "BACKGROUND: Maps help. There are three: 1. Old ones. 2. New ones.\n"
        "2. This is a paragraph of the abstract. It is no record.\nRESULTS: They do."
    )
    assert first["conflict of interest statement"] == "None."
    assert str(first["author information"]).startswith("(1)Institute of Ice.")
    assert (second["title"], second["venue"], second["language"]) == ("[On charts].", "Ice (Oslo)", "Norwegian")
    assert (second["page"], second["pmid"], second["doi"]) == ("10", "30000002", "10.5555/b")


def test_files_put_together_are_read_on() -> None:
    """The numbers begin again."""
    assert len(outcome(READER, TEXT + "\n\n" + TEXT).records) == 4


RECORD = """{number}. J Ice. 2020;12:1. doi: 10.5555/{number}.

On maps {number}.

{text}

PMID: {number}


"""


def test_records_that_were_taken_out_part_nothing() -> None:
    """The numbers of those that are left have gaps, and each is a record all the same."""
    text = "".join(RECORD.format(number=number, text="They help.") for number in (1, 2, 4, 5, 6))
    found = outcome(READER, text).records

    assert [record.values["pmid"] for record in found] == ["1", "2", "4", "5", "6"]
    assert {record.values["abstract"] for record in found} == {"They help."}


@pytest.mark.parametrize(
    "paragraph",
    [
        "2. Two drugs were given. 1200 cells were recorded.",
        "2. J Ice was read. 2020 Mar 4;12(3):1-9.",
        "1. J Ice was read. 2020 Mar 4.",
    ],
)
def test_a_numbered_paragraph_like_a_citation_is_no_record(paragraph: str) -> None:
    """The record that it stands in has not ended: its ids are still to come."""
    first, second = (
        outcome(READER, RECORD.format(number=1, text=paragraph) + RECORD.format(number=2, text="They help."))
    ).records

    assert (first.values["abstract"], first.values["pmid"]) == (paragraph, "1")
    assert (second.values["abstract"], second.values["pmid"]) == ("They help.", "2")


def test_a_chapter_of_a_book_with_many_editors_is_a_record() -> None:
    """They stand before the date."""
    editors = ", ".join(f"Editor{'a' * n} A" for n in range(25))
    chapter = f"2. In: {editors}, editors. Icetext [Internet]. Oslo: Ice; 2000–. 2018 Apr 4.\n\nOn maps.\n\nPMID: 2\n"
    second = outcome(READER, RECORD.format(number=1, text="They.") + chapter).records[1]

    assert (second.values["title"], second.values["date"]) == ("On maps.", "2018 Apr 4")


LINES = (*TEXT.split("\n"), "3. J Ice. 2020;1.", "DOI: x", "PMID: 1")


@given(st.one_of(st.binary(max_size=300), broken_texts(*LINES)))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No other error, no gap in the numbers."""
    found = outcome(READER, data)

    assert found.numbers == list(range(1, len(found.numbers) + 1))
    assert found.numbers or found.error.startswith("x ")
