"""A data set's viewer of Hugging Face, copied: a Markdown table whose cells run over several lines.

Above the line of dashes stand the columns, each with its statistics; below it a row ends where its last column is
full and a bar closes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from lib.core.errors import InputError
from lib.core.formats import format_named
from lib.ingest.columns import map_columns, need_text, unique_names
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection
from lib.ingest.source import Head, Source

_DASHES = re.compile(r":?-{3,}:?")
_STATISTICS = re.compile(
    r"(string|list|sequence)(lengths|classes)|u?int\d|float\d|bool|timestamp|date32|dict|class label"
)
_HEADER_LINES: Final = 400
"""More lines than the head of any such table has."""


def sniff(head: Head) -> bool:
    """Whether there is a line of dashes and bars, with the name of a title or abstract column above it."""
    columns, _ = _columns(head.text.split("\n")[:_HEADER_LINES])
    return map_columns(tuple(columns), head.mapping).has_text


def read(source: Source, options: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the rows of the table."""
    lines = source.text().split("\n")
    columns, begin = _columns(lines)
    # Where the first column holds short texts, a line without it is no new row, though bars in the text say so.
    found = map_columns(tuple(columns), options.mapping)
    first_is_short = not {*columns[:1]} & {*found.fields.get("abstract", ())}
    rows = _rows(lines[begin:], len(columns), first_is_short=first_is_short)
    need_text(columns, source.name, options.mapping, rows)
    number = 0
    for number, cells in enumerate(rows, start=1):
        if len(cells) < len(columns):
            yield Rejection(number, "the row breaks off before its last column")
        else:
            yield RawRecord(number, dict(zip(columns, cells, strict=True)))
    if not number:
        raise InputError(f"{source.name} has a table's head but no rows: there are no papers in it to read.")


def _columns(lines: list[str]) -> tuple[list[str], int]:
    """Return the names of the columns, and where the rows begin."""
    rule = next((place for place, line in enumerate(lines) if _is_rule(line)), None)
    if rule is None:
        return [], 0
    n_columns = len(lines[rule].strip().strip("|").split("|"))
    head = "\n".join(lines[:rule]).strip().removeprefix("|").removesuffix("|")
    # Text before the table belongs to the page: the columns are the last cells above the line of dashes.
    cells = head.split("|")[-n_columns:]
    names = [_column_name(cell) for cell in cells]
    return (unique_names(names), rule + 1) if len(names) == n_columns else ([], 0)


def _is_rule(line: str) -> bool:
    """Whether a line is one of dashes in cells, the last of which may be missing."""
    *cells, last = (cell.strip() for cell in line.strip().removeprefix("|").split("|"))
    return bool(cells) and all(map(_DASHES.fullmatch, cells)) and (not last or _DASHES.fullmatch(last) is not None)


def _column_name(cell: str) -> str:
    """The line above a column's statistics; without them, the line next to the table."""
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    named = (line for line, below in pairwise(lines) if _STATISTICS.match(below))
    return next(named, lines[-1] if lines else "")


def _rows(lines: list[str], n_columns: int, *, first_is_short: bool) -> Iterator[list[str]]:
    """Part lines into rows of cells; bars of its own in a row are left to its last cell."""
    row: list[str] = []
    filled = [line.strip() for line in lines if line.strip(" |")]
    for line, below in pairwise([*filled, ""]):
        row.append(line)
        text = "\n".join(row).removeprefix("|")
        complete = line.endswith("|") and text.count("|") >= n_columns
        goes_on = first_is_short and n_columns > 1 and below and "|" not in below.rstrip("|")
        if complete and not goes_on:
            yield [cell.strip() for cell in text.rstrip().removesuffix("|").split("|", n_columns - 1)]
            row = []
    if row:
        # What was copied may end within the last row.
        yield [cell.strip() for cell in "\n".join(row).removeprefix("|").split("|", n_columns - 1)]


READER: Final = Reader(
    format=format_named("capture-viewer"),
    sniff=sniff,
    read=read,
    own_columns=True,
)
