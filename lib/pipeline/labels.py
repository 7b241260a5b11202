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
            label = _first_free(list(terms[topic]), taken | above)
            taken.add(fold(label))
            labels[topic] = label
    return labels


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
