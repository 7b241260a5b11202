"""Whether there are groups at all: measures by hand, noise below the limit, drawn groups above it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.quality import LEAST_STRUCTURE
from lib.pipeline.graph import neighbor_graph
from lib.pipeline.structure import FEWEST_PAPERS, modularity, rewired, structure, transitivity
from tests.pipeline.drawn import blobs, directions, edges_of, near_copies, planted

SIZES = pytest.mark.parametrize("n_papers", [60, 61, 80, 150, 300, 1000])


@pytest.mark.parametrize(
    ("pairs", "share"),
    [
        ([(0, 1), (1, 2), (0, 2)], 1),
        ([(0, 1), (1, 2), (2, 3), (0, 3)], 0),
        # One triangle of three corners, and a tail: 3 x 2 closed pairs of 3 x 2 + 2 x 2.
        ([(0, 1), (1, 2), (0, 2), (2, 3)], 3 / 5),
        ([(0, 1)], 0),
        ([], 0),
    ],
)
def test_transitivity_by_hand(pairs: list[tuple[int, int]], share: float) -> None:
    """Closed pairs of neighbours of all."""
    assert transitivity(edges_of(pairs, 5)) == pytest.approx(share)


def test_modularity_by_hand() -> None:
    """Two triangles tied by one edge: 6 of 7 edges inside, degrees halved; all in one has none."""
    edges = edges_of([(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)], 6)

    assert modularity(edges, np.array([0, 0, 0, 1, 1, 1], dtype=np.int32)) == pytest.approx(6 / 7 - 2 * 0.25)
    assert modularity(edges, np.zeros(6, dtype=np.int32)) == pytest.approx(0)
    assert modularity(edges_of([], 3), np.arange(3, dtype=np.int32)) == 0


@given(st.integers(0, 1000))
@settings(max_examples=20)
def test_a_rewired_graph_has_the_same_edges_at_each_paper(seed: int) -> None:
    """But for the few loops and double edges that fall away; it is symmetric, and has none of its own."""
    edges, _ = planted(6, 20, 0.4, 0.03)
    again = rewired(edges, seed)

    degrees, kept = np.diff(edges.indptr), np.diff(again.indptr)
    assert (kept <= degrees).all()
    assert 0.85 * degrees.sum() < kept.sum() < degrees.sum()
    assert (again != again.T).nnz == 0
    assert again.diagonal().sum() == 0
    assert set(again.data.tolist()) == {1.0}
    assert transitivity(again) < transitivity(edges) / 2


@SIZES
def test_noise_has_no_structure(n_papers: int) -> None:
    """Random vectors and near-copies of one vector, as wide as those of the model or narrower, lie below the limit."""
    for dims in (64, 384):
        for seed in range(3):
            for vectors in (directions(n_papers, dims=dims, seed=seed), near_copies(n_papers, dims=dims, seed=seed)):
                found = structure(neighbor_graph(vectors, 30), 42)
                assert found is not None
                assert found < LEAST_STRUCTURE


@SIZES
def test_drawn_groups_have(n_papers: int) -> None:
    """Groups of ten and more lie far above the limit, clear ones higher than those that run into each other."""
    for per_group in (10, 20):
        clear, loose = (
            structure(neighbor_graph(blobs(n_papers // per_group, per_group, noise, dims=64)[0], 30), 42)
            for noise in (0.05, 0.15)
        )
        assert clear is not None
        assert loose is not None
        assert 1.2 * LEAST_STRUCTURE < loose < clear


@pytest.mark.parametrize("k", [5, 8, 15])
def test_few_neighbours_are_enough(k: int) -> None:
    """With a graph of five neighbours a paper, groups and noise are told apart as well."""
    groups, noise = (structure(neighbor_graph(v, k), 42) for v in (blobs(15, 20, 0.1, dims=64)[0], directions(300)))

    assert groups is not None
    assert noise is not None
    assert noise < LEAST_STRUCTURE < groups


def test_what_cannot_be_told() -> None:
    """Of too few papers, or with fewer than five neighbours of each, nothing is said."""
    assert structure(neighbor_graph(directions(FEWEST_PAPERS - 1), 30), 42) is None
    assert structure(neighbor_graph(directions(300), 4), 42) is None


def test_equal_vectors_have_none() -> None:
    """Copies of one text, bit for bit, are no groups."""
    found = structure(neighbor_graph(np.repeat(directions(1), 200, axis=0), 30), 42)

    assert found is not None
    assert found < LEAST_STRUCTURE


def test_the_order_of_chance_alone_is_its_seed() -> None:
    """The same graph and seed give the same number to the last bit."""
    graph = neighbor_graph(blobs(10, 15, 0.2)[0], 20)

    assert structure(graph, 1) == structure(graph, 1)
