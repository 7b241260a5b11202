"""Ovid's citations with labelled fields."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.ingest.formats.ovid_labelled import READER
from tests.ingest.formats.tagged_files import broken_texts, lost_words, one_of, reads_whatever, records_of


def test_a_record_with_its_references(shared: Path) -> None:
    """The kind is taken off the title, footnotes off the names; empty lines part references, not records."""
    file = shared / "data/formats/ovid_citation_text.txt"
    (record,) = records_of(READER, file)
    values = record.values

    assert str(values["title"]).startswith("Cloud water interception and element deposition differ largely")
    assert str(values["title"]).endswith("Harz Mountains, Germany.")
    assert values["authors"] == ["Kohler, Lars", "Leuschner, Christoph", "Hauck, Markus", "Hertel, Dietrich"]
    assert (values["venue"], values["date"], values["doi"]) == ("Ecohydrology", "September 2015", "10.1002/eco.1563")
    assert (values["ISSN"], values["kind of article"]) == ("1936-0584", "Article")
    assert len(values["references"]) > 90  # type: ignore[arg-type]
    assert lost_words(READER, file, known="accession author document keywords language number references") <= {
        *("institution", "score", "subset", "source", "title", "abstract", "journal")
    }


def test_records_without_their_number(shared: Path) -> None:
    """Two, of which each begins with the same name; degrees are no part of a name."""
    first, second = records_of(READER, shared / "data/awkward/jabref_ovid_invalid.txt")

    assert first.values["authors"] == ["Verbeek, Jan", "Hermans, Erik", "van Vugt, Arie", "Frolke, Jan Paul"]
    assert (first.values["date"], second.values["date"]) == ("30 November 2015", "16 March 2015")
    assert second.values["doi"] == "10.1037/spq0000116"
    assert "(C) 2015 by the American Psychological Association" in str(second.values["abstract"])


def test_a_name_without_a_value_below_is_text() -> None:
    """Unless it is one of the usual names."""
    values = one_of(
        READER, "<1>\nTitle\n  One\nAbstract\n  We saw\nThree Men\nin a boat\nStatus\nSource\n  X. 1, 2020.\n"
    )

    assert values["abstract"] == "We saw Three Men in a boat"
    assert (values["venue"], values["date"]) == ("X. 1, 2020", "2020")


LINES = ("<1>", "Title", "  One", "Abstract", "  Two", "Author", "  B, C 1;  D, E MD *", "Source", "  N. 1(2):3, 2020.")


@given(st.one_of(st.binary(max_size=300), broken_texts(*LINES)))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No other error, no gap in the numbers."""
    reads_whatever(READER, data)


@pytest.mark.parametrize("text", ["1" * 100_000, "Ada Frost" + " MD" * 30_000, "Ada" + ", 1*" * 25_000 + " x"])
def test_very_long_names_take_no_time(text: str) -> None:
    """A field of footnote marks or degrees alone was gone through for each of them, which took a minute."""
    content = f"<1>\nTitle\n  Moss of Bern.\nSource\n  Acta. 2020.\nAuthors\n  {text}\n"
    began = time.process_time()

    assert len(records_of(READER, content)) == 1
    assert time.process_time() - began < 20
