"""Arrow's batches of rows, made into records: what Parquet and Arrow files have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import pyarrow as pa

from lib.core.errors import InputError
from lib.core.mapping import Pairs
from lib.ingest.formats.table import Table
from lib.ingest.reader import RawRecord, Rejection

DAMAGED: Final = (pa.ArrowException, OSError, ValueError, MemoryError)
"""What reading a damaged file raises: its lengths and names are as wrong as the rest."""
_ROWS_AT_ONCE: Final = 2048
"""Made into Python's objects together; a batch of a file may hold a million."""


def read_batches(
    names: Sequence[str], batches: Iterable[pa.RecordBatch], file: str, kind: str, mapping: Pairs = ()
) -> Iterator[RawRecord | Rejection]:
    """Read rows one by one; every value keeps the type that the file gives it.

    Parameters
    ----------
    names
        The columns; two of one name are told apart.
    batches
        The rows.
    file, kind
        What the file is called, and what kind of file it is, for messages.
    mapping
        What a person says of the columns.

    Raises
    ------
    InputError
        If there are no columns of texts, no rows, or the file is damaged.
    """
    number = 0
    try:
        table = Table(names, file, mapping, below=_plain_rows(batches))
        for batch in batches:
            for row in _rows(batch.rename_columns(table.columns)):
                number += 1
                yield table.record(number, row) if isinstance(row, dict) else Rejection(number, row)
    except DAMAGED as err:
        raise damaged(file, kind, err, number) from err
    if not number:
        raise InputError(f"{file} has columns but no rows: there are no papers in it to read.")


def _plain_rows(batches: Iterable[pa.RecordBatch]) -> Iterator[Sequence[object]]:
    """Rows by the places of their columns, which may have one name."""
    for batch in batches:
        for place in range(batch.num_rows):
            yield [column[place].as_py() for column in batch.columns]


def damaged(file: str, kind: str, err: Exception, number: int = 0) -> InputError:
    """What is said of a file that breaks off or is not what it says, after a number of records."""
    place = f", after record {number:,}," if number else ""
    why = (str(err).splitlines() or ["no reason given"])[0].rstrip(".")
    return InputError(f"{file}{place} is no sound {kind} file ({why}): write it again.")


def _rows(batch: pa.RecordBatch) -> Iterator[dict[str, Any] | str]:
    """The rows of a batch; instead of one that holds what Python cannot, a time in the year 30000 say, the reason."""
    for start in range(0, batch.num_rows, _ROWS_AT_ONCE):
        part = batch.slice(start, _ROWS_AT_ONCE)
        try:
            rows = part.to_pylist()
        except (ValueError, OverflowError):
            rows = [_row(part, place) for place in range(part.num_rows)]  # one of them; which one shows one by one
        yield from rows


def _row(batch: pa.RecordBatch, place: int) -> dict[str, Any] | str:
    try:
        row: dict[str, Any] = batch.slice(place, 1).to_pylist()[0]
    except (ValueError, OverflowError) as err:
        return f"a value cannot be read ({err})"
    return row
