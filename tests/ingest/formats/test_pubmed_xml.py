"""PubMed XML."""

from pathlib import Path

import pytest

from lib.ingest.formats.pubmed_xml import READER
from lib.ingest.registry import find_reader
from lib.ingest.source import Source
from tests.ingest.formats.outcome import outcome, sniffs

ARTICLE = """
<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article>
<Journal><ISSN>1234-5678</ISSN><JournalIssue><Volume>7</Volume><Issue>2</Issue><PubDate>{date}</PubDate></JournalIssue>
<Title>Journal of Maps</Title><ISOAbbreviation>J. Maps</ISOAbbreviation></Journal>
<ArticleTitle>{title}</ArticleTitle><Pagination><StartPage>5</StartPage><EndPage>9</EndPage></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">10.1000/e{pmid}</ELocationID>
<Abstract><AbstractText Label="AIM" NlmCategory="OBJECTIVE">We ask.</AbstractText>
<AbstractText Label="UNLABELLED">We <i>see</i>.</AbstractText><AbstractText/></Abstract>
<AuthorList><Author ValidYN="Y"><LastName>Curie</LastName><ForeName>Marie</ForeName><Suffix>Jr</Suffix></Author>
<Author ValidYN="N"><LastName>Curry</LastName></Author>
<Author><CollectiveName>The Map Group</CollectiveName></Author></AuthorList>
<Language>eng</Language><Language>fre</Language>
<PublicationTypeList><PublicationType>{kind}</PublicationType></PublicationTypeList>
<VernacularTitle>Les cartes</VernacularTitle></Article>
<KeywordList><Keyword>maps</Keyword></KeywordList>
<MeshHeadingList><MeshHeading><DescriptorName>Dogs</DescriptorName><QualifierName>genetics</QualifierName></MeshHeading>
</MeshHeadingList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId><ArticleId IdType="pmc">PMC7</ArticleId>
</ArticleIdList><ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1000/other</ArticleId>
</ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>
"""


def article(pmid: int = 1, date: str = "<Year>2020</Year>", title: str = "Maps.", kind: str = "Letter") -> str:
    """One article of PubMed's."""
    return ARTICLE.format(pmid=pmid, date=date, title=title, kind=kind)


def test_an_article_is_read_whole() -> None:
    """A cited paper's DOI is not taken for its own, nor a misprinted name for a second author."""
    (record,) = outcome(READER, article(date="<Year>2020</Year><Month>Jul</Month><Day>4</Day>")).records

    assert record.values == {
        "title": "Maps.",
        "vernacular title": "Les cartes",
        "abstract": "AIM: We ask.\nWe see.",
        "authors": ["Curie, Marie, Jr", "The Map Group"],
        "date": "2020-07-04",
        "pmid": "1",
        "pmcid": "PMC7",
        "doi": "10.1000/e1",
        "venue": "Journal of Maps",
        "journal abbreviation": "J. Maps",
        "volume": "7",
        "issue": "2",
        "page": "5-9",
        "ISSN": "1234-5678",
        "language": "eng; fre",
        "type": "article-journal",
        "publication types": ["Letter"],
        "keywords": ["maps", "Dogs"],
        "MeSH headings": ["Dogs/genetics"],
        "references": 1,
    }
    assert record.notes == ()


@pytest.mark.parametrize(
    ("date", "text", "noted"),
    [
        ("<MedlineDate>1993 Sep-Oct</MedlineDate>", "1993", "1993 Sep-Oct"),
        ("<Year>1976</Year><Season>Fall</Season>", "1976", "1976 Fall"),
        ("<Year>2009</Year><Month>02</Month>", "2009-02", ""),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(date: str, text: str, noted: str) -> None:
    """What was printed stands in a note where it is more than could be taken."""
    (record,) = outcome(READER, article(date=date)).records

    assert record.values["date"] == text
    assert "".join(note[1] for note in record.notes) == noted


def test_a_title_that_pubmed_has_not_is_the_vernacular_one() -> None:
    """PubMed then writes that it is not available."""
    (record,) = outcome(READER, article(title="[Not Available].")).records

    assert record.values["title"] == "Les cartes"


def test_preprints_and_lists_of_what_was_taken_back() -> None:
    """The former are no journal articles, the latter no papers."""
    deleted = "<DeleteCitation><PMID>8</PMID><PMID>9</PMID></DeleteCitation>"
    found = outcome(READER, f"<PubmedArticleSet>{article(1, kind='Preprint')}{deleted}</PubmedArticleSet>")

    assert [record.values["type"] for record in found.records] == ["preprint"]
    assert [(entry.number, entry.reason[-4:]) for entry in found.rejections] == [(2, "8, 9")]


def test_a_file_cut_off_gives_what_was_whole() -> None:
    """And names the record that it breaks off in."""
    found = outcome(READER, ("<PubmedArticleSet>" + article(1) + article(2) + article(3))[:-300])

    assert found.numbers == [1, 2]
    assert "breaks off in record 3" in found.error


def test_sniffing_by_content() -> None:
    """Other XML is left to others."""
    assert sniffs(READER, '<?xml version="1.0"?>\n<PubmedArticleSet>' + article())
    assert sniffs(READER, "<PubmedBookArticle>\n")
    assert not sniffs(READER, "<xml><records><record><database/></record></records></xml>")


@pytest.mark.parametrize(
    ("name", "n_records"),
    [("pubmed_articleset_2019_excerpt.xml", 40), ("pubmed_articleset_mathml.xml", 1), ("pubmed_book.xml", 1)],
)
def test_real_files_are_read_whole(shared: Path, name: str, n_records: int) -> None:
    """All records, without a warning."""
    path = shared / "data" / "formats" / name
    found = outcome(READER, path)

    assert find_reader(Source(name, path).head(), name) is READER
    assert found.numbers == list(range(1, n_records + 1))
    assert not found.rejections
    assert (found.warnings, found.error) == ([], "")
    assert all(record.values["title"] and record.values["pmid"] and record.values["date"] for record in found.records)


def test_a_real_sample_holds_what_its_bytes_do(shared: Path) -> None:
    """28 of the 40 articles have an abstract, 5 a title in their own language."""
    records = outcome(READER, shared / "data" / "formats" / "pubmed_articleset_2019_excerpt.xml").records
    by_pmid = {record.values["pmid"]: record for record in records}
    paper = by_pmid["1669026"].values

    assert sum("abstract" in record.values for record in records) == 28
    assert sum("vernacular title" in record.values for record in records) == 5
    assert str(paper["vernacular title"]).startswith("Célébration du CL Anniversaire de l'Académie Royal")
    assert paper["venue"] == "Bulletin et memoires de l'Academie royale de medecine de Belgique"
    assert (paper["date"], paper["volume"], paper["page"], paper["language"]) == (
        "1991",
        "Anniv No Pt 1",
        "1-191",
        "fre",
    )


def test_formulas_of_a_real_file_can_be_read(shared: Path) -> None:
    """MathML in all its forms, in one line."""
    (record,) = outcome(READER, shared / "data" / "formats" / "pubmed_articleset_mathml.xml").records
    abstract = str(record.values["abstract"])

    assert record.values["doi"] == "10.1515/jib-2020-0021"
    assert "η_p² ∞ [0, 1, 0; 0, 0, 1; 1, 0, 0]" in abstract
    assert "(a + 1)/b y = ³√(x²)" in abstract


def test_a_real_book(shared: Path) -> None:
    """With a group and a person as its authors."""
    (record,) = outcome(READER, shared / "data" / "formats" / "pubmed_book.xml").records

    assert record.values["type"] == "book"
    assert record.values["authors"] == [
        "National Collaborating Centre for Chronic Conditions (UK)",
        "Williams, Darlisha A",
    ]
    assert (record.values["date"], record.values["ISBN"]) == ("2009-02", "9781860163593")
    assert record.values["publisher-place"] == "London"


def test_a_real_file_that_is_not_well_formed(shared: Path) -> None:
    """An article that is begun and not ended."""
    found = outcome(READER, shared / "data" / "awkward" / "jabref_malformed_medline.xml")

    assert found.numbers == []
    assert "record 1, or is no sound XML there (mismatched tag at line 4, column 3)" in found.error
