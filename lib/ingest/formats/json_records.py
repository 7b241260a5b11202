"""JSON Lines (an object a line, read one by one) and JSON (a list of objects, or one inside an object)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from lib.core.errors import InputError
from lib.ingest.columns import map_columns
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection
from lib.ingest.source import Head, Source
from lib.ingest.values import NumberText

_BEGIN = re.compile(r'\s*(\{\s*["}]|\[\s*[\[{\]])')

_LINES_TRIED: Final = 10
_MOST_DIGITS: Final = 40


def sniff(head: Head) -> bool:
    """Whether the text begins as an object or as a list of them."""
    return _BEGIN.match(head.text) is not None


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read a record a line where the first line is a whole object with a title or an abstract, else the whole text."""
    lines = source.lines()
    first = next((line for line in lines if line.strip()), "")
    if _is_record(first):
        yield from _read_lines(first, lines)
        return
    text = first + "".join(lines)
    below = text.split("\n", _LINES_TRIED)[1:_LINES_TRIED]
    if any(_is_record(line) for line in below) and not _is_json(text):
        # The first line of JSON Lines may be the broken one.
        text_lines = (line for line in text.split("\n") if line.strip())
        yield from _read_lines(next(text_lines), text_lines)
    else:
        yield from _read_list(source, text)


def _is_json(text: str) -> bool:
    try:
        _parse(text)
    except ValueError:
        return False
    return True


def _is_record(line: str) -> bool:
    """Whether a line is the first of JSON Lines, not that of an object around a list."""
    try:
        value = _parse(line)
    except ValueError:
        return False
    return isinstance(value, dict) and (map_columns(tuple(value)).has_text or not _lists_in(value))


def _read_lines(first: str, lines: Iterator[str]) -> Iterator[RawRecord | Rejection]:
    number = 0
    for line in chain([first], lines):
        if not line.strip():
            continue
        number += 1
        try:
            value = _parse(line)
        except ValueError as err:
            yield Rejection(number, f"the line is not valid JSON ({_where(err)})")
            continue
        yield _record(number, value)


def _read_list(source: Source, text: str) -> Iterator[RawRecord | Rejection]:
    try:
        value = _parse(text)
    except ValueError as err:
        raise InputError(
            f"{source.name} is not valid JSON ({_where(err)}): get the file again, or correct it at that place."
        ) from err
    records = value if isinstance(value, list) else _wrapped(value)
    if not records:
        raise InputError(f"{source.name} holds no list of records: there are no papers in it to read.")
    for number, record in enumerate(records, start=1):
        yield _record(number, record)


def _record(number: int, value: object) -> RawRecord | Rejection:
    if isinstance(value, dict):
        return RawRecord(number, value)
    return Rejection(number, "not an object with named values")


def _wrapped(value: object) -> list[object]:
    """The records inside an object: its longest list of objects, else the object itself as the only record."""
    if not isinstance(value, dict):
        return []
    lists = _lists_in(value)
    if map_columns(tuple(value)).has_text or not lists:
        return [value] if value else []
    return max(lists, key=len)


def _lists_in(value: dict[str, object], depth: int = 2) -> list[list[object]]:
    """The lists of objects in an object and in the objects in it, as in `{"message": {"items": [...]}}`."""
    found: list[list[object]] = []
    for member in value.values():
        if isinstance(member, list) and member and all(isinstance(item, dict) for item in member):
            found.append(member)
        elif isinstance(member, dict) and depth > 1:
            found += _lists_in(member, depth - 1)
    return found


def _parse(text: str) -> object:
    try:
        return json.loads(text, parse_float=NumberText, parse_int=_whole_number)
    except RecursionError as err:
        raise ValueError("it is nested too deeply") from err


def _whole_number(digits: str) -> int | str:
    # Longer ones are no quantities, and Python reads none of more than 4,300 digits.
    return int(digits) if len(digits) <= _MOST_DIGITS else NumberText(digits)


def _where(err: ValueError) -> str:
    if isinstance(err, json.JSONDecodeError):
        return f"{err.msg} at line {err.lineno}, column {err.colno}"
    return str(err)


READER: Final = Reader(
    name="json",
    title="JSON Lines and JSON",
    suffixes=(".jsonl", ".ndjson", ".json"),
    sniff=sniff,
    read=read,
    typed=True,
)
