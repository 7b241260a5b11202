"""EndNote XML."""

from pathlib import Path

import pytest

from lib.ingest.formats.endnote_xml import READER
from lib.ingest.registry import find_reader
from lib.ingest.source import Source
from tests.ingest.formats.outcome import outcome, sniffs

RECORD = """<xml><records><record><database name="a.enl" path="/Users/me/a.enl">a.enl</database>
<rec-number>1</rec-number>
<ref-type name="{kind}">17</ref-type><contributors><authors><author><style face="normal">Curie, Marie</style></author>
<author>The Map Group</author></authors>
<secondary-authors><author>Bohr, Niels</author></secondary-authors></contributors>
<titles><title><style>Maps of </style><style face="italic">E. coli</style> in m<style face="superscript">2</style>
</title>
<secondary-title>Journal of Maps</secondary-title></titles><periodical><full-title>Journal of Maps</full-title>
<abbr-1>J. Maps</abbr-1></periodical><pages>5-9</pages><volume>7</volume><number>2</number>
<keywords><keyword>maps&#xD;topics</keyword><keyword>Maps, old</keyword></keywords>
<dates><year>2020</year><pub-dates><date>{month}</date></pub-dates></dates><isbn>1234-5678 (Print)&#xD;2345-6789</isbn>
<accession-num>123</accession-num><electronic-resource-num>10.1000/x</electronic-resource-num>
<abstract>We ask.&#xD;We see.</abstract>
<urls><related-urls><url>https://example.org/1</url>
<url>see there</url></related-urls>
<pdf-urls><url>internal-pdf://a/b.pdf</url></pdf-urls></urls>{more}</record></records></xml>"""


def record(kind: str = "Journal Article", month: str = "Jul 4", more: str = "") -> str:
    """A library with one reference."""
    return RECORD.format(kind=kind, month=month, more=more)


def test_a_reference_is_read_whole() -> None:
    """Pieces of style are put together; files on a disk are named in a note and not opened."""
    (found,) = outcome(READER, record()).records

    assert found.values == {
        "title": "Maps of E. coli in m²",
        "authors": ["Curie, Marie", "The Map Group"],
        "editor": ["Bohr, Niels"],
        "abstract": "We ask. We see.",
        "venue": "Journal of Maps",
        "journal abbreviation": "J. Maps",
        "volume": "7",
        "issue": "2",
        "page": "5-9",
        "date": "2020-07-04",
        "keywords": ["maps", "topics", "Maps, old"],
        "ISSN": "1234-5678, 2345-6789",
        "doi": "10.1000/x",
        "accession number": "123",
        "type": "article-journal",
        "url": "https://example.org/1",
        "further links": ["see there"],
    }
    assert [note[:2] for note in found.notes] == [("file", "internal-pdf://a/b.pdf")]


def test_an_accession_number_is_a_pubmed_one_where_the_database_says_so() -> None:
    """Else it may be any service's."""
    (found,) = outcome(READER, record(more="<remote-database-name>Medline</remote-database-name>")).records

    assert found.values["pmid"] == "123"


def test_a_books_journal_is_its_series() -> None:
    """And unknown kinds and elements stay as they are."""
    (book,) = outcome(READER, record(kind="Book", more="<tools>one</tools>")).records
    (other,) = outcome(READER, record(kind="Ancient Text")).records

    assert (book.values["type"], book.values["collection-title"]) == ("book", "Journal of Maps")
    assert book.values["tools"] == "one"
    assert "venue" not in book.values
    assert ("type" in other.values, other.values["kind of reference"]) == (False, "Ancient Text")


def test_a_span_of_months_is_a_year_and_a_note() -> None:
    """What is certain is taken."""
    (found,) = outcome(READER, record(month="Sep-Oct")).records

    assert found.values["date"] == "2020"
    assert ("date", "Sep-Oct 2020") in [note[:2] for note in found.notes]


def test_sniffing_by_content() -> None:
    """Other XML with records is left to others."""
    assert sniffs(READER, record())
    assert not sniffs(READER, "<OAI-PMH><ListRecords><record><header/></record></ListRecords></OAI-PMH>")


@pytest.mark.parametrize(
    ("name", "n_records", "n_abstracts"),
    [
        ("endnote_xml_from_zotero_excerpt.xml", 60, 45),
        ("endnote_xml_library.xml", 9, 3),
        ("endnote_xml_styles.xml", 3, 0),
    ],
)
def test_real_files_are_read_whole(shared: Path, name: str, n_records: int, n_abstracts: int) -> None:
    """All records, without a warning."""
    path = shared / "data" / "formats" / name
    found = outcome(READER, path)

    assert find_reader(Source(name, path).head(), name) is READER
    assert found.numbers == list(range(1, n_records + 1))
    assert not found.rejections
    assert (found.warnings, found.error) == ([], "")
    assert all(record.values["title"] for record in found.records)
    assert sum("abstract" in record.values for record in found.records) == n_abstracts


def test_one_reference_of_each_real_file(shared: Path) -> None:
    """Zotero's, EndNote's own without styles, and one whose title is cut into three styles."""
    formats = shared / "data" / "formats"
    zotero = outcome(READER, formats / "endnote_xml_from_zotero_excerpt.xml").records[0].values
    book = outcome(READER, formats / "endnote_xml_library.xml").records[1].values
    styles = outcome(READER, formats / "endnote_xml_styles.xml").records[2].values

    assert zotero["title"] == "Myoclonus in older Cavalier King Charles Spaniels."
    assert zotero["authors"] == ["Rotter, Carina", "Whittaker, Danielle", "Rusbridge, Clare"]
    assert (zotero["date"], zotero["doi"], zotero["ISSN"]) == ("2022-05", "10.1111/jvim.16404", "1939-1676, 0891-6640")
    assert len(zotero["keywords"]) == 12  # type: ignore[arg-type]  # a list
    assert (book["title"], book["edition"], book["ISBN"]) == (
        "Planting green roofs and living walls",
        "2",
        "0881929115",
    )
    assert (book["publisher"], book["publisher-place"]) == ("Timber Press", "Portland, OR")
    assert styles["title"] == "A demographic study of the south polar skua Catharacta maccormicki at Cape Crozier"
    assert (styles["authors"], styles["label"]) == (["Ainley, D.G.", "Ribic, C.A.", "Wodd, R.C."], "B4")
