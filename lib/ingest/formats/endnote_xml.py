"""EndNote XML, as EndNote itself, Zotero and others write it; a text may be cut into pieces by style."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lib.core.formats import format_named
from lib.core.text import squeeze
from lib.ingest.formats.joined_date import joined_date
from lib.ingest.formats.serials import put_serials
from lib.ingest.formats.xml_reading import read_records
from lib.ingest.formats.xml_text import Element, child, children, text, texts
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection, Value
from lib.ingest.source import Head, Source
from lib.ingest.types import csl_type

_BEGIN = re.compile(
    r"<record>\s*(<!--.{0,500}?-->\s*)?<(database|source-app|rec-number|ref-type|contributors|titles)\b"
)
_IN_TEXT = re.compile(r"[\r\n;]+")
_PUBMED = re.compile(r"(?i)pubmed|medline|\bnlm\b")
_LOCAL = re.compile(r"(?i)(internal-pdf|file):|[a-z]:\\|\\\\")

_TYPES: Final[dict[str, str]] = {
    "edited book": "book",
    "electronic article": "article-journal",
    "electronic book": "book",
    "electronic book section": "chapter",
    "generic": "",
    "manuscript": "manuscript",
    "map": "map",
    "film or broadcast": "motion_picture",
    "legal rule or regulation": "regulation",
    "statute": "legislation",
    "bill": "bill",
    "case": "legal_case",
    "hearing": "hearing",
    "online database": "webpage",
    "personal communication": "personal_communication",
    "blog": "post-weblog",
    "unpublished work": "manuscript",
}
"""CSL types by EndNote's names, where lib/ingest/types.py does not know them or takes them in another sense."""
_WHOLES: Final = frozenset({"book", "report", "thesis"})
"""Works that stand in no other: what is the journal of an article is their series."""
_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "volume": ("volume",),
    "page": ("pages",),
    "publisher": ("publisher",),
    "publisher-place": ("pub-location",),
    "edition": ("edition",),
    "language": ("language",),
    "abstract": ("abstract",),
    "note": ("notes",),
    "doi": ("electronic-resource-num",),
    "short title": ("titles", "short-title"),
    "alternative title": ("titles", "alt-title"),
    "translated title": ("titles", "translated-title"),
    "translated authors": ("contributors", "translated-authors", "author"),
    "addresses": ("auth-address",),
    "label": ("label",),
    "call number": ("call-num",),
    "caption": ("caption",),
    "section": ("section",),
    "kind of work": ("work-type",),
    "number of volumes": ("num-vols",),
    "original publication": ("orig-pub",),
    "reprint edition": ("reprint-edition",),
    "reviewed item": ("reviewed-item",),
    "research notes": ("research-notes",),
    "database": ("remote-database-name",),
    "database provider": ("remote-database-provider",),
    "access date": ("access-date",),
    "article number": ("electronic-article-number",),
    **{f"custom {number}": (f"custom{number}",) for number in range(1, 8)},
}
"""Names of values by the path of elements that hold them."""
_TAKEN: Final = frozenset(
    (
        *("database", "source-app", "rec-number", "foreign-keys", "ref-type", "contributors", "titles", "periodical"),
        *("alt-periodical", "number", "issue", "keywords", "dates", "isbn", "accession-num", "urls"),
        *(path[0] for path in _FIELDS.values()),
    )
)
"""Elements that are read, or, like the number in somebody's library, say nothing of the paper."""


def sniff(head: Head) -> bool:
    """Whether a record begins as EndNote's do."""
    return "<record" in head.text and _BEGIN.search(head.text) is not None


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the references one by one."""
    for record in read_records(source, ("record",)):
        yield record if isinstance(record, Rejection) else _record(record.number, record.element)


def _record(number: int, element: Element) -> RawRecord:
    kind = _kind(element)
    values: dict[str, Value] = {name: text(element, *path) for name, path in _FIELDS.items()}
    values |= {
        "title": text(element, "titles", "title"),
        "authors": texts(element, "contributors", "authors", "author"),
        "editor": texts(element, "contributors", "secondary-authors", "author"),
        "series editors": texts(element, "contributors", "tertiary-authors", "author"),
        "subsidiary authors": texts(element, "contributors", "subsidiary-authors", "author"),
        "type": kind,
        "kind of reference": "" if kind else _kind_name(element),
        "keywords": _keywords(element),
        # Both mean the issue of a journal; Zotero writes the same number into both.
        "issue": text(element, "issue") or text(element, "number"),
    }
    notes = _put_date(values, element)
    _put_titles(values, element, kind)
    put_serials(values, texts(element, "isbn"))
    _put_accession(values, text(element, "accession-num"))
    notes += _put_urls(values, element)
    for other in element:
        name = other.tag
        if name not in _TAKEN and (words := text(other)):
            values.setdefault(name, words)
    return RawRecord(number, {name: value for name, value in values.items() if value}, tuple(notes))


def _kind_name(element: Element) -> str:
    found = child(element, "ref-type")
    return "" if found is None else squeeze(found.get("name", "")) or text(found)


def _kind(element: Element) -> str:
    name = _kind_name(element)
    return _TYPES.get(name.lower(), csl_type(name))


def _keywords(element: Element) -> list[str]:
    """Keywords, also where all stand in one element, a line each."""
    found = [
        squeeze(part)
        for keyword in children(element, "keywords", "keyword")
        for part in _IN_TEXT.split(_lines(keyword))
    ]
    return list(dict.fromkeys(filter(None, found)))


def _lines(element: Element) -> str:
    return "".join(element.itertext())


def _put_titles(values: dict[str, Value], element: Element, kind: str) -> None:
    """Find what the work stands in: a journal, a book or a conference; a book's own is a series."""
    secondary = text(element, "titles", "secondary-title")
    periodical = text(element, "periodical", "full-title")
    tertiary = text(element, "titles", "tertiary-title")
    if kind in _WHOLES:
        values["collection-title"] = secondary or periodical or tertiary
    else:
        values["venue"] = secondary or periodical or text(element, "periodical", "abbr-1")
        values["collection-title"] = tertiary
    if periodical != secondary and secondary:
        values["journal as given"] = periodical
    abbreviation = text(element, "periodical", "abbr-1")
    if abbreviation not in (periodical, secondary):
        values["journal abbreviation"] = abbreviation


def _put_date(values: dict[str, Value], element: Element) -> list[tuple[str, str, str]]:
    year, month = text(element, "dates", "year"), text(element, "dates", "pub-dates", "date")
    date = joined_date(year, month)
    values["date"] = date.text
    if not date.unused:
        return []
    return [("date", f"{month} {year}".strip(), "no one month, so it was taken no more exactly than that")]


def _put_accession(values: dict[str, Value], accession: str) -> None:
    is_pubmed = any(_PUBMED.search(str(values.get(name, ""))) for name in ("database", "database provider"))
    values["pmid" if is_pubmed and accession.isdecimal() else "accession number"] = accession


def _put_urls(values: dict[str, Value], element: Element) -> list[tuple[str, str, str]]:
    """The first address of a page is the paper's; files on somebody's disk say nothing of it."""
    found = [text(url) for kind in children(element, "urls") for group in kind for url in children(group, "url")]
    links = [url for url in dict.fromkeys(found) if url and not _LOCAL.match(url)]
    values["url"] = next((url for url in links if url.startswith(("http://", "https://"))), "")
    values["further links"] = [url for url in links if url != values["url"]]
    return [
        ("file", url, "a file on the computer that the export comes from, not looked at")
        for url in found
        if _LOCAL.match(url)
    ]


READER: Final = Reader(
    format=format_named("endnote-xml"),
    sniff=sniff,
    read=read,
)
