"""CSV and its relatives: a header row, then a record a row, parted by commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import chain, islice
from typing import Final, NamedTuple

from lib.core.errors import InputError
from lib.core.formats import format_named
from lib.core.mapping import Pairs
from lib.core.text import count_of, cut
from lib.ingest.formats.table import Table, fields_of
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection
from lib.ingest.source import HEAD_BYTES, Head, Source

_DELIMITERS: Final = ",;\t|"
_FEWEST_SWALLOWED: Final = 3
"""Lines of a row that may be several rows where one comma makes a row: in two of them it may be the text's."""
_MOST_LINES: Final = 100
"""Lines over which a cell goes on whose quotation marks do not fit."""
_LONGEST_ROW: Final = 1 << 22
"""Characters of a row over several lines, more than a novel has; one that goes on has an open quotation mark."""
_MOST_NAMED: Final = 5
"""Records with an open quotation mark that are named one by one."""
_MOST_ABOVE: Final = 10
"""Lines above the header that are looked over."""
_FEWEST_FIELDS: Final = 3
"""Columns known by name that make a header of a line further down."""
_LARGEST_FIELD: Final = 2**31 - 1
"""The most that the csv module takes where a C long has 32 bits, as on Windows."""

_QUOTES = re.compile('"+')
_LIST_BEGIN = re.compile(r'"\["(?!")')
_LIST_END = re.compile(r'\]"')


def sniff(head: Head) -> bool:
    """Whether one of the first lines names a title or an abstract among columns parted by a usual separator."""
    lines = head.text.lstrip("\n").split("\n", _MOST_ABOVE + 1)[: _MOST_ABOVE + 1]
    return _declared(lines[0]) is not None or _header_place(lines, head.mapping) is not None


def read(source: Source, options: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the rows below the header; rows of nothing but separators are no records."""
    # For the whole process, but to the same value always: abstracts and full texts pass the module's own limit.
    csv.field_size_limit(_LARGEST_FIELD)
    delimiter, lines = _from_header(source, options.mapping)
    tags = _is_tagged(first := next(lines, ""))
    rows = _plain_rows(chain([first], lines)) if tags else _rows(chain([first], lines), delimiter)
    table = Table(next(rows, _Row([])).cells, source.name, options.mapping, below=(row.cells for row in rows))
    width = len(table.columns)
    number = n_mended = n_open = 0
    for row, state in rows:
        if not any(cell.strip() for cell in row):
            continue
        number += 1
        notes: tuple[tuple[str, str, str], ...] = ()
        n_open += state is _Quotes.OPEN
        if state is _Quotes.OPEN and n_open <= _MOST_NAMED:
            source.warnings.append(
                f"{source.name}, record {number:,}: a quotation mark is opened and never closed, so the record was "
                "read to the end of its line alone; close it and read the file again to be sure."
            )
        n_mended += state is _Quotes.MENDED
        if len(row) > width:
            extra = ", ".join(filter(None, row[width:]))
            if extra:
                notes = (("", extra, "the row has more cells than the header, and these were left out"),)
        elif len(row) < width:
            row = [*row, *[""] * (width - len(row))]
        yield table.record(number, dict(zip(table.columns, row, strict=False)), notes)
    if n_open > _MOST_NAMED:
        source.warnings.append(
            f"{source.name}: {count_of(n_open - _MOST_NAMED, 'more record')} with a quotation mark that is never "
            "closed, each read to the end of its line alone; save the table as CSV again to be sure."
        )
    if n_mended:
        source.warnings.append(
            f"{source.name}: {count_of(n_mended, 'record')} with quotation marks inside of quoted cells that are not "
            "doubled; they were taken for text, so look at some of them, or save the table as CSV again."
        )
    if not number:
        raise InputError(f"{source.name} has a header but no rows: there are no papers in it to read.")


def _from_header(source: Source, mapping: Pairs) -> tuple[str, Iterator[str]]:
    """The separator, and the lines from the header on; a warning says what stood above it."""
    lines = source.lines()
    first = next(lines, "").lstrip("\ufeff")
    if (declared := _declared(first)) is not None:
        return declared, lines
    while first and not first.strip(" \t,;|\n"):
        first = next(lines, "")
    begin = [first, *islice(lines, _MOST_ABOVE)]
    place = _header_place(begin, mapping)
    if place is None:
        # Nothing is known of these columns; a line that parts into none is rather a title above them.
        wide = (n for n, line in enumerate(begin) if len(_cells(line[:HEAD_BYTES], _delimiter(line, mapping))) > 1)
        place = next(wide, 0)
    if place:
        source.warnings.append(
            f"{source.name}: the header is its line {place + 1}, and what stands above it was passed over "
            f"({cut(' '.join(''.join(begin[:place]).split()), 100)})."
        )
    return _delimiter(begin[place][:HEAD_BYTES], mapping), chain(begin[place:], lines)


def _header_place(lines: Sequence[str], mapping: Pairs) -> int | None:
    """Which line is the header: the first, or one further down that names more columns than by chance."""
    for place, line in enumerate(line[:HEAD_BYTES] for line in lines):
        found = fields_of(_cells(line.rstrip("\n"), _delimiter(line, mapping)), mapping)
        if place == 0 and (found.has_text or _is_tagged(line)):
            return place
        # What a person names is not there by chance.
        if found.has_text and (len(found.fields) >= _FEWEST_FIELDS or any(found.given.values())):
            return place
    return None


def _is_tagged(header: str) -> bool:
    """Whether this is Web of Science's header of two-letter tags: there, quotation marks are text."""
    tags = header.lstrip("\ufeff").rstrip("\t\n").split("\t")
    return {"PT", "TI"} <= set(tags) and all(len(tag) == 2 for tag in tags)


class _Quotes(Enum):
    """What was found out about the quotation marks of a row."""

    SOUND = auto()
    MENDED = auto()
    """Some stood for themselves without being doubled."""
    OPEN = auto()
    """The row would have swallowed all rows below it."""


class _Row(NamedTuple):
    """The cells of one row, and how its quotation marks were."""

    cells: list[str]
    quotes: _Quotes = _Quotes.SOUND


def _plain_rows(lines: Iterable[str]) -> Iterator[_Row]:
    """A row a line."""
    for line in lines:
        yield _Row(line.rstrip("\n").split("\t"))


def _rows(lines: Iterator[str], delimiter: str) -> Iterator[_Row]:
    """Part lines into rows, the header among them.

    A quotation mark that is opened and never closed takes what is below it into one cell, up to the next quotation
    mark or the end. The line where such a row begins is read by itself, its quotation marks as they stand, and what
    follows as if it were not there. Marks within a cell that are not doubled are told by what stands behind them.
    """
    n_columns = 0
    ahead = _MOST_LINES
    watched = _Watched(lines)
    while True:
        try:
            for cells in csv.reader(watched, delimiter=delimiter, skipinitialspace=delimiter != "\t", strict=True):
                watched.clear()
                n_columns = n_columns or len(cells)
                yield _Row(cells)
            return
        except csv.Error:
            taken = watched.taken.copy()
            row = None
            if not _swallowed(taken, delimiter, n_columns):
                # A mark at a line's end closes the last cell; if there are too few so far, it may be the text's.
                for n_cells in (n_columns, 0):
                    watched.give_back(watched.taken.copy())
                    row = _lenient_row(watched, delimiter, n_cells, len(taken) + ahead)
                    if row is not None and not _swallowed(watched.taken, delimiter, n_columns):
                        break
                    row = None
            # Where marks are never closed all the time, looking far ahead each time would take for ever.
            ahead = min(_MOST_LINES, ahead + 1) if row else ahead // 2
            if row is None:
                watched.give_back(watched.taken.copy())
                row = _Row(_as_it_stands(next(watched), delimiter), _Quotes.OPEN)
            watched.clear()
            n_columns = n_columns or len(row.cells)
            yield row


def _lenient_row(lines: Iterator[str], delimiter: str, n_cells: int, most_lines: int) -> _Row | None:
    """Read one row, in which a quotation mark closes a cell only where a separator or the line's end follows.

    The line's end counts from the last of `n_cells` on. None where the row does not end within so many lines. A list
    within quotation marks, `"["a","b"]"`, ends with its bracket.
    """
    cells: list[str] = []
    line = next(lines, "")
    place, n_lines = 0, 1
    is_tab = delimiter == "\t"
    while True:
        while not is_tab and place < len(line) and line[place] == " ":
            place += 1
        if place >= len(line) or line[place] != '"':
            border = line.find(delimiter, place)
            if border < 0:
                cells.append(line[place:].rstrip("\n"))
                return _Row(cells, _Quotes.MENDED)
            cells.append(line[place:border])
            place = border + 1
            continue
        closing = _LIST_END if _LIST_BEGIN.match(line, place) else _QUOTES
        parts: list[str] = []
        place += 1
        ends = f"{delimiter}\n" if len(cells) + 1 >= n_cells else delimiter
        while (end := _closing(line, place, closing, ends)) is None:
            parts.append(line[place:])
            line = next(lines, "")
            place, n_lines = 0, n_lines + 1
            if not line or n_lines > most_lines:
                return None
        parts.append(line[place : end[0]])
        text = "".join(parts)
        cells.append(text if closing is _LIST_END else text.replace('""', '"'))
        place = end[1]
        if place >= len(line) or line[place] == "\n":
            return _Row(cells, _Quotes.MENDED)
        place += 1


def _closing(line: str, place: int, closing: re.Pattern[str], ends: str) -> tuple[int, int] | None:
    """Where a quoted cell ends, and where what closes it does; None if it goes on in the next line.

    `ends` are the separator, and a line feed if the line's end may follow as well.
    """
    for match in closing.finditer(line, place):
        if closing is _QUOTES and len(match[0]) % 2 == 0:
            continue
        after = match.end()
        while after < len(line) and line[after] == " ":
            after += 1
        if after >= len(line) or line[after] in ends:
            return match.end() - 1, after
    return None


def _as_it_stands(line: str, delimiter: str) -> list[str]:
    """The cells of a line in which quotation marks mean nothing."""
    return next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])


def _swallowed(lines: list[str], delimiter: str, n_columns: int) -> bool:
    """Whether a row over several lines, whose quotation marks do not fit, is several rows.

    Marks that are not doubled within a cell do not fit either, but lines of text seldom look like rows.
    """
    if n_columns <= 1 or len(lines) < (_FEWEST_SWALLOWED if n_columns == 2 else 2):
        return False
    stands = [len(_as_it_stands(line, delimiter)) for line in lines]
    whole = sum(
        n_columns in (n_cells, len(_cells(line.rstrip("\n"), delimiter)))
        for line, n_cells in zip(lines[1:], stands[1:], strict=True)
    )
    return stands[0] >= n_columns and 2 * whole > len(lines) - 1


class _Watched:
    """Passes lines on, collects them, and takes them back.

    It ends where one row has far too many, as it does with the file: the row's quotation mark is open either way.
    """

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._given_back: deque[str] = deque()
        self.taken: list[str] = []
        self._n_taken = 0

    def give_back(self, lines: list[str]) -> None:
        """Let these lines come next."""
        self._given_back.extendleft(reversed(lines))
        self.clear()

    def clear(self) -> None:
        """Forget what was collected: its row is done with."""
        self.taken.clear()
        self._n_taken = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._n_taken > _LONGEST_ROW:
            raise StopIteration
        line = self._given_back.popleft() if self._given_back else next(self._lines)
        self.taken.append(line)
        self._n_taken += len(line)
        return line


def _declared(line: str) -> str | None:
    """The delimiter in a line such as `sep=;`, which spreadsheets write before the header."""
    line = line.lstrip("\ufeff").rstrip("\n")
    return line[4] if len(line) == 5 and line.lower().startswith("sep=") else None


def _delimiter(header: str, mapping: Pairs) -> str:
    """The separator that finds the most known columns in the header, then the most columns."""

    def columns_found(delimiter: str) -> tuple[int, int]:
        names = _cells(header, delimiter)
        return len(fields_of(names, mapping).fields), len(names)

    return max(_DELIMITERS, key=columns_found)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=delimiter != "\t"), [])
    except csv.Error:
        return []


READER: Final = Reader(
    format=format_named("csv"),
    sniff=sniff,
    read=read,
    own_columns=True,
)
