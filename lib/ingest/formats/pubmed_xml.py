"""PubMed XML: articles and books, as PubMed and its yearly files give them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lib.core.formats import format_named
from lib.ingest.formats.joined_date import joined_date
from lib.ingest.formats.xml_reading import read_records
from lib.ingest.formats.xml_text import Element, child, children, text, texts
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection, Value
from lib.ingest.source import Head, Source
from lib.ingest.types import csl_type

_BEGIN = re.compile(r"<(PubmedArticleSet|PubmedArticle|PubmedBookArticleSet|PubmedBookArticle)[\s>]")
_RECORDS: Final = ("PubmedArticle", "PubmedBookArticle", "DeleteCitation")
_NO_LABELS: Final = frozenset({"", "UNLABELLED", "UNASSIGNED"})
_NOT_AVAILABLE = re.compile(r"(?i)\[?not available\]?\.?")


def sniff(head: Head) -> bool:
    """Whether one of PubMed's elements begins near the beginning."""
    return _BEGIN.search(head.text) is not None


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the articles and books one by one."""
    for record in read_records(source, _RECORDS):
        if isinstance(record, Rejection):
            yield record
            continue
        name = record.element.tag
        if name == "DeleteCitation":
            numbers = ", ".join(texts(record.element, "PMID"))
            yield Rejection(record.number, f"no paper but a list of what PubMed took back: {numbers}")
            continue
        values, notes = _book(record.element) if name == "PubmedBookArticle" else _article(record.element)
        yield RawRecord(record.number, {key: value for key, value in values.items() if value}, tuple(notes))


_Notes = list[tuple[str, str, str]]


def _article(element: Element) -> tuple[dict[str, Value], _Notes]:
    citation = child(element, "MedlineCitation")
    article = child(citation, "Article")
    issue = child(article, "Journal", "JournalIssue")
    data = child(element, "PubmedData")
    date, notes = _date(child(issue, "PubDate"))
    types = texts(article, "PublicationTypeList", "PublicationType")
    values: dict[str, Value] = {
        **_title(article, "ArticleTitle"),
        "abstract": _abstract(child(article, "Abstract")),
        "authors": _names(children(article, "AuthorList", "Author")),
        "date": date or _date(child(article, "ArticleDate"))[0],
        "pmid": text(citation, "PMID"),
        **_ids(children(data, "ArticleIdList", "ArticleId")),
        "venue": text(article, "Journal", "Title") or text(citation, "MedlineJournalInfo", "MedlineTA"),
        "journal abbreviation": text(article, "Journal", "ISOAbbreviation"),
        "volume": text(issue, "Volume"),
        "issue": text(issue, "Issue"),
        "page": _pages(child(article, "Pagination")),
        "ISSN": text(article, "Journal", "ISSN"),
        "language": "; ".join(texts(article, "Language")),
        "type": "preprint" if "Preprint" in types else csl_type("; ".join(types)) or "article-journal",
        "publication types": types,
        "electronic publication date": _date(child(article, "ArticleDate"))[0],
        **_subjects(citation),
        "copyright": text(article, "Abstract", "CopyrightInformation"),
        "other abstracts": [_abstract(other) for other in children(citation, "OtherAbstract")],
        "affiliations": _affiliations(article),
        "investigators": _names(children(citation, "InvestigatorList", "Investigator")),
        "grants": [_joined(grant, "GrantID", "Agency") for grant in children(article, "GrantList", "Grant")],
        "substances": texts(citation, "ChemicalList", "Chemical", "NameOfSubstance"),
        "data banks": texts(article, "DataBankList", "DataBank", "DataBankName"),
        "comments and corrections": [
            f"{comment.get('RefType', '')}: {text(comment, 'RefSource')}"
            for comment in children(citation, "CommentsCorrectionsList", "CommentsCorrections")
        ],
        "country": text(citation, "MedlineJournalInfo", "Country"),
        "references": len(children(data, "ReferenceList", "Reference")),
    }
    for location in children(article, "ELocationID"):
        key = {"doi": "doi", "pii": "pii"}.get(location.get("EIdType", ""), "")
        if key and location.get("ValidYN") != "N" and not values.get(key):
            values[key] = text(location)
    return values, notes


def _book(element: Element) -> tuple[dict[str, Value], _Notes]:
    document = child(element, "BookDocument")
    book = child(document, "Book")
    lists = [*children(document, "AuthorList"), *children(book, "AuthorList")]
    authors, editors = (
        [
            author
            for found in lists
            if (found.get("Type") == "editors") is wanted
            for author in children(found, "Author")
        ]
        for wanted in (False, True)
    )
    date, notes = _date(next(iter([*children(book, "PubDate"), *children(document, "ContributionDate")]), None))
    chapter = bool(text(document, "ArticleTitle"))
    values: dict[str, Value] = {
        **(_title(document, "ArticleTitle") if chapter else {"title": text(book, "BookTitle")}),
        "venue": text(book, "BookTitle") if chapter else "",
        "abstract": _abstract(child(document, "Abstract")),
        "authors": _names(authors),
        "editor": _names(editors),
        "date": date,
        "pmid": text(document, "PMID"),
        **_ids(
            [
                *children(document, "ArticleIdList", "ArticleId"),
                *children(element, "PubmedBookData", "ArticleIdList", "ArticleId"),
            ]
        ),
        "publisher": text(book, "Publisher", "PublisherName"),
        "publisher-place": text(book, "Publisher", "PublisherLocation"),
        "collection-title": text(book, "CollectionTitle"),
        "edition": text(book, "Edition"),
        "volume": text(book, "Volume"),
        "ISBN": " ".join(texts(book, "Isbn")),
        "language": "; ".join(texts(document, "Language")),
        "type": "chapter" if chapter else "book",
        "publication types": texts(document, "PublicationType"),
        "copyright": text(document, "Abstract", "CopyrightInformation"),
        "affiliations": _affiliations(document, book),
        **_subjects(document),
    }
    return values, notes


def _title(article: Element | None, name: str) -> dict[str, Value]:
    """The title; one in another language that PubMed has no translation of is the title itself."""
    title, vernacular = text(article, name), text(article, "VernacularTitle")
    if vernacular and _NOT_AVAILABLE.fullmatch(title or "not available"):
        return {"title": vernacular}
    return {"title": title, "vernacular title": vernacular}


def _abstract(element: Element | None) -> str:
    """The parts of an abstract, a line each, headed by their labels."""
    parts = []
    for part in children(element, "AbstractText"):
        label, words = part.get("Label", "").strip(), text(part)
        if words:
            parts.append(words if label.upper() in _NO_LABELS else f"{label}: {words}")
    return "\n".join(parts)


def _names(authors: list[Element]) -> list[str]:
    names = []
    for author in authors:
        # PubMed keeps a name as it was misprinted beside the right one.
        if author.get("ValidYN") == "N":
            continue
        given = text(author, "ForeName") or text(author, "FirstName") or text(author, "Initials")
        parts = (text(author, "LastName"), given, text(author, "Suffix"))
        names.append(text(author, "CollectiveName") or ", ".join(filter(None, parts)))
    return list(filter(None, names))


def _date(element: Element | None) -> tuple[str, _Notes]:
    """A date in parts, or as it was printed: "1993 Sep-Oct"."""
    month = " ".join(filter(None, (text(element, "Month"), text(element, "Season"), text(element, "MedlineDate"))))
    year = text(element, "Year")
    date = joined_date(year or month[:4], month, text(element, "Day"))
    if not date.unused:
        return date.text, []
    return date.text, [("date", f"{year} {month}".strip(), "no one month, so it was taken no more exactly than that")]


def _ids(elements: list[Element]) -> dict[str, Value]:
    names = {"doi": "doi", "pmc": "pmcid", "pii": "pii", "bookaccession": "book accession"}
    return {names[kind]: text(found) for found in elements if (kind := found.get("IdType", "")) in names}


def _subjects(element: Element | None) -> dict[str, Value]:
    """Keywords: the authors' and the indexers'; and the latter's headings with what qualifies them."""
    headings = children(element, "MeshHeadingList", "MeshHeading")
    descriptors = [text(heading, "DescriptorName") for heading in headings]
    keywords = [*texts(element, "KeywordList", "Keyword"), *descriptors]
    qualified = ["/".join([text(heading, "DescriptorName"), *texts(heading, "QualifierName")]) for heading in headings]
    return {
        "keywords": list(dict.fromkeys(filter(None, keywords))),
        "MeSH headings": qualified if qualified != descriptors else [],
    }


def _affiliations(*elements: Element | None) -> list[str]:
    found = [
        words
        for element in elements
        for author in children(element, "AuthorList", "Author")
        for words in (*texts(author, "AffiliationInfo", "Affiliation"), *texts(author, "Affiliation"))
    ]
    return list(dict.fromkeys(found))


def _pages(element: Element | None) -> str:
    if pages := text(element, "MedlinePgn"):
        return pages
    return "-".join(filter(None, (text(element, "StartPage"), text(element, "EndPage"))))


def _joined(element: Element, *names: str) -> str:
    return ", ".join(filter(None, (text(element, name) for name in names)))


READER: Final = Reader(
    format=format_named("pubmed-xml"),
    sniff=sniff,
    read=read,
    service="PubMed",
)
