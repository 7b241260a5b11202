"""Merging clusters upwards: by hand, against scipy, and nested."""

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage

from lib.core.topic import UNASSIGNED
from lib.pipeline.granularity import Bounds, granularity
from lib.pipeline.merge import Tree, choose_count, cut, grow_tree, merge_upwards


def same_partition(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two labellings group alike, whatever the numbers."""
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    return len(pairs) == len(set(one.tolist())) == len(set(other.tolist()))


def test_nearest_clusters_join_first() -> None:
    """Of clusters at 0, 1, 10 and 12 on a line the first two join first, then the last two, then all."""
    points = np.array([[0.0], [1.0], [10.0], [12.0]], dtype=np.float32)
    tree = grow_tree(np.arange(4, dtype=np.int32), points)

    assert tree.costs == pytest.approx([0.5, 2.0, 110.25])
    assert cut(tree, 3).tolist() == [0, 0, 1, 2]
    assert cut(tree, 2).tolist() == [0, 0, 1, 1]
    assert cut(tree, 1).tolist() == [0, 0, 0, 0]


def test_equals_ward_of_scipy() -> None:
    """With a cluster a paper the tree is Ward's."""
    points = np.random.default_rng(1).normal(size=(40, 6)).astype(np.float32)
    tree = grow_tree(np.arange(40, dtype=np.int32), points)
    expected = linkage(points.astype(float), method="ward")

    assert np.sqrt(2 * tree.costs) == pytest.approx(expected[:, 2], rel=1e-5)
    for count in (2, 5, 20):
        assert same_partition(cut(tree, count), fcluster(expected, count, criterion="maxclust"))


def test_size_counts() -> None:
    """A pair of small clusters joins before a pair of large ones that lie just as far apart."""
    points = np.array([[0.0]] * 9 + [[1.0]] * 9 + [[10.0], [11.0]], dtype=np.float32)
    clusters = np.array([0] * 9 + [1] * 9 + [2, 3], dtype=np.int32)

    assert cut(grow_tree(clusters, points), 3).tolist() == [0, 1, 2, 2]


def test_equal_clusters_can_be_joined() -> None:
    """Clusters at the same place are no trouble."""
    tree = grow_tree(np.arange(5, dtype=np.int32), np.ones((5, 3), dtype=np.float32))

    assert len(set(cut(tree, 2).tolist())) == 2


@pytest.mark.parametrize(("fewest", "most", "count"), [(2, 2, 2), (3, 5, 4), (5, 8, 6), (40, 60, 8), (5, 5, 5)])
def test_cut_where_the_next_merge_costs_much_more(fewest: int, most: int, count: int) -> None:
    """Around the middle of the bounds the largest step in costs decides, never more than there are."""
    costs = np.array([1.0, 1.1, 9.0, 9.1, 40.0, 41.0, 400.0])
    tree = Tree(np.zeros((7, 2), dtype=np.intp), costs)

    assert choose_count(tree, Bounds(fewest, most)) == count


@pytest.mark.parametrize("n_clusters", [1, 2, 3, 4, 30])
def test_levels_nest(n_clusters: int) -> None:
    """From one cluster on there are levels of which each lies within the one above, and -1 stays -1."""
    random = np.random.default_rng(n_clusters)
    fine = np.concatenate([np.arange(n_clusters), random.integers(-1, n_clusters, 300)]).astype(np.int32)
    embeddings = random.normal(size=(len(fine), 5)).astype(np.float32)
    default, top = merge_upwards(fine, embeddings, granularity(len(fine)))

    for coarse, below in ((top, default), (default, fine)):
        assert ((coarse == UNASSIGNED) == (below == UNASSIGNED)).all()
        assert len(set(zip(below.tolist(), coarse.tolist(), strict=True))) == len(set(below.tolist()))
