"""Arrow's own files, which are Feather's too, and its streams: read batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyarrow as pa
from pyarrow import ipc

from lib.core.errors import InputError
from lib.core.formats import format_named
from lib.ingest.formats.batches import DAMAGED, damaged, read_batches
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection
from lib.ingest.source import Head, Source

_FILE: Final = b"ARROW1\x00\x00"
_STREAM: Final = b"\xff\xff\xff\xff"
_OLD_FEATHER: Final = b"FEA1"


def sniff(head: Head) -> bool:
    """Whether the file begins as an Arrow file, as a stream with its schema, or as an old Feather file."""
    return head.data.startswith((_FILE, _OLD_FEATHER)) or _is_stream(head.data)


def _is_stream(data: bytes) -> bool:
    # Behind the mark stands the length of the schema, a multiple of eight.
    return data.startswith(_STREAM) and len(data) >= 8 and 0 < int.from_bytes(data[4:8], "little") % (1 << 31) < 1 << 26


def read(source: Source, options: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the rows."""
    begin = source.head().data
    if begin.startswith(_OLD_FEATHER):
        raise InputError(
            f"{source.name} is a Feather file of the first version, which is no longer read: write it again as Parquet."
        )
    try:
        if _is_stream(begin):
            with source.open() as stream, ipc.open_stream(stream) as reader:
                batches = (_checked(batch) for batch in reader)
                yield from read_batches(reader.schema.names, batches, source.name, "Arrow", options.mapping)
        else:
            with ipc.open_file(_opened(source)) as file:
                batches = (_checked(file.get_batch(place)) for place in range(file.num_record_batches))
                yield from read_batches(file.schema.names, batches, source.name, "Arrow", options.mapping)
    except DAMAGED as err:
        raise damaged(source.name, "Arrow", err) from err


def _checked(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch whose lengths and places are right: Arrow itself believes what a file says of them."""
    batch.validate(full=True)
    return batch


def _opened(source: Source) -> pa.NativeFile:
    where = source.seekable
    # Not as a memory map: what was read of one counts as memory of this process, which has a limit.
    return pa.OSFile(str(where)) if isinstance(where, Path) else pa.BufferReader(where.getbuffer())


READER: Final = Reader(
    format=format_named("arrow"),
    sniff=sniff,
    read=read,
    typed=True,
    binary=True,
    own_columns=True,
)
