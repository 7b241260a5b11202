"""The neighbour graph, by hand and by comparison with the plain way."""

import numpy as np
import pytest

from lib.pipeline import graph as graph_module
from lib.pipeline.graph import neighbor_graph


def unit(rows: list[list[float]]) -> np.ndarray:
    """Rows of length 1."""
    array = np.array(rows, dtype=np.float32)
    return array / np.linalg.norm(array, axis=1, keepdims=True)


def test_by_hand() -> None:
    """Four directions in the plane have the neighbours that one sees, nearest first, themselves left out."""
    graph = neighbor_graph(unit([[1, 0], [1, 1], [0, 1], [-1, 0.1]]), k=2)

    assert graph.indices.tolist() == [[1, 2], [0, 2], [1, 3], [2, 1]]
    assert graph.similarities[0] == pytest.approx([2**-0.5, 0], abs=1e-6)


def test_ties_go_to_the_first_rows() -> None:
    """Of equal papers the first are taken, in their order, also where more are equal than are wanted."""
    graph = neighbor_graph(unit([[1, 0]] * 6), k=3)

    assert graph.indices.tolist() == [[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2], [0, 1, 2], [0, 1, 2]]


@pytest.mark.parametrize("n_papers", [2, 3, 50])
def test_never_more_neighbors_than_others(n_papers: int) -> None:
    """A paper has at most n - 1 neighbours."""
    embeddings = unit(np.random.default_rng(1).normal(size=(n_papers, 8)).tolist())

    assert neighbor_graph(embeddings, k=15).indices.shape == (n_papers, min(15, n_papers - 1))


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Block by block gives what a full sort of all similarities gives."""
    embeddings = unit(np.random.default_rng(2).normal(size=(300, 16)).tolist())
    monkeypatch.setattr(graph_module, "_BLOCK_VALUES", 300 * 16)
    done: list[int] = []
    graph = neighbor_graph(embeddings, k=7, advance=done.append)

    full = np.round(embeddings @ embeddings.T, 6)
    np.fill_diagonal(full, -np.inf)
    assert graph.indices.tolist() == np.argsort(-full, axis=1, kind="stable")[:, :7].tolist()
    assert sum(done) == 300
    assert len(done) > 10
