"""Web of Science's own export, whole and broken, and the Zoological Record."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.ingest import read_text
from lib.ingest.formats.wos import READER
from tests.ingest.formats.tagged_files import (
    assert_all_kept,
    broken_texts,
    lost_words,
    one_of,
    reads_whatever,
    records_of,
)

FILES = {
    "formats/wos_plain_sample.txt": 8,
    "formats/wos_plain_savedrecs.txt": 32,
    "formats/wos_export_excerpt.ciw": 46,
    "formats/wos_zoological_record.txt": 134,
    "awkward/metaknowledge_bad_wos.isi": 32,
    "awkward/made_wos_early_access.txt": 2,
}


@pytest.mark.parametrize("name", FILES)
def test_every_record_and_word_of_a_file_is_read(shared: Path, name: str) -> None:
    """As many records as there are, and all words but the file's head and short names that a full one replaces."""
    file = shared / "data" / name
    known = "clarivate analytics science thomson reuters müller póczos"

    assert len(records_of(READER, file)) == FILES[name]
    assert lost_words(READER, file, known=known) == set()


def test_a_conference_paper(shared: Path) -> None:
    """Full names, both kinds of keywords, categories, numbers, and what belongs to the conference."""
    values = records_of(READER, shared / "data/formats/wos_export_excerpt.ciw")[0].values

    assert values["title"] == "Harnessing Prior Knowledge for Explainable Machine Learning: An Overview"
    assert values["authors"][:2] == ["Beckh, Katharina", "Mueller, Sebastian"]  # type: ignore[index]
    assert (values["type"], values["document type"]) == ("paper-conference", "Proceedings Paper")
    assert values["keywords"] == [
        "Machine learning",
        "Taxonomy",
        "Human computer interaction",
        "Knowledge representation",
        "NEURAL-NETWORKS",
        "BLACK-BOX",
    ]
    assert values["categories"] == [
        "Computer Science, Artificial Intelligence",
        "Computer Science, Interdisciplinary Applications",
    ]
    assert (values["citations"], values["number of references"], values["page"]) == (2, 93, "450-463")
    assert len(values["cited references"]) == 93  # type: ignore[arg-type]
    assert (values["id"], values["doi"]) == ("WOS:001012311500028", "10.1109/SaTML54575.2023.00038")
    assert (values["ISBN"], values["conference place"]) == ("978-1-6654-6299-0", "Raleigh, NC")


def test_a_record_of_the_zoological_record(shared: Path) -> None:
    """Its names carry addresses, its subjects are the research areas, its dates have a day."""
    values = records_of(READER, shared / "data/formats/wos_zoological_record.txt")[0].values

    assert values["authors"][:2] == ["Stillman, Andrew N.", "Siegel, Rodney B."]  # type: ignore[index]
    assert values["e-mail addresses"] == "andrew.stillman@uconn.edu"
    assert (values["date"], values["page"]) == ("Aug 1 2019", "duz039")
    assert values["categories"][0] == "Environmental Sciences & Ecology"  # type: ignore[index]


def test_early_access(shared: Path) -> None:
    """Is the date where there is no other, and kept where there is."""
    first, second = records_of(READER, shared / "data/awkward/made_wos_early_access.txt")
    both = one_of(READER, "PT J\nTI One\nPY 2024\nPD JUN\nEA NOV 2023\nER\n")

    assert first.values["title"] == "Early access record without a publication year"
    assert (first.values["date"], second.values["date"]) == ("MAR 2024", "2022")
    assert (both["date"], both["early access"]) == ("JUN 2024", "NOV 2023")


def test_ends_and_tags_within_a_text() -> None:
    """Only a line of its own ends a record; a missing end costs none, nor does a tag that is new."""
    text = "FN X\nVR 1.0\nPT J\nTI One\nAB We\n   saw the\nER visits\nQQ new\nPT B\nDT Book Chapter\nTI Two\nER\nEF"
    one, two = records_of(READER, text)

    assert one.values["abstract"] == "We saw the ER visits"
    assert (one.values["Web of Science QQ"], two.values["type"]) == ("new", "chapter")


def test_the_doi_of_a_book_is_not_that_of_its_chapters() -> None:
    """Chapters without a DOI of their own would be one paper otherwise; a table has the same column."""
    text = "".join(f"PT B\nTI Chapter {n}\nSO Book\nD2 10.1007/978-3-540\nER\n" for n in (1, 2))
    table = "PT\tTI\tSO\tDI\tD2\tUT\n" + "".join(f"B\tChapter {n}\tBook\t\t10.1007/978-3-540\tA{n}\n" for n in (1, 2))

    for name, content in (("a.txt", text), ("a.tsv", table)):
        papers = read_text(name, content).papers
        assert {(paper.title, paper.doi) for paper in papers} == {("Chapter 1", ""), ("Chapter 2", "")}
        assert {paper.attributes["doi of the book"] for paper in papers} == {"10.1007/978-3-540"}


_NOT_KEPT = frozenset({"PT", "ER", "EF", "FN", "VR", "AU"})


@given(
    st.lists(
        st.from_regex(r"[A-Z][A-Z0-9]", fullmatch=True).filter(lambda tag: tag not in _NOT_KEPT),
        min_size=3,
        max_size=20,
    )
)
@settings(max_examples=200)
def test_no_value_is_lost(tags: list[str]) -> None:
    """Whatever the tags are, known or not, and however often each comes; short names give way to full ones."""
    assert_all_kept(READER, "PT J\nTI One\nSO Two", tags, " ", "ER")


LINES = ("FN X", "PT J", "AU A, B", "   C, D", "TI A", "ER", "EF", "PY 2020", "TC 5", "TC x", "SN 1234-5678")


@given(st.one_of(st.binary(max_size=300), broken_texts(*LINES)))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No other error, no gap in the numbers."""
    reads_whatever(READER, data)
