"""How many topics suit a corpus, and how few papers make one: the bounds within which a clusterer finds its own number.

Smooth in the number of papers, so that no corpus falls off a cliff by a few papers more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.core.config import Detail

FACTORS: Final[dict[Detail, float]] = {"less": 0.5, "normal": 1.0, "more": 2.0}
"""How many times as many topics as usual, about."""
_FEWEST_TOPICS: Final = 2


@dataclass(frozen=True, slots=True)
class Bounds:
    """Fewest and most topics of one level."""

    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class Granularity:
    """What is wished of the topics of a corpus."""

    top: Bounds
    default: Bounds
    topic_size: int
    """Fewest papers of any topic; of the default level twice as many are looked for, of an area four times."""
    factor: float
    """How many times as many topics as usual."""


def granularity(
    n_papers: int, *, topics: int | None = None, detail: Detail = "normal", topic_size: int | None = None
) -> Granularity:
    """Find what suits a corpus.

    Parameters
    ----------
    topics
        Topics of the default level, if just so many are wanted.
    topic_size
        Fewest papers of the finest topics, if that is set; else more detail also has smaller ones, and so have more
        topics than there would be room for.
    """
    factor = FACTORS[detail]
    size = topic_size or chosen_topic_size(n_papers, factor)
    if topics is None:
        return Granularity(_area_bounds(n_papers, factor), _topic_bounds(n_papers, factor), size, factor)
    # More areas than topics cannot be.
    area = _area_bounds(n_papers, 1.0)
    most = min(area.most, topics)
    if topic_size is None:
        size = max(1, min(size, n_papers // (6 * topics)))
    return Granularity(Bounds(min(area.fewest, most), most), Bounds(topics, topics), size, 1.0)


def chosen_topic_size(n_papers: int, factor: float = 1.0) -> int:
    """Choose the fewest papers of a finest topic: 3 for dozens of papers, 4 for 300, 9 for 3,000, 33 for 120,000."""
    usual = max(3.0, 4 * float((n_papers / 300) ** 0.35))
    return round(usual / math.sqrt(factor))


def _area_bounds(n_papers: int, factor: float) -> Bounds:
    """For 100 papers 2 to 7 areas, for 300 3 to 11, from 1,000 on 6 to 20."""
    growth = min(1.0, (n_papers / 1000) ** 0.5)
    return _bounds(6 * growth * min(factor, 1.5), 20 * growth * min(factor, 1.5))


def _topic_bounds(n_papers: int, factor: float) -> Bounds:
    """For 100 papers 3 to 10 topics, for 300 6 to 19, for 2,000 to 10,000 20 to 60, for 200,000 43 to 270."""
    low = 20 * (n_papers / 2000) ** (0.6 if n_papers < 2000 else 0.17)
    high = 60 * min(1.0, (n_papers / 2000) ** 0.6) * max(1.0, (n_papers / 10_000) ** 0.5)
    return _bounds(low * factor, high * factor)


def _bounds(low: float, high: float) -> Bounds:
    fewest = max(_FEWEST_TOPICS, round(low))
    return Bounds(fewest, max(fewest, int(np.floor(high))))
