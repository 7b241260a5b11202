"""refer, as EndNote (`.enw`), AIS eLibrary and others write it: `%T Title`, a letter or sign for each field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lib.core.formats import format_named
from lib.ingest.formats.serials import put_serials
from lib.ingest.formats.tagged import Field, Grammar, Tags, part_by, put_date, read_entries, record, with_year
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection, Value
from lib.ingest.source import Head, Source
from lib.ingest.types import csl_type

_TAG = re.compile(r"%([0-9A-Z!#$&*()+<=>?@\[\]^~{}|])(?:\s(.*))?")
_HEAD = re.compile(r"(?m)^\ufeff?%[0TA](?:[ \t].*)?\n\s*%[0-9A-Z!@](?:[ \t]|\n)")

_TYPES: Final[dict[str, str]] = {
    "audiovisual material": "motion_picture",
    "edited book": "book",
    "electronic article": "article-journal",
    "electronic book": "book",
    "generic": "",
    "manuscript": "manuscript",
    "map": "map",
    "online database": "webpage",
    "unpublished work": "manuscript",
}
"""CSL types by EndNote's names, where lib/ingest/types.py does not know them or takes them in another sense."""
_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("T", "Q", "!"),
    "abstract": ("X",),
    "authors": ("A",),
    "editor": ("E",),
    "venue": ("J", "B"),
    "volume": ("V",),
    "issue": ("N",),
    "page": ("P",),
    "publisher": ("I",),
    "publisher-place": ("C",),
    "edition": ("7",),
    "collection-title": ("S",),
    "language": ("G",),
    "url": ("U", ">"),
    "id": ("F", "M"),
    "keywords": ("K",),
}
_NAMES: Final[dict[str, str]] = {
    "!": "short title",
    "#": "custom 5",
    "$": "custom 6",
    "&": "section",
    "(": "original publication",
    ")": "reprint edition",
    "*": "reviewed item",
    "+": "addresses",
    "1": "custom 1",
    "2": "custom 2",
    "3": "custom 3",
    "4": "custom 4",
    "6": "number of volumes",
    "9": "kind of work",
    "<": "research notes",
    ">": "file links",
    "?": "subsidiary authors",
    "B": "secondary title",
    "H": "translator",
    "L": "call number",
    "M": "accession number",
    "Q": "translated title",
    "U": "further links",
    "W": "database provider",
    "Y": "tertiary authors",
    "[": "access date",
    "]": "custom 7",
    "^": "custom 8",
    "~": "database",
}
_DOI = re.compile(r"(?i)(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)")
_FIRST: Final = frozenset({"0", "A", "T"})
"""Tags of which one begins a record below an empty line."""


def sniff(head: Head) -> bool:
    """Whether a type, title or author with its sign is followed by another field."""
    return _HEAD.search(head.text + "\n") is not None


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the records."""
    for number, entry in enumerate(read_entries(source, Grammar(part_by(_TAG), _begins)), start=1):
        yield _record(number, Tags(entry))


def _begins(tag: str, entry: Sequence[Field], blank: bool) -> bool:
    """The type does, but for AIS, where the title may stand above it; and what comes first, below an empty line."""
    return (tag == "0" and any(field.tag == "0" for field in entry)) or (blank and tag in _FIRST)


def _record(number: int, tags: Tags) -> RawRecord:
    values: dict[str, Value] = {}
    kind = tags.text("0")
    values["document type"] = kind
    values["type"] = _TYPES.get(kind.lower(), csl_type(kind) or kind)
    year = tags.text("D")
    put_date(values, [("date (D)", year), *(("date (8)", with_year(text, year)) for text in tags.texts("8"))])
    values["doi"] = next((match[1] for match in [_DOI.fullmatch(tags.peek("R"))] if match), "")
    if values["doi"]:
        tags.text("R")
    put_serials(values, tags.lines("@"))
    values["note"] = "; ".join(tags.texts("Z", "O"))
    tags.fill(values, _FIELDS, _NAMES)
    tags.rest(values, {**_NAMES, "R": "electronic resource number"}, "refer")
    return record(number, values)


READER: Final = Reader(
    format=format_named("endnote-refer"),
    sniff=sniff,
    read=read,
    typed=True,
)
