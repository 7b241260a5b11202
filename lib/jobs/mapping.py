"""What the columns of a job's files were taken for, and what becomes of that when a person changes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Final

from lib.core.mapping import Column, FileColumns, Pairs, columns_from_json
from lib.core.text import fold
from lib.jobs.job import Job

_SAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """Files of the same columns, by the names with which they came."""

    files: tuple[str, ...]
    records: int
    """Records that were counted, in all of the files."""
    columns: tuple[Column, ...]

    @property
    def has_text(self) -> bool:
        """Whether one of the columns is the title or the abstract."""
        return bool(self.column_of("title") or self.column_of("abstract"))

    def column_of(self, field: str) -> str:
        """The column that is used for a field, "" if none is."""
        return next((column.name for column in self.columns if column.field == field and not column.rank), "")


def columns_file(job: Job) -> Path:
    """Where the reading process writes what the columns are."""
    return job.read_folder / "columns.json"


def read_layouts(job: Job) -> tuple[Layout, ...]:
    """The layouts of the files whose columns had to be guessed, those without titles and abstracts first.

    None where nothing was written, or it is damaged: then there is nothing to be changed.
    """
    try:
        files = columns_from_json(json.loads(columns_file(job).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return ()
    return _layouts(replace(file, file=job.shown_name(file.file)) for file in files if file.guessed)


def remapped(mapping: Pairs, layouts: Sequence[Layout], place: int, chosen: Mapping[str, str]) -> Pairs:
    """What is to be said of columns after a person chose some for the files of one layout.

    Parameters
    ----------
    mapping
        What was said until now.
    layouts, place
        All layouts as they were read, and which of them it is about.
    chosen
        The column for each field that was asked for, "" for none.

    Returns
    -------
    A mapping by which that layout has the chosen columns and the others stay as they are, as far as what is said of
    names can tell them apart (`also_changed`). What is as before is not said.
    """
    layout = layouts[place]
    others = [other for n, other in enumerate(layouts) if n != place]
    for field, column in chosen.items():
        if column == layout.column_of(field):
            continue
        theirs = [other.column_of(field) for other in others]
        # Others that have the chosen column too keep the one they use for the field, if it is not in these files.
        first = [
            their
            for other, their in zip(others, theirs, strict=True)
            if column and _has(other, column) and not _has(layout, their)
        ]
        # A guess cannot be forbidden for some files alone, so what holds for the others is said too.
        is_none = not column or ((field, "") in mapping and "" in theirs)
        said = [*first, column, *(their for their in theirs if is_none or (field, their) in mapping)]
        pairs = [(field, name) for name in dict.fromkeys(filter(None, said))]
        kept = [pair for pair in mapping if pair[0] != field and (not column or pair[1] != column)]
        mapping = (*kept, *pairs, *([(field, "")] if is_none else []))
    return mapping


def also_changed(before: Pairs, after: Pairs, layouts: Sequence[Layout], place: int) -> tuple[str, ...]:
    """The files of the other layouts in which a field gets another column too, since they share the names.

    Parameters
    ----------
    before, after
        What was said when the layouts were read, and what `remapped` made of it.
    layouts, place
        As there.
    """
    return tuple(
        file
        for n, layout in enumerate(layouts)
        if n != place and _is_changed(layout, _said(layout, before), _said(layout, after))
        for file in layout.files
    )


def _is_changed(layout: Layout, before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> bool:
    claimed = {column for columns in after.values() for column in columns}
    for field in {column.field for column in layout.columns if column.field} | {*before, *after}:
        used, columns = layout.column_of(field), after.get(field)
        if columns is not None and used != next(iter(columns), ""):
            return True
        # A field is guessed as before, unless something was said of it before or its column has become another one.
        if columns is None and (field in before or used in claimed):
            return True
    return False


def _said(layout: Layout, mapping: Pairs) -> dict[str, list[str]]:
    """The columns of each field of which something is said; a column is what is said of it first."""
    found: dict[str, list[str]] = {}
    claimed: set[str] = set()
    for field, wanted in mapping:
        column = _find(layout, wanted)
        if column and column not in claimed:
            claimed.add(column)
            found.setdefault(field, []).append(column)
        elif not wanted:
            found.setdefault(field, [])
    return found


def _has(layout: Layout, name: str) -> bool:
    """Whether the files have a column of that name; where there is none to look for, as if they had."""
    return not name or bool(_find(layout, name))


def _find(layout: Layout, name: str) -> str:
    """The column that a name means, "" if none: of just that name, else the first called so in another writing."""
    names = [column.name for column in layout.columns]
    if name in names:
        return name
    key = _folded(name)
    return next((column for column in names if key and _folded(column) == key), "")


def _folded(name: str) -> str:
    return fold(name).replace(" ", "")


def _layouts(files: Iterable[FileColumns]) -> tuple[Layout, ...]:
    found: dict[tuple[str, ...], list[FileColumns]] = {}
    for file in files:
        found.setdefault(tuple(column.name for column in file.columns), []).append(file)
    layouts = [
        Layout(
            files=tuple(file.file for file in alike),
            records=sum(file.records for file in alike),
            columns=tuple(map(_joined, zip(*(file.columns for file in alike), strict=True))),
        )
        for alike in found.values()
    ]
    return tuple(sorted(layouts, key=lambda layout: layout.has_text))


def _joined(columns: Sequence[Column]) -> Column:
    """The same column in several files; of each file a sample in turn."""
    in_turn = zip_longest(*(column.samples for column in columns))
    samples = dict.fromkeys(text for texts in in_turn for text in texts if text is not None)
    return replace(
        columns[0],
        filled=sum(column.filled for column in columns),
        samples=tuple(samples)[:_SAMPLES],
    )
