"""The neighbour graph: each paper's nearest papers by cosine similarity, exactly, block by block.

One graph serves clustering, the map and "more like this". Memory grows with papers times neighbours; the
similarities of a block of papers to all others are the only thing larger.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

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
    """Find each paper's nearest papers exactly.

    Parameters
    ----------
    embeddings
        Rows of length 1, shape (n_papers, n_dims).
    k
        Neighbours wanted; never more than n_papers - 1 are given.
    advance
        Called with the number of papers done after each block.
    """
    n_papers = embeddings.shape[0]
    k = min(k, n_papers - 1)
    indices = np.empty((n_papers, k), dtype=np.int32)
    similarities = np.empty((n_papers, k), dtype=np.float32)
    rows_at_once = int(np.clip(_BLOCK_VALUES // n_papers, 16, 2048))
    for start in range(0, n_papers, rows_at_once):
        rows = np.arange(start, min(start + rows_at_once, n_papers))
        block = embeddings[rows] @ embeddings.T
        # Products of the same two vectors differ in the last bits by where they stand in a matrix: equal texts
        # must be equally near.
        np.round(block, 6, out=block)
        block[np.arange(len(rows)), rows] = -np.inf
        indices[rows] = _best(block, k)
        similarities[rows] = np.take_along_axis(block, indices[rows].astype(np.intp), axis=1)
        advance(len(rows))
    return NeighborGraph(indices, similarities)


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
