"""Papers of a list put together by topic, the largest group first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import UNASSIGNED, Level
from lib.explore.store import Store


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Papers group by group, shape (n_papers_of_the_list,), and how many each topic has of them."""

    indices: NDArray[np.int64]
    counts: dict[int, int]
    """By topic id, in the order of the groups; UNASSIGNED, where there are such papers, is the last."""


def by_topic(store: Store, indices: NDArray[np.int64], level: Level) -> Groups:
    """Put papers together by their topic of a level; within a topic they keep their order."""
    topics = store.topic_ids[level][indices]
    ids, group, counts = np.unique(topics, return_inverse=True, return_counts=True)
    order = np.lexsort((ids, -counts, ids == UNASSIGNED))
    rank = np.empty(len(ids), dtype=np.int64)
    rank[order] = np.arange(len(ids))
    return Groups(
        indices=indices[np.argsort(rank[group], kind="stable")],
        counts=dict(zip(ids[order].tolist(), counts[order].tolist(), strict=True)),
    )
