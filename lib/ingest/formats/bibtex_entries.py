"""The blocks of a BibTeX file made into entries, and an entry into its fields: what stands there, macros put in.

The fields of an entry in disorder are read line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from lib.core.text import cut, squeeze
from lib.ingest.dates import MONTHS
from lib.ingest.formats.bibtex_blocks import FIELD_LINE, HOLDERS, Block, Blocks, Fault

_FIELD_INSIDE = re.compile(r"(?:^|,)[ \t]*([A-Za-z][\w:.+/-]{0,40})[ \t]*=[ \t]*(?=[{\"\d])")
_KEY = re.compile(r"\s*([^,={}\"\n]*)(,|\n|$)")
_NAME = re.compile(r"([^=,{}\"#%]{1,80})=\s*")
_BARE = re.compile(r"[^\s,#{}\"=]+")
_GAP = re.compile(r"(?:[\s,]|%[^\n]*(?:\n|$))*")
_BLANKS = re.compile(r"\s*")
_BRACES = re.compile(r"[{}]")
_BRACES_AND_QUOTES = re.compile(r"[{}\"]")
_MOST_FROM_MACROS: Final = 100_000
"""Characters that macros may add to one entry: macros of macros can grow without end."""


@dataclass(slots=True)
class Entry:
    """One entry: its fields as they stand, without the outer braces or quotation marks."""

    kind: str
    """The entry's type in lower case."""
    key: str
    fields: list[tuple[str, str]]
    """Names in lower case, with their values, in the order of the file."""
    line: int
    """Where it begins, from 1."""
    notes: list[tuple[str, str, str]] = field(default_factory=list)


def read_entries(lines: Iterable[str], loose: list[tuple[int, str]]) -> Iterator[Entry | Fault]:
    """Part the lines of a file into entries.

    Parameters
    ----------
    lines
        Each with a line feed.
    loose
        Filled with the lines between entries that are neither empty nor comments, and their numbers.
    """
    macros = {name: name for name in MONTHS if len(name) == 3}
    for block in Blocks(lines, loose).blocks():
        if isinstance(block, Fault):
            yield block
        elif block.kind == "string":
            joiner = _Joiner(macros, [])
            macros |= {name.strip().lower(): joiner.join(parts) for name, parts in _strict_fields(block.body) or ()}
        elif block.kind not in HOLDERS:
            yield _entry(block, macros)


_Parts = list[tuple[str, bool]]
"""What a value is joined from: a text and whether it stands without braces, a number or the name of a macro."""


def _entry(block: Block, macros: dict[str, str]) -> Entry | Fault:
    key, begin = _key(block.body)
    entry = Entry(block.kind, key, [], block.line)
    joiner = _Joiner(macros, entry.notes)
    found = _strict_fields(block.body, begin)
    if found is None or not block.has_end:
        # Without an end, a value may have swallowed the fields below it.
        by_line = _lenient_fields(block.body[begin:])
        if found is None and not by_line:
            return Fault(block.line, f"the entry at line {block.line:,} has no fields that can be told apart")
        if found is None or len(by_line) > len(found):
            found = by_line
            why = "the braces, quotation marks or commas of the entry do not fit, so it was read line by line"
            entry.notes.append(("", cut(squeeze(block.body), 100), why))
    entry.fields = [(squeeze(name).lower(), joiner.join(parts)) for name, parts in found]
    return entry


def _key(body: str) -> tuple[str, int]:
    """The key and where the fields begin; an entry may go without a key."""
    match = _KEY.match(body)
    return (match[1].strip(), match.end()) if match else ("", 0)


def _strict_fields(body: str, begin: int = 0) -> list[tuple[str, _Parts]] | None:
    """The fields of an entry that keeps the rules, but for commas; None of one that does not."""
    fields: list[tuple[str, _Parts]] = []
    place = _end_of(_GAP, body, begin)
    while place < len(body):
        name = _NAME.match(body, place)
        if name is None:
            return None
        parts, place = _value(body, name.end())
        if place < 0:
            return None
        fields.append((name[1], parts))
        place = _end_of(_GAP, body, place)
    return fields


def _value(body: str, place: int) -> tuple[_Parts, int]:
    """The parts of a value and the place behind it, -1 if it has no end."""
    parts: _Parts = []
    while True:
        sign = body[place : place + 1]
        if sign in ("{", '"'):
            end = _closing(body, place)
            if end < 0:
                return parts, -1
            parts.append((body[place + 1 : end], False))
            place = end + 1
        elif bare := _BARE.match(body, place):
            parts.append((bare[0], True))
            place = bare.end()
        elif sign not in (",", ""):
            return parts, -1
        place = _end_of(_BLANKS, body, place)
        if body[place : place + 1] != "#":
            return parts, place
        place = _end_of(_BLANKS, body, place + 1)


def _closing(body: str, place: int) -> int:
    """The place of the brace or quotation mark that ends what begins at a place, -1 if there is none."""
    quoted = body[place] == '"'
    depth = 0
    for match in (_BRACES_AND_QUOTES if quoted else _BRACES).finditer(body, place + 1):
        sign = match[0]
        if sign == "{":
            depth += 1
        elif depth == 0:
            return match.start() if (sign == '"') is quoted else -1
        elif sign == "}":
            depth -= 1
    return -1


def _lenient_fields(body: str) -> list[tuple[str, _Parts]]:
    """The fields of an entry in disorder: each begins a line, or, where all is one line, behind a comma."""
    names = list(FIELD_LINE.finditer(body))
    if len(names) < 2 and body.strip().count("\n") < 1:
        names = list(_FIELD_INSIDE.finditer(body)) or names
    ends = [match.start() for match in names[1:]] + [len(body)] * bool(names)
    return [(match[1], [_unwrapped(body[match.end() : end])]) for match, end in zip(names, ends, strict=True)]


def _unwrapped(raw: str) -> tuple[str, bool]:
    """A value without what stands around it, as far as that is there."""
    text = raw.strip(" \t\n,")
    too_many = text.count("}") - text.count("{")
    while too_many > 0 and text.endswith("}"):
        text = text[:-1].rstrip(" \t\n,")
        too_many -= 1
    if text[:1] == "{":
        return text[1:].removesuffix("}"), False
    if text[:1] == '"':
        return text[1:].removesuffix('"'), False
    return text, _BARE.fullmatch(text) is not None


def _end_of(pattern: re.Pattern[str], text: str, place: int) -> int:
    match = pattern.match(text, place)
    return match.end() if match else place


class _Joiner:
    """Puts macros into values, for one entry."""

    def __init__(self, macros: dict[str, str], notes: list[tuple[str, str, str]]) -> None:
        self._macros = macros
        self._notes = notes
        self._left = _MOST_FROM_MACROS

    def join(self, parts: _Parts) -> str:
        """The text of a value; a macro that the file does not define stands for its own name."""
        return "".join(self._macro(text) if bare else text for text, bare in parts)

    def _macro(self, name: str) -> str:
        if name.isdecimal():
            return name
        text = self._macros.get(name.lower())
        if text is None:
            why = "a macro that the file does not define, so its name was taken"
        elif len(text) > self._left:
            text, why = None, "macros make the entry longer than any paper's, so its name was taken"
        else:
            self._left -= len(text)
            return text
        self._notes.append(("", name, why))
        return name
