"""Papers at the rim of clusters, by hand."""

import numpy as np
import pytest

from lib.core.topic import UNASSIGNED
from lib.pipeline.graph import NeighborGraph, neighbor_graph
from lib.pipeline.rim import heaviest, join_cores, join_levels, lonely


def test_heaviest_by_hand() -> None:
    """Weights of equal groups add up; -1 is no group but counts in the whole; equal groups go to the smaller."""
    groups = np.array([[1, 0, 1], [-1, 2, -1], [-1, -1, -1], [3, 2, -1]], dtype=np.int32)
    weights = np.array([[0.25, 0.5, 0.5], [1, 0.5, 0.5], [1, 1, 1], [1, 1, 0]], dtype=np.float32)
    best, share = heaviest(groups, weights)

    assert best.tolist() == [1, 2, UNASSIGNED, 2]
    assert share == pytest.approx([0.6, 0.25, 0, 0.5])


def test_rim_joins_the_cluster_around_it() -> None:
    """An unassigned paper among papers of one cluster joins it; one between two does not."""
    indices = np.array([[1, 2], [0, 2], [0, 1], [1, 2], [0, 5], [6, 4], [5, 4]], dtype=np.int32)
    similarities = np.full((7, 2), 0.8, dtype=np.float32)
    similarities[4] = [0.0, 0.0]
    clusters = np.array([0, 0, 0, -1, -1, 1, 1], dtype=np.int32)

    assert join_cores(clusters, NeighborGraph(indices, similarities)).tolist() == [0, 0, 0, 0, -1, 1, 1]


def test_between_fine_clusters_of_one_top_cluster() -> None:
    """A paper between two siblings joins their parent, and the nearer one of the two."""
    top = np.array([0, 0, 1, -1, -1], dtype=np.int32)
    default = np.array([0, 1, 2, -1, -1], dtype=np.int32)
    fine = np.array([5, 6, 7, -1, -1], dtype=np.int32)
    indices = np.array([[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2], [0, 2, 3]], dtype=np.int32)
    similarities = np.array([[0.5, 0.5, 0.5]] * 3 + [[0.3, 0.4, 0.3], [0.3, 0.5, 0.3]], dtype=np.float32)
    joined = join_levels(top, default, fine, NeighborGraph(indices, similarities))

    # The last paper has 0.3 of 1.1 in top cluster 0 at first, and 0.6 of 1.1 when the paper before it has joined.
    assert [labels.tolist() for labels in joined] == [[0, 0, 1, 0, 0], [0, 1, 2, 1, 0], [5, 6, 7, 6, 5]]


def test_between_top_clusters_stays_unassigned() -> None:
    """A paper of which no top cluster holds half stays where it is, at all levels."""
    labels = np.array([0, 1, 2, -1], dtype=np.int32)
    indices = np.array([[1, 2, 3]] * 3 + [[0, 1, 2]], dtype=np.int32)
    joined = join_levels(labels, labels, labels, NeighborGraph(indices, np.full((4, 3), 0.5, dtype=np.float32)))

    assert [level[3] for level in joined] == [UNASSIGNED] * 3


def blob_and_strangers(n_papers: int = 60, n_strangers: int = 3) -> NeighborGraph:
    """Papers around one direction, then some that point elsewhere, each alone."""
    random = np.random.default_rng(0)
    rows = np.eye(1, 40) + random.normal(scale=0.1, size=(n_papers, 40))
    strangers = np.eye(40)[20 : 20 + n_strangers] + random.normal(scale=0.05, size=(n_strangers, 40))
    embeddings = np.vstack([rows, strangers]).astype(np.float32)
    return neighbor_graph(embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True), 10)


def test_strangers_are_lonely() -> None:
    """Papers that no other is like are found, and the others are not."""
    assert lonely(blob_and_strangers()).nonzero()[0].tolist() == [60, 61, 62]


def test_nobody_is_lonely_among_equals() -> None:
    """Where all papers are the same, none stands apart."""
    embeddings = np.tile(np.eye(1, 8, dtype=np.float32), (30, 1))

    assert not lonely(neighbor_graph(embeddings, 5)).any()


def test_lonely_papers_join_no_cluster() -> None:
    """All neighbours of a stranger are in one cluster, and still it stays out; a paper of the blob comes in."""
    graph = blob_and_strangers()
    clusters = np.zeros(63, dtype=np.int32)
    clusters[[5, 60, 61, 62]] = UNASSIGNED
    joined = join_cores(clusters, graph)

    assert joined[5] == 0
    assert (joined[60:] == UNASSIGNED).all()
