"""Parquet: read batch by batch; every value keeps the type that the file gives it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from lib.core.errors import InputError
from lib.ingest.columns import need_text
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection
from lib.ingest.source import Head, Source

_ROWS = 2048


def sniff(head: Head) -> bool:
    """Whether the file begins with Parquet's four letters."""
    return head.data.startswith(b"PAR1")


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the rows."""
    number = 0
    try:
        with pq.ParquetFile(source.seekable, pre_buffer=False) as file:
            need_text(file.schema_arrow.names, source.name)
            for batch in file.iter_batches(_ROWS, use_threads=False):
                for row in _rows(batch):
                    number += 1
                    yield RawRecord(number, row) if isinstance(row, dict) else Rejection(number, row)
    except (pa.ArrowException, OSError) as err:
        place = f", after record {number}," if number else ""
        why = str(err).splitlines()[0].rstrip(".")
        raise InputError(f"{source.name}{place} is no sound Parquet file ({why}): write it again.") from err
    if not number:
        raise InputError(f"{source.name} has columns but no rows: there are no papers in it to read.")


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


READER: Final = Reader(
    name="parquet",
    title="Parquet",
    suffixes=(".parquet", ".pq"),
    sniff=sniff,
    read=read,
    typed=True,
    binary=True,
)
