"""arXiv's metadata as Kaggle offers them: an object a line, with the day of the first version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lib.ingest.formats.json_records import json_reader
from lib.ingest.formats.json_values import at, first, has_names, listed
from lib.ingest.source import Head
from lib.ingest.values import text_of


def sniff(head: Head) -> bool:
    """Whether there are authors in parts, and versions."""
    return has_names(head, "authors_parsed", "categories")


def values_of(paper: Mapping[str, object]) -> dict[str, object] | None:
    """The values of a paper, None if it is none."""
    if "authors_parsed" not in paper:
        return None
    versions = listed(paper.get("versions"))
    names = [[text_of(part) for part in listed(parts)[:3]] for parts in listed(paper.get("authors_parsed"))]
    return {
        "arxiv_id": paper.get("id"),
        "title": paper.get("title"),
        "abstract": paper.get("abstract"),
        "authors": [", ".join(filter(None, parts)) for parts in names] or paper.get("authors"),
        "date": first(at(versions, 0, "created"), paper.get("update_date")),
        "doi": paper.get("doi"),
        "categories": paper.get("categories"),
        "type": "preprint",
        "comments": paper.get("comments"),
        "journal reference": paper.get("journal-ref"),
        "report number": paper.get("report-no"),
        "license": paper.get("license"),
        "submitter": paper.get("submitter"),
        "last changed": paper.get("update_date"),
        "versions": len(versions) or None,
    }


READER: Final = json_reader("arxiv-json", sniff, values_of, service="arXiv")
