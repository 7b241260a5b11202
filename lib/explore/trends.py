"""Papers per topic and period, as counts or as shares of all dated papers of the period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import UNASSIGNED, Level
from lib.core.view import View
from lib.explore.periods import Period, index_periods, period_end
from lib.explore.store import Mask, Store


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
    """Papers in view of these topics that no period holds: undated, or dated too coarsely."""
    unfinished: bool
    """Whether the last period's count may still grow: the newest date, or the build, lies well before its end."""

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
    # One pass over the papers, however many topics there are.
    order = np.argsort(topic_ids)
    in_order = np.asarray(topic_ids, dtype=np.int32)[order]
    papers = np.flatnonzero(mask & np.isin(store.topic_ids[level], in_order))
    rows = order[np.searchsorted(in_order, store.topic_ids[level][papers])]
    in_period = placed[papers]
    cells = rows[in_period] * n_periods + index.of_paper[papers[in_period]]
    counts = np.bincount(cells, minlength=len(topic_ids) * n_periods).reshape(len(topic_ids), n_periods)
    left_out = int((~in_period).sum())
    unfinished = False
    if n_periods:
        # A paper known only to the year stands for days that may not have come yet when the atlas was built.
        newest = np.fmin(store.date_last[placed].max(), store.built_on)
        unfinished = _is_unfinished(newest, index.starts[-1], by)
    return Trends(
        by=by,
        starts=index.starts,
        names=index.names,
        topic_ids=tuple(topic_ids),
        counts=counts,
        all_papers=all_papers,
        left_out=left_out,
        unfinished=unfinished,
    )


def _is_unfinished(newest: np.datetime64, start: np.datetime64, by: Period) -> bool:
    """Whether more than a tenth of the period (at least three days) lies behind the newest date."""
    end = period_end(start, by)
    length = (end - start.astype("datetime64[D]")).astype(int) + 1
    return bool((end - newest).astype(int) > max(3, length / 10))


def view_trends(store: Store, view: View, mask: Mask, by: Period, n: int) -> Trends:
    """Count the papers of a view by period for the topics it names.

    Where it names none, or some of another level, the `n` largest of its own level that it holds are counted, after
    them the unassigned if they are named.
    """
    named = [topic_id for topic_id in view.topics if topic_id == UNASSIGNED or topic_id in store.topic_by_id]
    loose = [topic_id for topic_id in named if topic_id == UNASSIGNED]
    if not named or any(store.topic_by_id[topic_id].level != view.level for topic_id in named if topic_id not in loose):
        named = largest_topics(store, mask, view.level, n) + loose
    return topic_trends(store, mask, view.level, named, by)


def largest_topics(store: Store, mask: Mask, level: Level, n: int) -> list[int]:
    """The topics of a level with most papers in view, largest first; those without any are left out."""
    ids, counts = np.unique(store.topic_ids[level][mask], return_counts=True)
    order = sorted(zip(-counts, ids, strict=True))
    return [int(topic_id) for _, topic_id in order if topic_id != UNASSIGNED][:n]
