"""Hugging Face's daily papers, as its API has them: a paper inside of what the site says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lib.ingest.formats.capture_lines import SERVICE
from lib.ingest.formats.json_records import json_reader
from lib.ingest.formats.json_values import at, every, first, has_names, plain_rest
from lib.ingest.source import Head

_TAKEN: Final = frozenset(
    (
        "authors",
        "id",
        "publishedAt",
        "summary",
        "title",
        "discussionId",
        "thumbnail",
        "mediaUrls",
        "isAuthorParticipating",
    )
)


def sniff(head: Head) -> bool:
    """Whether there are papers with upvotes inside of something else."""
    return has_names(head, "paper", "upvotes", "publishedAt")


def values_of(entry: Mapping[str, object]) -> dict[str, object] | None:
    """The values of an entry, None if it is none."""
    paper = entry.get("paper")
    if not isinstance(paper, Mapping):
        return None
    return {
        **plain_rest(entry, _TAKEN),
        **plain_rest(paper, _TAKEN),
        "arxiv_id": paper.get("id"),
        "title": first(paper.get("title"), entry.get("title")),
        "abstract": first(paper.get("summary"), entry.get("summary")),
        "authors": every(paper.get("authors"), "name"),
        "date": first(paper.get("publishedAt"), entry.get("publishedAt")),
        "organization": first(at(paper, "organization", "fullname"), at(entry, "organization", "fullname")),
    }


READER: Final = json_reader("daily-papers", sniff, values_of, service=SERVICE)
