"""Clusters that are too small join the nearest beside them, at every level, and levels stay nested."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lib.core.topic import LEVELS, UNASSIGNED
from lib.pipeline.classic import UmapHdbscan
from lib.pipeline.cluster import Clusters
from lib.pipeline.consensus import Consensus
from lib.pipeline.graph import neighbor_graph
from lib.pipeline.sizes import hold_sizes, join_nearest
from tests.pipeline.drawn import blobs, unit


def labels(*numbers: int) -> NDArray[np.int32]:
    """A labelling."""
    return np.array(numbers, dtype=np.int32)


def test_the_nearest_beside_it_by_hand() -> None:
    """A cluster of one joins the like one within the same cluster above, though a more like one is elsewhere."""
    angles = np.array([0, 0.1, 1, 1.1, 0.6, 0.61, 0.62, 2.0])
    vectors = unit(np.column_stack([np.cos(angles), np.sin(angles)]))
    own = labels(0, 0, 1, 1, 2, 3, 3, UNASSIGNED)
    above = labels(0, 0, 0, 0, 0, 1, 1, UNASSIGNED)

    # .6 is nearer to 1.05 than to .05, and nearest to .615, which is not beside it.
    assert join_nearest(own, above, vectors, 2).tolist() == [0, 0, 1, 1, 1, 3, 3, UNASSIGNED]
    assert join_nearest(own, above, vectors, 1) is own
    # Where nothing is beside it, it stays.
    alone = labels(0, 0, 0, 0, 1, 2, 2, UNASSIGNED)
    assert join_nearest(own, alone, vectors, 2).tolist() == own.tolist()


def test_small_ones_grow_together() -> None:
    """Three of one paper each, near each other: joined among themselves until they are large enough."""
    angles = np.array([0, 0.01, 0.02, 1, 1.02, 1.05])
    vectors = unit(np.column_stack([np.cos(angles), np.sin(angles)]))
    joined = join_nearest(labels(0, 0, 0, 1, 2, 3), np.zeros(6, dtype=np.int32), vectors, 3)

    assert len(np.unique(joined)) == 2
    assert len(np.unique(joined[3:])) == 1


@given(st.data())
@settings(max_examples=150)
def test_all_levels_hold(data: st.DataObject) -> None:
    """Whatever is given comes out nested, no paper gains or loses a topic, and all are large enough, or all is one."""
    n_papers = data.draw(st.integers(1, 30))
    fine = np.array(data.draw(st.lists(st.integers(-1, 8), min_size=n_papers, max_size=n_papers)), dtype=np.int32)
    default = np.where(fine < 0, UNASSIGNED, fine // 2).astype(np.int32)
    top = np.where(fine < 0, UNASSIGNED, fine // 4).astype(np.int32)
    fewest = data.draw(st.integers(1, 12))
    vectors = unit(np.random.default_rng(data.draw(st.integers(0, 9))).normal(size=(n_papers, 5)))
    found = hold_sizes(Clusters(top, default, fine), vectors, fewest)

    for level in LEVELS:
        got = getattr(found, level)
        assert ((got == UNASSIGNED) == (fine < 0)).all()
        names, sizes = np.unique(got[got != UNASSIGNED], return_counts=True)
        assert names.tolist() == list(range(len(names)))
        assert len(sizes) <= 1 or sizes.min() >= fewest
    for above, below in pairwise(LEVELS):
        coarse, finer = getattr(found, above), getattr(found, below)
        assert all(len(np.unique(coarse[finer == name])) == 1 for name in np.unique(finer))


@pytest.mark.parametrize("way", [Consensus, UmapHdbscan])
@pytest.mark.parametrize("size", [2, 6, 15, 60])
def test_a_set_size_holds(way: type[Consensus | UmapHdbscan], size: int) -> None:
    """Topics of no level are smaller than was set, also where many groups lie apart and papers are alone."""
    vectors, _ = blobs(30, 8, 0.1)
    lonely = unit(np.random.default_rng(3).normal(size=(12, 24)))
    vectors = np.vstack([vectors, lonely])
    found = way(topic_size=size).cluster(vectors, neighbor_graph(vectors, 20))

    for level in LEVELS:
        got = getattr(found, level)
        assert np.unique(got[got != UNASSIGNED], return_counts=True)[1].min() >= size
