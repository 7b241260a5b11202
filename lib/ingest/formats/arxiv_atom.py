"""arXiv's Atom: the answers of its query service, or one entry by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lib.core.formats import format_named
from lib.core.ids import normal_arxiv
from lib.ingest.formats.xml_reading import read_records
from lib.ingest.formats.xml_text import Element, children, text, texts
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection, Value
from lib.ingest.source import Head, Source

_BEGIN = re.compile(r"<(\w{1,20}:)?(feed|entry)[\s>]")
_VERSION = re.compile(r"v(\d{1,3})$")


def sniff(head: Head) -> bool:
    """Whether a feed or an entry begins, and arXiv is named in it."""
    return _BEGIN.search(head.text) is not None and "arxiv.org/" in head.text and "<rss" not in head.text


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the entries one by one."""
    for record in read_records(source, ("entry",)):
        yield record if isinstance(record, Rejection) else _record(record.number, record.element)


def _record(number: int, entry: Element) -> RawRecord | Rejection:
    address = text(entry, "id")
    if "/api/errors" in address:
        return Rejection(number, f"no paper but an error that arXiv reports: {text(entry, 'summary')}")
    version = _VERSION.search(address)
    primary = [found.get("term", "") for found in children(entry, "primary_category")]
    categories = [found.get("term", "") for found in children(entry, "category")]
    published, updated = text(entry, "published"), text(entry, "updated")
    values: dict[str, Value] = {
        "title": text(entry, "title"),
        "abstract": text(entry, "summary"),
        "authors": texts(entry, "author", "name"),
        "date": published or updated,
        "arxiv_id": normal_arxiv(address),
        "id": address,
        "url": address,
        "doi": text(entry, "doi"),
        "categories": list(dict.fromkeys(filter(None, [*primary, *categories]))),
        "type": "preprint",
        "version": int(version[1]) if version else None,
        "updated": updated if published and updated != published else "",
        "comments": text(entry, "comment"),
        "journal-ref": text(entry, "journal_ref"),
        "affiliations": list(dict.fromkeys(texts(entry, "author", "affiliation"))),
        "license": text(entry, "license"),
    }
    return RawRecord(number, {name: value for name, value in values.items() if value})


READER: Final = Reader(
    format=format_named("arxiv-atom"),
    sniff=sniff,
    read=read,
    service="arXiv",
)
