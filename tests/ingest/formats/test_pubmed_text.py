"""PubMed's "Abstract (text)"."""

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


LINES = (*TEXT.split("\n"), "3. J Ice. 2020;1.", "DOI: x", "PMID: 1")


@given(st.one_of(st.binary(max_size=300), broken_texts(*LINES)))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No other error, no gap in the numbers."""
    found = outcome(READER, data)

    assert found.numbers == list(range(1, len(found.numbers) + 1))
    assert found.numbers or found.error.startswith("x ")
