"""The neighbour graph: each paper's nearest papers by cosine similarity.

One graph serves clustering, the map and "more like this". Up to EXACT_UP_TO papers it is exact, block by block;
above, the papers to compare with are found by nearest neighbour descent, since the time for all pairs grows with the
square. Memory grows with papers times neighbours; the similarities of a block of papers are the only thing larger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.core.effort import EXACT_UP_TO
from lib.pipeline.descent import near_papers

_BLOCK_VALUES: Final = 32_000_000
"""Similarities held at once: 128 MB of float32, as much again while they are ranked."""


@dataclass(frozen=True, slots=True, eq=False)
class NeighborGraph:
    """Nearest papers, best first, the paper itself not counted; ties by row number."""

    indices: NDArray[np.int32]
    """Row numbers, shape (n_papers, k)."""
    similarities: NDArray[np.float32]
    """Cosine similarities, shape (n_papers, k)."""

    @property
    def k(self) -> int:
        """Neighbours of each paper."""
        return int(self.indices.shape[1])


def neighbor_graph(
    embeddings: NDArray[np.float32], k: int, advance: Callable[[int], None] = lambda _: None
) -> NeighborGraph:
    """Find each paper's nearest papers: exactly up to EXACT_UP_TO papers, nearly all of them above.

    Parameters
    ----------
    embeddings
        Rows of length 1, shape (n_papers, n_dims).
    k
        Neighbours wanted; never more than n_papers - 1 are given.
    advance
        Called with the number of papers done after each block.
    """
    n_papers, n_dims = embeddings.shape
    k = min(k, n_papers - 1)
    graph = NeighborGraph(np.empty((n_papers, k), dtype=np.int32), np.empty((n_papers, k), dtype=np.float32))
    if n_papers <= EXACT_UP_TO:
        for rows in _blocks(np.arange(n_papers), n_papers):
            _compare_with_all(embeddings, rows, graph)
            advance(len(rows))
        return graph
    near = near_papers(embeddings, k)
    for rows in _blocks(np.arange(n_papers), near.shape[1] * n_dims):
        _compare_with(embeddings, rows, near[rows], graph)
        advance(len(rows))
    # Papers whose list the search left short.
    short = np.flatnonzero(~np.isfinite(graph.similarities[:, -1]))
    for rows in _blocks(short, n_papers):
        _compare_with_all(embeddings, rows, graph)
    return graph


def _blocks(rows: NDArray[np.intp], values: int) -> Iterator[NDArray[np.intp]]:
    """Cut rows into blocks that need not too much memory at `values` numbers a row."""
    at_once = int(np.clip(_BLOCK_VALUES // values, 16, 2048))
    for start in range(0, len(rows), at_once):
        yield rows[start : start + at_once]


def _compare_with_all(embeddings: NDArray[np.float32], rows: NDArray[np.intp], graph: NeighborGraph) -> None:
    """Fill in the neighbours of some papers, chosen from all papers."""
    block = embeddings[rows] @ embeddings.T
    # Products of the same two vectors differ in the last bits by where they stand in a matrix: equal texts
    # must be equally near.
    np.round(block, 6, out=block)
    block[np.arange(len(rows)), rows] = -np.inf
    best = _best(block, graph.k)
    graph.indices[rows] = best
    graph.similarities[rows] = np.take_along_axis(block, best, axis=1)


def _compare_with(
    embeddings: NDArray[np.float32], rows: NDArray[np.intp], near: NDArray[np.int32], graph: NeighborGraph
) -> None:
    """Fill in the neighbours of some papers, chosen from a few papers each; similarities of -inf where too few."""
    near = np.sort(near, axis=1)
    block = np.einsum("rd,rnd->rn", embeddings[rows], embeddings[near])
    np.round(block, 6, out=block)
    block[(near < 0) | (near == rows[:, None])] = -np.inf
    best = np.argsort(-block, axis=1, kind="stable")[:, : graph.k]
    graph.indices[rows] = np.take_along_axis(near, best, axis=1)
    graph.similarities[rows] = np.take_along_axis(block, best, axis=1)


def _best(block: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """Return the columns of the k largest values of each row, largest first, ties by column."""
    if k == 0:
        return np.empty((block.shape[0], 0), dtype=np.intp)
    columns = np.argpartition(block, -k, axis=1)[:, -k:]
    last = np.take_along_axis(block, columns, axis=1).min(axis=1)
    for row in np.flatnonzero((block >= last[:, None]).sum(axis=1) > k):
        # More than k columns reach the last value: of those that equal it, the first ones are kept.
        above = np.flatnonzero(block[row] > last[row])
        equal = np.flatnonzero(block[row] == last[row])
        columns[row] = np.concatenate([above, equal[: k - len(above)]])
    columns.sort(axis=1)
    order = np.argsort(-np.take_along_axis(block, columns, axis=1), axis=1, kind="stable")
    ranked: NDArray[np.intp] = np.take_along_axis(columns, order, axis=1)
    return ranked
