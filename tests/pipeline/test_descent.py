"""Neighbours in corpora too large to compare all with all: nearly the exact ones, and the same at every run."""

import numpy as np
import pytest

from lib.pipeline import graph as graph_module
from lib.pipeline.graph import NeighborGraph, neighbor_graph

N_PAPERS = 3_000
K = 15
EQUAL = slice(500, 540)
"""Rows of one and the same text, more of them than a paper has neighbours."""


@pytest.fixture(scope="module")
def embeddings() -> np.ndarray:
    """Unit vectors with structure at several scales, some of them equal."""
    random = np.random.default_rng(7)
    fields = random.normal(size=(12, 64))
    subjects = fields[np.arange(120) % 12] + 0.7 * random.normal(size=(120, 64))
    rows = subjects[random.integers(120, size=N_PAPERS)] + 0.6 * random.normal(size=(N_PAPERS, 64))
    rows[EQUAL] = rows[EQUAL.start]
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def exact(embeddings: np.ndarray) -> NeighborGraph:
    """The graph by comparing all with all."""
    return neighbor_graph(embeddings, K)


@pytest.fixture(scope="module")
def searched(embeddings: np.ndarray) -> NeighborGraph:
    """The graph by the search, as if the corpus were large."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(graph_module, "EXACT_UP_TO", N_PAPERS - 1)
        return neighbor_graph(embeddings, K)


def test_nearly_all_neighbors_are_found(exact: NeighborGraph, searched: NeighborGraph) -> None:
    """All but a few of the exact neighbours are there, or others that are as near."""
    as_near = searched.similarities >= exact.similarities[:, -1:] - 1e-6

    assert as_near.mean() > 0.99
    assert as_near.any(axis=1).all()


def test_the_rules_of_order_hold(embeddings: np.ndarray, searched: NeighborGraph) -> None:
    """Nearest first, ties by row number, never the paper itself, no paper twice, the similarity that is true."""
    falls = np.diff(searched.similarities, axis=1)
    rises = np.diff(searched.indices, axis=1)
    sample = np.arange(0, N_PAPERS, 37)
    true = np.einsum("rd,rnd->rn", embeddings[sample], embeddings[searched.indices[sample]])

    assert (falls <= 0).all()
    assert (rises[falls == 0] > 0).all()
    assert (searched.indices != np.arange(N_PAPERS)[:, None]).all()
    assert all(len(set(row)) == K for row in searched.indices.tolist())
    assert searched.similarities[sample] == pytest.approx(true, abs=2e-6)


def test_equal_papers_are_each_others_neighbors(searched: NeighborGraph) -> None:
    """Where there are more equal papers than places, all places go to them."""
    assert (searched.similarities[EQUAL] == 1).all()


def test_the_same_again(embeddings: np.ndarray, searched: NeighborGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second search gives the same bytes."""
    monkeypatch.setattr(graph_module, "EXACT_UP_TO", N_PAPERS - 1)
    again = neighbor_graph(embeddings, K)

    assert again.indices.tobytes() == searched.indices.tobytes()
    assert again.similarities.tobytes() == searched.similarities.tobytes()


def test_lists_that_the_search_leaves_short_are_filled(
    embeddings: np.ndarray, exact: NeighborGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the search finds too few papers, or only the paper itself, all are compared."""
    near = np.hstack([np.arange(N_PAPERS, dtype=np.int32)[:, None], exact.indices])
    near[[3, 2_000], 5:] = -1
    near[4] = [4, *[-1] * K]
    monkeypatch.setattr(graph_module, "EXACT_UP_TO", N_PAPERS - 1)
    monkeypatch.setattr(graph_module, "near_papers", lambda *_: near)
    done: list[int] = []
    graph = neighbor_graph(embeddings, K, done.append)

    assert graph.similarities == pytest.approx(exact.similarities, abs=1.5e-6)
    assert graph.indices[[3, 4, 2_000]].tolist() == exact.indices[[3, 4, 2_000]].tolist()
    assert sum(done) == N_PAPERS
