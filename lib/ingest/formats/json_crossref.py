"""Crossref's works, as its API, its yearly dump and copies of them in MongoDB have them. The abstract stays JATS.

References, licences, funders' awards and when a record was deposited are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lib.ingest.formats.json_records import json_reader
from lib.ingest.formats.json_values import at, date_of_parts, every, first, has_names, people
from lib.ingest.source import Head
from lib.ingest.values import text_of

_DATES: Final = ("issued", "published", "published-print", "published-online", "posted", "created")


def sniff(head: Head) -> bool:
    """Whether there are DOIs beside what only Crossref counts or names."""
    return has_names(head, "DOI") and (
        has_names(head, "is-referenced-by-count") or has_names(head, "prefix", "member", "deposited")
    )


def values_of(work: Mapping[str, object]) -> dict[str, object] | None:
    """The values of a work, None if it is no work."""
    if "DOI" not in work:
        return None
    title, subtitle = text_of(first(work.get("title"))), text_of(first(work.get("subtitle")))
    return {
        "title": f"{title}: {subtitle}" if title and subtitle and subtitle not in title else title or subtitle,
        "abstract": work.get("abstract"),
        "authors": people(work.get("author")),
        "date": date_of_parts(*(work.get(name) for name in _DATES)),
        "doi": work.get("DOI"),
        "url": work.get("URL"),
        "categories": work.get("subject"),
        "venue": first(work.get("container-title"), work.get("institution"), at(work, "institution", 0, "name")),
        "language": work.get("language"),
        "volume": work.get("volume"),
        "issue": work.get("issue"),
        "page": first(work.get("page"), work.get("article-number")),
        "publisher": work.get("publisher"),
        "publisher-place": work.get("publisher-location"),
        "ISSN": first(work.get("ISSN")),
        "ISBN": first(work.get("ISBN")),
        "type": work.get("type"),
        "editor": people(work.get("editor")),
        "edition": work.get("edition-number"),
        "event-title": first(at(work, "event", "name"), at(work, "event")),
        "citations": work.get("is-referenced-by-count"),
        "reference count": first(work.get("references-count"), work.get("reference-count")),
        "funders": every(work.get("funder"), "name"),
        "original title": first(work.get("original-title")),
        "abbreviated journal": first(work.get("short-container-title")),
    }


READER: Final = json_reader("crossref", sniff, values_of, service="Crossref")
