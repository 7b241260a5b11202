"""Text on its way to the screen with parts of it marked, such as the words of a search."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from lib.explore.highlight import Span
from lib.ui.words import md

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Stand where a mark begins and ends while the text is escaped as a whole; they are taken out of texts."""
_BESIDE_SIGN: Final = re.compile(f"(?<=[-<>=~])(?={_OPEN})|(?<={_CLOSE})(?=[-<>=~])")
_WORD_JOINER: Final = "\u2060"
"""Has no width. Marks part a text in pieces, and an arrow that begins or ends one would be replaced (see md)."""
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
"""Becomes a link, which would end at a mark and lead elsewhere."""


def highlighted(text: str, spans: Sequence[Span], terms: Sequence[Span] = ()) -> str:
    """Escape text as `md` does, with the parts `text[start:end]` on a yellow ground, but for web addresses.

    Spans are in order and apart, each beginning and ending with a part of a word, as `lib.explore.highlight` gives
    them. `terms` are more such parts, on a grey ground where they meet none of `spans`.
    """
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    pieces: list[str] = []
    grounds: list[str] = []
    place = 0
    for start, end, ground in _marks(spans, terms):
        if not _meets((start, end), addresses):
            pieces += [_plain(text[place:start]), _OPEN, _plain(text[start:end]), _CLOSE]
            grounds.append(ground)
            place = end
    marked = "".join([*pieces, _plain(text[place:])])
    escaped = md(_BESIDE_SIGN.sub(_WORD_JOINER, marked)).replace(_CLOSE, "]")
    ground_of = iter(grounds)
    return re.sub(_OPEN, lambda _: f":{next(ground_of)}-background[", escaped)


def _marks(spans: Sequence[Span], terms: Sequence[Span]) -> list[tuple[int, int, str]]:
    marks = [(*span, "yellow") for span in spans]
    return sorted(marks + [(*term, "gray") for term in terms if not _meets(term, spans)])


def _meets(span: Span, others: Sequence[Span]) -> bool:
    """Whether a part of a text overlaps one of others, which are in order and apart."""
    start, end = span
    after = bisect_right(others, start, key=itemgetter(1))
    return after < len(others) and end > others[after][0]


def _plain(text: str) -> str:
    return text.replace(_OPEN, "").replace(_CLOSE, "")
