"""CSL-JSON, which reference managers and citation tools exchange."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lib.ingest.formats.json_records import json_reader
from lib.ingest.formats.json_values import date_of_parts, first, has_names, people, plain_rest
from lib.ingest.formats.table import part_list
from lib.ingest.source import Head
from lib.ingest.values import text_of

_NAMES: Final = {
    "DOI": "doi",
    "PMID": "pmid",
    "URL": "url",
    "container-title": "venue",
    "event": "event-title",
    "keyword": "keywords",
    "number-of-pages": "number of pages",
}
"""What CSL names otherwise than we do."""


def sniff(head: Head) -> bool:
    """Whether there are titles and types, and a date in parts or names in CSL's own.

    Our own JSON Lines have such an item within each line, beside more than it says.
    """
    return (
        has_names(head, "title", "type")
        and (has_names(head, "issued", "date-parts") or has_names(head, "family", "given"))
        and not has_names(head, "paper_id", "csl")
    )


def values_of(item: Mapping[str, object]) -> dict[str, object] | None:
    """The values of an item, None if it is none: CSL knows an `author` and no `authors`."""
    if "title" not in item or "type" not in item or ("authors" in item and "author" not in item):
        return None
    values = {_NAMES.get(name, name): value for name, value in plain_rest(item, ("author", "editor")).items()}
    values["title"] = first(item["title"])
    values["authors"] = people(item.get("author"))
    values["editor"] = people(item.get("editor"))
    values["date"] = date_of_parts(item.get("issued"), item.get("published"))
    if isinstance(keywords := values.get("keywords"), str):
        values["keywords"] = part_list(keywords)
    number = text_of(item.get("number"))
    if number.lower().startswith("arxiv:"):
        values["arxiv_id"] = number
    return values


READER: Final = json_reader("csl-json", sniff, values_of)
