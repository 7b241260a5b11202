"""The bridge papers of a topic: those that lie between it and another one, by that other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lib.core.topic import Topic
from lib.explore.belonging import BRIDGE_MARGIN
from lib.explore.store import Store


@dataclass(frozen=True, slots=True)
class Bridges:
    """A topic's papers that might as well be in another one, the smallest margin first."""

    other: Topic
    papers: tuple[int, ...]


def bridges_of(store: Store, topic_id: int) -> list[Bridges]:
    """Group a topic's bridge papers by their second-best topic, most papers first.

    The second-best topic is known at the default level alone: topics of other levels have none.
    """
    with np.errstate(invalid="ignore"):
        near = (store.topic_ids["default"] == topic_id) & (store.margin < BRIDGE_MARGIN)
    papers = np.flatnonzero(near)
    papers = papers[np.argsort(store.margin[papers], kind="stable")]
    found: dict[int, list[int]] = {}
    for paper, second in zip(papers.tolist(), store.second_topic[papers].tolist(), strict=True):
        if second in store.topic_by_id:
            found.setdefault(second, []).append(paper)
    groups = [Bridges(store.topic_by_id[other], tuple(members)) for other, members in found.items()]
    return sorted(groups, key=lambda group: (-len(group.papers), group.other.topic_id))
