"""Web of Science's own export: plain text, `.ciw` and `.isi`, also of the databases beside the Core Collection.

Two letters, a blank and the value; three blanks where it goes on; PT begins a record, ER ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lib.core.formats import format_named
from lib.ingest.formats.pages import page_range
from lib.ingest.formats.serials import put_serials
from lib.ingest.formats.tagged import (
    Field,
    Grammar,
    Tags,
    author_name,
    part_by,
    parts_of,
    put_date,
    read_entries,
    record,
    whole_number,
    with_year,
)
from lib.ingest.formats.wos_tags import FIELDS, LISTS, NAMES, NUMBERS, SERVICE
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection, Value
from lib.ingest.source import Head, Source
from lib.ingest.types import csl_type

_TAG = re.compile(r"(?!E[RF] +\S)([A-Z][A-Z0-9])(?: (.*))?")
"""The two ends stand alone on their lines; in a text that lost its blanks they may be words."""
_HEAD = re.compile(r"(?m)^\ufeff?PT (?:[JBSCPD]|[A-Z][a-z ]+)[ \t]*\n(?:[A-Z][A-Z0-9] .*\n|   .*\n){2}")
_TYPE: Final = {"J": "article-journal", "C": "paper-conference", "B": "book", "S": "chapter", "P": "patent"}
"""CSL types by the kind of publication."""

_ADDRESS = re.compile(r"\(([^()\s@]{1,100}@[^()\s]{1,100})\)")


def sniff(head: Head) -> bool:
    """Whether a kind of publication stands alone on a line, and lines with tags follow."""
    return _HEAD.search(head.text + "\n") is not None


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the records; a line that lost its tag goes on with the value above it."""
    grammar = Grammar(part_by(_TAG), _begins, ends=frozenset({"ER", "EF", "FN", "VR"}))
    for number, entry in enumerate(read_entries(source, grammar), start=1):
        yield _record(number, Tags(entry))


def _begins(tag: str, _entry: Sequence[Field], _blank: bool) -> bool:
    return tag == "PT"


def _record(number: int, tags: Tags) -> RawRecord:
    values: dict[str, Value] = {}
    kinds = [kind for text in tags.texts("DT") for kind in parts_of(text)]
    values["type"] = _type(tags.text("PT"), kinds)
    values["document type"] = "; ".join(kinds)
    values["authors"] = _authors(values, tags)
    values["editor"] = [author_name(line) for line in tags.lines("BE", "ED")]
    values["cited references"] = tags.lines("CR")
    values["keywords"] = list(dict.fromkeys(parts_of("; ".join(tags.texts("DE", "ID")))))
    for tag, name in LISTS.items():
        values[name] = parts_of(tags.text(tag))
    if not values["categories"]:
        # Databases beside the Core Collection have their subjects here alone.
        values["categories"], values["research areas"] = values["research areas"], []
    for tag, name in NUMBERS.items():
        if tags.peek(tag).isdecimal():
            values[name] = whole_number(tags.text(tag))
    year = tags.text("PY")
    early = tags.text("EA")
    issue = with_year(tags.text("PD"), year)
    values["early access"] = early
    put_date(values, [("year of issue", year), ("issue date", issue), ("early access", early)])
    values["page"] = page_range(tags.text("BP"), tags.text("EP")) or tags.text("PS") or tags.peek("AR")
    put_serials(values, tags.texts("SN", "EI", "BN"))
    tags.fill(values, FIELDS, NAMES)
    tags.rest(values, NAMES, "Web of Science")
    return record(number, values)


def _type(publication: str, kinds: list[str]) -> str:
    """The CSL type: a paper in a book is what its own kind says, and one in a journal an article."""
    of_publication = _TYPE.get(publication[:1], "")
    own = [found for kind in kinds if (found := csl_type(kind)) not in ("", "article-journal")]
    if publication.startswith("J") and own != ["review-book"]:
        return of_publication
    return own[0] if own else of_publication


def _authors(values: dict[str, Value], tags: Tags) -> list[str]:
    """Full names where each author has one; groups come last. Addresses behind names are kept apart."""
    full, short = tags.lines("AF"), tags.lines("AU")
    if len(full) < len(short):
        values["full names of authors"], full = full, short
    addresses = [address for name in full for address in _ADDRESS.findall(name)]
    if not tags.peek("EM"):
        values["e-mail addresses"] = addresses
    return [author_name(_ADDRESS.sub("", name)) for name in [*full, *tags.lines("CA")]]


READER: Final = Reader(
    format=format_named("wos"),
    sniff=sniff,
    read=read,
    typed=True,
    service=SERVICE,
)
