"""What the columns of a file hold, noted while it is read: how many records have something there, and a few values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lib.core.mapping import Column, FileColumns, Pairs
from lib.core.text import cut
from lib.ingest.columns import ATTRIBUTES, find_column, map_columns
from lib.ingest.values import clean, text_of

_MOST_COLUMNS: Final = 300
"""Columns that are noted; those that a person names come on top."""
_SAMPLES: Final = 3
_TRIED: Final = 100
"""Values among which three different ones are looked for: in many columns there are fewer."""
_SAMPLE_LENGTH: Final = 80
_LOOKED_AT: Final = 2_000
"""Characters of a text from which a sample is made."""


@dataclass(slots=True)
class _Seen:
    filled: int = 0
    samples: list[str] = field(default_factory=list)
    is_wanted: bool = True
    """Whether further values are looked at."""


class ColumnSamples:
    """Notes the values of a file's records, one record after the other."""

    def __init__(self, mapping: Pairs) -> None:
        self._mapping = mapping
        self._records = 0
        self._seen: dict[str, _Seen] = {}

    def note(self, values: Mapping[str, object]) -> None:
        """Take in a record. This runs for every value that is read, so it does next to nothing."""
        self._records += 1
        seen = self._seen
        if self._mapping:
            for ranked in map_columns(tuple(values), self._mapping).given.values():
                for name in ranked:
                    seen.setdefault(name, _Seen())
        for name, value in values.items():
            one = seen.get(name)
            if one is None:
                if len(seen) >= _MOST_COLUMNS:
                    continue
                one = seen[name] = _Seen()
            # Zero and False are values, "" and [] are none.
            if value or value == 0:
                one.filled += 1
                if one.is_wanted:
                    _sample(one, value)

    def columns(self, file: str, *, guessed: bool) -> FileColumns:
        """What was noted of the file, and how its columns are used."""
        names = {name: clean(name) for name in self._seen}
        found = map_columns(tuple(names), self._mapping)
        use = {column: (name, rank) for name, ranked in found.fields.items() for rank, column in enumerate(ranked)}
        use |= {column: (name, 0) for column, name in found.attributes if name in ATTRIBUTES and column not in use}
        columns = [
            Column(names[name], *use.get(name, ("", 0)), seen.filled, tuple(seen.samples))
            for name, seen in self._seen.items()
        ]
        return FileColumns(file, self._records, guessed, tuple(columns))


def not_found(mapping: Pairs, files: Iterable[FileColumns]) -> list[str]:
    """A sentence for each column that a person named and no file has."""
    names = list(dict.fromkeys(column.name for file in files for column in file.columns))
    there = cut(", ".join(names), 300) or "none"
    return [
        f"No file has a column {cut(wanted, 80)}, which was to be the field {field}; the columns are: {there}."
        for field, wanted in mapping
        if wanted and find_column(names, wanted) is None
    ]


def _sample(seen: _Seen, value: object) -> None:
    text = cut(text_of(value[:_LOOKED_AT] if isinstance(value, str) else value), _SAMPLE_LENGTH)
    if text and text not in seen.samples:
        seen.samples.append(text)
    seen.is_wanted = len(seen.samples) < _SAMPLES and seen.filled < _TRIED
