"""Whether two abstracts are nearly the same text."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Final

SHARE: Final = 0.9
"""Share of their words, each counted as often as it stands there, that two nearly equal texts have in common."""

_SHORTEST_BEGINNING: Final = 120
"""Characters that a text must have for being taken as the cut off beginning of another."""


def nearly_equal(one: str, other: str) -> bool:
    """Whether two folded texts differ in a few words only, in blanks, or in that one of them is cut off.

    Words and their numbers are compared, not their order: of two texts under the same title, that is enough.
    """
    short, long = sorted((one, other), key=len)
    if short == long or short.replace(" ", "") == long.replace(" ", ""):
        return bool(short)
    # The last word of what is cut off may be cut as well.
    if len(short) >= _SHORTEST_BEGINNING and long.startswith(short.rsplit(" ", 1)[0]):
        return True
    if len(short) < SHARE * SHARE * len(long):
        return False
    mine, theirs = _words(short), _words(long)
    # Of both together, what they have in common counts once.
    common = sum(min(n, theirs[word]) for word, n in mine.items())
    return common >= SHARE * (mine.total() + theirs.total() - common)


@lru_cache(maxsize=256)
def _words(text: str) -> Counter[str]:
    return Counter(text.split())
