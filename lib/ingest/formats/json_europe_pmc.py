"""Europe PMC's results, as its API has them in JSON, in short and in full."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lib.ingest.formats.json_records import json_reader
from lib.ingest.formats.json_values import at, every, first, has_names, listed
from lib.ingest.source import Head


def sniff(head: Head) -> bool:
    """Whether there are titles with authors in Europe PMC's way."""
    return has_names(head, "title", "authorString", "pubYear")


def values_of(result: Mapping[str, object]) -> dict[str, object] | None:
    """The values of a result, None if it is none."""
    if "authorString" not in result and "pubYear" not in result:
        return None
    journal = result.get("journalInfo")
    authors = [
        first(", ".join(filter(None, (at(one, "lastName"), at(one, "firstName")))), at(one, "fullName"))
        for one in listed(at(result, "authorList", "author"))
    ]
    types = first(at(result, "pubTypeList", "pubType"), result.get("pubType"))
    return {
        "id": result.get("id"),
        "title": result.get("title"),
        "abstract": result.get("abstractText"),
        "authors": [author for author in authors if author] or result.get("authorString"),
        "date": first(result.get("firstPublicationDate"), result.get("pubYear")),
        "doi": result.get("doi"),
        "pmid": result.get("pmid"),
        "venue": first(at(journal, "journal", "title"), result.get("journalTitle")),
        "language": result.get("language"),
        "volume": first(at(journal, "volume"), result.get("journalVolume")),
        "issue": first(at(journal, "issue"), result.get("issue")),
        "page": result.get("pageInfo"),
        "ISSN": first(at(journal, "journal", "issn"), result.get("journalIssn")),
        "type": types,
        "publication types": listed(at(result, "pubTypeList", "pubType")),
        "keywords": listed(at(result, "keywordList", "keyword")),
        "MeSH": every(at(result, "meshHeadingList", "meshHeading"), "descriptorName"),
        "citations": result.get("citedByCount"),
        "pmcid": result.get("pmcid"),
        "open access": result.get("isOpenAccess"),
        "affiliation": result.get("affiliation"),
    }


READER: Final = json_reader("europe-pmc", sniff, values_of, service="Europe PMC")
