"""BibTeX, for LaTeX and every reference manager: UTF-8, one field a line.

Written here rather than by bibtexparser, whose writer puts braces around a value and nothing else: the escaping is what
makes the file, and without it that writer makes files it cannot read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lib.core.paper import Paper
from lib.export.citation import Citation, cite
from lib.export.keys import citation_keys
from lib.export.latex import escape, escape_title
from lib.export.names import Name
from lib.export.plain import encoded, line
from lib.export.rows import ExportRow

_TYPES: Final = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "paper-conference": "inproceedings",
    "chapter": "incollection",
    "entry-encyclopedia": "incollection",
    "book": "book",
    "thesis": "phdthesis",
    "report": "techreport",
}
"""Entry types by CSL's; all others are `misc`, which is what BibTeX has for preprints, data sets and web pages."""

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPLITS_NAMES: Final = re.compile(r"[,\\]|\b(and|others)\b", re.IGNORECASE)
"""What readers part names at, or stumble over, unless it is in braces."""


def write_bibtex(rows: Sequence[ExportRow]) -> bytes:
    """Write papers as BibTeX entries, in the order given."""
    papers = [row.paper for row in rows]
    citations = [cite(row) for row in rows]
    keys = citation_keys(papers, citations)
    entries = (_entry(*parts) for parts in zip(papers, citations, keys, strict=True))
    return encoded("\n".join(entries))


def _entry(paper: Paper, citation: Citation, key: str) -> str:
    entry_type = _TYPES.get(citation.kind, "misc")
    lines = [f"  {name} = {value},\n" for name, value in _fields(paper, citation, entry_type)]
    return f"@{entry_type}{{{key},\n{''.join(lines)}}}\n"


def _fields(paper: Paper, citation: Citation, entry_type: str) -> Iterator[tuple[str, str]]:
    """Fields with their values as they stand in the file, none of them empty."""
    date = paper.date
    texts = {
        "title": escape_title(citation.title),
        "author": _names(citation.authors),
        "editor": _names(citation.editors),
        _container_field(entry_type): escape(citation.container),
        "series": escape(citation.collection),
        "volume": escape(citation.volume),
        "number": escape(citation.issue),
        "pages": "--".join(escape(page) for page in (citation.first_page, citation.last_page) if page),
        _publisher_field(entry_type): escape(citation.publisher),
        "address": escape(citation.place),
        "year": str(date.year) if date else "",
        "issn": escape(citation.issn),
        "isbn": escape(citation.isbn),
        "doi": _verbatim(paper.doi),
        "eprint": _verbatim(paper.arxiv_id),
        "archiveprefix": "arXiv" if paper.arxiv_id else "",
        "pmid": escape(line(paper.pmid)),
        "url": _verbatim(citation.address),
        "language": escape(line(paper.language)),
        "keywords": ", ".join(_keyword(category) for category in paper.categories if line(category)),
        "note": escape(citation.remark),
        "abstract": escape(line(paper.abstract)),
    }
    for name, value in texts.items():
        if value:
            yield name, f"{{{value}}}"
        if name == "year" and date and date.month:
            # A macro, which styles print in their language. BibTeX knows no day; `date` is biblatex's and has it.
            yield "month", _MONTHS[date.month - 1]
            if date.day:
                yield "date", f"{{{date}}}"


def _container_field(entry_type: str) -> str:
    if entry_type in ("inproceedings", "incollection"):
        return "booktitle"
    return "journal" if entry_type == "article" else "howpublished"


def _publisher_field(entry_type: str) -> str:
    return {"phdthesis": "school", "techreport": "institution"}.get(entry_type, "publisher")


def _names(names: Sequence[Name]) -> str:
    return " and ".join(_name(name) for name in names)


def _name(name: Name) -> str:
    if name.is_whole:
        # In braces, so that a group is not taken for a person with a family name.
        return f"{{{escape(name.family)}}}"
    # BibTeX has the suffix in the middle: Family, Jr, Given.
    return ", ".join(_name_part(part) for part in (name.family, name.suffix, name.given) if part)


def _name_part(text: str) -> str:
    escaped = escape(text)
    return f"{{{escaped}}}" if _SPLITS_NAMES.search(escaped) else escaped


def _keyword(text: str) -> str:
    keyword = escape(line(text))
    return f"{{{keyword}}}" if "," in keyword else keyword


def _verbatim(text: str) -> str:
    """A value that LaTeX packages and managers take as it is; only what would break the file is encoded."""
    encodings = {"{": "%7B", "}": "%7D", "\\": "%5C"}
    return "".join(encodings.get(char, char) for char in line(text))
