"""Reads a Parquet file as a whole, in this thread.

Arrow's usual way reads ahead in threads of its own; now and then one is still alive when the interpreter ends, and
the process dies with "terminate called without an active exception" after its work was done (apache/arrow#34314).
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def read_parquet(path: Path) -> pa.Table:
    """Read all of a Parquet file and close it again, whatever becomes of the table.

    Raises
    ------
    OSError, pyarrow.ArrowException
        If it is missing or no Parquet.
    """
    with pq.ParquetFile(pa.BufferReader(path.read_bytes()), pre_buffer=False) as file:
        return file.read(use_threads=False)
