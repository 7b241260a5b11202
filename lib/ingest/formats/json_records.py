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
from lib.core.text import cut
from lib.ingest.columns import map_columns
from lib.ingest.formats.json_members import ENVELOPES, members
from lib.ingest.formats.json_text import BrokenJson
from lib.ingest.formats.json_values import at, first
from lib.ingest.formats.python_repr import read_literal
from lib.ingest.formats.serials import tidy_serials
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection
from lib.ingest.source import Head, Source
from lib.ingest.values import text_of

Convert: TypeAlias = Callable[[Mapping[str, object]], dict[str, object] | None]
"""Makes the values of a service's record by their canonical names; None if a record is not the service's."""

_NUMBER = re.compile(r" \d{4}$")
_BEGIN = re.compile(r'\s*(\{\s*["}]|\[\s*[\[{"\]])')


def _read(source: Source, convert: Convert, mapping: Pairs) -> Iterator[RawRecord | Rejection]:
    """Read all records of JSON or JSON Lines, each made into values by `convert` where it can.

    Raises
    ------
    InputError
        If there are none; what is broken behind whole records is a rejection and a warning.
    """
    number = 0
    for number, member in enumerate(members(source, partial(_has_text, mapping)), start=1):
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
    is_its = bool(values)
    values = values or _values(member, mapping)
    titles = (values[name] for name in map_columns(tuple(values), mapping).fields.get("title", ()))
    if isinstance(title := next(filter(None, titles), None), Mapping):
        names = cut(", ".join(map(str, title)), 60)
        return Rejection(number, f"its title is no text, but several named values ({names}): give each paper one title")
    tidy_serials(values)
    if not (mapping and is_its):
        return RawRecord(number, values)
    # What a person names is the member as the file has it, whatever a service's records are otherwise made into.
    said = map_columns(tuple(member), mapping).given.values()
    return RawRecord(number, values | {name: member[name] for ranked in said for name in ranked if name not in values})


def _values(record: dict[str, object], mapping: Pairs) -> dict[str, object]:
    """The values of a record that is no known service's: taken out of its envelope, journals by their names."""
    if not _has_text(mapping, record):
        for name in ENVELOPES:
            inner = record.get(name)
            if isinstance(inner, dict) and _has_text(mapping, inner):
                record = {**{key: value for key, value in record.items() if key != name}, **inner}
                break
    fields = map_columns(tuple(record), mapping).fields
    changed: dict[str, object] = {}
    for column in (column for field in ("venue", "publisher", "language") for column in fields.get(field, ())):
        if isinstance(value := record[column], Mapping):
            changed[column] = first(*(value.get(key) for key in ("code", "name", "title", "display_name"))) or value
    for column in fields.get("authors", ()):
        changed |= _people(column, record[column])
    if {"gsrank", "source"} <= record.keys():
        # Publish or Perish calls the journal so.
        changed["journal"] = record["source"]
    return record | changed


def _people(column: str, value: object) -> dict[str, object]:
    """Authors as dblp and Zotero have them; the editors among them apart."""
    if isinstance(value, Mapping) and isinstance(names := value.get("author"), Mapping | list):
        # One alone stands without a list; a number tells people of one name apart.
        listed = names if isinstance(names, list) else [names]
        return {column: [_NUMBER.sub("", text_of(at(name, "text") or name)) for name in listed]}
    if not isinstance(value, list) or not any(at(name, "creatorType") for name in value):
        return {}
    editors = [name for name in value if at(name, "creatorType") == "editor"]
    others = [name for name in value if name not in editors]
    return {column: others or editors, "editor": editors if others else []}


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
