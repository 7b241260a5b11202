"""What the columns of a job's files were taken for, and what becomes of that when a person changes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Final

from lib.core.mapping import Column, FileColumns, Pairs, columns_from_json
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
    A mapping by which that layout has the chosen columns and the others, as far as they do not have columns of these
    names too, stay as they are. What is as before is not said.
    """
    layout = layouts[place]
    others = [other for n, other in enumerate(layouts) if n != place]
    for field, column in chosen.items():
        if column == layout.column_of(field):
            continue
        theirs = [other.column_of(field) for other in others]
        # A guess cannot be forbidden for some files alone, so what holds for the others is said too.
        is_none = not column or ((field, "") in mapping and "" in theirs)
        said = [column, *(their for their in theirs if is_none or (field, their) in mapping)]
        pairs = [(field, name) for name in dict.fromkeys(filter(None, said))]
        kept = [pair for pair in mapping if pair[0] != field and (not column or pair[1] != column)]
        mapping = (*kept, *pairs, *([(field, "")] if is_none else []))
    return mapping


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
