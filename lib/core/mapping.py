"""Which column of the files stands for which field of a paper, where a person says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeAlias

Pairs: TypeAlias = tuple[tuple[str, str], ...]
"""Pairs of a field and the column that holds it, as the file names it. Of several columns for one field the first is
preferred; "" says that no other column is the field."""

MAPPED_FIELDS: Final[dict[str, str]] = {
    "title": "Title",
    "abstract": "Abstract",
    "authors": "Authors",
    "date": "Date",
    "venue": "Journal or venue",
    "keywords": "Keywords",
    "categories": "Categories",
    "doi": "DOI",
    "arxiv_id": "arXiv id",
    "pmid": "PubMed number",
    "id": "Id of the record",
    "url": "Link",
    "language": "Language",
    "citations": "Citations",
    "type": "Type",
    "volume": "Volume",
    "issue": "Issue",
    "page": "Pages",
    "publisher": "Publisher",
    "publisher-place": "Place of the publisher",
    "edition": "Edition",
    "editor": "Editors",
    "collection-title": "Series",
    "event-title": "Conference",
    "ISSN": "ISSN",
    "ISBN": "ISBN",
    "note": "Note",
}
"""The fields that a column can be said to hold, each with its name on the page."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file, or a named value of its records."""

    name: str
    field: str
    """The field that it is used for, "" where it is kept as it is."""
    rank: int
    """Of several columns for one field the place of this one: 0 is used, 1 where that one is empty, and so on."""
    filled: int
    """Records that have something in it."""
    samples: tuple[str, ...]
    """Up to three different values, shortened."""


@dataclass(frozen=True, slots=True)
class FileColumns:
    """What a file's columns were taken for, and what they hold."""

    file: str
    records: int
    """Records that were counted: all, or the first ones of a table whose titles were not found."""
    guessed: bool
    """Whether the names are the file's own, so that their meaning had to be guessed; else the format tells it."""
    columns: tuple[Column, ...]


def columns_to_json(files: Iterable[FileColumns]) -> list[dict[str, Any]]:
    """The files as plain JSON values."""
    return [asdict(file) for file in files]


def columns_from_json(values: Any) -> tuple[FileColumns, ...]:  # whatever the file holds
    """Read what `columns_to_json` gave.

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError
        If it is something else.
    """
    return tuple(
        FileColumns(
            file=str(file["file"]),
            records=int(file["records"]),
            guessed=bool(file["guessed"]),
            columns=tuple(
                Column(
                    name=str(column["name"]),
                    field=str(column["field"]),
                    rank=int(column["rank"]),
                    filled=int(column["filled"]),
                    samples=tuple(map(str, column["samples"])),
                )
                for column in file["columns"]
            ),
        )
        for file in values
    )
