"""Excel's workbooks: the sheet with titles, row by row, formulas as the values that were saved with them."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any, Final

from lib.core.errors import InputError
from lib.core.formats import format_named
from lib.core.mapping import Pairs
from lib.core.text import cut
from lib.ingest.columns import map_columns, need_text, unique_names
from lib.ingest.formats.table import Table
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection
from lib.ingest.source import Head, Source
from lib.ingest.values import text_of

_ROWS_ABOVE: Final = 20
"""Rows above the header that are looked over."""
_AT_ONCE: Final = 256
"""Rows that are taken from a sheet together."""
_MOST_BYTES: Final = 1 << 31
"""Unpacked size of a workbook."""
_MOST_TIMES: Final = 400
_BOMB_BYTES: Final = 1 << 27
"""A workbook that grows by more than so many times, beyond so many bytes, is made to fill the memory."""
_ERRORS: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sniff(head: Head) -> bool:
    """Whether the file is a zip archive with a workbook in it, or in Excel's old format."""
    is_workbook = head.data.startswith(b"PK\x03\x04") and (b"xl/" in head.data or b"[Content_Types].xml" in head.data)
    return is_workbook or head.data.startswith(_OLD)


def read(source: Source, options: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the rows below the header of the first sheet with titles or abstracts; empty rows are no records."""
    from openpyxl import load_workbook  # a second to import

    if source.head().data.startswith(_OLD):
        raise InputError(
            f"{source.name} is an Excel file of the old kind, or one with a password: "
            "save it in Excel as .xlsx without a password, or as CSV."
        )
    where = source.seekable
    try:
        _check_size(where, source.name)
        # Links to other files are not followed; a formula's value is the one that was saved.
        with _in_silence():
            book = load_workbook(where, read_only=True, data_only=True, keep_links=False)
        try:
            yield from _read_sheet(source, book.worksheets, options.mapping)
        finally:
            book.close()
    except InputError:
        raise
    except Exception as err:  # openpyxl checks little: a broken part raises whatever it happens to meet
        why = str(err).strip("'\"") or type(err).__name__
        raise InputError(
            f"{source.name} is no sound Excel workbook ({cut(why, 100)}): open it in Excel and save it again."
        ) from err


def _check_size(where: Any, name: str) -> None:  # a path or an open file
    with zipfile.ZipFile(where) as archive:
        size = sum(member.file_size for member in archive.infolist())
        packed = sum(member.compress_size for member in archive.infolist())
    if size > _MOST_BYTES or (size > _BOMB_BYTES and size > packed * _MOST_TIMES):
        raise InputError(
            f"{name} would unpack to {size / 1e6:,.0f} MB, more than a table of papers takes: save it as CSV."
        )


def _read_sheet(source: Source, sheets: Sequence[Any], mapping: Pairs) -> Iterator[RawRecord | Rejection]:
    found: tuple[Any, Table, Iterator[tuple[object, ...]]] | None = None
    others: list[str] = []
    first: list[tuple[object, ...]] = []
    for sheet in sheets:
        rows = _rows(sheet)
        begin = list(islice(rows, _ROWS_ABOVE))
        place = _header_place(begin, mapping)
        if place is None:
            first = first or list(filter(_is_filled, begin))
        elif found is None:
            found = sheet, Table(_header(begin[place]), source.name, mapping), chain(begin[place + 1 :], rows)
        else:
            others.append(sheet.title)
    if found is None:
        need_text(_header(first[0]) if first else [], source.name, mapping, first[1:])
        raise InputError(f"{source.name} has no sheet with a header: write title, abstract ... above the columns.")
    sheet, table, rows = found
    if others:
        source.warnings.append(
            f'{source.name}: the sheet "{sheet.title}" was read, and not {", ".join(others)}, which '
            "may hold papers too: save each as a file of its own to read them."
        )
    width = len(table.columns)
    number = 0
    for row in filter(_is_filled, rows):
        number += 1
        extra = ", ".join(filter(None, map(text_of, row[width:])))
        notes = [("", extra, "the row has more cells than the header, and these were left out")] if extra else []
        cells = [*row[:width], *[None] * (width - len(row))]
        yield table.record(number, dict(zip(table.columns, cells, strict=True)), notes)
    if not number:
        raise InputError(f"{source.name} has a header but no rows: there are no papers in it to read.")


def _rows(sheet: Any) -> Iterator[tuple[object, ...]]:
    """The values of a sheet's rows; what a formula could not work out is nothing."""
    # What a sheet says of its own size is wrong where other programs wrote it.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True)
    while True:
        with _in_silence():
            some = list(islice(rows, _AT_ONCE))
        if not some:
            return
        for row in some:
            yield tuple(None if isinstance(value, str) and value in _ERRORS else value for value in row)


@contextmanager
def _in_silence() -> Iterator[None]:
    """What openpyxl says of styles and filters that it does not know is of no use to anyone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _header_place(rows: Sequence[tuple[object, ...]], mapping: Pairs) -> int | None:
    """Which row is the header: the first that names a title or an abstract and more, else the first with no more."""
    found = [map_columns(tuple(unique_names(_header(row))), mapping) for row in rows]
    several = (place for place, columns in enumerate(found) if columns.has_text and len(columns.fields) > 1)
    alone = (place for place, columns in enumerate(found) if columns.has_text)
    return next(several, next(alone, None))


def _header(row: Sequence[object]) -> list[str]:
    """The names of columns, without the empty ones at the end."""
    names = [text_of(cell) for cell in row]
    while names and not names[-1]:
        names.pop()
    return names


def _is_filled(row: tuple[object, ...]) -> bool:
    return any(cell is not None and text_of(cell) for cell in row)


READER: Final = Reader(
    format=format_named("xlsx"),
    sniff=sniff,
    read=read,
    typed=True,
    binary=True,
    own_columns=True,
)
