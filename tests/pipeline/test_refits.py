"""Refits: clusters compared by hand, topics that are there found again, those that chance cut not."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lib.core.topic import LEVELS, UNASSIGNED
from lib.pipeline.cluster import Clusterer, Clusters, all_together
from lib.pipeline.consensus import Consensus
from lib.pipeline.graph import NeighborGraph, neighbor_graph
from lib.pipeline.refits import NOT_DRAWN, SHARE, best_matches, landings, refit, subgraph
from tests.pipeline.drawn import blobs


def labels(*numbers: int) -> NDArray[np.int32]:
    """A labelling, -1 for unassigned."""
    return np.array(numbers, dtype=np.int32)


def test_best_matches_by_hand() -> None:
    """The match is the cluster with the largest Jaccard similarity; unassigned papers are in no cluster."""
    one = labels(0, 0, 0, 0, 1, 1, 2, -1, -1, 4)
    other = labels(1, 1, 1, 0, 0, 0, -1, 0, -1, 2)
    match, jaccard = best_matches(one, other, 6)

    assert match.tolist() == [1, 0, UNASSIGNED, UNASSIGNED, 2, UNASSIGNED]
    assert jaccard == pytest.approx([3 / 4, 2 / 4, 0, np.nan, 1, np.nan], nan_ok=True)


def test_of_two_equal_matches_the_first() -> None:
    """A cluster that fell into two halves is matched with the half of lower number."""
    match, jaccard = best_matches(labels(0, 0, 0, 0), labels(1, 0, 0, 1), 1)

    assert (match.tolist(), jaccard.tolist()) == ([0], [0.5])


@given(st.lists(st.tuples(st.integers(-1, 5), st.integers(-1, 5)), max_size=40))
@settings(max_examples=200)
def test_best_matches_against_sets(rows: list[tuple[int, int]]) -> None:
    """The same as comparing each cluster with each as sets of papers."""
    one, other = (labels(*column) for column in (zip(*rows, strict=True) if rows else ((), ())))
    match, jaccard = best_matches(one, other, 6)

    sets = {name: set(np.flatnonzero(other == name).tolist()) for name in range(6)}
    for cluster in range(6):
        papers = set(np.flatnonzero(one == cluster).tolist())
        likeness = [len(papers & found) / len(papers | found) if papers | found else 0 for found in sets.values()]
        if not papers:
            assert np.isnan(jaccard[cluster])
        else:
            assert jaccard[cluster] == pytest.approx(max(likeness))
        best = likeness.index(max(likeness)) if max(likeness) else UNASSIGNED
        assert match[cluster] == best


def test_landings_by_hand() -> None:
    """Papers land in the match of their cluster, unless that is more like another: then it swallowed the cluster."""
    one = labels(0, 0, 0, 0, 1, 1, 1, 2, 2, 3, -1)
    other = labels(0, 0, 0, 3, 1, 1, 1, 1, 1, -1, 1)
    match, _ = best_matches(one, other, 4)

    # The new 1 holds all of 1 and all of 2; it is more like 1.
    assert match.tolist() == [0, 1, 1, UNASSIGNED]
    assert landings(one, other, match).tolist() == [1, 1, 1, 0, 1, 1, 1, 0, 0, 0, NOT_DRAWN]


@given(st.lists(st.tuples(st.integers(-1, 4), st.integers(-1, 4)), min_size=1, max_size=40))
def test_no_two_clusters_land_in_one(rows: list[tuple[int, int]]) -> None:
    """Papers that landed from different clusters are in different ones, each the most like the other of all."""
    one, other = (labels(*column) for column in zip(*rows, strict=True))
    there, back = best_matches(one, other, 5)[0], best_matches(other, one, 5)[0]
    found = landings(one, other, there)

    pairs = {(int(a), int(b)) for a, b, hit in zip(one, other, found, strict=True) if hit == 1}
    assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)
    assert all(b != UNASSIGNED for _, b in pairs)
    assert all(there[a] == b and back[b] == a for a, b in pairs)
    assert ((found == NOT_DRAWN) == (one == UNASSIGNED)).all()


def test_subgraph_by_hand() -> None:
    """Neighbours that stay move up in their order under new numbers; the paper itself, at 0, fills the list."""
    graph = NeighborGraph(
        labels(1, 2, 3, 0, 3, 2, 3, 1, 0, 2, 0, 1).reshape(4, 3),
        np.array([[0.9, 0.8, 0.7], [0.9, 0.5, 0.4], [0.8, 0.6, 0.5], [0.7, 0.3, 0.2]], dtype=np.float32),
    )
    some = subgraph(graph, np.array([0, 2, 3]))

    assert some.indices.tolist() == [[1, 2, 0], [2, 0, 1], [1, 0, 2]]
    by_hand = np.array([[0.8, 0.7, 0], [0.8, 0.5, 0], [0.7, 0.3, 0]], dtype=np.float32)
    assert some.similarities.tolist() == by_hand.tolist()


def test_subgraph_of_all_is_the_graph() -> None:
    """And of most papers it has the neighbours of a graph made of these alone, as far as the list reaches."""
    vectors, _ = blobs(5, 20)
    graph = neighbor_graph(vectors, 12)
    same = subgraph(graph, np.arange(100))
    assert same.indices.tolist() == graph.indices.tolist()
    assert same.similarities.tolist() == graph.similarities.tolist()

    rows = np.sort(np.random.default_rng(1).permutation(100)[:90])
    some, anew = subgraph(graph, rows), neighbor_graph(vectors[rows], 12)
    for row in range(90):
        known = some.indices[row] != row
        assert known.sum() >= 5
        assert some.indices[row][known].tolist() == anew.indices[row][: known.sum()].tolist()


def refitted(clusterer: Clusterer, clusters: Clusters, vectors: NDArray[np.float32], **settings: Any):
    """Six refits."""
    graph = neighbor_graph(vectors, 15)
    return refit(clusterer, clusters, vectors, graph, **{"n_refits": 6, "seed": 3, **settings})


def test_clear_groups_are_found_again() -> None:
    """Topics that were drawn apart are perfectly stable, and each paper lands in its own."""
    vectors, truth = blobs(8, 40, noise=0.05)
    found = refitted(Consensus(seed=1, topics=8), Clusters(truth // 8, truth, truth), vectors)

    assert found.stability["default"] == pytest.approx(1)
    assert found.agreement == pytest.approx(1)
    assert set(np.unique(found.landed)) == {NOT_DRAWN, 1}


def test_a_group_cut_at_random_is_not() -> None:
    """Two halves of one group are matched with the whole: half their likeness, and the other topics keep theirs."""
    vectors, truth = blobs(8, 40, noise=0.05)
    cut = truth.copy()
    cut[np.flatnonzero(truth == 7)[::2]] = 8
    found = refitted(Consensus(seed=1, topics=8), Clusters(cut, cut, cut), vectors)

    assert found.stability["default"][:7] == pytest.approx(1)
    assert found.stability["default"][7:] == pytest.approx(0.5, abs=0.05)
    assert found.agreement is not None
    assert 0.8 < found.agreement < 1


def test_each_refit_draws_anew_and_all_repeat() -> None:
    """A tenth of the papers is left out of each refit, another one each time, the same in a second call."""
    vectors, _ = blobs(6, 25, noise=0.3)
    clusters = Consensus(seed=1).cluster(vectors, neighbor_graph(vectors, 15))
    told: list[int] = []
    one = refitted(Consensus(seed=1), clusters, vectors, advance=told.append)
    two = refitted(Consensus(seed=1), clusters, vectors)

    assert sum(told) == 6
    assert one.landed.tobytes() == two.landed.tobytes()
    assert all(one.stability[level].tobytes() == two.stability[level].tobytes() for level in LEVELS)
    assigned = clusters.default != UNASSIGNED
    assert (one.landed[~assigned] == NOT_DRAWN).all()
    out = one.landed[assigned] == NOT_DRAWN
    assert out.mean() == pytest.approx(1 - SHARE, abs=0.02)
    assert len({column.tobytes() for column in out.T}) == 6
    assert refitted(Consensus(seed=1), clusters, vectors, seed=4).landed.tobytes() != one.landed.tobytes()


@dataclass(frozen=True)
class Fixed:
    """A clusterer that is told what to find, from the number of papers."""

    find: Callable[[int], NDArray[np.int32]]
    name: str = "fixed"
    version: int = 1
    steps: int = 1
    settings: dict[str, Any] | None = None
    seeds: tuple[int, ...] = ()

    def n_refits(self, n_papers: int) -> int:
        """As many as the test wants."""
        return 1

    def refit(self, seed: int) -> Clusterer:
        """The same with another seed."""
        return replace(self, seeds=(*self.seeds, seed))

    def cluster(
        self, embeddings: NDArray[np.float32], graph: NeighborGraph, advance: Callable[[int], None] = lambda _: None
    ) -> Clusters:
        """Give what was told."""
        found = self.find(len(embeddings))
        return Clusters(found, found, found)


def test_a_topic_of_which_nothing_is_left_is_not_landed_in() -> None:
    """Where a refit leaves all papers of a topic unassigned its stability is 0, and none of them landed."""
    vectors, _ = blobs(2, 20)
    own = np.repeat(labels(0, 1), 20)
    found = refitted(
        Fixed(lambda n: np.where(np.arange(n) < n // 2, 0, UNASSIGNED).astype(np.int32)),
        Clusters(own, own, own),
        vectors,
    )

    assert found.stability["default"][1] < 0.15
    none = Fixed(lambda n: np.full(n, UNASSIGNED, dtype=np.int32))
    found = refitted(none, Clusters(own, own, own), vectors)
    assert found.stability["default"].tolist() == [0, 0]
    assert set(np.unique(found.landed)) == {NOT_DRAWN, 0}


def test_no_refits_say_nothing() -> None:
    """Without refits there is no stability, no agreement and no paper that landed."""
    vectors, _ = blobs(2, 20)
    found = refitted(Consensus(), all_together(40), vectors, n_refits=0)

    assert found.landed.shape == (40, 0)
    assert found.agreement is None
    assert [len(found.stability[level]) for level in LEVELS] == [0, 0, 0]


def test_a_topic_too_small_to_be_drawn_does_not_count_as_lost() -> None:
    """A topic of one paper is judged by the refits that have it alone."""
    vectors, truth = blobs(4, 15, noise=0.05)
    own = truth.copy()
    own[5] = 4
    found = refitted(Fixed(lambda n: np.arange(n, dtype=np.int32)), Clusters(own, own, own), vectors, n_refits=30)

    assert (found.landed[5] == NOT_DRAWN).any()
    assert found.stability["default"][4] == 1
