"""Arrow's batches of rows, made into records: what Parquet and Arrow files have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import pyarrow as pa

from lib.core.errors import InputError
from lib.ingest.formats.table import Table
from lib.ingest.reader import RawRecord, Rejection

DAMAGED: Final = (pa.ArrowException, OSError, ValueError, MemoryError)
"""What reading a damaged file raises: its lengths and names are as wrong as the rest."""


def read_batches(
    names: Sequence[str], batches: Iterable[pa.RecordBatch], file: str, kind: str
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

    Raises
    ------
    InputError
        If there are no columns of texts, no rows, or the file is damaged.
    """
    table = Table(names, file)
    number = 0
    try:
        for batch in batches:
            for row in _rows(batch.rename_columns(table.columns)):
                number += 1
                yield table.record(number, row) if isinstance(row, dict) else Rejection(number, row)
    except DAMAGED as err:
        raise damaged(file, kind, err, number) from err
    if not number:
        raise InputError(f"{file} has columns but no rows: there are no papers in it to read.")


def damaged(file: str, kind: str, err: Exception, number: int = 0) -> InputError:
    """What is said of a file that breaks off or is not what it says, after a number of records."""
    place = f", after record {number:,}," if number else ""
    why = (str(err).splitlines() or ["no reason given"])[0].rstrip(".")
    return InputError(f"{file}{place} is no sound {kind} file ({why}): write it again.")


def _rows(batch: pa.RecordBatch) -> Iterator[dict[str, Any] | str]:
    """The rows of a batch; instead of one that holds what Python cannot, a time in the year 30000 say, the reason."""
    try:
        yield from batch.to_pylist()
        return
    except (ValueError, OverflowError):
        pass  # one of the rows; which one shows one by one
    for place in range(batch.num_rows):
        try:
            yield batch.slice(place, 1).to_pylist()[0]
        except (ValueError, OverflowError) as err:
            yield f"a value cannot be read ({err})"
