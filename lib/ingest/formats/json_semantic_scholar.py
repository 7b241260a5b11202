"""Semantic Scholar's papers, as its API and its data sets (names without capitals) have them.

Embeddings, references and the paper's BibTeX entry, which says the same once more, are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lib.ingest.formats.json_records import json_reader
from lib.ingest.formats.json_values import at, every, first, has_names, listed
from lib.ingest.source import Head


def sniff(head: Head) -> bool:
    """Whether there is a paper's id of its own kind beside others' ids, or its address."""
    return (
        has_names(head, "paperId", "externalIds")
        or has_names(head, "corpusid", "externalids")
        or ("semanticscholar.org/paper" in head.text and has_names(head, "paperId"))
        or has_names(head, "paperId", "citationCount")
    )


def values_of(record: Mapping[str, object]) -> dict[str, object] | None:
    """The values of a paper, None if it is none."""
    paper = {name.lower(): value for name, value in record.items()}
    if "paperid" not in paper and "corpusid" not in paper:
        return None
    ids = (
        {str(name).lower(): value for name, value in (at(paper, "externalids") or {}).items()}
        if isinstance(paper.get("externalids"), Mapping)
        else {}
    )
    journal = paper.get("journal")
    fields = every(paper.get("s2fieldsofstudy"), "category") or listed(paper.get("fieldsofstudy"))
    return {
        "id": first(paper.get("paperid"), paper.get("corpusid")),
        "title": paper.get("title"),
        "abstract": paper.get("abstract"),
        "authors": every(paper.get("authors"), "name"),
        "date": first(paper.get("publicationdate"), paper.get("year")),
        "doi": ids.get("doi"),
        "arxiv_id": ids.get("arxiv"),
        "pmid": ids.get("pubmed"),
        "url": paper.get("url"),
        "categories": list(dict.fromkeys(fields)),
        "venue": first(at(journal, "name"), at(paper, "publicationvenue", "name"), paper.get("venue")),
        "volume": at(journal, "volume"),
        "page": at(journal, "pages"),
        "ISSN": at(paper, "publicationvenue", "issn"),
        "type": "; ".join(map(str, listed(paper.get("publicationtypes")))),
        "citations": paper.get("citationcount"),
        "influential citations": paper.get("influentialcitationcount"),
        "reference count": paper.get("referencecount"),
        "open access": paper.get("isopenaccess"),
        "full text": at(paper, "openaccesspdf", "url"),
        "summary by Semantic Scholar": at(paper, "tldr", "text"),
    }


READER: Final = json_reader("semantic-scholar", sniff, values_of, service="Semantic Scholar")
