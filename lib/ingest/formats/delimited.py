"""CSV and its relatives: a header row, then a record a row, parted by commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain
from typing import Final

from lib.core.errors import InputError
from lib.ingest.columns import map_columns, need_text, unique_names
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection
from lib.ingest.source import Head, Source

_DELIMITERS: Final = ",;\t|"
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
    rows = csv.reader(chain([first], lines), delimiter=delimiter, skipinitialspace=delimiter != "\t")
    header = unique_names(next(rows, []))
    need_text(header, source.name)
    number = 0
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            number += 1
            notes: tuple[tuple[str, str, str], ...] = ()
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
