"""A person's own papers on an atlas: which it has, where the others would lie, what is not read yet.

A paper that the atlas has lies where it lies there. Another one is placed by its ten nearest papers in meaning: its
topic is the one that has most of them by similarity, its place the median of theirs. Papers of an atlas that are taken
out and placed so come to their own topic nine times of ten, and half of them within a fortieth of the map's width of
their own place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from lib.core.own_list import OwnList, OwnPaper
from lib.core.topic import LEVELS, UNASSIGNED, Level, Topic
from lib.explore.caching import kept_with_store
from lib.explore.own_comparing import Compared, compared
from lib.explore.own_matching import matched
from lib.explore.similar import nearest
from lib.explore.store import Mask, Store

Nearness = Literal["in the atlas", "near", "loose", "far", "unknown"]
"""How well a place is known.

"near" and "loose": the nearest paper is as near as those of nearly all of the atlas's own papers are to theirs, in the
nearer three quarters or not; "far": farther than those of nineteen of twenty, so the atlas has nothing like it and the
place says little; "unknown": neither is it in the atlas nor was it embedded by the atlas's model.
"""

_LOOSE: Final = 0.25
_FAR: Final = 0.05
"""Shares of the atlas's papers that have no nearer neighbour."""
_BYTES_A_PAPER: Final = 2_500
"""Of memory, for an own paper's place and its ten nearest."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An own paper on the atlas."""

    paper: OwnPaper
    nearness: Nearness
    index: int | None
    """The paper's number where the atlas has it."""
    nearest: tuple[tuple[int, float], ...]
    """The ten nearest papers with their cosine similarity, the likest first; itself not counted."""
    place: tuple[float, float] | None
    """On the map, in layout units; None where it is not known."""
    topics: dict[Level, int]
    """Its topic at each level, or the one in which it would be; UNASSIGNED where it is in none."""


@dataclass(frozen=True, slots=True)
class TopicRead:
    """How many own papers a topic has."""

    topic: Topic
    n_in_atlas: int
    """Papers of the topic that are on the list."""
    n_beside: int
    """Own papers that the atlas lacks and that would be in the topic; those far from everything are not counted."""

    @property
    def n_own(self) -> int:
        """Both together."""
        return self.n_in_atlas + self.n_beside


@dataclass(frozen=True, slots=True)
class Unread:
    """A paper near to the list."""

    index: int
    score: float
    """Mean of its similarities to the two own papers nearest to it, cosine."""
    nearest_own: int
    """Number of the nearest of the list's papers."""
    similarity: float
    """To that one, cosine."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """An own list held against an atlas: what all the rest is read from."""

    papers: tuple[Placed, ...]
    """The own papers in the order of the list."""
    compared: Compared
    indices: NDArray[np.int64]
    """Their numbers in the atlas, -1 for those it lacks, shape (n_own,)."""

    @property
    def n_bytes(self) -> int:
        """About what it takes in memory."""
        found = self.compared
        arrays = (found.score, found.best, found.nearest_own, self.indices)
        return sum(array.nbytes for array in arrays) + _BYTES_A_PAPER * len(self.papers)


def compare(store: Store, own: OwnList, report: Callable[[int], None] | None = None) -> Comparison:
    """Hold a list against an atlas; `report` is told how many own papers are done, from time to time.

    Time grows with own papers times papers; memory with each of them alone.
    """
    indices = matched(store, own)
    found = compared(store, own, indices, report)
    near, (loose, far) = found.nearest, _nearness_bounds(store)
    papers = tuple(
        _place(store, paper, int(indices[row]), near.get(row, ()), loose, far) for row, paper in enumerate(own.papers)
    )
    return Comparison(papers, found, indices)


def topics_read(store: Store, comparison: Comparison, level: Level = "default") -> tuple[TopicRead, ...]:
    """Count the own papers of each topic of a level: most own papers first, then the largest topic.

    The topics at the end that have none are those not read yet, the largest first.
    """
    papers = comparison.papers
    # One paper of the atlas may stand on a list twice.
    inside = Counter({paper.index: paper.topics[level] for paper in papers if paper.index is not None}.values())
    beside = Counter(paper.topics[level] for paper in papers if paper.nearness in ("near", "loose"))
    counted = [TopicRead(topic, inside[topic.topic_id], beside[topic.topic_id]) for topic in store.topics_at(level)]
    return tuple(sorted(counted, key=lambda read: -read.n_own))


def nearest_unread(store: Store, comparison: Comparison, n: int = 20, within: Mask | None = None) -> tuple[Unread, ...]:
    """Find the papers nearest to a list that are not on it, the nearest first.

    A paper's score is the mean of its two greatest similarities to own papers. One alone would follow each stray paper
    of a list; with more, the larger of two groups crowds the smaller one out. Of lists from two arXiv categories among
    120,000 papers, 57 of 100 papers found were of these categories, 49 with one, 58 with three; 41 if all count.

    Parameters
    ----------
    n
        How many at most.
    within
        Papers that count, such as those in view; None for all.
    """
    found = comparison.compared
    if not found.nearest:
        return ()
    unread = np.ones(store.n_papers, dtype=bool) if within is None else within.copy()
    unread[comparison.indices[comparison.indices >= 0]] = False
    return tuple(
        Unread(
            int(index),
            float(found.score[index]),
            int(found.nearest_own[index]),
            float(found.best[index]),
        )
        for index in nearest(found.score, n, unread)
    )


def _place(
    store: Store, paper: OwnPaper, index: int, near: tuple[tuple[int, float], ...], loose: float, far: float
) -> Placed:
    if index >= 0:
        x, y = (float(value) for value in store.layout[index])
        topics = {level: int(store.topic_ids[level][index]) for level in LEVELS}
        return Placed(paper, "in the atlas", index, near, (x, y), topics)
    nowhere = dict.fromkeys(LEVELS, UNASSIGNED)
    if not near:
        return Placed(paper, "unknown", None, (), None, nowhere)
    rows = np.array([row for row, _ in near])
    weights = np.maximum(np.array([similarity for _, similarity in near]), 1e-6)
    nearness: Nearness = "far" if near[0][1] < far else "loose" if near[0][1] < loose else "near"
    x, y = (_weighted_median(store.layout[rows, axis], weights) for axis in (0, 1))
    return Placed(paper, nearness, None, near, (x, y), _topics_by(store, rows, weights))


def _topics_by(store: Store, rows: NDArray[np.int64], weights: NDArray[np.float64]) -> dict[Level, int]:
    """The topic of each level that most of some papers have by weight, each within the one above."""
    topics: dict[Level, int] = {}
    for level in LEVELS:
        ids = store.topic_ids[level][rows]
        choices, inverse = np.unique(ids, return_inverse=True)
        topics[level] = int(choices[np.bincount(inverse, weights).argmax()])
        inside = ids == topics[level]
        rows, weights = rows[inside], weights[inside]
    return topics


def _weighted_median(values: NDArray[np.float32], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values, kind="stable")
    passed = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(passed, passed[-1] / 2)])


@kept_with_store(maxsize=1)
def _nearness_bounds(store: Store) -> tuple[float, float]:
    """Similarities below which a nearest paper counts as loose, and as far."""
    # The first column alone, which an atlas without neighbours lacks.
    known = store.atlas.similarities[:, :1][store.atlas.neighbors[:, :1] >= 0].astype(np.float64)
    if not len(known):
        return 0.0, 0.0
    loose, far = np.quantile(known, [_LOOSE, _FAR])
    return float(loose), float(far)
