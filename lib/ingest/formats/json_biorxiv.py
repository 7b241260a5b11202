"""Preprints of bioRxiv and medRxiv, as their API has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lib.ingest.formats.json_records import json_reader
from lib.ingest.formats.json_values import every, first, has_names, plain_rest
from lib.ingest.source import Head
from lib.ingest.values import text_of

_SERVERS: Final = {"medrxiv": "medRxiv", "biorxiv": "bioRxiv"}
_NAMES: Final = {
    "category": "categories",
    "published": "published as",
    "type": "article type",
    "author_corresponding": "corresponding author",
    "author_corresponding_institution": "institution of corresponding author",
}
"""Names that say something else here than elsewhere: "published" is the DOI that the article got in a journal."""


_TAKEN: Final = ("authors", "jatsxml", "server", "site", "link", "num_authors")


def sniff(head: Head) -> bool:
    """Whether there are preprints of one of the two servers, in either of the API's forms."""
    return has_names(head, "doi", "author_corresponding", "published") or has_names(head, "rel_doi", "rel_title")


def values_of(preprint: Mapping[str, object]) -> dict[str, object] | None:
    """The values of a preprint, None if it is none."""
    if "rel_doi" in preprint:
        preprint = {name.removeprefix("rel_").replace("abs", "abstract"): value for name, value in preprint.items()}
    elif "doi" not in preprint:
        return None
    server = str(first(preprint.get("server"), preprint.get("site"), ""))
    values = {
        _NAMES.get(name, name): value
        for name, value in plain_rest(preprint, _TAKEN).items()
        if text_of(value)  # "NA" is nothing
    }
    authors = preprint.get("authors")
    values["authors"] = every(authors, "author_name") if isinstance(authors, list) else authors
    values["url"] = preprint.get("link")
    values["type"] = "preprint"
    values["publisher"] = _SERVERS.get(server.lower(), server)
    return values


READER: Final = json_reader("biorxiv", sniff, values_of, service="bioRxiv and medRxiv")
