"""Ovid's tagged export (`.ovd`): `<3001. >`, then tags as in RIS, though other ones, and no end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lib.core.formats import format_named
from lib.ingest.formats.serials import put_serials
from lib.ingest.formats.tagged import Field, Grammar, Line, Tags, put_date, read_entries, record
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection, Value
from lib.ingest.source import Head, Source
from lib.ingest.types import csl_type

_NUMBER = re.compile(r"<(\d+)\.?\s*>")
_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: +(.*)|)")
_HEAD = re.compile(
    r"(?m)^\ufeff?(?:VN {1,2}- *Ovid|<\d+\.?\s*>[ \t]*\n\s*[A-Z][A-Z0-9] {1,2}- "
    r"|UI {1,2}- .*\n(?:.*\n){0,3}?(?:TI|AU|SO|IN|OT) {1,2}- )"
)
_RIS = re.compile(r"(?m)^\ufeff?(?:TY|ER) {1,2}-")

_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("TI", "OT"),
    "abstract": ("AB",),
    "authors": ("AU", "FA"),
    "editor": ("ED",),
    "venue": ("JN", "JA"),
    "volume": ("VO", "VL"),
    "issue": ("IP",),
    "page": ("PG",),
    "publisher": ("PB",),
    "publisher-place": ("CP",),
    "language": ("LG", "LA"),
    "doi": ("DO",),
    "pmid": ("PM",),
    "url": ("XL", "UR"),
    "id": ("UI", "AN"),
    "keywords": ("KW", "MH", "SH", "HW"),
}
_NAMES: Final[dict[str, str]] = {
    "AD": "correspondence address",
    "CE": "conference end",
    "CR": "copyright information",
    "CS": "conference start",
    "DB": "database",
    "DC": "date of creation",
    "DD": "date delivered",
    "DJ": "descriptors",
    "DN": "device names",
    "EM": "week of entry",
    "IN": "institutions",
    "JA": "journal abbreviation",
    "OD": "other descriptors",
    "OT": "original title",
    "RN": "registry numbers",
    "SL": "language of summary",
    "SO": "citation",
    "ST": "status",
    "SU": "kind of source",
    "TN": "trade names",
    "UP": "update",
    "VN": "vendor",
}
_VENUE = re.compile(r"(.{3,200}?)\.\s{1,5}(?:Conference:|\(?[0-9]|Vol)")
"""The journal at the beginning of a citation: "Ecohydrology. 8(6):1048-1064, September 2015."."""


def sniff(head: Head) -> bool:
    """Whether Ovid is named as the vendor, or its number of a record is followed by other tags than RIS has."""
    return _HEAD.search(head.text) is not None and _RIS.search(head.text) is None


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the records."""
    for number, entry in enumerate(read_entries(source, Grammar(_part, _begins)), start=1):
        yield _record(number, Tags(field for field in entry if field.tag != "<"))


def _part(line: str) -> Line | None:
    if match := _NUMBER.fullmatch(line.strip()):
        return Line("<", match[1])
    match = _TAG.fullmatch(line)
    return Line(match[1], match[2] or "") if match else None


def _begins(tag: str, entry: Sequence[Field], _: bool) -> bool:
    return tag == "<" or (tag in ("VN", "UI") and any(field.tag == tag for field in entry))


def _record(number: int, tags: Tags) -> RawRecord:
    values: dict[str, Value] = {}
    kinds = tags.texts("PT")
    values["type"] = csl_type("; ".join(kinds))
    values["publication types"] = kinds
    put_date(values, [("date (YR)", text) for text in tags.texts("YR", "DP")])
    put_serials(values, tags.texts("IS", "IB", "SN", "BN"))
    tags.fill(values, _FIELDS, _NAMES)
    values.setdefault("venue", venue_of(tags.peek("SO")))
    tags.rest(values, _NAMES, "Ovid")
    return record(number, values)


def venue_of(citation: str) -> str:
    """The journal that a citation begins with, "" where that cannot be told."""
    match = _VENUE.match(citation)
    return match[1] if match else ""


READER: Final = Reader(
    format=format_named("ovid"),
    sniff=sniff,
    read=read,
    typed=True,
    service="Ovid",
)
