"""The Cochrane Library's plain text: `Record #1 of 151`, then `TAG: value` a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lib.core.formats import format_named
from lib.ingest.formats.serials import put_serials
from lib.ingest.formats.tagged import Field, Grammar, Line, Tags, parts_of, put_date, read_entries, record
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection, Value
from lib.ingest.source import Head, Source
from lib.ingest.types import csl_type

_RECORD = re.compile(r"(?i)record #(\d+)(?: of \d+)?")
_TAG = re.compile(r"([A-Z]{2,3}):(?: (.*))?")
_HEAD = re.compile(
    r"(?m)^\ufeff?(?:Record #\d+(?: of \d+)?|ID: (?:CN-|CD|DARE-|HTA-|NHSEED-)\d+)[ \t]*\n\s*[A-Z]{2,3}: "
)

_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("TI",),
    "abstract": ("AB",),
    "authors": ("AU",),
    "venue": ("SO",),
    "volume": ("VL",),
    "issue": ("NO",),
    "page": ("PG",),
    "publisher": ("PB",),
    "language": ("LA",),
    "doi": ("DOI",),
    "url": ("US",),
    "id": ("ID",),
    "keywords": ("KY",),
    "categories": ("CC",),
}
_NAMES: Final[dict[str, str]] = {
    "AD": "addresses",
    "NT": "notes",
    "PM": "pubmed number as given",
    "ST": "status",
    "US": "further links",
    "XR": "numbers in other databases",
}
_PUBMED = re.compile(r"(?i)PUBMED\s+(\d+)")


def sniff(head: Head) -> bool:
    """Whether a numbered line, or the library's own id, is followed by a line with a tag."""
    return _HEAD.search(head.text) is not None


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the records."""
    for number, entry in enumerate(read_entries(source, Grammar(_part, _begins)), start=1):
        yield _record(number, Tags(field for field in entry if field.tag != "#"))


def _part(line: str) -> Line | None:
    if match := _RECORD.fullmatch(line.strip()):
        return Line("#", match[1])
    match = _TAG.fullmatch(line)
    return Line(match[1], match[2] or "") if match else None


def _begins(tag: str, entry: Sequence[Field], _: bool) -> bool:
    return tag == "#" or (tag == "ID" and any(field.tag == "ID" for field in entry))


def _record(number: int, tags: Tags) -> RawRecord:
    values: dict[str, Value] = {}
    values["type"] = csl_type(tags.peek("PT"))
    values["publication types"] = [kind for text in tags.texts("PT") for kind in parts_of(text)]
    if match := _PUBMED.fullmatch(tags.peek("PM")):
        values["pmid"] = match[1]
        tags.text("PM")
    put_date(values, [("date (YR)", text) for text in tags.texts("YR")])
    put_serials(values, tags.texts("SN"))
    tags.fill(values, _FIELDS, _NAMES)
    tags.rest(values, _NAMES, "Cochrane")
    return record(number, values)


READER: Final = Reader(
    format=format_named("cochrane"),
    sniff=sniff,
    read=read,
    typed=True,
    service="Cochrane",
)
