"""JSON text of any size, read value by value: only the value in hand, and a piece of what follows, is held.

The standard library's decoder does the work: it takes NaN, which programs write, and says where a fault is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lib.ingest.encodings import TextDecoder
from lib.ingest.source import Source
from lib.ingest.values import NumberText

_CHUNK: Final = 1 << 18
_LONGEST_VALUE: Final = 1 << 27
"""Characters of one record; more is none."""
_MOST_DIGITS: Final = 40
_LONGEST_SIGN: Final = 16
"""Characters behind a fault that may turn out to be none, when more comes: a number, a word, an escape."""
_MOST_TRIED: Final = 1000
"""Places that are tried for the next record behind a broken one."""
_MOST_DEEP: Final = 20
"""Values nested too deeply, each of which takes long to find out; behind so many nothing sound is looked for."""
_BLANKS = re.compile(r"[ \t\n\r]*")
_CUT = re.compile(r"\s*(?:[-\\]?[a-zA-Z0-9]{0,8})")
"""What is left of a word, a number or an escape at the end of a text."""
_NAME = re.compile(r'"([^"\\]{0,200})"\s*:')
_FIRST_NAME = re.compile(r'\{\s*("(?:[^"\\]|\\.){0,200}")\s*:')


def whole_number(digits: str) -> int | str:
    """A whole number of JSON. Longer ones are no quantities, and Python reads none of more than 4,300 digits."""
    return int(digits) if len(digits) <= _MOST_DIGITS else NumberText(digits)


_DECODER: Final = json.JSONDecoder(strict=False, parse_float=NumberText, parse_int=whole_number)


class BrokenJson(ValueError):
    """What is wrong with a text, and where; `is_cut` if it ends too early."""

    def __init__(self, why: str, *, is_cut: bool = False, at: int = 0) -> None:
        super().__init__(why)
        self.is_cut = is_cut
        self.at = at
        """Characters of the text before the fault."""


class Found(NamedTuple):
    """What stands behind a broken object."""

    value: dict[str, object] | None
    """The next sound object that is like those before, None if there is none."""
    place: str
    """Where it begins, for people."""
    faults: list[BrokenJson]
    """What is wrong with the objects before it that are broken as well."""


def parse(text: str) -> object:
    """Read a text that is one value.

    Raises
    ------
    BrokenJson
        If it is not.
    """
    window = JsonText(iter([text]))
    value = window.value()
    if rest := window.peek():
        raise BrokenJson(f"{rest} behind the end, at {window.place()}")
    return value


def open_json(source: Source) -> Iterator[str]:
    """The decoded text of a source, piece by piece."""
    decoder = TextDecoder()
    with source.open() as stream:
        while chunk := stream.read(_CHUNK):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", True)
    if decoder.guessed:
        source.warnings.append(
            f"{source.name} is not in UTF-8: it was read as {decoder.guessed}, so letters with accents may be wrong; "
            "save it as UTF-8 to be sure."
        )


class JsonText:
    """A text that comes in pieces, and the place in it where reading goes on."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._window = ""
        self._place = 0
        self._ended = False
        self._n_deep = 0
        self._line = 1
        self._gone = 0
        """Characters that are no longer in the window."""
        self._before = 0
        """Characters of the window's first line that are no longer in it."""

    def peek(self) -> str:
        """The next sign that is no blank, "" at the end."""
        while True:
            match = _BLANKS.match(self._window, self._place)
            self._place = match.end() if match else self._place
            if self._place < len(self._window):
                return self._window[self._place]
            if not self._more():
                return ""

    def take(self, sign: str) -> bool:
        """Go past a sign, if it is the next."""
        if self.peek() != sign:
            return False
        self._place += 1
        return True

    def value(self) -> object:
        """Read the next value; after a fault the place is where it was.

        Raises
        ------
        BrokenJson
            If there is none, it is broken, or the text ends within it.
        """
        if not self.peek():
            raise BrokenJson(f"nothing more at {self.place()}", is_cut=True)
        while True:
            try:
                value, end = _DECODER.raw_decode(self._window, self._place)
            except json.JSONDecodeError as err:
                where = self.place(err.pos)
                is_cut = err.msg.startswith("Unterminated string") or _CUT.fullmatch(self._window, err.pos) is not None
                if (is_cut or err.pos + _LONGEST_SIGN >= len(self._window)) and self._more():
                    continue
                why = f"{err.msg.removesuffix(' at')} at {where}"
                raise BrokenJson(why, is_cut=is_cut, at=self._gone + err.pos) from err
            except RecursionError as err:
                self._n_deep += 1
                if self._n_deep > _MOST_DEEP:
                    self.give_up()
                raise BrokenJson("it is nested too deeply") from err
            if end == len(self._window) and isinstance(value, int | str) and self._more():
                continue  # a number may go on
            self._place = end
            return value

    def give_up(self) -> None:
        """Go to the end, though it may not have come yet."""
        self._window, self._place, self._ended = "", 0, True

    def place(self, at: int | None = None) -> str:
        """Where in the text, for people."""
        at = self._place if at is None else at
        before = self._window[:at]
        line = self._line + before.count("\n")
        column = at - before.rfind("\n") if "\n" in before else self._before + at + 1
        return f"line {line:,}, column {column:,}"

    def first_name(self) -> str:
        """The first name in the object that comes next, in quotation marks, "" if there is none."""
        self.peek()
        match = _FIRST_NAME.match(self._window, self._place)
        return match[1] if match else ""

    def next_like(self, name: str, names: frozenset[str], broken: BrokenJson) -> Found:
        """Go past a broken object to the next one that is like those before it, and read it.

        Parameters
        ----------
        name
            The first name in it, in quotation marks.
        names
            All names of an object before it; it has to have more than half of them, as objects in objects have others.
        broken
            What is wrong with the first.
        """
        pattern = re.compile(r"\{\s*" + re.escape(name) + r"\s*:")
        faults: list[BrokenJson] = []
        self._place += 1
        for _ in range(_MOST_TRIED):
            while (match := pattern.search(self._window, self._place)) is None:
                self._place = max(self._place, len(self._window) - len(name) - _LONGEST_SIGN)
                if not self._more():
                    return Found(None, "", faults)
            self._place = match.start()
            begin, place = self._gone + self._place, self.place()
            try:
                value = self.value()
            except BrokenJson as err:
                # What begins before the fault of the last one belongs to that.
                if begin > broken.at and self._names_some_of(names, pattern):
                    faults.append(err)
                    broken = err
                self._place += 1
                continue
            if isinstance(value, dict) and (not names or 2 * len(names & set(value)) > len(names)):
                return Found(value, place, faults)
        return Found(None, "", faults)

    def _names_some_of(self, names: frozenset[str], pattern: re.Pattern[str]) -> bool:
        """Whether more than half of these names stand before the next object."""
        following = pattern.search(self._window, self._place + 1)
        end = following.start() if following else min(len(self._window), self._place + _CHUNK)
        seen = {match[1] for match in _NAME.finditer(self._window, self._place, end)}
        return 2 * len(names & seen) > len(names)

    def _more(self) -> bool:
        """Read on, at least as much as is held; False at the end."""
        if self._ended:
            return False
        rest = self._window[self._place :]
        if len(rest) > _LONGEST_VALUE:
            raise BrokenJson(f"more than {_LONGEST_VALUE:,} characters are no record, at {self.place()}")
        gone = self._window[: self._place]
        self._gone += len(gone)
        self._line += gone.count("\n")
        self._before = len(gone) - gone.rfind("\n") - 1 if "\n" in gone else self._before + len(gone)
        pieces = [rest]
        n_new = 0
        while n_new <= len(rest):
            piece = next(self._pieces, None)
            if piece is None:
                self._ended = True
                break
            pieces.append(piece)
            n_new += len(piece)
        self._window = "".join(pieces)
        self._place = 0
        return n_new > 0
