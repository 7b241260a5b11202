"""How like the topics are to one another: as many as can be read side by side, in the order of the hierarchy."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import LEVELS, Level, Topic
from lib.explore.store import Store

MOST_TOPICS: Final = 60
"""Topics side by side whose names can still be told apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """Topics of one level and the cosines of their mean embeddings."""

    level: Level
    topics: tuple[Topic, ...]
    """Those of one area beside one another, the areas and the topics of each by size, largest first."""
    cosines: NDArray[np.float32]
    """Shape (n_topics, n_topics), -1..1, symmetric, 1 from each topic to itself."""
    areas: tuple[int, ...]
    """How many topics of each area there are, in order; they add up to all."""
    left_out: int
    """Smaller topics of the level that are not shown."""


def likeness(store: Store, topic_ids: Collection[int], level: Level) -> Likeness:
    """Compare topics with one another.

    Parameters
    ----------
    topic_ids
        Topics of `level`. Where they are more than MOST_TOPICS, those above them are compared in their place, and where
        even the areas are more, the largest of these.
    level
        The level to begin with; the one compared is in the answer.
    """
    topics = [store.topic_by_id[topic_id] for topic_id in topic_ids]
    while len(topics) > MOST_TOPICS and level != LEVELS[0]:
        level = LEVELS[LEVELS.index(level) - 1]
        above = {topic.parent_id for topic in topics}
        topics = [topic for topic in store.topics_at(level) if topic.topic_id in above]
    kept = sorted(topics, key=_by_size)[:MOST_TOPICS]
    ordered = sorted(kept, key=lambda topic: (*_by_size(_area(store, topic)), *_path(store, topic)))
    row_of = {topic.topic_id: row for row, topic in enumerate(store.topics)}
    means = store.centroids[[row_of[topic.topic_id] for topic in ordered]]
    areas = [_area(store, topic).topic_id for topic in ordered]
    sizes = tuple(areas.count(area) for area in dict.fromkeys(areas))
    return Likeness(level, tuple(ordered), means @ means.T, sizes, len(topics) - len(kept))


def _area(store: Store, topic: Topic) -> Topic:
    return next(iter(store.ancestors(topic.topic_id)), topic)


def _path(store: Store, topic: Topic) -> list[tuple[int, int]]:
    """What orders a topic among those of its area: the topics above it first, then itself, each by size."""
    return [_by_size(above) for above in (*store.ancestors(topic.topic_id), topic)]


def _by_size(topic: Topic) -> tuple[int, int]:
    return -topic.size, topic.topic_id
