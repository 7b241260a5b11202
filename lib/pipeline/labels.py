"""Terms -> labels: the few words that tell a topic from the others of its level and from its parent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from lib.core.text import fold

N_IN_LABEL: Final = 3
_SEPARATOR: Final = ", "
_NAMELESS: Final = "Topic without common words"


def make_labels(
    terms: Mapping[int, Sequence[str]], parent_of: Mapping[int, int | None], levels: Sequence[Sequence[int]]
) -> dict[int, str]:
    """Name all topics of an atlas.

    Parameters
    ----------
    terms
        The terms of each topic, best first.
    parent_of
        The topic above each.
    levels
        The topics of each level in the order in which they are named, the coarsest level first.

    Returns
    -------
    A label for each topic: unlike all others of its level and unlike its parent's, whatever the terms are.
    """
    labels: dict[int, str] = {}
    for level in levels:
        taken: set[str] = set()
        for topic in level:
            parent = parent_of[topic]
            above = {fold(labels[parent])} if parent is not None else set()
            label = _first_free(spread(terms[topic]), taken | above)
            taken.add(fold(label))
            labels[topic] = label
    return labels


def spread(terms: Sequence[str]) -> list[str]:
    """Put terms that repeat a word of a better one behind those that bring only new words.

    >>> spread(["instruction tuning", "instruction data", "languages", "language"])
    ['instruction tuning', 'languages', 'instruction data', 'language']
    """
    said: list[str] = []
    new: list[str] = []
    repeating: list[str] = []
    for term in terms:
        words = fold(term).split()
        repeats = any(same_stem(word, other) for word in words for other in said)
        (repeating if repeats else new).append(term)
        said += words
    return new + repeating


def same_stem(one: str, other: str) -> bool:
    """Whether two words are likely to be forms of one: they differ in their last letters alone.

    >>> same_stem("robot", "robotics"), same_stem("turbulence", "turbulent"), same_stem("stock", "stochastic")
    (True, True, False)
    """
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 4:
        return shorter == longer
    shared = len(shorter) if longer.startswith(shorter) else max(5, len(shorter) - 2)
    return shorter[:shared] == longer[:shared]


def _first_free(terms: Sequence[str], taken: set[str]) -> str:
    """Join the first terms, as many more as make the name a new one; where none does, a number tells them apart."""
    for end in range(min(N_IN_LABEL, len(terms)), len(terms) + 1):
        label = _SEPARATOR.join(terms[:end])
        if label and fold(label) not in taken:
            return label
    base, number = _SEPARATOR.join(terms[:N_IN_LABEL]) or _NAMELESS, 1
    label = base
    while fold(label) in taken:
        number += 1
        label = f"{base} ({number})"
    return label
