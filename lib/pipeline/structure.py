"""Whether a corpus falls into groups at all: any clusterer finds topics in noise too, and gives them names.

Two things tell groups from chance in the neighbour graph, each held against the same graph rewired at random. Within
groups the neighbours of a paper are neighbours of each other (transitivity), and few edges lead out of the
communities (modularity). Random words, random vectors and near-copies of one text show neither.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from lib.pipeline.communities import adjacency, communities
from lib.pipeline.graph import NeighborGraph

VERSION: Final = 2
FEWEST_PAPERS: Final = 60
"""Of fewer nothing can be said."""
_ALIKE: Final = 1e-3
"""Similarities that differ by less are equal, as those of one text many times."""
_ROWS_AT_ONCE: Final = 1024
_NEIGHBORS_OF_TRIANGLES: Final = 5
"""Among fewer, real corpora have hardly more triangles than noise."""
_NEIGHBORS_OF_COMMUNITIES: Final = 10


def structure(graph: NeighborGraph, seed: int) -> float | None:
    """Measure how much the neighbour graph falls into groups.

    Returns
    -------
    Transitivity less that of the rewired graph, times modularity divided by that of the rewired graph; about 0 for
    noise, and 0 for papers that are all equally near. None of too few papers, or where too few neighbours of each are
    known.

    References
    ----------
    Newman (2003), doi 10.1137/S003614450342480: transitivity and the configuration model.
    """
    if not graph.similarities.size or float(np.ptp(graph.similarities)) < _ALIKE:
        return 0.0
    if graph.indices.shape[0] < FEWEST_PAPERS or graph.k < _NEIGHBORS_OF_TRIANGLES:
        return None
    near = _unweighted(adjacency(graph, _NEIGHBORS_OF_TRIANGLES))
    closed = transitivity(near) - transitivity(rewired(near, seed))
    wide = _unweighted(adjacency(graph, _NEIGHBORS_OF_COMMUNITIES))
    by_chance = rewired(wide, seed)
    chance = modularity(by_chance, communities(by_chance, 1.0, seed))
    found = modularity(wide, communities(wide, 1.0, seed))
    return max(0.0, closed) * found / chance if chance > 0 else 0.0


def transitivity(edges: Any) -> float:
    """Share of the pairs of neighbours of a paper that are neighbours too, over all papers; edges weigh 1."""
    degrees = np.diff(edges.indptr).astype(np.float64)
    pairs = float((degrees * (degrees - 1)).sum())
    if not pairs:
        return 0.0
    # Block by block: a few papers that are near to all, as of equal texts, would make the whole product dense.
    blocks = (edges[start : start + _ROWS_AT_ONCE] for start in range(0, edges.shape[0], _ROWS_AT_ONCE))
    return sum(float((block @ edges).multiply(block).sum()) for block in blocks) / pairs


def modularity(edges: Any, labels: NDArray[np.int32]) -> float:
    """Newman's modularity of a division of a graph, -0.5..1."""
    rows = np.repeat(np.arange(edges.shape[0]), np.diff(edges.indptr))
    total = float(edges.data.sum())
    if not total:
        return 0.0
    inside = float(edges.data[labels[rows] == labels[edges.indices]].sum())
    degrees = np.bincount(labels[rows], weights=edges.data)
    return inside / total - float(((degrees / total) ** 2).sum())


def rewired(edges: Any, seed: int) -> Any:
    """Draw a graph in which each paper has about as many edges, and chance decides to whom (configuration model).

    The few loops and double edges that are drawn are left out.
    """
    upper = sparse.triu(edges, 1).tocoo()
    ends = np.concatenate([upper.row, upper.col])
    np.random.default_rng(seed).shuffle(ends)
    one, other = ends[: upper.nnz], ends[upper.nnz :]
    apart = one != other
    half = sparse.csr_matrix((np.ones(int(apart.sum())), (one[apart], other[apart])), shape=edges.shape)
    return _unweighted(half + half.T)


def _unweighted(edges: Any) -> Any:
    plain = edges.tocsr().copy()
    plain.sum_duplicates()
    plain.sort_indices()
    plain.data = np.ones(len(plain.data))
    return plain
