"""Papers per topic and period, as counts or as shares of all dated papers of the period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import UNASSIGNED, Level
from lib.explore.periods import Period, index_periods, period_end
from lib.explore.selecting import Mask
from lib.explore.store import Store


@dataclass(frozen=True, slots=True)
class Trends:
    """Counts of papers by topic and period.

    A share's denominator is `all_papers`: every paper of the corpus dated in that period, in view or not.
    """

    by: Period
    starts: NDArray[np.datetime64]
    names: list[str]
    topic_ids: tuple[int, ...]
    counts: NDArray[np.int64]
    """Papers in view, shape (n_topics, n_periods)."""
    all_papers: NDArray[np.int64]
    """All papers dated in each period, shape (n_periods,)."""
    left_out: int
    """Papers in view that no period holds: undated, or dated too coarsely."""
    unfinished: bool
    """Whether the last period goes beyond the newest date in the corpus, so that its count may still grow."""

    @property
    def shares(self) -> NDArray[np.float64]:
        """Counts over `all_papers`, 0..1, NaN where a period has no papers; shape (n_topics, n_periods)."""
        with np.errstate(invalid="ignore", divide="ignore"):
            shares: NDArray[np.float64] = self.counts / self.all_papers
        return shares


def topic_trends(store: Store, mask: Mask, level: Level, topic_ids: Sequence[int], by: Period) -> Trends:
    """Count the papers of a view by topic and period.

    `topic_ids` are topics of `level`, or UNASSIGNED. Periods without papers inside the corpus' span are kept with 0.
    """
    index = index_periods(store, by)
    n_periods = len(index.starts)
    placed = index.of_paper >= 0
    all_papers = np.bincount(index.of_paper[placed], minlength=n_periods)
    counts = np.zeros((len(topic_ids), n_periods), dtype=np.int64)
    for row, topic_id in enumerate(topic_ids):
        papers = mask & placed & (store.topic_ids[level] == topic_id)
        counts[row] = np.bincount(index.of_paper[papers], minlength=n_periods)
    unfinished = False
    if n_periods:
        newest = store.date_last[placed].max() if by == "year" else store.date_first[placed].max()
        unfinished = bool(newest < period_end(index.starts[-1], by))
    return Trends(
        by=by,
        starts=index.starts,
        names=index.names,
        topic_ids=tuple(topic_ids),
        counts=counts,
        all_papers=all_papers,
        left_out=int((mask & ~placed).sum()),
        unfinished=unfinished,
    )


def largest_topics(store: Store, mask: Mask, level: Level, n: int, *, unassigned: bool = False) -> list[int]:
    """The topics of a level with most papers in view, largest first; those without any are left out."""
    ids, counts = np.unique(store.topic_ids[level][mask], return_counts=True)
    order = sorted(zip(-counts, ids, strict=True))
    kept = [int(topic_id) for _, topic_id in order if unassigned or topic_id != UNASSIGNED]
    return kept[:n]
