"""JSON Lines (an object a line) and JSON (a list of objects, alone or inside an object), read record by record.

What a service's records are like is known in a file of its own; they all lead here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final, TypeAlias

from lib.core.errors import InputError
from lib.core.formats import format_named
from lib.core.mapping import Pairs
from lib.ingest.columns import map_columns
from lib.ingest.formats.json_text import BrokenJson, JsonText, open_json, parse
from lib.ingest.formats.json_values import at, first
from lib.ingest.formats.python_repr import read_literal
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection
from lib.ingest.source import Head, Source

Convert: TypeAlias = Callable[[Mapping[str, object]], dict[str, object] | None]
"""Makes the values of a service's record by their canonical names; None if a record is not the service's."""
HasText: TypeAlias = Callable[[object], bool]
"""Whether a value is an object with a title or an abstract."""

_BEGIN = re.compile(r'\s*(\{\s*["}]|\[\s*[\[{"\]])')
_LINES_TRIED: Final = 10
_ENVELOPES: Final = ("paper", "_source", "work", "article", "attributes", "record", "message")
"""Members that hold the record, where what is around it is about the record."""
_NO_RECORDS: Final = frozenset({"references", "reference", "citations", "related", "versions", "cited_by", "citedBy"})
"""Lists that belong to one record, though their members have titles."""


def _read(source: Source, convert: Convert, mapping: Pairs) -> Iterator[RawRecord | Rejection]:
    """Read all records of JSON or JSON Lines, each made into values by `convert` where it can.

    Raises
    ------
    InputError
        If there are none; what is broken behind whole records is a rejection and a warning.
    """
    has_text = partial(_has_text, mapping)
    members = _line_members(source) if _is_in_lines(source.head().text, has_text) else _members(source, has_text)
    number = 0
    for number, member in enumerate(members, start=1):
        yield _record(number, member, convert, mapping)
    if not number:
        raise InputError(f"{source.name} holds no list of records: there are no papers in it to read.")


def _record(number: int, member: object, convert: Convert, mapping: Pairs) -> RawRecord | Rejection:
    if isinstance(member, BrokenJson):
        return Rejection(number, str(member))
    if isinstance(member, str):
        try:
            member = read_literal(member)
        except ValueError as err:
            return Rejection(number, f"a text, not an object with named values ({err})")
    if not isinstance(member, dict):
        return Rejection(number, "not an object with named values")
    try:
        values = convert(member)
    # A service's record of another shape than it has ever had is still a record.
    except (TypeError, ValueError, AttributeError, KeyError, IndexError):
        values = None
    if not values:
        return RawRecord(number, _values(member, mapping))
    if not mapping:
        return RawRecord(number, values)
    # What a person names is the member as the file has it, whatever a service's records are otherwise made into.
    said = map_columns(tuple(member), mapping).given.values()
    return RawRecord(number, values | {name: member[name] for ranked in said for name in ranked if name not in values})


def _values(record: dict[str, object], mapping: Pairs) -> dict[str, object]:
    """The values of a record that is no known service's: taken out of its envelope, journals by their names."""
    if not _has_text(mapping, record):
        for name in _ENVELOPES:
            inner = record.get(name)
            if isinstance(inner, dict) and _has_text(mapping, inner):
                record = {**{key: value for key, value in record.items() if key != name}, **inner}
                break
    for column in map_columns(tuple(record), mapping).fields.get("venue", ()):
        if isinstance(venue := record[column], Mapping):
            record = {**record, column: first(*(venue.get(key) for key in ("name", "title", "display_name"))) or venue}
    return record


def _line_members(source: Source) -> Iterator[object]:
    """A member a line; a broken line is one, and the next is read all the same."""
    for place, line in enumerate(source.lines(), start=1):
        if not line.strip():
            continue
        try:
            yield parse(line)
        except BrokenJson as err:
            why = str(err).replace("line 1, ", f"line {place:,}, ")
            yield BrokenJson(f"the line is not valid JSON ({why})")


def _is_in_lines(text: str, has_text: HasText) -> bool:
    """Whether the beginning of a text is that of JSON Lines."""
    lines = text.lstrip("\n").split("\n", _LINES_TRIED)
    if _is_record(lines[0], has_text):
        return True
    if lines[0].lstrip()[:1] != "{" or not any(_is_record(line, has_text) for line in lines[1:_LINES_TRIED]):
        return False
    # The first line of JSON Lines may be the broken one; an object over several lines is not broken there.
    try:
        parse("\n".join(lines))
    except BrokenJson as err:
        return not err.is_cut
    return False


def _is_record(line: str, has_text: HasText) -> bool:
    """Whether a line is an object, and none around a list of records."""
    try:
        value = parse(line)
    except BrokenJson:
        return False
    return isinstance(value, dict) and (has_text(value) or not _lists_in(value))


def _members(source: Source, has_text: HasText) -> Iterator[object]:
    """The records of one JSON text, or of several in a row."""
    text = JsonText(open_json(source))
    n_found = 0
    try:
        if text.take("["):
            for member in _list(text, "]"):
                n_found += 1
                yield member
        else:
            for member in _in_object(text, has_text):
                n_found += 1
                yield member
        if n_found and text.peek():
            yield from _list(text, "")
    except BrokenJson as err:
        if not n_found:
            raise InputError(
                f"{source.name} is not valid JSON ({err}): get the file again, or correct it at that place."
            ) from err
        source.warnings.append(
            f"{source.name} breaks off before its end: it was not copied or downloaded whole; get it again."
            if err.is_cut
            else f"{source.name} is not valid JSON to its end ({err}): what stands there was not read; correct it, or "
            "get the file again."
        )


def _list(text: JsonText, closing: str, before: object = None) -> Iterator[object]:
    """The members of a list whose bracket is open; broken ones as the fault that they have.

    `closing` is the bracket, "" for values in a row to the end; `before` a member that was read already.
    """
    like = before if isinstance(before, dict) else None
    n_members = int(before is not None)
    while True:
        while text.take(","):
            pass
        if not closing and not text.peek():
            return
        if closing and text.take(closing):
            return
        name = text.first_name()
        try:
            member: object = text.value()
        except BrokenJson as err:
            if not n_members and (err.is_cut or not name):
                raise
            if err.is_cut:
                yield BrokenJson(f"the file breaks off within it ({err})")
                text.give_up()
                raise
            yield BrokenJson(f"not valid JSON ({err})")
            n_members += 1
            if like:
                name = f'"{next(iter(like), "")}"'
            following = text.next_like(name, frozenset(like or ())) if name else None
            if following is None:
                raise BrokenJson(f"from the fault on, {err}") from err
            member = following
        if like is None and isinstance(member, dict):
            like = member
        n_members += 1
        yield member


def _in_object(text: JsonText, has_text: HasText) -> Iterator[object]:
    """The records inside an object, or the object itself as the only one."""
    n_found = 0
    value: dict[str, object] = {}
    for member in _object(text, value, has_text, depth=2):
        n_found += 1
        yield member
    if not n_found:
        yield from _wrapped(value, has_text)


def _object(text: JsonText, value: dict[str, object], has_text: HasText, depth: int) -> Iterator[object]:
    """Read an object into `value`, but for lists of records in it, whose members are given one by one."""
    if not text.take("{"):
        raise BrokenJson(f"no object at {text.place()}")
    while not text.take("}"):
        name = text.value()
        if not isinstance(name, str) or not text.take(":"):
            raise BrokenJson(f"no name and colon at {text.place()}", is_cut=not text.peek())
        if has_text(value) or name in _NO_RECORDS:
            value[name] = text.value()
        elif text.peek() == "[":
            text.take("[")
            begin = None if text.peek() == "]" else text.value()
            if _is_like_record(begin, has_text):
                yield begin
                yield from _list(text, "]", begin)
            else:
                value[name] = [*([] if begin is None else [begin]), *_sound(_list(text, "]", begin))]
        elif text.peek() == "{" and depth > 1:
            inner: dict[str, object] = {}
            value[name] = inner
            yield from _object(text, inner, has_text, depth - 1)
        else:
            value[name] = text.value()
        if not text.take(",") and text.peek() != "}":
            raise BrokenJson(f"no comma at {text.place()}", is_cut=not text.peek())


def _sound(members: Iterator[object]) -> Iterator[object]:
    for member in members:
        if isinstance(member, BrokenJson):
            raise member
        yield member


def _is_like_record(value: object, has_text: HasText) -> bool:
    if isinstance(value, str):
        return value.startswith("{")
    return isinstance(value, dict) and (
        has_text(value) or any(has_text(at(value, name)) for name in _ENVELOPES if name in value)
    )


def _wrapped(value: dict[str, object], has_text: HasText) -> list[object]:
    """The records inside an object: itself, an object in it, or its longest list of objects."""
    if has_text(value) or not value:
        return [value] if value else []
    if any(has_text(value.get(name)) for name in _ENVELOPES):
        return [value]
    lists = _lists_in(value)
    return max(lists, key=len) if lists else [value]


def _lists_in(value: Mapping[str, object], depth: int = 2) -> list[list[object]]:
    """The lists of objects in an object and in the objects in it, as in `{"message": {"items": [...]}}`."""
    found: list[list[object]] = []
    for member in value.values():
        if isinstance(member, list) and member and all(isinstance(item, dict) for item in member):
            found.append(member)
        elif isinstance(member, dict) and depth > 1:
            found += _lists_in(member, depth - 1)
    return found


def _has_text(mapping: Pairs, value: object) -> bool:
    return isinstance(value, dict) and map_columns(tuple(value), mapping).has_text


def json_reader(
    name: str, is_its: Callable[[Head], bool], convert: Convert, *, service: str = "", own_columns: bool = False
) -> Reader:
    """Make the reader for the JSON of one service; `is_its` is asked only where JSON begins."""

    def read(source: Source, options: ReadOptions) -> Iterator[RawRecord | Rejection]:
        return _read(source, convert, options.mapping)

    return Reader(
        format=format_named(name),
        sniff=lambda head: _BEGIN.match(head.text) is not None and is_its(head),
        read=read,
        typed=True,
        own_columns=own_columns,
        service=service,
    )


READER: Final = json_reader("json", lambda _: True, lambda _: None, own_columns=True)
