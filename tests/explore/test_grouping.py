"""Papers put together by topic."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lib.core.topic import LEVELS, UNASSIGNED, Level
from lib.explore.grouping import by_topic
from lib.explore.store import Store
from tests.atlas_maker import TINY, store_of

STORE = store_of(TINY)


def test_groups(tiny_store: Store) -> None:
    """The largest group comes first, papers without a topic last; in a group the order is as it was."""
    groups = by_topic(tiny_store, np.arange(12)[::-1], "default")

    assert groups.indices.tolist() == [3, 2, 1, 0, 6, 5, 4, 8, 7, 11, 10, 9]
    assert list(groups.counts.items()) == [(0, 4), (1, 3), (2, 2), (UNASSIGNED, 3)]


def test_no_papers(tiny_store: Store) -> None:
    """Of no papers there are no groups."""
    groups = by_topic(tiny_store, np.arange(0), "default")

    assert groups.indices.tolist() == []
    assert groups.counts == {}


@given(st.lists(st.integers(0, 11), unique=True), st.sampled_from(LEVELS))
def test_any_list(papers: list[int], level: Level) -> None:
    """No paper is lost, each group stands in one piece and has the papers that are counted."""
    groups = by_topic(STORE, np.array(papers, dtype=np.int64), level)
    topics = STORE.topic_ids[level][groups.indices].tolist()

    assert sorted(groups.indices.tolist()) == sorted(papers)
    assert topics == [topic for topic, count in groups.counts.items() for _ in range(count)]
