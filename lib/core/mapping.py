"""Which column of the files stands for which field of a paper, where a person says so."""

from __future__ import annotations

from typing import Final, TypeAlias

Pairs: TypeAlias = tuple[tuple[str, str], ...]
"""Pairs of a field and the column that holds it, as the file names it. Of several columns for one field the first is
preferred; "" says that no other column is the field."""

MAPPED_FIELDS: Final[dict[str, str]] = {
    "title": "Title",
    "abstract": "Abstract",
    "authors": "Authors",
    "date": "Date",
    "venue": "Journal or venue",
    "keywords": "Keywords",
    "categories": "Categories",
    "doi": "DOI",
    "arxiv_id": "arXiv id",
    "pmid": "PubMed number",
    "id": "Id of the record",
    "url": "Link",
    "language": "Language",
    "citations": "Citations",
    "type": "Type",
    "volume": "Volume",
    "issue": "Issue",
    "page": "Pages",
    "publisher": "Publisher",
    "publisher-place": "Place of the publisher",
    "edition": "Edition",
    "editor": "Editors",
    "collection-title": "Series",
    "event-title": "Conference",
    "ISSN": "ISSN",
    "ISBN": "ISBN",
    "note": "Note",
}
"""The fields that a column can be said to hold, each with its name on the page."""
