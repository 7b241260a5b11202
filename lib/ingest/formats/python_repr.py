"""Python's way of writing lists and dictionaries, as programs save it by mistake: read without running anything.

`ast.literal_eval` is not asked for the whole: a text made for it, of very many minus signs say, exhausts its parser.
"""

from __future__ import annotations

import ast
import json
import re
from typing import Final

from lib.ingest.values import NumberText

_LONGEST: Final = 1 << 24
"""Characters of a text that is looked at."""
_DEEPEST: Final = 60
_LONGEST_NUMBER: Final = 40

_TOKEN = re.compile(
    r"""\s*(?:(?P<sign>[][{}(),:])
    |(?P<text>[uU]?(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"))
    |(?P<word>[-+]?[\w.]+(?:[-+]\d+)?))""",
    re.VERBOSE,
)
_WORDS: Final = {"None": None, "True": True, "False": False, "nan": None, "null": None, "true": True, "false": False}
_CLOSING: Final = {"[": "]", "(": ")", "{": "}"}
_WHOLE = re.compile(r"-?\d+")
_NUMBER = re.compile(r"-?\d+(?:\.\d*)?(?:e[-+]?\d+)?", re.IGNORECASE)


def read_literal(text: str) -> object:
    """Read a list, dictionary, tuple, text or number as Python writes it; a tuple becomes a list.

    Raises
    ------
    ValueError
        If the text is nothing of the kind, too long or nested too deeply; the message says where.
    """
    if len(text) > _LONGEST:
        raise ValueError(f"it is longer than {_LONGEST:,} characters")
    reader = _Literal(text)
    value = reader.value(0)
    reader.end()
    return value


def list_in(text: str) -> list[object] | None:
    """The list that a text holds, written as JSON or Python do, None where it holds none."""
    text = text.strip()
    if not (text.startswith("[") and text.endswith("]")):
        return None
    for read in (json.loads, read_literal):
        try:
            value = read(text)
        except (ValueError, RecursionError):
            continue
        return value if isinstance(value, list) else None
    return None


class _Literal:
    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        self._kind: str | None = None
        self._part = ""
        self._next()

    def value(self, depth: int) -> object:
        if depth > _DEEPEST:
            raise ValueError("it is nested too deeply")
        kind, token = self._kind, self._part
        if kind == "sign" and token in _CLOSING:
            self._next()
            return self._members(_CLOSING[token], depth + 1)
        self._next()
        if kind == "text":
            text = _unquoted(token)
            # As in Python, texts side by side are one.
            while self._kind == "text":
                text += _unquoted(self._part)
                self._next()
            return text
        if kind == "word":
            return self._word(token)
        raise self._wrong()

    def end(self) -> None:
        if self._kind is not None:
            raise self._wrong()

    def _members(self, closing: str, depth: int) -> object:
        members: list[object] = []
        named: dict[str, object] = {}
        while not self._take(closing):
            value = self.value(depth)
            if closing == "}" and self._take(":"):
                named[str(value)] = self.value(depth)
            else:
                members.append(value)
            if not self._take(","):
                if not self._take(closing):
                    raise self._wrong()
                break
        return named if closing == "}" and not members else members

    def _word(self, word: str) -> object:
        if word in _WORDS:
            return _WORDS[word]
        if _WHOLE.fullmatch(word):
            return int(word) if len(word) <= _LONGEST_NUMBER else NumberText(word)
        if _NUMBER.fullmatch(word):
            return NumberText(word)
        raise self._wrong()

    def _take(self, sign: str) -> bool:
        if self._kind == "sign" and self._part == sign:
            self._next()
            return True
        return False

    def _next(self) -> None:
        match = _TOKEN.match(self._text, self._place)
        if match is None:
            if self._text[self._place :].strip():
                raise self._wrong()
            self._kind = None
            self._part = ""
            return
        self._kind, self._place = match.lastgroup, match.end()
        self._part = match[match.lastgroup or 0]

    def _wrong(self) -> ValueError:
        return ValueError(f"not written as Python does, before character {self._place + 1:,}")


def _unquoted(token: str) -> str:
    token = token.lstrip("uU")
    if "\\" not in token:
        return token[1:-1]
    try:
        return str(ast.literal_eval(token))  # one text between quotation marks, nothing nested
    except SyntaxError as err:
        raise ValueError(f"a text with an escape that is none ({err.msg})") from err
