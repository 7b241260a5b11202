"""CSV and its relatives: a header row, then a record a row, parted by commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

from lib.core.errors import InputError
from lib.ingest.columns import map_columns, need_text, unique_names
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection
from lib.ingest.source import Head, Source

_DELIMITERS: Final = ",;\t|"
_FEWEST_SWALLOWED: Final = 3
"""Lines of a row that may be several rows where one comma makes a row: in two of them it may be the text's."""
_LARGEST_FIELD: Final = 2**31 - 1
"""The most that the csv module takes where a C long has 32 bits, as on Windows."""


def sniff(head: Head) -> bool:
    """Whether the first line names a title or an abstract among columns parted by a usual separator."""
    first = head.text.lstrip("\n").split("\n", 1)[0]
    return _declared(first) is not None or map_columns(tuple(unique_names(_cells(first, _delimiter(first))))).has_text


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the rows below the header; rows of nothing but separators are no records."""
    # For the whole process, but to the same value always: abstracts and full texts pass the module's own limit.
    csv.field_size_limit(_LARGEST_FIELD)
    lines = source.lines()
    first = next(lines, "").lstrip("\ufeff")
    declared = _declared(first)
    if declared is not None:
        first = next(lines, "")
    while first and not first.strip(" \t,;|\n"):
        first = next(lines, "")
    delimiter = declared or _delimiter(first)
    rows = _rows(chain([first], lines), delimiter)
    header = unique_names(next(rows, _Row([])).cells)
    need_text(header, source.name)
    number = 0
    try:
        for row, open_quote in rows:
            if not any(cell.strip() for cell in row):
                continue
            number += 1
            notes: tuple[tuple[str, str, str], ...] = ()
            if open_quote:
                source.warnings.append(
                    f"{source.name}, record {number:,}: a quotation mark is opened and never closed, so the record was "
                    "read to the end of its line alone; close it and read the file again to be sure."
                )
            if len(row) > len(header):
                extra = ", ".join(filter(None, row[len(header) :]))
                if extra:
                    notes = (("", extra, "the row has more cells than the header, and these were left out"),)
            elif len(row) < len(header):
                row = [*row, *[""] * (len(header) - len(row))]
            yield RawRecord(number, dict(zip(header, row, strict=False)), notes)
    except csv.Error as err:
        raise InputError(
            f"{source.name}, after record {number}, is not CSV ({err}): save the table as CSV again and try once more."
        ) from err
    if not number:
        raise InputError(f"{source.name} has a header but no rows: there are no papers in it to read.")


class _Row(NamedTuple):
    """The cells of one row, and whether it would have swallowed all rows below it."""

    cells: list[str]
    open_quote: bool = False


def _rows(lines: Iterator[str], delimiter: str) -> Iterator[_Row]:
    """Part lines into rows, the header among them.

    A quotation mark that is opened and never closed takes what is below it into one cell, up to the next quotation
    mark or the end. The line where such a row begins is read by itself, its quotation marks as they stand, and what
    follows as if it were not there.
    """
    n_columns = 0
    watched = _Watched(lines)
    while True:
        for cells in csv.reader(watched, delimiter=delimiter, skipinitialspace=delimiter != "\t"):
            if watched.ended or _swallowed(watched.taken, delimiter, n_columns):
                line, *below = watched.taken
                watched.give_back(below)
                yield _Row(_as_it_stands(line, delimiter), open_quote=True)
                break
            watched.taken.clear()
            n_columns = n_columns or len(cells)
            yield _Row(cells)
        else:
            return


def _as_it_stands(line: str, delimiter: str) -> list[str]:
    """The cells of a line in which quotation marks mean nothing."""
    return next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])


def _swallowed(lines: list[str], delimiter: str, n_columns: int) -> bool:
    """Whether a row over several lines is several rows: its quotation marks do not fit, and its lines are whole rows.

    Marks that are not doubled within a cell do not fit either, but lines of text seldom look like rows.
    """
    if n_columns <= 1 or len(lines) < (_FEWEST_SWALLOWED if n_columns == 2 else 2):
        return False
    try:
        list(csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != "\t", strict=True))
    except csv.Error:
        stands = [len(_as_it_stands(line, delimiter)) for line in lines]
        whole = sum(
            n_columns in (n_cells, len(_cells(line.rstrip("\n"), delimiter)))
            for line, n_cells in zip(lines[1:], stands[1:], strict=True)
        )
        return stands[0] >= n_columns and 2 * whole > len(lines) - 1
    return False


class _Watched:
    """Passes lines on, collects them, takes them back, and knows when more were asked for than there are."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._given_back: deque[str] = deque()
        self.taken: list[str] = []
        self.ended = False

    def give_back(self, lines: list[str]) -> None:
        """Let these lines come next."""
        self._given_back.extendleft(reversed(lines))
        self.taken.clear()
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._given_back.popleft() if self._given_back else next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.taken.append(line)
        return line


def _declared(line: str) -> str | None:
    """The delimiter in a line such as `sep=;`, which spreadsheets write before the header."""
    line = line.lstrip("\ufeff").rstrip("\n")
    return line[4] if len(line) == 5 and line.lower().startswith("sep=") else None


def _delimiter(header: str) -> str:
    """The separator that finds the most known columns in the header, then the most columns."""

    def columns_found(delimiter: str) -> tuple[int, int]:
        names = _cells(header, delimiter)
        return len(map_columns(tuple(unique_names(names))).fields), len(names)

    return max(_DELIMITERS, key=columns_found)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=delimiter != "\t"), [])
    except csv.Error:
        return []


READER: Final = Reader(
    name="csv",
    title="CSV, semicolon-separated and tab-separated tables",
    suffixes=(".csv", ".tsv", ".tab"),
    sniff=sniff,
    read=read,
)
