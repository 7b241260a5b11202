"""A paper as reference managers see it: kind, names, where it appeared. Formats write this, each in its own way.

What a source said beyond the paper's own fields is in its CSL-JSON item; anything odd in there is passed over, for an
export must not fail on what some file once held.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from lib.core.ids import link
from lib.core.paper import Paper
from lib.export.names import Name, name_from_csl, name_from_text
from lib.export.plain import line
from lib.export.rows import ExportRow

PREPRINT = "article"
"""CSL's word for a paper that appeared in no journal or proceedings."""

_RANGE = re.compile(r"([^-–—]+?)\s*[-–—]+\s*([^-–—]+)")


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited of a paper; all texts are single lines, "" where not known."""

    kind: str
    """A type of CSL such as `article-journal`, `paper-conference`, `article` (a preprint) or `document`."""
    title: str
    authors: tuple[Name, ...]
    editors: tuple[Name, ...]
    container: str
    """The journal, proceedings or book in which it appeared."""
    collection: str
    volume: str
    issue: str
    first_page: str
    last_page: str
    publisher: str
    place: str
    issn: str
    isbn: str
    address: str
    """A link by http or https, the most lasting that is known."""
    remark: str
    """What a reader must know to cite it rightly."""

    @property
    def pages(self) -> str:
        """The pages as `12-34`, or the one page or article number."""
        return "-".join(part for part in (self.first_page, self.last_page) if part)


def cite(row: ExportRow) -> Citation:
    """Work out what is cited of a paper."""
    paper = row.paper
    csl = read_csl(paper.csl)
    container = _text(csl, "container-title") or line(paper.venue)
    first_page, last_page = _pages(_text(csl, "page") or _text(csl, "article-number"))
    return Citation(
        kind=_kind(_text(csl, "type"), container, paper.arxiv_id),
        title=line(paper.title),
        authors=_authors(paper, csl),
        editors=_names(csl.get("editor")),
        container=container,
        collection=_text(csl, "collection-title"),
        volume=_text(csl, "volume"),
        issue=_text(csl, "issue"),
        first_page=first_page,
        last_page=last_page,
        publisher=_text(csl, "publisher"),
        place=_text(csl, "publisher-place"),
        issn=_text(csl, "ISSN"),
        isbn=_text(csl, "ISBN"),
        address=_address(paper),
        remark=" ".join(_remarks(row)),
    )


def read_csl(text: str) -> dict[str, Any]:
    """Read a CSL-JSON item; what is none counts as empty."""
    try:
        item = json.loads(text)
    except ValueError:
        return {}
    return item if isinstance(item, dict) else {}


def _remarks(row: ExportRow) -> Iterator[str]:
    if "title_from_abstract" in row.paper.flags:
        yield "The title is made from the abstract."
    if row.paper.date and row.paper.date_source == "implied":
        yield "The year is implied, not given."
    if row.notice:
        yield line(row.notice)


def _text(csl: Mapping[str, Any], key: str) -> str:
    value = csl.get(key)
    if isinstance(value, list):
        # Crossref gives titles and numbers as lists, the main one first.
        value = value[0] if value else ""
    return line(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _kind(given: str, container: str, arxiv_id: str) -> str:
    if given in ("posted-content", "preprint"):
        return PREPRINT
    if given and given != PREPRINT:
        return given
    if container:
        return "article-journal"
    # Many a source says "article" of anything: only where there is an archive do we call it a preprint.
    return PREPRINT if arxiv_id else "document"


def _authors(paper: Paper, csl: Mapping[str, Any]) -> tuple[Name, ...]:
    in_parts = _names(csl.get("author"))
    texts = [text for text in paper.authors if line(text).strip(" ,")]
    # The paper's own list decides who the authors are; the other one only knows better how to split them.
    return in_parts if len(in_parts) == len(texts) else tuple(name_from_text(text) for text in texts)


def _names(items: object) -> tuple[Name, ...]:
    names = (name_from_csl(item) for item in items) if isinstance(items, list) else ()
    return tuple(name for name in names if name is not None)


def _pages(text: str) -> tuple[str, str]:
    match = _RANGE.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


def _address(paper: Paper) -> str:
    if paper.doi:
        # A semicolon, allowed in a DOI, parts addresses in RIS.
        return "https://doi.org/" + quote(line(paper.doi), safe="/:()", errors="replace")
    address = link("", line(paper.arxiv_id), line(paper.pmid), paper.url.strip())
    return quote(address, safe="%/:?#[]@!$&'()*+,;=~", errors="replace")
