"""Text from papers made fit for a file: no control characters, one line where a format needs one line."""

from __future__ import annotations

import re

from lib.core.text import squeeze

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def block(text: str) -> str:
    """Text that may have several lines, all ended by a line feed, without control characters but tabs."""
    return _CONTROL.sub("", _LINE_END.sub("\n", text))


def line(text: str) -> str:
    """Text on one line, each run of white space a single blank, without control characters."""
    return squeeze(_CONTROL.sub("", text))


def encoded(text: str) -> bytes:
    """The bytes of a file in UTF-8; half a surrogate pair, which has none, becomes a question mark."""
    return text.encode("utf-8", "replace")
