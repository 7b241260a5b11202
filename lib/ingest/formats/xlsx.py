"""Excel's workbooks: all sheets with titles, row by row, formulas as the values that were saved with them."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any, Final, TypeAlias

from lib.core.errors import InputError
from lib.core.formats import format_named
from lib.core.mapping import Pairs
from lib.core.text import count_of, cut
from lib.ingest.columns import need_text
from lib.ingest.formats.table import Table, fields_of
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection
from lib.ingest.source import Head, Source
from lib.ingest.values import text_of

Row: TypeAlias = tuple[object, ...]

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
    """Read the rows below the headers of all sheets with titles or abstracts; empty rows are no records."""
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
    except InputError:
        raise
    except Exception as err:  # openpyxl checks little: a broken part raises whatever it happens to meet
        raise _unsound(source.name, _reason(err)) from err
    try:
        yield from _read_sheets(source, book.worksheets, options.mapping)
    finally:
        book.close()


class _DamagedSheetError(Exception):
    """A part of a workbook is not what it should be."""


def _reason(err: Exception) -> str:
    return cut(str(err).strip("'\""), 100) or type(err).__name__


def _unsound(name: str, why: str) -> InputError:
    return InputError(f"{name} is no sound Excel workbook ({why}): open it in Excel and save it again.")


def _check_size(where: Any, name: str) -> None:  # a path or an open file
    with zipfile.ZipFile(where) as archive:
        size = sum(member.file_size for member in archive.infolist())
        packed = sum(member.compress_size for member in archive.infolist())
    if size > _MOST_BYTES or (size > _BOMB_BYTES and size > packed * _MOST_TIMES):
        raise InputError(
            f"{name} would unpack to {size / 1e6:,.0f} MB, more than a table of papers takes: save it as CSV."
        )


def _read_sheets(source: Source, sheets: Sequence[Any], mapping: Pairs) -> Iterator[RawRecord | Rejection]:
    number = n_read = 0
    passed_over: list[str] = []
    first: list[Row] = []
    faults: list[tuple[str, str]] = []
    for sheet in sheets:
        rows = _rows(sheet)
        try:
            begin = list(islice(rows, _ROWS_ABOVE))
            place = _header_place(begin, mapping)
            if place is None:
                filled = list(filter(_is_filled, begin))
                first = first or filled
                passed_over += [f'"{sheet.title}"'] if filled else []
                continue
            n_read += 1
            if above := " ".join(text_of(cell) for row in begin[:place] for cell in row if text_of(cell)):
                source.warnings.append(
                    f'{source.name}, sheet "{sheet.title}": the header is its row {place + 1}, and what stands above '
                    f"it was passed over ({cut(above, 100)})."
                )
            table = Table(_header(begin[place]), source.name, mapping)
            for row in filter(_is_filled, chain(begin[place + 1 :], rows)):
                number += 1
                yield _record(number, row, table)
        except _DamagedSheetError as err:
            faults.append((sheet.title, str(err)))
    if not number:
        if faults:
            raise _unsound(source.name, faults[0][1])
        if n_read:
            raise InputError(f"{source.name} has a header but no rows: there are no papers in it to read.")
        # Nothing is known of these columns; a row with one cell is rather a title above them.
        place = next((n for n, row in enumerate(first) if len(_header(row)) > 1), 0)
        need_text(_header(first[place]) if first else [], source.name, mapping, first[place + 1 :])
        raise InputError(f"{source.name} has no sheet with a header: write title, abstract ... above the columns.")
    for title, why in faults:
        number += 1
        rest = f'the sheet "{title}" is damaged ({why}), so not all of it was read'
        source.warnings.append(f"{source.name}: {rest}; open it in Excel and save it again.")
        yield Rejection(number, rest)
    if passed_over:
        source.warnings.append(
            f"{source.name}: without a column for titles or abstracts, and so not read: "
            f"{count_of(len(passed_over), 'sheet')} ({cut(', '.join(passed_over), 100)})."
        )


def _record(number: int, row: Row, table: Table) -> RawRecord:
    width = len(table.columns)
    extra = ", ".join(filter(None, map(text_of, row[width:])))
    notes = [("", extra, "the row has more cells than the header, and these were left out")] if extra else []
    cells = [*row[:width], *[None] * (width - len(row))]
    return table.record(number, dict(zip(table.columns, cells, strict=True)), notes)


def _rows(sheet: Any) -> Iterator[Row]:
    """The values of a sheet's rows; what a formula could not work out is nothing."""
    rows = _cells(sheet)
    while True:
        try:
            with _in_silence():
                some = list(islice(rows, _AT_ONCE))
        except Exception as err:  # as above: whatever a broken part makes openpyxl meet
            raise _DamagedSheetError(_reason(err)) from err
        if not some:
            return
        for row in some:
            yield tuple(None if isinstance(value, str) and value in _ERRORS else value for value in row)


def _cells(sheet: Any) -> Iterator[list[object]]:
    """The rows that a sheet has, in the order of the file.

    openpyxl's own way to them makes up the rows between two numbers, without end where a number is broken, and leaves
    out rows whose numbers do not go up.
    """
    from openpyxl.worksheet._reader import WorkSheetParser

    book = sheet.parent
    with sheet._get_source() as part:
        parser = WorkSheetParser(
            part,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for _, cells in parser.parse():
            # How high each row is would be kept to the end.
            parser.row_dimensions.clear()
            row: list[object] = [None] * max((cell["column"] for cell in cells), default=0)
            for cell in cells:
                row[cell["column"] - 1] = cell["value"]
            yield row


@contextmanager
def _in_silence() -> Iterator[None]:
    """What openpyxl says of styles and filters that it does not know is of no use to anyone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _header_place(rows: Sequence[Row], mapping: Pairs) -> int | None:
    """Which row is the header: the first that names a title or an abstract and more, else the first with no more."""
    found = [fields_of(_header(row), mapping) for row in rows]
    several = (place for place, columns in enumerate(found) if columns.has_text and len(columns.fields) > 1)
    alone = (place for place, columns in enumerate(found) if columns.has_text)
    return next(several, next(alone, None))


def _header(row: Sequence[object]) -> list[str]:
    """The names of columns, without the empty ones at the end."""
    names = [text_of(cell) for cell in row]
    while names and not names[-1]:
        names.pop()
    return names


def _is_filled(row: Row) -> bool:
    return any(cell is not None and text_of(cell) for cell in row)


READER: Final = Reader(
    format=format_named("xlsx"),
    sniff=sniff,
    read=read,
    typed=True,
    binary=True,
    own_columns=True,
)
