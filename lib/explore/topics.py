"""Topics as a view sees them: counts, dates, activity over time, and which topics are near one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lib.core.dates import PartialDate
from lib.core.topic import UNASSIGNED, Level, Topic
from lib.explore.periods import Period, index_periods
from lib.explore.selecting import Mask
from lib.explore.store import Store


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


def summarise_topics(store: Store, mask: Mask, level: Level, by: Period) -> list[TopicSummary]:
    """The topics that have papers in view, most papers first."""
    index = index_periods(store, by)
    summaries = []
    for topic_id, count in topic_counts(store, mask, level).items():
        if topic_id == UNASSIGNED:
            continue
        papers = mask & (store.topic_ids[level] == topic_id)
        dated = np.flatnonzero(papers & store.is_dated)
        placed = papers & (index.of_paper >= 0)
        summaries.append(
            TopicSummary(
                topic=store.topic_by_id[topic_id],
                in_view=count,
                first=store.date_of(dated[store.date_first[dated].argmin()]) if len(dated) else None,
                last=store.date_of(dated[store.date_last[dated].argmax()]) if len(dated) else None,
                activity=np.bincount(index.of_paper[placed], minlength=len(index.starts)).tolist(),
            )
        )
    return sorted(summaries, key=lambda s: (-s.in_view, s.topic.topic_id))


def near_topics(store: Store, topic_id: int, n: int = 5) -> list[NearTopic]:
    """The topics of the same level whose papers mean most nearly the same, nearest first."""
    topic = store.topic_by_id[topic_id]
    rows = [row for row, other in enumerate(store.topics) if other.level == topic.level]
    own = store.topics.index(topic)
    others = [row for row in rows if row != own]
    similarities = store.centroids[others] @ store.centroids[own]
    order = np.argsort(-similarities, kind="stable")[:n]
    return [NearTopic(store.topics[others[place]], float(similarities[place])) for place in order]
