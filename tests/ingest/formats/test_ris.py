"""RIS in the hands of many services."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.ingest import read_text
from lib.ingest.formats.ris import READER
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
    "formats/ris_academic_search_premier.ris": 4,
    "formats/ris_embase.ris": 6,
    "formats/ris_endnote_bom.txt": 69,
    "formats/ris_endnote_from_pubmed.txt": 6,
    "formats/ris_ieee.ris": 2,
    "formats/ris_jstor.ris": 4,
    "formats/ris_mixed_litstudy.ris": 25,
    "formats/ris_ovid_psycinfo.ris": 6,
    "formats/ris_proquest.ris": 6,
    "formats/ris_scopus.ris": 92,
    "formats/ris_trid.ris": 3,
    "formats/ris_web_of_science.txt": 10,
    "formats/ris_zotero_from_pubmed.ris": 6,
    "awkward/asreview_empty_values.ris": 4,
    "awkward/asreview_faulty_year.ris": 1,
    "awkward/asreview_issue_1099.ris": 7,
    "awkward/asreview_issue_992_keyword_lines.ris": 19,
    "awkward/asreview_many_authors.ris": 1,
    "awkward/asreview_tag_notes_labels.ris": 32,
    # It has no TY line, but all else of a paper.
    "awkward/jabref_corrupted.ris": 1,
    "awkward/jabref_empty_er.ris": 1,
    "awkward/made_cp1252.ris": 1,
    "awkward/made_cr_only_line_ends.ris": 2,
    "awkward/made_missing_er.ris": 3,
    "awkward/made_mixed_line_ends.ris": 2,
    "awkward/rispy_bom.ris": 1,
    "awkward/rispy_empty_tag.ris": 1,
    "awkward/rispy_extraneous_lines.ris": 2,
    "awkward/rispy_multiline_values.ris": 3,
    "awkward/rispy_no_space_after_dash.ris": 2,
    "awkward/rispy_starting_newlines.ris": 1,
    "awkward/rispy_unknown_tags.ris": 1,
    "awkward/rispy_urls.ris": 4,
    "awkward/synthesisr_citesource_issue_24.ris": 17,
}
WORDS_OF_THE_FORMAT = (
    "provider database content plain charset ascii record collection times total reference export cited "
    "correspondence asreview_relevant asreview_irrelevant asreview_not_seen asreview_prior electronic print "
    "r1757 undefined"
)


@pytest.mark.parametrize("name", FILES)
def test_every_record_and_word_of_a_file_is_read(shared: Path, name: str) -> None:
    """As many records as there are, and all words but those of the format itself and numbers written otherwise."""
    file = shared / "data" / name
    lost = {word for word in lost_words(READER, file, known=WORDS_OF_THE_FORMAT) if not word[:7].isdigit()}

    assert len(records_of(READER, file)) == FILES[name]
    assert lost == set()


def test_a_record_of_scopus(shared: Path) -> None:
    """Notes become citations and the day of export; addresses are all kept."""
    values = records_of(READER, shared / "data/formats/ris_scopus.ris")[0].values

    assert values["title"] == (
        "Black-backed woodpecker occupancy in burned and beetle-killed forests: Disturbance agent matters"
    )
    assert values["authors"] == ["Tingley, M.W.", "Stillman, A.N.", "Wilkerson, R.L.", "Sawyer, S.C.", "Siegel, R.B."]
    assert str(values["abstract"]).startswith("In the western United States, the black-backed woodpecker")
    assert (values["date"], values["doi"], values["volume"]) == ("2020", "10.1016/j.foreco.2019.117694", "455")
    assert (values["type"], values["document type"]) == ("article-journal", "Article")
    assert values["venue"] == "Forest Ecology and Management"
    assert values["export date"] == "11 January 2020"
    assert len(values["addresses"]) == 3  # type: ignore[arg-type]


def test_a_record_of_ovid(shared: Path) -> None:
    """What stands below the end of a record is its own, not the next one's; no pages are no pages."""
    first, second = records_of(READER, shared / "data/formats/ris_ovid_psycinfo.ris")[:2]

    assert str(first.values["journal abbreviation and links"]).startswith("Clin Psychol Psychother")
    assert str(second.values["journal abbreviation and links"]).startswith("J Health Psychol")
    assert first.values["id"] == "2019-65183-001"
    assert "page" not in first.values
    assert first.notes[0][0] == "page"


def test_a_record_of_endnote(shared: Path) -> None:
    """Lines without a tag are keywords and notes; PubMed's number and the month are found."""
    values = records_of(READER, shared / "data/formats/ris_endnote_from_pubmed.txt")[0].values

    assert (values["pmid"], values["date"], values["page"]) == ("21553931", "Jun 2011", "349-69")
    assert values["electronic publication date"] == "2011/05/11"
    assert values["keywords"][:3] == [  # type: ignore[index]
        "Animals",
        "Anti-Inflammatory Agents/adverse effects/pharmacokinetics/*pharmacology",
        "Boswellia/*chemistry",
    ]


def test_a_record_of_ebsco(shared: Path) -> None:
    """The longer of two abstracts is the abstract, the other is kept; the DOI is found among the links."""
    values = records_of(READER, shared / "data/formats/ris_academic_search_premier.ris")[0].values

    assert str(values["abstract"]).startswith("Small rodents are common inhabitants")
    assert str(values["other abstract"]).startswith("Copyright of Agriculture")
    assert values["doi"] == "10.1016/j.agee.2016.06.041"


def test_a_record_of_web_of_science(shared: Path) -> None:
    """The month comes from DA, the citations from the note."""
    values = records_of(READER, shared / "data/formats/ris_web_of_science.txt")[0].values

    assert (values["citations"], values["total citations"], values["number of references"]) == (5, 7, 30)
    assert (values["date"], values["id"]) == ("SEP 2018", "WOS:000444108200009")
    assert values["ISSN"] == "2211-3681, 2211-369X"


def test_labels_of_asreview(shared: Path) -> None:
    """In whatever place of the notes they stand; the rest of the note stays."""
    records = records_of(READER, shared / "data/awkward/asreview_tag_notes_labels.ris")
    labels = [record.values.get("asreview label") for record in records]

    assert (labels.count("relevant"), labels.count("irrelevant"), labels.count("not seen")) == (10, 10, 10)
    assert records[0].values["asreview prior"] is True
    assert records[4].values["note"] == "Additional notes 2."


def test_ends_are_found_where_they_are_glued_or_missing() -> None:
    """Glued to a value, to the next record, without a blank, or not there at all."""
    text = (
        "TY  - JOUR\nTI  - One\nUR  - http://a.b/cER  - \nTY  - JOUR\nTI  - Two\nER  - TY  - JOUR\nTI  - Three\n"
        "\n4.\nTY  - JOUR\nTI  - Four\nER  -\nTY  -JOUR\nTI  -Five"
    )
    records = records_of(READER, text)

    assert [record.values["title"] for record in records] == ["One", "Two", "Three", "Four", "Five"]
    assert records[0].values["url"] == "http://a.b/c"


def test_words_that_look_like_tags_stay_in_the_text() -> None:
    """ER, T2-weighted and the like within a value that runs on, with empty lines in it."""
    values = one_of(
        READER,
        "TY  - JOUR\nTI  - One\nAB  - In the\nER we saw\n\nT2-weighted\nAB - groups\n1.\n\nTI: five\nER  - \n",
    )

    assert values["abstract"] == "In the ER we saw T2-weighted AB - groups 1. TI: five"


def test_one_blank_before_the_hyphen() -> None:
    """Is enough where the whole file is written so."""
    values = one_of(READER, "TY - JOUR\nTI - One\nAB - a T2\nT2-weighted\nER -\n")

    assert (values["title"], values["abstract"]) == ("One", "a T2 T2-weighted")


def test_unknown_tags_are_kept() -> None:
    """Under a name that says where they come from."""
    values = one_of(READER, "TY  - JOUR\nTI  - One\nJP  - CRISPR\nDC  - a\nDC  - b\nER  - \n")

    assert (values["RIS JP"], values["RIS DC"]) == ("CRISPR", ["a", "b"])


@pytest.mark.parametrize(
    ("written", "date"),
    [("2019///", "2019"), ("2019/10//undefined", "2019-10"), ("2001/09/01/", "2001-09-01"), ("2016/09//", "2016-09")],
)
def test_dates_with_slashes(written: str, date: str) -> None:
    """Stand for what is not known."""
    (paper,) = read_text("a.ris", f"TY  - JOUR\nTI  - One\nPY  - {written}\nER  - \n").papers

    assert str(paper.date) == date


def test_authors_on_one_line() -> None:
    """Are parted by semicolons; in two tags, the first authors come first."""
    values = one_of(READER, "TY  - JOUR\nTI  - One\nAU  - Bohr, N.;Curie, M.\nA1  - Mach, E.\nER  - \n")

    assert values["authors"] == ["Mach, E.", "Bohr, N.", "Curie, M."]


@pytest.mark.parametrize(
    ("kind", "csl"),
    [("JOUR", "article-journal"), ("CONF", "paper-conference"), ("CHAP", "chapter"), ("THES", "thesis"), ("X", "X")],
)
def test_types(kind: str, csl: str) -> None:
    """As CSL calls them; what it does not know stays as it is."""
    assert one_of(READER, f"TY  - {kind}\nTI  - One\nER  - \n")["type"] == csl


def test_books_and_chapters() -> None:
    """T2 is the series of a book and the book of a chapter."""
    book = one_of(READER, "TY  - BOOK\nTI  - One\nT2  - Series\nED  - Bohr,Niels\nCY  - Rome\nER  - \n")
    chapter = one_of(READER, "TY  - CHAP\nTI  - One\nBT  - The book\nER  - \n")

    assert (book["collection-title"], book["editor"], book["publisher-place"]) == ("Series", ["Bohr, Niels"], "Rome")
    assert (chapter["title"], chapter["venue"]) == ("One", "The book")


def test_what_else_a_record_says() -> None:
    """Links beyond the first, two titles, a DOI in a note, early access."""
    values = one_of(
        READER,
        "TY  - JOUR\nTI  - One\nT1  - Eins\nUR  - http://a.b/1; http://a.b/2\nN1  - doi: 10.1234/x.1\nC6  - MAR 2024\n"
        "N1  - Export Date: 9 May 2023; Cited By: 12\nER  - \n",
    )

    assert (values["url"], values["further links"]) == ("http://a.b/1", ["http://a.b/2"])
    assert (values["title"], values["other title"], values["doi"]) == ("One", "Eins", "doi: 10.1234/x.1")
    assert (values["citations"], values["export date"], values["date"]) == (12, "9 May 2023", "MAR 2024")


def test_lines_between_records_are_told() -> None:
    """Those of services are nothing; others are left out with one warning that names the first."""
    source = Source("a.ris", b"Provider: JSTOR\n1.\nA stray line\nanother\nTY  - JOUR\nTI  - One\nER  - \n")

    assert len(list(READER.read(source, NO_OPTIONS))) == 1
    (warning,) = source.warnings
    assert "2 lines without a tag" in warning
    assert "A stray line" in warning


def test_the_whole_way_to_a_paper() -> None:
    """From the file to a paper with authors, date and attributes."""
    text = (
        "TY  - JOUR\nTI  - One\nAU  - Bohr,Niels\nPY  - 2013\nY1  - 2013/07/22\nKW  - a\nb\nN1  - Cited By :3\nER  - \n"
    )
    (paper,) = read_text("a.ris", text).papers

    assert (paper.authors, str(paper.date)) == (("Bohr, Niels",), "2013-07-22")
    assert (paper.attributes["keywords"], paper.attributes["citations"]) == (("a", "b"), 3)


@given(
    st.lists(
        st.from_regex(r"[A-Z][A-Z0-9]", fullmatch=True).filter(lambda tag: tag not in ("TY", "ER")),
        min_size=3,
        max_size=20,
    )
)
@settings(max_examples=200)
def test_no_value_is_lost(tags: list[str]) -> None:
    """Whatever the tags are, known or not, and however often each comes."""
    assert_all_kept(READER, "TY  - JOUR", tags, "  - ", "ER  - ")


def test_a_record_without_its_first_line_is_one_of_its_own() -> None:
    """Though it has no title: what it says belongs to no other paper."""
    text = "TY  - JOUR\nTI  - A\nER  - \nAU  - Doe\nAB  - Of B\nDO  - 10.1/2\nER  - \nTY  - JOUR\nTI  - C\nER  - \n"
    first, second, third = (record.values for record in records_of(READER, text))

    assert first == {"type": "article-journal", "title": "A"}
    assert second == {"authors": ["Doe"], "abstract": "Of B", "doi": "10.1/2"}
    assert third["title"] == "C"


@pytest.mark.parametrize("line", ["TY  - JOURTI  - A", "TY  - JOUR TI  - A"])
def test_a_title_glued_to_the_type(line: str) -> None:
    """The line end between them has gone lost."""
    assert one_of(READER, f"{line}\nAU  - B\nER  - \n") == {
        "type": "article-journal",
        "title": "A",
        "authors": ["B"],
    }


def test_what_scopus_writes_above_is_worth_no_warning() -> None:
    """Its name, and the day."""
    source = Source("a.ris", b"Scopus\nEXPORT DATE:01 May 2020\n\nTY  - JOUR\nTI  - A\nER  - \n")

    assert len(list(READER.read(source, NO_OPTIONS))) == 1
    assert source.warnings == []


def test_a_note_that_repeats_the_doi_is_none() -> None:
    """As Taylor & Francis writes it, in M3 too."""
    values = one_of(
        READER, "TY  - JOUR\nT1  - A\nN1  - doi: 10.1080/x\nDO  - 10.1080/x\nM3  - doi: 10.1080/x\nER  - \n"
    )

    assert values == {"type": "article-journal", "title": "A", "doi": "10.1080/x"}


LINES = (
    "TY  - JOUR",
    "ER  - ",
    "ER  -",
    "TI  - A",
    "AB  -",
    "AU  - B, C",
    "PY  - 2020",
    "SN  - 1",
    "N1  - Cited By :1",
)


@given(st.one_of(st.binary(max_size=300), broken_texts(*LINES)))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No other error, no gap in the numbers."""
    reads_whatever(READER, data)


@given(st.lists(st.tuples(st.lists(st.sampled_from(LINES[3:]), max_size=8), st.sampled_from(["ER  - ", "ER  -", ""]))))
@settings(max_examples=200)
def test_each_first_line_is_a_record(records: list[tuple[list[str], str]]) -> None:
    """Whatever else is in it, and whether it has an end or not."""
    lines = [line for inner, end in [([], ""), *records] for line in ("TY  - JOUR", *inner, end)]

    assert len(list(READER.read(Source("a.ris", "\n".join(lines).encode()), NO_OPTIONS))) == len(records) + 1
