"""The Cochrane Library's plain text."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lib.ingest.formats.cochrane import READER
from tests.ingest.formats.tagged_files import assert_all_kept, broken_texts, lost_words, reads_whatever, records_of


def test_a_record_of_central(shared: Path) -> None:
    """All of the real file: 151 records, and every word."""
    file = shared / "data/formats/cochrane_citation_export.txt"
    records = records_of(READER, file)
    values = records[0].values

    assert len(records) == 151
    assert sum("abstract" not in record.values for record in records) == 14
    assert sum("doi" not in record.values for record in records) == 16
    assert values["title"] == "Impact of podcasting on novel and conventional measures of academic impact"
    assert values["authors"] == ["Levin G", "Harrison R", "Meyer R", "Ramirez PT"]
    assert (values["date"], values["volume"], values["issue"], values["page"]) == ("2023", "33", "2", "183‐189")
    assert (values["pmid"], values["doi"]) == ("36631152", "10.1136/ijgc-2022-004114")
    assert values["keywords"] == ["Bibliometrics", "Humans", "Neoplasms", "Social Media"]
    assert records[1].values["numbers in other databases"] == "EMBASE 352774761"
    assert lost_words(READER, file, known="record pubmed") == set()


def test_values_over_several_lines() -> None:
    """Also below empty lines; a number alone begins a record."""
    text = "Record #1 of 2\nID: CN-1\nTI: One\nAB: First\n\nsecond\nRecord #2 of 2\nID: CN-2\nTI: Two\nQQ: x\n"
    one, two = records_of(READER, text)

    assert (one.values["abstract"], two.values["Cochrane QQ"]) == ("First second", "x")


@given(st.lists(st.from_regex(r"[A-Z]{2,3}", fullmatch=True).filter(lambda tag: tag != "ID"), min_size=3, max_size=20))
@settings(max_examples=200)
def test_no_value_is_lost(tags: list[str]) -> None:
    """Whatever the tags are, known or not, and however often each comes."""
    assert_all_kept(READER, "Record #1 of 1\nID: CN-1", tags, ": ", "")


LINES = ("Record #1 of 2", "ID: CN-1", "TI: A", "AU: B C", "AB: D", "PM: PUBMED 1", "KY: a; b", "YR: 2020")


@given(st.one_of(st.binary(max_size=300), broken_texts(*LINES)))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No other error, no gap in the numbers."""
    reads_whatever(READER, data)
