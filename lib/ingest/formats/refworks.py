"""RefWorks' tagged format: a tag of two letters, a blank and the value; RT begins a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lib.core.formats import format_named
from lib.ingest.formats.pages import page_range
from lib.ingest.formats.serials import put_serials
from lib.ingest.formats.tagged import Field, Grammar, Line, Tags, put_date, read_entries, record, with_year
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection, Value
from lib.ingest.source import Head, Source

_TAG = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?")
_HEAD = re.compile(r"(?m)^\ufeff?RT [A-Z][A-Za-z ,/()]{2,60}\n(?:[A-Z][A-Z0-9](?: .*)?\n){2}")

_TYPES: Final[dict[str, str]] = {
    "abstract": "article-journal",
    "book, edited": "book",
    "book, section": "chapter",
    "book, whole": "book",
    "conference proceedings": "paper-conference",
    "dissertation": "thesis",
    "dissertation/thesis": "thesis",
    "dissertation/thesis, unpublished": "thesis",
    "dissertation, unpublished": "thesis",
    "journal": "article-journal",
    "journal article": "article-journal",
    "journal, electronic": "article-journal",
    "magazine article": "article-magazine",
    "monograph": "book",
    "newspaper article": "article-newspaper",
    "patent": "patent",
    "report": "report",
    "thesis": "thesis",
    "unpublished material": "manuscript",
    "web page": "webpage",
}
"""CSL types by the type of the reference; what is not here stays as it is."""
_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("T1", "TI"),
    "abstract": ("AB",),
    "authors": ("A1", "AU"),
    "editor": ("A2",),
    "venue": ("JF", "T2", "JO"),
    "volume": ("VO",),
    "issue": ("IS",),
    "publisher": ("PB",),
    "publisher-place": ("PP",),
    "edition": ("ED",),
    "collection-title": ("T3",),
    "language": ("LA",),
    "doi": ("DO",),
    "url": ("UL", "LK"),
    "id": ("ID", "AN"),
    "keywords": ("K1",),
}
_NAMES: Final[dict[str, str]] = {
    "A3": "tertiary authors",
    "A4": "quaternary authors",
    "A5": "quinary authors",
    "A6": "website editors",
    "AD": "addresses",
    "AN": "accession number",
    "AV": "location",
    "CL": "classification",
    "CN": "call number",
    "CR": "cited references",
    "DB": "database",
    "DS": "data source",
    "JO": "journal abbreviation",
    "LK": "further links",
    "NO": "note as given",
    "OL": "language of record",
    "OP": "original pages",
    "RD": "access date",
    "SF": "subsets",
    "SR": "kind of source",
    "ST": "short title",
    "T2": "secondary title",
    "U1": "user field 1",
    "U2": "user field 2",
    "U3": "user field 3",
    "U4": "user field 4",
    "U5": "user field 5",
    "WT": "website title",
}
_KNOWN: Final = frozenset(
    (
        *(tag for tags in _FIELDS.values() for tag in tags),
        *("RT", "YR", "FD", "SP", "OP", "SN", "NO", "ED", "U6", "U7", "U8", "U9", "V1", *_NAMES),
    )
)


def sniff(head: Head) -> bool:
    """Whether the type of a reference is followed by two more lines with tags."""
    return _HEAD.search(head.text) is not None


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the records."""
    for number, entry in enumerate(read_entries(source, Grammar(_part, _begins)), start=1):
        yield _record(number, Tags(entry))


def _part(line: str) -> Line | None:
    """A tag that is known: any other two capital letters may begin a line of a text."""
    match = _TAG.fullmatch(line)
    return Line(match[1], match[2] or "") if match and match[1] in _KNOWN else None


def _begins(tag: str, _entry: Sequence[Field], _blank: bool) -> bool:
    return tag == "RT"


def _record(number: int, tags: Tags) -> RawRecord:
    values: dict[str, Value] = {}
    kind = tags.text("RT")
    values["document type"] = kind
    values["type"] = _TYPES.get(kind.lower(), kind)
    year = tags.text("YR")
    put_date(values, [("date (YR)", year), ("date (FD)", with_year(tags.text("FD"), year))])
    values["page"] = page_range(tags.text("SP"), tags.text("OP"))
    values["note"] = "; ".join(tags.texts("NO"))
    put_serials(values, tags.texts("SN"))
    tags.fill(values, _FIELDS, _NAMES)
    tags.rest(values, _NAMES, "RefWorks")
    return record(number, values)


READER: Final = Reader(
    format=format_named("refworks"),
    sniff=sniff,
    read=read,
    typed=True,
)
