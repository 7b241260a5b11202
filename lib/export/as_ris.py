"""RIS, for EndNote, Zotero, Mendeley, RefWorks and screening tools: a tag and a value a line, CR LF, UTF-8.

Written here rather than by rispy, whose writer puts a line with a number before each record, which is no RIS, and lets
line breaks in a value through, which end a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lib.core.dates import PartialDate
from lib.export.citation import PREPRINT, cite
from lib.export.plain import encoded, line
from lib.export.rows import ExportRow

_TYPES: Final = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "paper-conference": "CPAPER",
    "chapter": "CHAP",
    "entry-encyclopedia": "ENCYC",
    "book": "BOOK",
    "thesis": "THES",
    "report": "RPRT",
    "dataset": "DATA",
    "software": "COMP",
    "webpage": "ELEC",
    "post-weblog": "BLOG",
    "patent": "PAT",
    "manuscript": "UNPB",
    PREPRINT: "UNPB",
}
"""Reference types by CSL's; all others are `GEN`, generic."""


def write_ris(rows: Sequence[ExportRow]) -> bytes:
    """Write papers as RIS records, in the order given."""
    return encoded("\r\n".join(_record(row) for row in rows))


def _record(row: ExportRow) -> str:
    # One line a value, whatever the text holds; an empty value is no line.
    lines = (f"{tag}  - {text}\r\n" for tag, value in _tags(row) if (text := line(value)))
    return "".join(lines) + "ER  - \r\n"


def _tags(row: ExportRow) -> Iterator[tuple[str, str]]:
    paper, citation = row.paper, cite(row)
    reference_type = _TYPES.get(citation.kind, "GEN")
    yield "TY", reference_type
    yield "TI", citation.title
    for name in citation.authors:
        yield "AU", name.family_first()
    for name in citation.editors:
        yield "A2", name.family_first()
    if paper.date:
        yield "PY", str(paper.date.year)
        yield "DA", _date(paper.date)
    yield "T2", citation.container
    yield "T3", citation.collection
    yield "VL", citation.volume
    yield "IS", citation.issue
    yield "SP", citation.first_page
    yield "EP", citation.last_page
    yield "PB", citation.publisher
    yield "CY", citation.place
    yield "SN", citation.issn or citation.isbn
    yield "DO", paper.doi
    if paper.arxiv_id:
        yield "DB", "arXiv"
        yield "AN", f"arXiv:{paper.arxiv_id}"
    elif paper.pmid:
        yield "DB", "PubMed"
        yield "AN", paper.pmid
    if citation.kind == PREPRINT:
        yield "M3", "Preprint"
    yield "UR", citation.address
    yield "LA", paper.language
    for category in paper.categories:
        yield "KW", category
    yield "N1", citation.remark
    yield "AB", paper.abstract


def _date(date: PartialDate) -> str:
    """The date as RIS has it, `YYYY/MM/DD/` and what is not known empty."""
    return "/".join(f"{part:02d}" if part else "" for part in (date.year, date.month, date.day)) + "/"
