"""CSV: one row a paper, for spreadsheets and data frames.

UTF-8 with a byte order mark, by which Excel knows the encoding. Spreadsheets run a cell as a formula if it begins with
`=`, `+`, `-`, `@`, a tab or a line end, and papers' texts come from anywhere: such a text gets an apostrophe in front,
the mark by which spreadsheets know text. Numbers are written as numbers.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from typing import Final

from lib.core.paper import AttributeValue
from lib.export.fields import FIELDS, fields
from lib.export.plain import block, encoded
from lib.export.rows import ExportRow

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a formula begins; the wide signs count where Excel is set to an East Asian language."""


def write_csv(rows: Sequence[ExportRow]) -> bytes:
    """Write papers as CSV with a header; lists are joined by "; ", attributes follow as columns of their own.

    An attribute with the name of another column gets `attribute_` in front.
    """
    header = list(FIELDS)
    attributes = sorted({name for row in rows for name in row.paper.attributes})
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cell(name) for name in [*header, *_columns(attributes, header)]])
    for row in rows:
        extra = [row.paper.attributes.get(name) for name in attributes]
        writer.writerow([cell(value) for value in (*fields(row).values(), *extra)])
    return encoded("\ufeff" + out.getvalue())


def _columns(attributes: Sequence[str], taken: Sequence[str]) -> list[str]:
    columns: list[str] = []
    for name in attributes:
        column = name
        while column in taken or column in columns:
            column = f"attribute_{column}"
        columns.append(column)
    return columns


def cell(value: AttributeValue | None) -> str | int | float:
    """Return a value as a cell that no spreadsheet takes for a formula."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    text = block("; ".join(value) if isinstance(value, tuple) else value)
    return f"'{text}" if text.startswith(_FORMULA) else text
