"""Three levels from many runs: within bounds, nested, steered by number and detail, the same whoever computes them."""

import hashlib
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from lib.core.config import DETAILS
from lib.core.topic import LEVELS, UNASSIGNED
from lib.pipeline.communities import by_first, communities
from lib.pipeline.consensus import Consensus, at_most, fit, neighbors_looked_at, resolution_within
from lib.pipeline.granularity import Bounds, granularity
from lib.pipeline.graph import NeighborGraph, neighbor_graph
from tests.pipeline.drawn import blobs, edges_of, planted, unit

ROOT = Path(__file__).resolve().parents[2]


def counts(way: Consensus, vectors: NDArray[np.float32]) -> tuple[int, ...]:
    """Number of topics at each level, of clusters that are checked to nest."""
    found = way.cluster(vectors, neighbor_graph(vectors, 30))
    for above, below in pairwise(LEVELS):
        coarse, fine = getattr(found, above), getattr(found, below)
        assert ((coarse == UNASSIGNED) == (fine == UNASSIGNED)).all()
        assert all(len(np.unique(coarse[fine == cluster])) == 1 for cluster in np.unique(fine))
    return tuple(len(np.unique(labels[labels != UNASSIGNED])) for labels in (getattr(found, level) for level in LEVELS))


def labels(*numbers: int) -> NDArray[np.int32]:
    """A labelling."""
    return np.array(numbers, dtype=np.int32)


def around(*rows: list[int]) -> NeighborGraph:
    """A graph in which each paper has the neighbours named, all equally near."""
    indices = np.array(rows, dtype=np.int32)
    return NeighborGraph(indices, np.ones(indices.shape, dtype=np.float32))


def test_fit_by_hand() -> None:
    """A topic goes to the area that holds most of it; a large part elsewhere stays as one, a small one does not.

    Topic 0 has four papers in area 0 and two in area 1, which are a topic where two are enough. Where they are not,
    they go to topic 1, next to which they lie.
    """
    top = labels(0, 0, 0, 0, 1, 1, 1, 1, 1)
    default = labels(0, 0, 0, 0, 0, 0, 1, 1, 1)
    graph = around(*[[1, 2]] * 4, [6, 7], [6, 0], *[[7, 8]] * 3)

    assert [found.tolist() for found in fit(top, default, 2, graph)] == [
        [0, 0, 0, 0, 1, 1, 1, 1, 1],
        [0, 0, 0, 0, 1, 1, 2, 2, 2],
    ]
    assert [found.tolist() for found in fit(top, default, 3, graph)] == [
        [0, 0, 0, 0, 1, 1, 1, 1, 1],
        [0, 0, 0, 0, 1, 1, 1, 1, 1],
    ]
    # Next to no topic of their own area, they stay with theirs and follow it into the other.
    alone = around(*[[1, 2]] * 4, [0, 1], [2, 3], *[[7, 8]] * 3)
    assert [found.tolist() for found in fit(top, default, 3, alone)] == [
        [0, 0, 0, 0, 0, 0, 1, 1, 1],
        [0, 0, 0, 0, 0, 0, 1, 1, 1],
    ]


@given(st.data())
@settings(max_examples=150)
def test_whatever_is_fitted_nests(data: st.DataObject) -> None:
    """Any two levels come out nested and numbered as they come; where all parts stay, as what they have in common."""
    n_papers = data.draw(st.integers(2, 25))
    numbers = st.lists(st.integers(0, 5), min_size=n_papers, max_size=n_papers)
    top, default = (by_first(np.array(data.draw(numbers))) for _ in range(2))
    graph = around(*([(row + 1) % n_papers, (row + 2) % n_papers] for row in range(n_papers)))
    areas, topics = fit(top, default, data.draw(st.integers(1, 5)), graph)

    for topic in range(topics.max() + 1):
        assert len(np.unique(areas[topics == topic])) == 1
    assert topics.tolist() == by_first(topics).tolist()
    assert areas.tolist() == by_first(areas).tolist()
    assert topics.max() >= default.max()


def test_at_most_joins_the_nearest() -> None:
    """Of three groups the two that lie close become one; few enough are left alone."""
    corners = unit(np.array([[1, 0.0], [1, 0.1], [0, 1]]).repeat(4, axis=0))
    groups = np.repeat(labels(0, 1, 2), 4)

    assert at_most(3, groups, corners).tolist() == groups.tolist()
    assert at_most(2, groups, corners).tolist() == np.repeat([0, 0, 1], 4).tolist()
    assert at_most(1, groups, corners).tolist() == [0] * 12


@pytest.mark.parametrize("bounds", [Bounds(2, 3), Bounds(5, 6), Bounds(8, 8), Bounds(20, 30)])
@pytest.mark.parametrize("start", [0.05, 1.0, 40.0])
def test_the_search_ends_within_bounds(bounds: Bounds, start: float) -> None:
    """From a start far too low or far too high the number of communities is brought within bounds."""
    edges, _ = planted(8, 30, 0.4, 0.03)
    resolution = resolution_within(edges, start, bounds, 2, seed=1)
    n_found = int((np.bincount(communities(edges, resolution, 1)) >= 2).sum())

    assert bounds.fewest <= n_found <= bounds.most


def test_a_start_within_bounds_stays() -> None:
    """Nothing is searched for where the first try will do, and where nothing does the search ends all the same."""
    edges, _ = planted(8, 30, 0.4, 0.03)
    assert resolution_within(edges, 1.0, Bounds(4, 12), 2, seed=1) == 1.0
    apart = edges_of([(row, row + 1) for row in range(0, 40, 2)], 40)
    assert resolution_within(apart, 1.0, Bounds(2, 5), 2, seed=1) < 1.0
    # As many as there can be, and not all papers by themselves.
    many = resolution_within(edges, 1.0, Bounds(2000, 2000), 2, seed=1)
    sizes = np.bincount(communities(edges, many, 1))
    assert 2 * sizes[sizes > 1].sum() >= 240


@pytest.mark.parametrize(
    ("n_blobs", "per_blob", "noise", "wishes"),
    [(12, 25, 0.12, (2, 5, 12, 20)), (20, 15, 0.3, (3, 13, 20)), (30, 20, 0.1, (8, 30, 40))],
)
def test_just_so_many_topics(n_blobs: int, per_blob: int, noise: float, wishes: tuple[int, ...]) -> None:
    """As many as are wished, whether there are fewer groups or more, and never more areas than topics."""
    vectors, truth = blobs(n_blobs, per_blob, noise)
    for wish in wishes:
        top, default, fine = counts(Consensus(topics=wish), vectors)
        assert default == wish
        assert top <= default <= fine
    if noise < 0.2:
        exact = Consensus(topics=n_blobs).cluster(vectors, neighbor_graph(vectors, 30))
        assert adjusted_rand_score(truth, exact.default) > 0.98


@pytest.mark.parametrize(("n_blobs", "per_blob", "noise"), [(12, 25, 0.12), (5, 60, 0.05), (20, 15, 0.3), (8, 8, 0.2)])
def test_detail_steers(n_blobs: int, per_blob: int, noise: float) -> None:
    """Less detail gives no more topics than normal, more no fewer, each within what suits the corpus."""
    vectors, _ = blobs(n_blobs, per_blob, noise)
    less, normal, more = (counts(Consensus(detail=detail), vectors) for detail in DETAILS)

    assert less[1] <= normal[1] <= more[1]
    assert less[1] < more[1]
    for detail, found in zip(DETAILS, (less, normal, more), strict=True):
        wish = granularity(len(vectors), detail=detail)
        assert wish.default.fewest <= found[1] <= wish.default.most
        assert found[0] <= wish.top.most


def test_the_smallest_topic_can_be_set() -> None:
    """No topic, of any level, has fewer papers than were asked for, but for those that are like none."""
    vectors, _ = blobs(20, 15, 0.3)
    found = Consensus(topic_size=12).cluster(vectors, neighbor_graph(vectors, 30))

    assigned = found.fine[found.fine != UNASSIGNED]
    assert np.bincount(assigned).min() >= 12 - (found.fine == UNASSIGNED).sum()
    assert Consensus(topic_size=12).settings["topic_size"] == 12


def test_neighbours_looked_at_grow_without_a_cliff() -> None:
    """From 5 to 30, never fewer for more papers, never more than one more for one paper more."""
    looked_at = [neighbors_looked_at(n) for n in range(15, 6000)]

    assert (looked_at[0], neighbors_looked_at(300), looked_at[-1]) == (5, 10, 30)
    assert {later - earlier for earlier, later in pairwise(looked_at)} == {0, 1}


def test_a_paper_that_is_like_none_stays_unassigned() -> None:
    """Papers far from all others have no topic, at any level; the others have."""
    vectors, _ = blobs(8, 20, 0.1, dims=48)
    with_lonely = np.vstack([vectors, unit(np.random.default_rng(5).normal(size=(3, 48)))])
    found = Consensus().cluster(with_lonely, neighbor_graph(with_lonely, 30))

    assert found.default[-3:].tolist() == [UNASSIGNED] * 3
    assert (found.default[:-3] != UNASSIGNED).mean() > 0.98


def _digest() -> str:
    """Hash of the graph and the clusters of 800 papers."""
    vectors, _ = blobs(20, 40, 0.3, dims=384)
    graph = neighbor_graph(vectors, 30)
    found = Consensus().cluster(vectors, graph)
    parts = [graph.indices, graph.similarities, *(getattr(found, level) for level in LEVELS)]
    return hashlib.sha256(b"".join(part.tobytes() for part in parts)).hexdigest()


@pytest.mark.parametrize("threads", [1, 3])
def test_the_same_bytes_in_every_process(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Graph and clusters do not depend on the process, nor on how many threads there are for products and runs."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "PYTHONHASHSEED")
    command = "from tests.pipeline.test_consensus import _digest; print(_digest())"
    environment = {**os.environ, **dict.fromkeys(names, str(threads)), "PYTHONPATH": str(ROOT)}
    child = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    monkeypatch.setattr("lib.pipeline.communities._MOST_THREADS", threads)

    assert child.stdout.strip() == _digest()
