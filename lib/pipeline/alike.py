"""When two terms say the same: one within the other, forms of one word, or a phrase and its initials."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from lib.core.text import fold
from lib.pipeline.words import is_han

_STEM: Final = 5
"""Letters that forms of one word share at least, where the shorter has as many."""
_INITIAL: Final = re.compile(r"(?<![^\W_])[^\W_]")


def related(one: str, other: str) -> bool:
    """Whether one term holds the other, or both are the same words written in two ways.

    >>> related("language model", "model"), related("zero-shot", "zero shot"), related("graph", "graphene")
    (True, True, False)
    """
    first, second = _folded(one), _folded(other)
    if first.replace(" ", "") == second.replace(" ", ""):
        return True
    if is_han(one[0]) or is_han(other[0]):
        return first in second or second in first
    return f" {first} " in f" {second} " or f" {second} " in f" {first} "


def says_new(term: str, said: Iterable[str]) -> bool:
    """Whether a term has a word of which no term of `said` has a form.

    >>> says_new("robotic", ["robot motion"]), says_new("robotic hand", ["robot motion"])
    (False, True)
    """
    words = {word for other in said for word in _folded(other).split()}
    return not all(any(same_stem(word, other) for other in words) for word in _folded(term).split())


def overlap(one: str, other: str) -> bool:
    """Whether two phrases share two words or more, forms of one word taken as one.

    >>> overlap("Prime Minister Blair", "British Prime Minister"), overlap("machine learning", "deep learning")
    (True, False)
    """
    first, second = _folded(one).split(), _folded(other).split()
    return sum(any(same_stem(word, other) for other in second) for word in first) > 1


def same_stem(one: str, other: str) -> bool:
    """Whether two words are likely to be forms of one: they differ in their last letters alone.

    >>> same_stem("robot", "robotics"), same_stem("turbulence", "turbulent"), same_stem("stock", "stochastic")
    (True, True, False)
    """
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 4:
        return shorter == longer
    shared = len(shorter) if longer.startswith(shorter) else max(_STEM, len(shorter) - 2)
    return shorter[:shared] == longer[:shared]


def abbreviates(one: str, other: str) -> bool:
    """Whether a term of capitals has the initials of the words of another, but for one at most.

    >>> abbreviates("LLMs", "large language models"), abbreviates("CoT", "chain-of-thought")
    (True, True)
    """
    short = one.removesuffix("s")
    if not short.isalpha() or sum(letter.isupper() for letter in short) < 2:
        return False
    initials = "".join(_INITIAL.findall(_folded(other)))
    return len(initials) > 1 and short.lower() in initials and len(initials) <= len(short) + 1


@lru_cache(maxsize=1 << 16)
def _folded(term: str) -> str:
    return fold(term)
