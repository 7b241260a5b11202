"""Parquet: read batch by batch; every value keeps the type that the file gives it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyarrow.parquet as pq

from lib.core.formats import format_named
from lib.ingest.formats.batches import DAMAGED, damaged, read_batches
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection
from lib.ingest.source import Head, Source

_ROWS = 2048


def sniff(head: Head) -> bool:
    """Whether the file begins with Parquet's four letters."""
    return head.data.startswith(b"PAR1")


def read(source: Source, options: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the rows."""
    try:
        file = pq.ParquetFile(source.seekable, pre_buffer=False)
    except DAMAGED as err:
        raise damaged(source.name, READER.format.title, err) from err
    with file:
        batches = file.iter_batches(_ROWS, use_threads=False)
        yield from read_batches(file.schema_arrow.names, batches, source.name, READER.format.title, options.mapping)


READER: Final = Reader(
    format=format_named("parquet"),
    sniff=sniff,
    read=read,
    typed=True,
    binary=True,
    own_columns=True,
)
