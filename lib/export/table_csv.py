"""Any table as CSV for a spreadsheet, with the same care for texts from outside as papers get."""

from __future__ import annotations

import csv
import io

import pyarrow as pa

from lib.export.as_csv import cell
from lib.export.plain import encoded

_ROWS = 4096


def write_table(table: pa.Table) -> bytes:
    """Write a table of texts and numbers with a header, in UTF-8 with a byte order mark."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(cell, table.column_names))
    for batch in table.to_batches(max_chunksize=_ROWS):
        columns = [column.to_pylist() for column in batch.columns]
        writer.writerows([cell(value) for value in row] for row in zip(*columns, strict=True))
    return encoded("\ufeff" + out.getvalue())
