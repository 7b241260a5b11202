"""What a BibTeX entry inherits from the one that its `crossref` or `xdata` names, by the rules of BibLaTeX.

They are in its manual, appendix B. What belongs to the parent alone is left with it, though BibLaTeX lets it through:
with its DOI or address all papers of a volume would be one paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lib.ingest.formats.bibtex_entries import Entry, read_entries
from lib.ingest.source import Source

_NOT_INHERITED: Final = frozenset(
    (
        *("ids", "crossref", "xref", "xdata", "entryset", "entrysubtype", "execute", "label", "options", "presort"),
        *("related", "relatedoptions", "relatedstring", "relatedtype", "shorthand", "shorthandintro", "sortkey"),
        # BibLaTeX lets these through.
        *("doi", "url", "urldate", "eprint", "eprinttype", "eprintclass", "archiveprefix", "primaryclass", "pmid"),
        *("abstract", "annotation", "annote", "keywords", "keyword", "file", "note", "pages", "timestamp", "groups"),
    )
)
_TITLES: Final = ("title", "subtitle", "titleaddon")
_CHAPTERS: Final = frozenset(("inbook", "bookinbook", "suppbook", "incollection", "suppcollection", "inreference"))
_RENAMED: Final[dict[str, tuple[frozenset[str], str]]] = {
    "mvbook": (_CHAPTERS | {"book"}, "main"),
    "mvcollection": (_CHAPTERS | {"collection"}, "main"),
    "mvreference": (_CHAPTERS | {"reference"}, "main"),
    "mvproceedings": (frozenset(("proceedings", "inproceedings", "conference")), "main"),
    "book": (_CHAPTERS, "book"),
    "collection": (_CHAPTERS, "book"),
    "reference": (_CHAPTERS, "book"),
    "proceedings": (frozenset(("inproceedings", "conference")), "book"),
    "periodical": (frozenset(("article", "suppperiodical")), "journal"),
}
"""Which parents' titles are what for which children: the title of a book is the booktitle of a chapter."""
_DATE_PARTS: Final = frozenset({"date", "year", "month", "day"})
_MOST_ANCESTORS: Final = 4

_REFERS = re.compile(r"(?i)\b(?:crossref|xdata)\s*=\s*[{\"]?([^{}\"=]{1,400})")


def find_parents(source: Source) -> dict[str, Entry]:
    """The entries that others refer to, by their keys in lower case; of two with one key the first."""
    wanted: set[str] = set()
    for line in _quietly(source):
        for match in _REFERS.finditer(line):
            wanted.update(key.strip().lower() for key in match[1].split(","))
    found: dict[str, Entry] = {}
    if wanted:
        for entry in read_entries(_quietly(source), []):
            if isinstance(entry, Entry) and entry.key.lower() in wanted:
                found.setdefault(entry.key.lower(), entry)
    return found


def _quietly(source: Source) -> Iterator[str]:
    """The lines of a file that will be read once more: not warned of, and counted as nothing, but as a sign of life."""
    counted, n_warnings = source.on_bytes, len(source.warnings)
    source.on_bytes = lambda _: counted(0)
    try:
        yield from source.lines()
    finally:
        source.on_bytes = counted
        del source.warnings[n_warnings:]


def inherit(entry: Entry, parents: Mapping[str, Entry]) -> None:
    """Give an entry the fields of its parents and theirs that it does not have itself."""
    given = {name for name, _ in entry.fields}
    # A day of the parent's in a year of the child's would be no date at all.
    given |= _DATE_PARTS if given & _DATE_PARTS else set()
    seen = {entry.key.lower()}
    waiting = _references(entry)
    while waiting and len(seen) <= _MOST_ANCESTORS:
        key, by = waiting.pop(0)
        parent = parents.get(key)
        if key in seen:
            continue
        seen.add(key)
        if parent is None:
            entry.notes.append((by, key, "the file has no entry with this key, so nothing was inherited"))
            continue
        children, prefix = _RENAMED.get(parent.kind, (frozenset(), ""))
        is_part = by == "crossref" and entry.kind in children
        inherited = [
            (f"{prefix}{name}" if is_part and name in _TITLES else name, value)
            for name, value in parent.fields
            if by == "xdata" or name not in _NOT_INHERITED
        ]
        entry.fields += [(name, value) for name, value in inherited if name not in given]
        given |= {name for name, _ in inherited}
        given |= _DATE_PARTS if given & _DATE_PARTS else set()
        waiting += _references(parent)


def _references(entry: Entry) -> list[tuple[str, str]]:
    return [
        (key.strip().lower(), name)
        for name, value in entry.fields
        if name in ("crossref", "xdata")
        for key in value.split(",")
        if key.strip()
    ]
