"""RefWorks tagged."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lib.ingest.formats import refworks
from lib.ingest.formats.refworks import READER
from tests.ingest.formats.tagged_files import (
    assert_all_kept,
    broken_texts,
    lost_words,
    one_of,
    reads_whatever,
    records_of,
)


def test_a_dissertation(shared: Path) -> None:
    """All of the real file."""
    file = shared / "data/formats/refworks_tagged.txt"
    (record,) = records_of(READER, file)
    values = record.values

    assert values["title"] == "Effect of a case management intervention on symptoms of asthma in high risk children"
    assert values["authors"] == ["Catrambone, C.D."]
    assert (values["type"], values["document type"], values["date"]) == ("thesis", "Dissertation", "2000")
    assert (values["id"], values["accession number"], values["ISBN"]) == ("2118", "2001107680", "0-599-73664-X")
    assert (values["publisher-place"], values["note"]) == ("Oceanside, CA, USA", "Update Code: 20011116")
    assert str(values["abstract"]).startswith("Statement of the problem. One approach")
    assert lost_words(READER, file) == set()


def test_capital_letters_within_a_text_are_no_tags() -> None:
    """Unless they are one; a record ends where the next begins."""
    text = "RT Journal\nSR Electronic\nT1 One\nAB Among\nUS cities\nYR 2001\nFD May 3\nRT Book, Whole\nT1 Two\nED 2nd\n"
    one, two = records_of(READER, text)

    assert (one.values["abstract"], one.values["date"]) == ("Among US cities", "May 3 2001")
    assert (two.values["type"], two.values["edition"]) == ("book", "2nd")


def test_pages_and_journal() -> None:
    """First and last page; the short name of a journal stands beside the long one."""
    values = one_of(READER, "RT Journal\nT1 One\nJF Nature\nJO Nat\nSP 3\nOP 9\nK1 a\nK1 b; c\n")

    assert (values["page"], values["venue"], values["journal abbreviation"]) == ("3-9", "Nature", "Nat")
    assert values["keywords"] == ["a", "b", "c"]


@given(st.lists(st.sampled_from(sorted(refworks._KNOWN - {"RT"})), min_size=3, max_size=20))
@settings(max_examples=200)
def test_no_value_is_lost(tags: list[str]) -> None:
    """Whatever the tags are, known or not, and however often each comes."""
    assert_all_kept(READER, "RT Journal\nID 1\nT1 One", tags, " ", "")


LINES = ("RT Journal", "T1 A", "A1 B, C", "YR 2020", "SN 1", "AB", "NO x", "US b")


@given(st.one_of(st.binary(max_size=300), broken_texts(*LINES)))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No other error, no gap in the numbers."""
    reads_whatever(READER, data)
