"""Which column holds what: the usual names of columns, and the field that each stands for.

Names are compared without case, blanks, underscores and other signs. Of several columns for one field the first in
the list below counts; where a record leaves it empty, the next. A column that is not needed for a field is an
attribute of the paper. What a person says of a column comes before all guesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from lib.core.errors import InputError
from lib.core.mapping import Pairs
from lib.core.text import cut, fold
from lib.ingest.values import clean

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "title": (
        *("title", "paper title", "article title", "document title", "item title", "headline", "display name"),
        *("titel", "titre", "título", "titolo", "tytuł"),
    ),
    "abstract": (
        *("abstract", "abstract text", "abstract note", "summary", "description", "text", "content", "body"),
        *("zusammenfassung", "kurzfassung", "résumé", "resumen", "resumo", "riassunto", "samenvatting"),
    ),
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
        "first authors",
        "authorships author display name",
        "authorships raw author name",
        *("autoren", "autor", "auteurs", "auteur", "autores", "autori", "autore"),
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
        "year of publication",
        *("erscheinungsjahr", "jahr", "année", "año", "anno", "jaar"),
        "early access date",
        "updated",
        "update date",
        "updated at",
    ),
    "date_precision": ("date precision",),
    "id": (
        *("id", "paper id", "record id", "identifier", "uid", "lens id", "eid", "openalex id", "central id"),
        *("work id", "ut unique wos id", "ut unique id"),
    ),
    "arxiv_id": ("arxiv id", "arxiv", "arxiv number"),
    "doi": ("doi", "doi link", "doi url", "item doi"),
    "pmid": ("pmid", "pubmed id", "ids pmid"),
    "url": ("url", "link", "paper url", "article url", "external url", "full text link", "pdf link"),
    "categories": (
        "categories",
        "category",
        "subjects",
        "subject",
        "subject areas",
        "fields of study",
        "wos categories",
        "web of science categories",
        "primary cat",
        "primary category",
        "topics display name",
        "primary topic display name",
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
        "journal book",
        "primary location source display name",
        *("zeitschrift", "revue", "revista", "rivista", "tijdschrift"),
    ),
    "language": ("language", "lang", "language of original document", "sprache", "langue", "idioma", "lingua"),
    "volume": ("volume", "journal volume", "biblio volume"),
    "issue": ("issue", "issue number", "journal issue", "biblio issue"),
    "page": ("pages", "page", "page range", "seiten"),
    "publisher": ("publisher", "verlag"),
    "ISSN": ("issn", "issns", "primary location source issn l", "primary location source issn"),
    "ISBN": ("isbn", "isbns"),
    "type": (
        *("type", "document type", "item type", "publication type", "entry type", "type of reference", "content type"),
    ),
    "editor": ("editor", "editors", "editor names"),
    "publisher-place": ("publisher place", "place of publication", "place published"),
    "edition": ("edition",),
    "collection-title": ("collection title", "series", "series title", "book series title"),
    "event-title": ("event title", "conference name", "conference title", "meeting name"),
    "note": ("note",),
}
"""Names of columns by field, the ones to prefer first. `date_precision` stands beside the dates of papers.parquet,
which hold the first day of a month or year where no more is known. The fields from `volume` on are for the CSL item
alone."""

ATTRIBUTES: Final[dict[str, tuple[str, ...]]] = {
    "keywords": (
        *("keywords", "author keywords", "authors keywords", "keyword", "keywords display name", "manual tags"),
        *("schlagwörter", "schlagworte", "mots clés", "palabras clave", "palavras chave", "parole chiave"),
    ),
    "citations": (
        *("citations", "cited by", "cited by count", "citation count", "times cited", "times cited wos core"),
        *("citing works count", "article citation count", "cites", "zitationen"),
    ),
}
"""Attributes that every service has under a name of its own. One name for all lets papers be compared by them."""

_ATTRIBUTES_TOO: Final = frozenset({"type", "note"})
"""Fields for the CSL item by which papers are filtered too, or that may be a person's own."""

_ID_FIELDS: Final = ("doi", "pmid", "arxiv_id")

_ROWS_SHOWN: Final = 20
"""First rows of a table without titles and abstracts, from which a person can tell what its columns hold."""

DETAILS: Final = tuple(FIELDS)[tuple(FIELDS).index("volume") :]
"""Fields that are known to reference managers only; they are named as in CSL."""


def folded(name: str) -> str:
    """A column's name as it is compared."""
    return fold(name).replace(" ", "")


_FIELD_OF: Final = {folded(name): (field, rank) for field, names in FIELDS.items() for rank, name in enumerate(names)}
_ATTRIBUTE_OF: Final = {
    folded(name): (attribute, rank) for attribute, names in ATTRIBUTES.items() for rank, name in enumerate(names)
}


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """How the columns of a record are used."""

    fields: Mapping[str, tuple[str, ...]]
    """Columns by field, the preferred one first."""
    attributes: tuple[tuple[str, str], ...]
    """The other columns, each with the name of its attribute."""
    given: Mapping[str, tuple[str, ...]]
    """What a person said: the columns of a field or of one of ATTRIBUTES, none where no column is to be it."""

    @property
    def has_text(self) -> bool:
        """Whether there is a title or an abstract."""
        return "title" in self.fields or "abstract" in self.fields


@lru_cache(maxsize=4096)
def map_columns(columns: tuple[str, ...], mapping: Pairs = ()) -> ColumnMap:
    """Find the field of each column: the one that a person says it holds, else by its name.

    A column that is said to hold a field is used for no other one, and no guess is made for that field. Where `mapping`
    names columns that are not there, it is as if it said nothing.
    """
    given = _given(columns, mapping)
    claimed = {column for ranked in given.values() for column in ranked}
    free = tuple(column for column in columns if column not in claimed)
    said = {name: ranked for name, ranked in given.items() if ranked}
    fields = {name: ranked for name, ranked in _ranked(free, _FIELD_OF).items() if name not in given}
    fields |= {name: ranked for name, ranked in said.items() if name in FIELDS}
    used = {ranked[0] for name, ranked in fields.items() if name not in _ATTRIBUTES_TOO}
    # Names such as "keywords" are given once: to the best column, and not where another has just that name.
    common = {
        ranked[0]: name
        for name, ranked in _ranked(free, _ATTRIBUTE_OF).items()
        if name not in columns and name not in given
    }
    common |= {ranked[0]: name for name, ranked in said.items() if name in ATTRIBUTES}
    return ColumnMap(fields, _named([column for column in columns if column not in used], common), given)


def _named(columns: Sequence[str], common: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Each column with the name of its attribute; no two have the same."""
    others = [column for column in columns if column not in common]
    # The common names come first, so that they stay as they are.
    names = unique_names([*common.values(), *map(attribute_name, others)])[len(common) :]
    own = dict(zip(others, names, strict=True))
    return tuple((column, common.get(column) or own[column]) for column in columns)


def _given(columns: tuple[str, ...], mapping: Pairs) -> dict[str, tuple[str, ...]]:
    """The columns of each field of which a person says something that concerns these columns."""
    found: dict[str, tuple[str, ...]] = {}
    claimed: set[str] = set()
    for name, wanted in mapping:
        column = find_column(columns, wanted)
        if column is not None and column not in claimed:
            claimed.add(column)
            found[name] = (*found.get(name, ()), column)
        elif not wanted:
            found.setdefault(name, ())
    return found


def find_column(columns: Sequence[str], wanted: str) -> str | None:
    """The column that a person means: of just that name, else the first that is called so in another writing."""
    if wanted in columns:
        return wanted
    key = folded(wanted)
    return next((column for column in columns if folded(column) == key), None) if key else None


def _ranked(columns: tuple[str, ...], known: Mapping[str, tuple[str, int]]) -> dict[str, tuple[str, ...]]:
    """The columns that stand for each of the known names, the preferred one first."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for place, column in enumerate(columns):
        if (name := known.get(folded(column))) is not None:
            found.setdefault(name[0], []).append((name[1], place, column))
    return {name: tuple(column for *_, column in sorted(ranked)) for name, ranked in found.items()}


def attribute_name(column: str) -> str:
    """The attribute that a column becomes by itself; `paper_id` is the name of the key in attributes.parquet."""
    name = clean(column) or "unnamed"
    return f"{name} (input)" if name == "paper_id" else name


class NoTextError(InputError):
    """A table has neither titles nor abstracts under names that are known.

    `rows` are its first ones, by its columns: a person may see in them which column is which.
    """

    def __init__(self, message: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        super().__init__(message)
        names = unique_names(columns)
        self.rows = tuple({**dict.fromkeys(names), **dict(zip(names, row, strict=False))} for row in rows)


def need_text(
    columns: Sequence[str], file: str, mapping: Pairs = (), below: Iterable[Sequence[object]] = ()
) -> ColumnMap:
    """Return how the columns of a table are used, if there is a title or an abstract among them.

    Raises
    ------
    NoTextError
        If there is neither; the message names the columns that there are. Only then rows are taken from `below`.
    """
    found = map_columns(tuple(columns), mapping)
    if found.has_text:
        return found
    names = cut(", ".join(clean(column) or "(no name)" for column in columns), 200)
    cure = "name one of them title or abstract, or say which it is (--map title=...), then try again."
    if any(field in _ID_FIELDS for field in found.fields):
        cure = (
            "it holds ids alone; look the titles and abstracts up by them, in OpenAlex or PubMed for instance, and "
            f"read that export, or, if there are texts in it, {cure}"
        )
    message = f"{file} has no column for titles or abstracts (its columns are: {names}): {cure}"
    raise NoTextError(message, columns, islice(below, _ROWS_SHOWN))


def unique_names(names: Sequence[str]) -> list[str]:
    """Give the columns of a table names of their own: "" becomes "column 1", a second "title" "title (2)"."""
    result: list[str] = []
    # With the last number that each was given: a broken header may have one name ten thousand times.
    numbers: dict[str, int] = {}
    for place, name in enumerate(names, start=1):
        base = clean(name) or f"column {place}"
        name, n = base, numbers.get(base, 1)
        while name in numbers:
            n += 1
            name = f"{base} ({n})"
        numbers[base] = n
        numbers.setdefault(name, 1)
        result.append(name)
    return result
