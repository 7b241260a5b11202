"""What a reader of one format is, what it is given and what it gives.

A reader gets a `Source` and yields its records one by one. It maps no columns and cleans no text: that is done once,
for all formats, in columns.py and drafts.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from lib.core.formats import ReadFormat
from lib.core.mapping import Pairs
from lib.ingest.source import Head, Source

Value: TypeAlias = object
"""A value as a file has it: text, number, truth value, date, list, object or None."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person can say about the input."""

    capture_year: int | None = None
    """Year of a copied web page whose dates lack one; None works it out from the page's other dates."""
    mapping: Pairs = ()
    """Which column holds which field; of the others it is guessed."""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as it stands in a file.

    `values` are by the file's own column names. A reader that knows what its values are uses the names in
    columns.py (`title`, `abstract` ...), which every mapping understands.
    """

    number: int
    """Place in the file, from 1."""
    values: Mapping[str, Value]
    notes: tuple[tuple[str, str, str], ...] = ()
    """What the reader could not take as it stood: triples of field, what was there, and why it was not used."""
    service: str = ""
    """The service that the record is from, where the file tells and the format alone does not."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record that cannot be read, and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one format. A new one is a file in lib/ingest/formats, a line in registry.py and one in core/formats.py."""

    format: ReadFormat
    sniff: Callable[[Head], bool]
    """Whether the beginning of a file is in this format."""
    read: Callable[[Source, ReadOptions], Iterator[RawRecord | Rejection]]
    """Read all records.

    Raises
    ------
    InputError
        If the file, or what is left of it, cannot be read; the message says file, place and cure.
    """
    typed: bool = False
    """Whether values have types of their own; else numbers are recognised among the texts of a column."""
    binary: bool = False
    """Whether a file in this format is no text."""
    own_columns: bool = False
    """Whether columns are called as it pleased who made the file, so that what they hold is a guess."""
    service: str = ""
    """The service whose records these are, where the format tells; it becomes a paper's source."""


NO_OPTIONS = ReadOptions()
