"""Communities: those of graphs whose parts are known, the same in every run, small ones joined to their nearest."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from lib.pipeline.communities import (
    adjacency,
    agreement,
    between_communities,
    by_first,
    communities,
    consensus,
    join_small,
    within,
)
from lib.pipeline.graph import NeighborGraph, neighbor_graph
from tests.pipeline.drawn import blobs, directions, edges_of, planted

# Zachary (1977), doi 10.1086/jar.33.4.3629752: who met whom in a karate club that fell apart, numbered from 0.
CLUB = {
    0: [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31],
    1: [2, 3, 7, 13, 17, 19, 21, 30],
    2: [3, 7, 8, 9, 13, 27, 28, 32],
    3: [7, 12, 13],
    4: [6, 10],
    5: [6, 10, 16],
    6: [16],
    8: [30, 32, 33],
    9: [33],
    13: [33],
    14: [32, 33],
    15: [32, 33],
    18: [32, 33],
    19: [33],
    20: [32, 33],
    22: [32, 33],
    23: [25, 27, 29, 32, 33],
    24: [25, 27, 31],
    25: [31],
    26: [29, 33],
    27: [33],
    28: [31, 33],
    29: [32, 33],
    30: [32, 33],
    31: [32, 33],
    32: [33],
}
PAIRS = [(one, other) for one, others in CLUB.items() for other in others]


def modularity_by_hand(pairs: list[tuple[int, int]], labels: NDArray[np.int32]) -> float:
    """Newman's modularity, summed over all pairs of nodes as its definition has it."""
    n_nodes = len(labels)
    tied = np.zeros((n_nodes, n_nodes))
    for one, other in pairs:
        tied[one, other] = tied[other, one] = 1
    degree = tied.sum(axis=1)
    total = degree.sum()
    return sum(
        (tied[one, other] - degree[one] * degree[other] / total) / total
        for one in range(n_nodes)
        for other in range(n_nodes)
        if labels[one] == labels[other]
    )


def test_the_karate_club() -> None:
    """The best known division of it has a modularity of .4198; each run comes near, and its leaders are apart."""
    assert len(PAIRS) == 78
    edges = edges_of(PAIRS, 34)
    found = [communities(edges, 1.0, seed) for seed in range(10)]

    scores = [modularity_by_hand(PAIRS, labels) for labels in found]
    assert max(scores) == pytest.approx(0.4198, abs=1e-4)
    assert min(scores) > 0.40
    agreed = consensus(edges, 1.0, fewest=2, seeds=range(20))
    assert agreed[0] != agreed[33]
    assert modularity_by_hand(PAIRS, agreed) > 0.40


@pytest.mark.parametrize(("inside", "outside", "least"), [(0.5, 0.02, 0.99), (0.3, 0.05, 0.9)])
def test_planted_parts_are_found(inside: float, outside: float, least: float) -> None:
    """Parts with more edges within than between come out as they were planted."""
    edges, truth = planted(8, 30, inside, outside)

    assert adjusted_rand_score(truth, consensus(edges, 1.0, fewest=5, seeds=range(8))) >= least


def test_more_resolution_gives_more_communities() -> None:
    """Communities are fewer than parts at a low resolution, and more at a high one."""
    edges, _ = planted(8, 30, 0.5, 0.05)
    counts = [int(communities(edges, resolution, 1).max()) + 1 for resolution in (0.1, 1.0, 20.0)]

    assert counts[0] < 8 == counts[1] < counts[2]


@pytest.mark.parametrize("k", [1, 4, 100])
def test_adjacency_by_hand(k: int) -> None:
    """Two papers are tied, both ways, where one is among the k nearest of the other and they are at all alike."""
    vectors, _ = blobs(4, 8, dims=4)
    graph = neighbor_graph(vectors, 10)
    edges = adjacency(graph, k).toarray()

    for one in range(32):
        for other in range(32):
            near = other in graph.indices[one, :k] or one in graph.indices[other, :k]
            alike = max(0.0, float(vectors[one] @ vectors[other]))
            assert edges[one, other] == pytest.approx(alike if near and one != other else 0, abs=2e-6)
    assert (edges == edges.T).all()


def test_a_paper_without_any_tie_is_a_community() -> None:
    """Papers whose neighbours are not like them at all stand by themselves; a graph without edges is all such."""
    edges = edges_of([(0, 1), (1, 2), (0, 2)], 5)

    assert communities(edges, 1.0, 1).tolist() == [0, 0, 0, 1, 2]
    assert consensus(edges, 1.0, fewest=3, seeds=range(3)).tolist() == [0, 0, 0, 1, 2]
    assert communities(edges_of([], 3), 1.0, 1).tolist() == [0, 1, 2]
    opposite = NeighborGraph(np.array([[1], [0]], dtype=np.int32), np.array([[-1.0], [-1.0]], dtype=np.float32))
    assert adjacency(opposite, 1).nnz == 0


def test_agreement_is_the_share_of_runs() -> None:
    """For each edge in its order, the runs that keep its ends together, counted one by one."""
    edges = adjacency(neighbor_graph(directions(60, dims=8), 6), 6)
    told: list[int] = []
    shared = agreement(edges, 1.0, range(3, 10), told.append)

    runs = [communities(edges, 1.0, seed) for seed in range(3, 10)]
    ends = edges.tocoo()
    by_hand = [np.mean([run[one] == run[other] for run in runs]) for one, other in zip(ends.row, ends.col, strict=True)]
    assert shared == pytest.approx(np.array(by_hand))
    assert 0 <= shared.min() < shared.max() <= 1
    assert sum(told) == 7


def test_consensus_depends_less_on_its_seeds_than_a_run_does() -> None:
    """On vectors whose groups run into each other two consensuses are more alike than two runs are on average."""
    vectors, _ = blobs(12, 25, noise=0.35)
    edges = adjacency(neighbor_graph(vectors, 15), 12)
    pairs = [(seed, seed + 1) for seed in range(0, 12, 2)]

    def likeness(find) -> float:
        return float(np.mean([adjusted_rand_score(find(one), find(other)) for one, other in pairs]))

    single = likeness(lambda seed: communities(edges, 4.0, seed))
    agreed = likeness(lambda seed: consensus(edges, 4.0, fewest=1, seeds=range(100 * seed, 100 * seed + 20)))
    assert agreed > single


def test_small_ones_join_where_most_weight_ties_them() -> None:
    """The smallest goes first, to the community to which its edges are heaviest, and what it joined has grown."""
    #     0 1 2 | 3 4 5 | 6 | 7 8: 6 is tied more to the second, 7 8 to 6 alone.
    labels = np.array([0, 0, 0, 1, 1, 1, 2, 3, 3], dtype=np.int32)
    pairs = [(0, 1), (1, 2), (3, 4), (4, 5), (7, 8), (6, 0), (6, 3), (6, 4), (6, 7)]
    edges = edges_of(pairs, 9)

    assert join_small(labels, edges, 1).tolist() == labels.tolist()
    assert join_small(labels, edges, 2).tolist() == [0, 0, 0, 1, 1, 1, 1, 2, 2]
    assert join_small(labels, edges, 3).tolist() == [0, 0, 0, 1, 1, 1, 1, 1, 1]
    assert join_small(labels, edges, 5).tolist() == [0] * 9
    # Of two that tie it equally the one that comes first.
    assert join_small(labels, edges_of([(6, 0), (6, 3)], 9), 2).tolist()[6] == 0
    # Without a tie it stays.
    assert join_small(labels, edges_of([(0, 1)], 9), 9).tolist() == labels.tolist()


@st.composite
def labelled_graphs(draw: st.DrawFn) -> tuple[NDArray[np.int32], list[tuple[int, int]], int]:
    """Any division of any small graph, and a size."""
    n_papers = draw(st.integers(1, 14))
    labels = np.array(draw(st.lists(st.integers(0, 5), min_size=n_papers, max_size=n_papers)))
    pair = st.tuples(st.integers(0, n_papers - 1), st.integers(0, n_papers - 1)).filter(lambda ends: ends[0] < ends[1])
    pairs = draw(st.lists(pair, unique=True)) if n_papers > 1 else []
    return by_first(labels), pairs, draw(st.integers(1, 8))


@given(labelled_graphs())
@settings(max_examples=150)
def test_joining_splits_none_and_leaves_only_the_lonely_small(case: tuple[NDArray[np.int32], list, int]) -> None:
    """Whatever the graph, communities are joined as wholes; one that is still too small has no tie to another."""
    labels, pairs, fewest = case
    edges = edges_of(pairs, len(labels))
    joined = join_small(labels, edges, fewest)

    for label in np.unique(labels):
        assert len(np.unique(joined[labels == label])) == 1
    assert joined.tolist() == by_first(joined).tolist()
    sizes = np.bincount(joined)
    for one, other in pairs:
        if joined[one] != joined[other]:
            assert min(sizes[joined[one]], sizes[joined[other]]) >= fewest


@given(labelled_graphs())
@settings(max_examples=50)
def test_sums_between_communities(case: tuple[NDArray[np.int32], list, int]) -> None:
    """Edges between communities are summed, those within counted from both ends; `within` keeps just the latter."""
    labels, pairs, _ = case
    edges = edges_of(pairs, len(labels))
    summed = between_communities(labels, edges).toarray()
    inside = within(edges, labels).toarray()

    by_hand = np.zeros_like(summed)
    kept = np.zeros((len(labels),) * 2)
    for one, other in [*pairs, *((other, one) for one, other in pairs)]:
        by_hand[labels[one], labels[other]] += 1
        kept[one, other] += labels[one] == labels[other]
    assert summed.tolist() == by_hand.tolist()
    assert inside.tolist() == kept.tolist()


def test_numbers_follow_the_first_papers() -> None:
    """Groups of any names are numbered as they come."""
    assert by_first(np.array([7, 7, 2, 9, 2, 7])).tolist() == [0, 0, 1, 2, 1, 0]
    assert by_first(np.array([], dtype=np.int64)).tolist() == []
