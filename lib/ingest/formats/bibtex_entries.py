"""A BibTeX file parted into its entries, and an entry into its fields: what stands there, macros put in.

Written for files as they are. An entry whose braces do not balance ends where the next one begins at the start of a
line, and its fields are read line by line; the others are not concerned. A file goes through line by line, in time that
grows with its length alone.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lib.core.text import cut, squeeze
from lib.ingest.dates import MONTHS

_OPENING = re.compile(r"@[ \t]*([A-Za-z]+)[ \t]*([{(])")
_OPENING_LINE = re.compile(r"[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(][^,={}()\"\n]{0,200}(?:,|$)")
_ANY_OPENING_LINE = re.compile(r"[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]")
_HALF_OPENING = re.compile(r"@[ \t]*[A-Za-z]+[ \t]*$")
_NO_BRACE = re.compile(
    r"(?i)[ \t]*@[ \t]*(article|book|conference|inbook|incollection|inproceedings|misc|online|phdthesis|proceedings|"
    r"techreport|thesis|unpublished)\b(?!\s*[{(])"
)
_FIELD_LINE = re.compile(r"(?m)^[ \t]*,?[ \t]*([A-Za-z][\w:.+/-]{0,40}(?: \d{1,2})?)[ \t]*=[ \t]*")
_FIELD_INSIDE = re.compile(r"(?:^|,)[ \t]*([A-Za-z][\w:.+/-]{0,40})[ \t]*=[ \t]*(?=[{\"\d])")
_KEY = re.compile(r"\s*([^,={}\"\n]*)(,|\n|$)")
_NAME = re.compile(r"([^=,{}\"#%]{1,80})=\s*")
_BARE = re.compile(r"[^\s,#{}\"=]+")
_GAP = re.compile(r"(?:[\s,]|%[^\n]*(?:\n|$))*")
_BLANKS = re.compile(r"\s*")
_BRACES = re.compile(r"[{}]")
_BRACES_AND_QUOTES = re.compile(r"[{}\"]")
_BRACES_AND_ROUND = re.compile(r"[{}\")]")
_SOMETHING = re.compile(r"\S")
_COMMENT_LINE = re.compile(r"[ \t]*%")
_LINE_END = re.compile(r"[ \t,]*(?:\n|$)")
_COMMA_AND_TEXT = re.compile(r"[ \t]*,(?![ \t,]*@[ \t]*[A-Za-z]+[ \t]*[{(])")

_SHORT_LINE: Final = 10_000
_LONGEST_ENTRY: Final = 1 << 25
"""Characters; where more follow, the entry's end was lost."""
_LONGEST_COMMENT: Final = 1 << 20
_MOST_FROM_MACROS: Final = 100_000
"""Characters that macros may add to one entry: macros of macros can grow without end."""
_HOLDERS: Final = frozenset({"comment", "preamble", "string"})


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


class Fault(NamedTuple):
    """What was begun as an entry and cannot be read as one."""

    line: int
    reason: str


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
    for block in _Blocks(lines, loose).blocks():
        if isinstance(block, Fault):
            yield block
        elif block.kind == "string":
            joiner = _Joiner(macros, [])
            macros |= {name.strip().lower(): joiner.join(parts) for name, parts in _strict_fields(block.body) or ()}
        elif block.kind not in _HOLDERS:
            yield _entry(block, macros)


class _Block(NamedTuple):
    """One `@word{...}`: what stands between the braces."""

    kind: str
    body: str
    line: int
    has_end: bool


class _Blocks:
    """Parts lines into blocks. Places in a line are numbers, for a line may hold all of a file."""

    def __init__(self, lines: Iterable[str], loose: list[tuple[int, str]]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self._number = 0
        self._loose = loose
        self._line = ""
        self._at = 0
        """How much of the line has been read."""
        self._comments_end = True
        """Whether the comments of this file have been found to have ends."""

    def blocks(self) -> Iterator[_Block | Fault]:
        """All blocks of the file."""
        while self._next():
            while _SOMETHING.search(self._line, self._at):
                opening = _OPENING.search(self._line, self._at)
                if opening is None:
                    yield from self._rest()
                    break
                self._pass_over(self._line[self._at : opening.start()])
                self._at = opening.end()
                kind, number = opening[1].lower(), self._number
                if kind == "comment":
                    self._comment(_End(opening[2]))
                else:
                    body, has_end = self._body(kind, _End(opening[2]))
                    yield _Block(kind, body, number, has_end)

    def _rest(self) -> Iterator[Fault]:
        """The rest of a line, in which no entry begins."""
        rest = self._line[self._at :]
        if half := _HALF_OPENING.search(rest):
            # The brace stands on the next line.
            if self._next():
                self._line = f"{half[0].rstrip()} {self._line.lstrip()}"
                self._give_back([self._line])
            rest = rest[: half.start()]
        elif _NO_BRACE.match(rest):
            yield Fault(self._number, f"the entry at line {self._number:,} has no brace behind its type")
            return
        self._pass_over(rest)

    def _next(self) -> bool:
        """Go to the next line, if there is one."""
        line = self._again.popleft() if self._again else next(self._lines, None)
        if line is None:
            self._line, self._at = "", 0
            return False
        self._line, self._at = line, 0
        self._number += 1
        return True

    def _give_back(self, lines: list[str]) -> None:
        """Let these lines come next; the present one is done with."""
        self._again.extendleft(reversed(lines))
        self._number -= len(lines)
        self._line, self._at = "", 0

    def _pass_over(self, text: str) -> None:
        text = text.strip(" \t\n,")
        if text and not text.startswith("%"):
            self._loose.append((self._number, text))

    def _body(self, kind: str, end: _End) -> tuple[str, bool]:
        """The text up to the end of a block, and whether it has one."""
        taken: list[str] = []
        size = 0
        begins = _ANY_OPENING_LINE if kind in _HOLDERS else _OPENING_LINE
        while True:
            # Braces in a comment between two fields count for nothing.
            is_comment = bool(taken) and not end.is_inside and _COMMENT_LINE.match(self._line) is not None
            place = None if is_comment else end.find(self._line, self._at)
            while place is not None and kind not in _HOLDERS and self._goes_on(place + 1):
                place = end.find(self._line, place + 1)
            taken.append(self._line[self._at : place])
            if place is not None:
                self._at = place + 1
                return "".join(taken), True
            size += len(taken[-1])
            if size > _LONGEST_ENTRY or not self._next():
                break
            if begins.match(self._line):
                self._give_back([self._line])  # the next one begins before this one has ended
                break
        return "".join(taken), False

    def _goes_on(self, place: int) -> bool:
        """Whether more of the entry stands behind what should be its last brace: there is one too many before it."""
        if not _LINE_END.match(self._line, place):
            return _COMMA_AND_TEXT.match(self._line, place) is not None
        line, at, number = self._line, self._at, self._number
        seen: list[str] = []
        while len(seen) < 3 and self._next():
            seen.append(self._line)
            if self._line.strip():
                break
        self._give_back(seen)
        self._line, self._at, self._number = line, at, number
        return bool(seen) and _FIELD_LINE.match(seen[-1]) is not None

    def _comment(self, end: _End) -> None:
        """Pass over a comment; of one without an end, over its first line alone."""
        taken: list[str] = []
        size = 0
        while True:
            place = end.find(self._line, self._at)
            if place is not None:
                self._at = place + 1
                return
            taken.append(self._line)
            size += len(self._line)
            if size > _LONGEST_COMMENT or not self._next():
                break
            if not self._comments_end and _OPENING_LINE.match(self._line):
                self._give_back([self._line])
                return
        if self._comments_end:
            self._comments_end = False
            self._give_back(taken[1:])


class _End:
    """Looks for the brace that ends a block; quotation marks count only where round brackets are around it."""

    def __init__(self, brace: str) -> None:
        self._is_round = brace == "("
        self._signs = _BRACES_AND_ROUND if self._is_round else _BRACES
        self._depth = 0
        self._quoted = False

    @property
    def is_inside(self) -> bool:
        """Whether braces within the block are open."""
        return self._depth > 0 or self._quoted

    def find(self, line: str, begin: int) -> int | None:
        """The place of the end in a line, None if it is not in it."""
        if not self._is_round and not begin and len(line) < _SHORT_LINE:
            closing = line.count("}")
            if closing <= self._depth:
                self._depth += line.count("{") - closing
                return None
        for match in self._signs.finditer(line, begin):
            sign = match[0]
            if sign == "{":
                self._depth += 1
            elif sign == "}" and self._depth:
                self._depth -= 1
            elif self._depth:
                continue
            elif sign == '"':
                self._quoted = not self._quoted
            elif not self._quoted and sign == (")" if self._is_round else "}"):
                return match.start()
        return None


_Parts = list[tuple[str, bool]]
"""What a value is joined from: a text and whether it stands without braces, a number or the name of a macro."""


def _entry(block: _Block, macros: dict[str, str]) -> Entry | Fault:
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
    names = list(_FIELD_LINE.finditer(body))
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
