"""Topics as a view sees them: counts, dates, activity over time, and which topics are near one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.core.dates import PartialDate
from lib.core.topic import LEVELS, UNASSIGNED, Level, Topic
from lib.explore.periods import Period, index_periods
from lib.explore.store import Mask, Store


@dataclass(frozen=True, slots=True)
class TopicSummary:
    """One line of the table of topics."""

    topic: Topic
    in_view: int
    first: PartialDate | None
    last: PartialDate | None
    """Dates of its oldest and newest papers in view, as exact as they are known; None without any date."""
    activity: list[int]
    """Papers in view per period, the corpus' whole span."""


@dataclass(frozen=True, slots=True)
class NearTopic:
    """A topic of the same level and how like it is."""

    topic: Topic
    similarity: float
    """Cosine of the two mean embeddings, -1..1."""


def topic_counts(store: Store, mask: Mask, level: Level) -> dict[int, int]:
    """Papers in view by topic id, UNASSIGNED among them; topics without any are left out."""
    ids, counts = np.unique(store.topic_ids[level][mask], return_counts=True)
    return {int(topic_id): int(count) for topic_id, count in zip(ids, counts, strict=True)}


def topic_tree(store: Store, mask: Mask, level: Level) -> list[tuple[Topic, int]]:
    """The topics with papers in view from the top level down to `level`, each with how many; largest topics first."""
    levels = LEVELS[: LEVELS.index(level) + 1]
    counts = {known: topic_counts(store, mask, known) for known in levels}
    return [
        (topic, counts[known][topic.topic_id])
        for known in levels
        for topic in store.topics_at(known)
        if topic.topic_id in counts[known]
    ]


def summarise_topics(store: Store, mask: Mask, level: Level, by: Period) -> list[TopicSummary]:
    """The topics that have papers in view, most papers first. Linear in papers, however many topics there are."""
    index = index_periods(store, by)
    counts = topic_counts(store, mask, level)
    topic_ids = np.array([topic_id for topic_id in counts if topic_id != UNASSIGNED], dtype=np.int32)
    n_periods = len(index.starts)
    papers = np.flatnonzero(mask & (store.topic_ids[level] != UNASSIGNED))
    rows = np.searchsorted(topic_ids, store.topic_ids[level][papers])

    placed = index.of_paper[papers] >= 0
    cells = rows[placed] * n_periods + index.of_paper[papers[placed]]
    activity = np.bincount(cells, minlength=len(topic_ids) * n_periods).reshape(len(topic_ids), n_periods)
    dated = store.is_dated[papers]
    oldest = _first_of_each(rows[dated], papers[dated], store.date_first)
    newest = _first_of_each(rows[dated], papers[dated], -store.date_last.astype(np.int64))
    summaries = [
        TopicSummary(
            topic=store.topic_by_id[topic_id],
            in_view=counts[topic_id],
            first=store.date_of(oldest[row]) if row in oldest else None,
            last=store.date_of(newest[row]) if row in newest else None,
            activity=activity[row].tolist(),
        )
        for row, topic_id in enumerate(topic_ids.tolist())
    ]
    return sorted(summaries, key=lambda s: (-s.in_view, s.topic.topic_id))


def _first_of_each(
    rows: NDArray[np.integer[Any]], papers: NDArray[np.integer[Any]], keys: NDArray[Any]
) -> dict[int, int]:
    """By row the paper whose key is least; of equals the first. `keys` are those of all papers of the atlas."""
    order = np.lexsort((papers, keys[papers], rows))
    found, places = np.unique(rows[order], return_index=True)
    return dict(zip(found.tolist(), papers[order][places].tolist(), strict=True))


def near_topics(store: Store, topic_id: int, n: int = 5) -> list[NearTopic]:
    """The topics of the same level whose papers mean most nearly the same, nearest first."""
    topic = store.topic_by_id[topic_id]
    rows = [row for row, other in enumerate(store.topics) if other.level == topic.level]
    own = store.topics.index(topic)
    others = [row for row in rows if row != own]
    similarities = store.centroids[others] @ store.centroids[own]
    order = np.argsort(-similarities, kind="stable")[:n]
    return [NearTopic(store.topics[others[place]], float(similarities[place])) for place in order]
