"""Which column holds what: the usual names of columns, and the field that each stands for.

Names are compared without case, blanks, underscores and other signs. Of several columns for one field the first in
the list below counts; where a record leaves it empty, the next. A column that is not needed for a field is an
attribute of the paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lib.core.errors import InputError
from lib.core.text import cut, fold
from lib.ingest.values import clean

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("title", "paper title", "article title", "document title", "item title", "headline"),
    "abstract": ("abstract", "abstract text", "abstract note", "summary", "description", "text", "content", "body"),
    "authors": (
        "authors",
        "author",
        "author text",
        "author names",
        "author name",
        "author list",
        "author full names",
        "creators",
        "creator",
    ),
    "date": (
        "publication date",
        "published date",
        "date published",
        "date of publication",
        "published at",
        "published",
        "pub date",
        "date",
        "created",
        "created at",
        "date created",
        "submitted",
        "year",
        "publication year",
        "pub year",
        "published year",
        "year published",
        "updated",
        "update date",
        "updated at",
    ),
    "date_precision": ("date precision",),
    "id": ("id", "paper id", "record id", "identifier", "uid"),
    "arxiv_id": ("arxiv id", "arxiv", "arxiv number"),
    "doi": ("doi", "doi link", "doi url"),
    "pmid": ("pmid", "pubmed id"),
    "url": ("url", "link", "paper url", "article url"),
    "categories": (
        "categories",
        "category",
        "subjects",
        "subject",
        "subject areas",
        "fields of study",
        "primary cat",
        "primary category",
    ),
    "venue": (
        "venue",
        "journal",
        "journal title",
        "journal name",
        "source title",
        "publication title",
        "container title",
        "book title",
        "conference",
    ),
    "language": ("language", "lang"),
    "volume": ("volume",),
    "issue": ("issue",),
    "page": ("pages", "page", "page range"),
    "publisher": ("publisher",),
    "ISSN": ("issn",),
    "ISBN": ("isbn",),
    "type": ("type", "document type", "publication type", "item type", "entry type"),
    "editor": ("editor", "editors", "editor names"),
    "publisher-place": ("publisher place", "place of publication", "place published"),
    "edition": ("edition",),
    "collection-title": ("collection title", "series", "series title"),
    "event-title": ("event title", "conference name", "conference title", "meeting name"),
    "note": ("note",),
}
"""Names of columns by field, the ones to prefer first. `date_precision` stands beside the dates of papers.parquet,
which hold the first day of a month or year where no more is known. The fields from `volume` on are for the CSL item
alone."""

_ATTRIBUTES_TOO: Final = frozenset({"type", "note"})
"""Fields for the CSL item by which papers are filtered too, or that may be a person's own."""

DETAILS: Final = tuple(FIELDS)[tuple(FIELDS).index("volume") :]
"""Fields that are known to reference managers only; they are named as in CSL."""


def folded(name: str) -> str:
    """A column's name as it is compared."""
    return fold(name).replace(" ", "")


_FIELD_OF: Final = {folded(name): (field, rank) for field, names in FIELDS.items() for rank, name in enumerate(names)}


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """How the columns of a record are used."""

    fields: Mapping[str, tuple[str, ...]]
    """Columns by field, the preferred one first."""
    attributes: tuple[tuple[str, str], ...]
    """The other columns, each with the name of its attribute."""

    @property
    def has_text(self) -> bool:
        """Whether there is a title or an abstract."""
        return "title" in self.fields or "abstract" in self.fields


@lru_cache(maxsize=4096)
def map_columns(columns: tuple[str, ...]) -> ColumnMap:
    """Find the field of each column by its name."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for place, column in enumerate(columns):
        if (known := _FIELD_OF.get(folded(column))) is not None:
            found.setdefault(known[0], []).append((known[1], place, column))
    fields = {field: tuple(column for *_, column in sorted(ranked)) for field, ranked in found.items()}
    used = {columns[0] for field, columns in fields.items() if field not in _ATTRIBUTES_TOO}
    attributes = tuple((column, attribute_name(column)) for column in columns if column not in used)
    return ColumnMap(fields, attributes)


def attribute_name(column: str) -> str:
    """The attribute that a column becomes; `paper_id` is the name of the key in attributes.parquet."""
    name = clean(column) or "unnamed"
    return f"{name} (input)" if name == "paper_id" else name


def need_text(columns: Sequence[str], file: str) -> None:
    """Check that a table has a title or an abstract.

    Raises
    ------
    InputError
        If it has neither; the message names the columns that it has.
    """
    if map_columns(tuple(columns)).has_text:
        return
    names = cut(", ".join(clean(column) or "(no name)" for column in columns), 200)
    raise InputError(
        f"{file} has no column for titles or abstracts (its columns are: {names}): "
        "name one of them title or abstract, then try again."
    )


def unique_names(names: Sequence[str]) -> list[str]:
    """Give the columns of a table names of their own: "" becomes "column 1", a second "title" "title (2)"."""
    result: list[str] = []
    seen: set[str] = set()
    for place, name in enumerate(names, start=1):
        base = clean(name) or f"column {place}"
        name, n = base, 1
        while name in seen:
            n += 1
            name = f"{base} ({n})"
        seen.add(name)
        result.append(name)
    return result
