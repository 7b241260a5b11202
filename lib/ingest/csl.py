"""A paper as one item of CSL-JSON, the form that reference managers and citation styles share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from lib.core.ids import link
from lib.core.paper import Paper
from lib.ingest.names import split_name

_JSON: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def csl_item(paper_id: str, paper: Paper, details: Mapping[str, str]) -> str:
    """Write a paper as a CSL-JSON item.

    Parameters
    ----------
    paper_id
        The item's id.
    paper
        What is known of the paper.
    details
        Further fields by their CSL names (`volume`, `page`, `ISSN` ...); editors parted by semicolons.

    Returns
    -------
    JSON text with sorted keys. The abstract is not in it: it stands in the table beside.
    """
    item: dict[str, object] = dict(details)
    item["id"] = paper_id
    item["type"] = _type(paper, details)
    item["title"] = paper.title
    if paper.authors:
        item["author"] = [_author(name) for name in paper.authors]
    if "editor" in details:
        item["editor"] = [_author(name) for name in details["editor"].split("; ")]
    if paper.date is not None:
        parts = (paper.date.year, paper.date.month, paper.date.day)
        item["issued"] = {"date-parts": [[part for part in parts if part is not None]]}
    texts = {
        "container-title": paper.venue,
        "DOI": paper.doi,
        "PMID": paper.pmid,
        "URL": link("", "", "", paper.url) or link(paper.doi, paper.arxiv_id, paper.pmid, ""),
        "language": paper.language,
    }
    if paper.arxiv_id:
        texts["number"] = f"arXiv:{paper.arxiv_id}"
        if not paper.venue and not paper.doi:
            texts["publisher"] = details.get("publisher", "arXiv")
    item.update({name: text for name, text in texts.items() if text})
    return _JSON.encode(item)


def _type(paper: Paper, details: Mapping[str, str]) -> str:
    if "type" in details:
        return details["type"]
    if "ISBN" in details and not paper.venue:
        return "book"
    return "article-journal" if paper.venue or "ISSN" in details or "volume" in details else "article"


def _author(name: str) -> dict[str, str]:
    parts = split_name(name)
    if not parts.given:
        return {"literal": name}
    author = {"family": parts.family, "given": parts.given}
    if parts.suffix:
        author["suffix"] = parts.suffix
    return author
