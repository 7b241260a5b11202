"""OpenAlex's works, as its API and its snapshot have them: abstract from the inverted index, topics as categories.

Of what lies deeper, the places where a work can be found, counts by year and related works are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lib.ingest.formats.inverted_index import text_of_index
from lib.ingest.formats.json_records import json_reader
from lib.ingest.formats.json_values import at, every, first, first_mapping, has_names, listed, plain_rest
from lib.ingest.formats.pages import page_range
from lib.ingest.source import Head

_USED: Final = frozenset(
    (
        *("abstract", "cited_by_count", "display_name", "doi", "id", "language", "publication_date"),
        *("publication_year", "title", "type"),
    )
)
_LEFT_OUT: Final = frozenset(
    (
        *("cited_by_api_url", "corresponding_author_ids", "corresponding_institution_ids", "created_date"),
        *("indexed_in", "ngrams_url", "referenced_works", "related_works", "updated_date", "type_crossref"),
    )
)


def sniff(head: Head) -> bool:
    """Whether there is an inverted index, or authorships at OpenAlex."""
    return has_names(head, "abstract_inverted_index") or (
        "openalex.org/W" in head.text and has_names(head, "authorships")
    )


def values_of(work: Mapping[str, object]) -> dict[str, object] | None:
    """The values of a work, None if it is no work."""
    if "openalex.org" not in str(work.get("id")) and "abstract_inverted_index" not in work:
        return None
    source = first_mapping(at(work, "primary_location", "source"), work.get("host_venue"))
    topics = every(work.get("topics"), "display_name") or every([work.get("primary_topic")], "display_name")
    keywords = [first(at(word, "display_name"), at(word, "keyword"), word) for word in listed(work.get("keywords"))]
    values: dict[str, object] = {
        "id": work.get("id"),
        "title": first(work.get("title"), work.get("display_name")),
        "abstract": text_of_index(work.get("abstract_inverted_index")) or work.get("abstract"),
        "authors": [
            first(at(one, "author", "display_name"), at(one, "raw_author_name"))
            for one in listed(work.get("authorships"))
        ],
        "date": first(work.get("publication_date"), work.get("publication_year")),
        "doi": first(work.get("doi"), at(work, "ids", "doi")),
        "pmid": at(work, "ids", "pmid"),
        "url": first(at(work, "primary_location", "landing_page_url"), source.get("url")),
        "categories": topics or every(work.get("concepts"), "display_name"),
        "venue": source.get("display_name"),
        "language": work.get("language"),
        "volume": at(work, "biblio", "volume"),
        "issue": at(work, "biblio", "issue"),
        "page": page_range(at(work, "biblio", "first_page"), at(work, "biblio", "last_page")),
        "publisher": first(source.get("host_organization_name"), source.get("publisher")),
        "ISSN": first(source.get("issn_l"), source.get("issn")),
        "type": work.get("type"),
        "keywords": [word for word in keywords if word],
        "citations": work.get("cited_by_count"),
        "open access": at(work, "open_access", "oa_status"),
    }
    if topics:
        values["concepts"] = every(work.get("concepts"), "display_name")
    return {**plain_rest(work, {*_USED, *_LEFT_OUT, *values}), **values}


READER: Final = json_reader("openalex", sniff, values_of, service="OpenAlex")
