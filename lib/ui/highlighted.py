"""Text on its way to the screen with parts of it marked, such as the words of a search."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from lib.ui.words import md

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Stand where a mark begins and ends while the text is escaped as a whole; they are taken out of texts."""
_BESIDE_SIGN: Final = re.compile(f"(?<=[-<>=~])(?={_OPEN})|(?<={_CLOSE})(?=[-<>=~])")
_WORD_JOINER: Final = "\u2060"
"""Has no width. Marks part a text in pieces, and an arrow that begins or ends one would be replaced (see md)."""
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
"""Becomes a link, which would end at a mark and lead elsewhere."""


def highlighted(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Escape text as `md` does, with the parts `text[start:end]` on a yellow ground, but for web addresses.

    Spans are in order and apart, each beginning and ending with a part of a word, as `lib.explore.highlight` gives
    them.
    """
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    ends = [end for _, end in addresses]
    pieces: list[str] = []
    place = 0
    for start, end in spans:
        next_address = bisect_right(ends, start)
        if next_address == len(ends) or end <= addresses[next_address][0]:
            pieces += [_plain(text[place:start]), _OPEN, _plain(text[start:end]), _CLOSE]
            place = end
    marked = "".join([*pieces, _plain(text[place:])])
    escaped = md(_BESIDE_SIGN.sub(_WORD_JOINER, marked))
    return escaped.replace(_OPEN, ":yellow-background[").replace(_CLOSE, "]")


def _plain(text: str) -> str:
    return text.replace(_OPEN, "").replace(_CLOSE, "")
