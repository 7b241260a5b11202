"""A BibTeX file parted into its blocks: each `@word{...}`, found by its braces as far as they balance.

Written for files as they are. A block whose braces do not balance ends where the next one begins at the start of a
line; the others are not concerned. A file goes through line by line, in time that grows with its length alone.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

_OPENING = re.compile(r"@[ \t]*([A-Za-z]+)[ \t]*([{(])")
_OPENING_LINE = re.compile(r"[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(][^,={}()\"\n]{0,200}(?:,|$)")
_ANY_OPENING_LINE = re.compile(r"[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]")
_HALF_OPENING = re.compile(r"@[ \t]*[A-Za-z]+[ \t]*$")
_NO_BRACE = re.compile(
    r"(?i)[ \t]*@[ \t]*(article|book|conference|inbook|incollection|inproceedings|misc|online|phdthesis|proceedings|"
    r"techreport|thesis|unpublished)\b(?!\s*[{(])"
)
FIELD_LINE = re.compile(r"(?m)^[ \t]*,?[ \t]*([A-Za-z][\w:.+/-]{0,40}(?: \d{1,2})?)[ \t]*=[ \t]*")
"""A line that begins with the name of a field."""
_BRACES = re.compile(r"[{}]")
_BRACES_AND_ROUND = re.compile(r"[{}\")]")
_SOMETHING = re.compile(r"\S")
_COMMENT_LINE = re.compile(r"[ \t]*%")
_LINE_END = re.compile(r"[ \t,]*(?:\n|$)")
_COMMA_AND_TEXT = re.compile(r"[ \t]*,(?![ \t,]*@[ \t]*[A-Za-z]+[ \t]*[{(])")

_SHORT_LINE: Final = 10_000
_LONGEST_ENTRY: Final = 1 << 25
"""Characters; where more follow, the entry's end was lost."""
_LONGEST_COMMENT: Final = 1 << 20
HOLDERS: Final = frozenset({"comment", "preamble", "string"})
"""Blocks that are no entries."""


class Fault(NamedTuple):
    """What was begun as an entry and cannot be read as one."""

    line: int
    reason: str


class Block(NamedTuple):
    """One `@word{...}`: what stands between the braces."""

    kind: str
    body: str
    line: int
    has_end: bool


class Blocks:
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

    def blocks(self) -> Iterator[Block | Fault]:
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
                    yield Block(kind, body, number, has_end)

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
        begins = _ANY_OPENING_LINE if kind in HOLDERS else _OPENING_LINE
        while True:
            # Braces in a comment between two fields count for nothing.
            is_comment = bool(taken) and not end.is_inside and _COMMENT_LINE.match(self._line) is not None
            place = None if is_comment else end.find(self._line, self._at)
            while place is not None and kind not in HOLDERS and self._goes_on(place + 1):
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
        return bool(seen) and FIELD_LINE.match(seen[-1]) is not None

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
