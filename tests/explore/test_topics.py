"""Topics as a view sees them."""

from dataclasses import replace

import numpy as np
import pytest

from lib.core.dates import PartialDate
from lib.core.topic import UNASSIGNED
from lib.core.view import View
from lib.explore.selecting import in_view
from lib.explore.store import Store
from lib.explore.topics import near_topics, summarise_topics, topic_counts, topic_tree
from tests.atlas_maker import TINY, store_of


def test_counts(tiny_store: Store) -> None:
    """Papers are counted by topic and level, the unassigned among them."""
    mask = in_view(tiny_store, View())

    assert topic_counts(tiny_store, mask, "top") == {10: 7, 11: 3, UNASSIGNED: 2}
    assert topic_counts(tiny_store, mask, "default") == {0: 4, 1: 3, 2: 2, UNASSIGNED: 3}
    assert topic_counts(tiny_store, mask, "fine") == {20: 2, 21: 2, 22: 2, 23: 2, UNASSIGNED: 4}


def test_counts_of_a_view(tiny_store: Store) -> None:
    """Topics without a paper in view are not there."""
    assert topic_counts(tiny_store, in_view(tiny_store, View(query="search*")), "default") == {0: 1, 1: 1}
    assert topic_counts(tiny_store, in_view(tiny_store, View(query="no such word")), "default") == {}


def test_summaries(tiny_store: Store) -> None:
    """A line says how many papers are in view, from when to when, and how they lie over the corpus' span."""
    lines = summarise_topics(tiny_store, in_view(tiny_store, View()), "default", "quarter")

    assert [(line.topic.topic_id, line.in_view) for line in lines] == [(0, 4), (1, 3), (2, 2)]
    assert [line.activity for line in lines] == [[3, 1, 0, 0, 0], [0, 2, 0, 0, 0], [0, 0, 1, 0, 0]]
    assert (lines[0].first, lines[0].last) == (PartialDate(2023, 1), PartialDate(2023, 4))
    assert (lines[2].first, lines[2].last) == (PartialDate(2023, 7, 1), PartialDate(2023, 7, 1))


def test_dates_are_as_exact_as_known(tiny_store: Store) -> None:
    """A topic whose papers are known to the year is not said to begin in January."""
    lines = summarise_topics(tiny_store, in_view(tiny_store, View(query="étude")), "default", "year")

    assert [(line.first, line.last) for line in lines] == [(PartialDate(2023), PartialDate(2023))]


def test_summaries_follow_the_view(tiny_store: Store) -> None:
    """Lines are ordered by papers in view, not by size; a topic without dates in view says None."""
    lines = summarise_topics(tiny_store, np.isin(np.arange(12), [0, 7, 8]), "default", "year")
    undated = summarise_topics(tiny_store, in_view(tiny_store, View(query="cracks")), "default", "year")

    assert [(line.topic.topic_id, line.in_view) for line in lines] == [(2, 2), (0, 1)]
    assert (undated[0].first, undated[0].last, undated[0].activity) == (None, None, [0, 0])


def test_near_topics(tiny_store: Store) -> None:
    """Near are topics of the same level by the cosine of their mean embeddings; a topic is not near itself."""
    near = near_topics(tiny_store, 0)

    assert [other.topic.topic_id for other in near] == [1, 2]
    assert [other.similarity for other in near] == pytest.approx([0.8, 0], abs=1e-3)
    assert len(near_topics(tiny_store, 0, n=1)) == 1


def test_alone() -> None:
    """The only topic of its level has none near it."""
    alone = replace(TINY, topics=tuple(topic for topic in TINY.topics if topic.topic_id in (0, 10)))
    papers = tuple(replace(one, topics=(-1, -1, -1)) if 0 not in one.topics else one for one in TINY.papers)
    papers = tuple(replace(one, topics=(10, 0, -1)) if 0 in one.topics else one for one in papers)

    assert near_topics(store_of(replace(alone, papers=papers)), 0) == []


def test_topics_within_topics(tiny_store: Store) -> None:
    """From the areas down to the level each topic with papers in view is listed with how many, none without."""
    mask = in_view(tiny_store, View(topics=(0,)))

    assert [(topic.topic_id, n) for topic, n in topic_tree(tiny_store, mask, "fine")] == [
        (10, 4),
        (0, 4),
        (20, 2),
        (21, 2),
    ]
    assert [(topic.topic_id, n) for topic, n in topic_tree(tiny_store, mask, "top")] == [(10, 4)]
