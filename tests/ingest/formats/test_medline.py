"""MEDLINE of PubMed and ERIC."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.ingest.formats import medline
from lib.ingest.formats.medline import READER
from lib.ingest.reader import NO_OPTIONS
from lib.ingest.source import Source
from tests.ingest.formats.tagged_files import (
    assert_all_kept,
    broken_texts,
    lost_words,
    one_of,
    reads_whatever,
    records_of,
)

FILES = {
    "formats/pubmed_medline_mcda.txt": 10,
    "formats/pubmed_medline_small.txt": 3,
    "formats/pubmed_single.nbib": 1,
    # One record has both an OWN line and a TI line.
    "formats/eric.nbib": 1,
    "awkward/jabref_medline_multi_abstract.txt": 1,
    # Five with a PMID, and two without that stand between empty lines.
    "awkward/jabref_medline_multiple_entries.txt": 7,
}


@pytest.mark.parametrize("name", FILES)
def test_every_record_and_word_of_a_file_is_read(shared: Path, name: str) -> None:
    """As many records as there are, and all words but those of the format itself and a line between records."""
    file = shared / "data" / name

    assert len(records_of(READER, file)) == FILES[name]
    assert lost_words(READER, file, known="linking print electronic omitted importer") == set()


def test_a_record_of_pubmed(shared: Path) -> None:
    """Folded lines are joined, full names are preferred, the DOI comes from an id that says so."""
    record = records_of(READER, shared / "data/formats/pubmed_medline_mcda.txt")[0]
    values = record.values

    assert values["title"] == "On the Monte Carlo weights in multiple criteria decision analysis."
    assert str(values["abstract"]).startswith("In multiple-criteria decision making/aiding/analysis (MCDM/MCDA) weig")
    assert "weights of criteria constitute a crucial input for finding" in str(values["abstract"])
    assert values["authors"] == ["Mazurek, Jiří", "Strzałka, Dominik"]
    assert (values["pmid"], values["doi"]) == ("36206242", "10.1371/journal.pone.0268950")
    assert (values["date"], values["venue"], values["page"]) == ("20221007", "PloS one", "e0268950")
    assert values["keywords"] == [
        "*Decision Making",
        "*Decision Support Techniques",
        "Entropy",
        "Monte Carlo Method",
    ]
    assert (values["type"], values["ISSN"]) == ("article-journal", "1932-6203")


def test_a_record_of_eric(shared: Path) -> None:
    """It has no PMID; the DOI and the address stand among the ids."""
    values = records_of(READER, shared / "data/formats/eric.nbib")[0].values

    assert (values["title"], values["authors"]) == ("Paper title", ["Smith, Tom", "Hunter, Shawn"])
    assert values["doi"] == "http://dx.doi.org/10.1000/123456789"
    assert values["url"] == "http://eric.ed.gov/?id=EJ1131633"
    assert (values["id"], values["ISSN"]) == ("EJ1131633", "1234-4567")


def test_records_without_a_number(shared: Path) -> None:
    """An empty line parts them; a line that is no tag is named in a warning."""
    source = Source("a.txt", shared / "data/awkward/jabref_medline_multiple_entries.txt")
    records = list(READER.read(source, NO_OPTIONS))

    assert [record.values.get("pmid") for record in records] == [  # type: ignore[union-attr]
        *("20481061", None, None, "22664220", "22664238", "96578310", "45984220")
    ]
    assert "This line should be omitted by the importer." in source.warnings[0]


def test_words_with_hyphens_are_no_tags() -> None:
    """A line that was not folded goes on with the text; unknown tags are kept."""
    values = one_of(
        READER,
        "PMID- 1\nTI  - One\nAB  - We saw\nDNA-binding and\nHIV-1.\nXYZ - new\nDP  - 2020 May\nDEP - 20200414\n"
        "FAU - Curie, Marie\nAU  - Curie M\nAU  - Bohr N\nCN  - A Group\n",
    )

    assert values["abstract"] == "We saw DNA-binding and HIV-1."
    assert values["MEDLINE XYZ"] == "new"
    assert (values["date"], values["electronic publication date"]) == ("2020 May", "20200414")
    assert values["authors"] == ["Curie M", "Bohr N", "A Group"]
    assert values["full names of authors"] == ["Curie, Marie"]


_TAGS = medline._KNOWN - {"AU", "PMID", "OWN"}


@given(
    st.lists(
        st.from_regex(r"[A-Z][A-Z0-9]{3}", fullmatch=True) | st.sampled_from(sorted(_TAGS)), min_size=3, max_size=20
    )
)
@settings(max_examples=200)
def test_no_value_is_lost(tags: list[str]) -> None:
    """Whatever the tags are, known or not, and however often each comes; short names give way to full ones."""
    assert_all_kept(READER, "PMID- 1\nOWN - NLM\nFAU - C, D", [f"{tag:<4}" for tag in tags], "- ", "")


LINES = ("PMID- 12", "OWN - NLM", "TI  - A", "AB  - B", "AB  -", "LID - 10.1/x [doi]", "FAU - C, D", "      more")


@given(st.one_of(st.binary(max_size=300), broken_texts(*LINES)))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No other error, no gap in the numbers."""
    reads_whatever(READER, data)
