"""The Lens's scholarly works, as its API and its JSON export have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lib.ingest.formats.json_records import json_reader
from lib.ingest.formats.json_values import at, every, first, has_names, listed
from lib.ingest.formats.pages import page_range
from lib.ingest.source import Head
from lib.ingest.values import text_of


def sniff(head: Head) -> bool:
    """Whether there are works with the Lens's own ids."""
    return has_names(head, "lens_id", "title")


def values_of(work: Mapping[str, object]) -> dict[str, object] | None:
    """The values of a work, None if it is none."""
    if "lens_id" not in work:
        return None
    ids = {text_of(at(one, "type")).lower(): at(one, "value") for one in listed(work.get("external_ids"))}
    authors = [
        ", ".join(filter(None, (text_of(at(one, "last_name")), text_of(at(one, "first_name")))))
        or at(one, "display_name")
        for one in listed(work.get("authors"))
    ]
    return {
        "id": work.get("lens_id"),
        "title": work.get("title"),
        "abstract": work.get("abstract"),
        "authors": authors,
        "date": first(work.get("date_published"), work.get("year_published")),
        "doi": ids.get("doi"),
        "pmid": ids.get("pmid"),
        "url": first(every(work.get("source_urls"), "url")),
        "categories": work.get("fields_of_study"),
        "venue": at(work, "source", "title"),
        "language": first(work.get("languages")),
        "volume": work.get("volume"),
        "issue": work.get("issue"),
        "page": page_range(work.get("start_page"), work.get("end_page")),
        "publisher": at(work, "source", "publisher"),
        "ISSN": first(every(at(work, "source", "issn"), "value")),
        "type": work.get("publication_type"),
        "event-title": at(work, "conference", "name"),
        "keywords": work.get("keywords"),
        "MeSH": every(work.get("mesh_terms"), "mesh_heading"),
        "citations": work.get("scholarly_citations_count"),
        "patent citations": work.get("patent_citations_count"),
        "reference count": work.get("references_count"),
        "open access": at(work, "open_access", "colour"),
    }


READER: Final = json_reader("lens", sniff, values_of, service="Lens")
