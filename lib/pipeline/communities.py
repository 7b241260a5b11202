"""Communities of the neighbour graph: groups of papers with more edges among them than chance would draw.

One run of the Leiden algorithm (Traag, Waltman & van Eck 2019, doi 10.1038/s41598-019-41695-z) depends on its seed.
A consensus of many does so far less: each edge is weighted by how often its two ends came together, and the
communities of that graph are taken (after Lancichinetti & Fortunato 2012, doi 10.1038/srep00336).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from heapq import heapify, heappop, heappush
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from lib.pipeline.graph import NeighborGraph

_MOST_THREADS: Final = 8
_LEAST_WEIGHT: Final = 1e-6
"""Of an edge whose ends never came together: it still tells where a small community belongs."""

Labels = NDArray[np.int32]


def adjacency(graph: NeighborGraph, k: int) -> Any:
    """Make the undirected graph in which each paper is tied to its `k` nearest, and to those whose nearest it is.

    Returns
    -------
    scipy CSR matrix, symmetric, shape (n_papers, n_papers); weights are cosine similarities, negative ones left out.
    """
    n_papers = graph.indices.shape[0]
    k = min(k, graph.k)
    columns = graph.indices[:, :k].ravel().astype(np.int32)
    weights = np.clip(graph.similarities[:, :k], 0, None).ravel().astype(np.float64)
    one_way = sparse.csr_matrix((weights, columns, np.arange(0, n_papers * k + 1, max(k, 1))), shape=(n_papers,) * 2)
    edges = one_way.maximum(one_way.T).tocsr()
    edges.eliminate_zeros()
    edges.sort_indices()
    return edges


def communities(edges: Any, resolution: float, seed: int) -> Labels:
    """Run Leiden once; communities are numbered by their first paper.

    Parameters
    ----------
    edges
        As `adjacency` makes them.
    resolution
        Of modularity (Reichardt & Bornholdt 2006): more give more and smaller communities.
    """
    n_papers = edges.shape[0]
    if not edges.nnz:
        return np.arange(n_papers, dtype=np.int32)

    from graspologic_native import leiden_csr

    _, found = leiden_csr(
        edges.indptr.astype(np.int64),
        edges.indices.astype(np.int32),
        edges.data,
        n_papers,
        resolution=resolution,
        seed=seed,
    )
    # A paper without any edge is in no community: it is one by itself.
    labels = np.arange(n_papers, 2 * n_papers)
    labels[np.fromiter(found.keys(), np.int64, len(found))] = np.fromiter(found.values(), np.int64, len(found))
    return by_first(labels)


def agreement(
    edges: Any, resolution: float, seeds: range, advance: Callable[[int], None] = lambda _: None
) -> NDArray[np.float64]:
    """Measure for each edge in which share of runs, one a seed, its ends are in one community.

    Returns
    -------
    In the order of `edges.data`, 0..1; `advance` is told of each run.
    """
    rows = np.repeat(np.arange(edges.shape[0], dtype=np.int32), np.diff(edges.indptr))
    together = np.zeros(len(edges.data), dtype=np.int32)
    # Runs leave Python's lock alone; their sum does not depend on which ends first.
    with ThreadPoolExecutor(max(1, min(os.cpu_count() or 1, _MOST_THREADS))) as pool:
        for labels in pool.map(lambda seed: communities(edges, resolution, seed), seeds):
            together += labels[rows] == labels[edges.indices]
            advance(1)
    return together / len(seeds)


def consensus(
    edges: Any,
    resolution: float,
    *,
    fewest: int,
    seeds: range,
    advance: Callable[[int], None] = lambda _: None,
) -> Labels:
    """Find the communities on which many runs agree, none of fewer than `fewest` papers where that can be."""
    shared = agreement(edges, resolution, seeds, advance)
    agreed = sparse.csr_matrix(
        (edges.data * np.maximum(shared**2, _LEAST_WEIGHT), edges.indices, edges.indptr), shape=edges.shape
    )
    return join_small(communities(agreed, resolution, seeds[0]), agreed, fewest)


def join_small(labels: Labels, edges: Any, fewest: int) -> Labels:
    """Join each community of fewer than `fewest` papers, the smallest first, to that to which most weight ties it.

    One without any tie to another stays.
    """
    n_found = int(labels.max(initial=-1)) + 1
    sizes = np.bincount(labels, minlength=n_found).tolist()
    if min(sizes, default=fewest) >= fewest:
        return labels
    between = between_communities(labels, edges)
    ties = [dict(zip(row.indices.tolist(), row.data.tolist(), strict=True)) for row in between]
    for own, tied in enumerate(ties):
        tied.pop(own, None)
    moved = np.arange(n_found)
    waiting = [(size, label) for label, size in enumerate(sizes)]
    heapify(waiting)
    while waiting and waiting[0][0] < fewest:
        size, label = heappop(waiting)
        if size != sizes[label] or not ties[label]:
            # It has grown since, was joined to another, or stands alone.
            continue
        other = max(ties[label], key=lambda one: (ties[label][one], -one))
        for third, weight in ties[label].items():
            del ties[third][label]
            if third != other:
                ties[other][third] = ties[third][other] = ties[other].get(third, 0.0) + weight
        ties[label] = {}
        moved[moved == label] = other
        sizes[other] += size
        sizes[label] = 0
        heappush(waiting, (sizes[other], other))
    return by_first(moved[labels])


def between_communities(labels: Labels, edges: Any) -> Any:
    """Sum the edges between communities: scipy CSR matrix, shape (n_communities, n_communities)."""
    n_papers = len(labels)
    members = sparse.csr_matrix(
        (np.ones(n_papers), labels, np.arange(n_papers + 1)), shape=(n_papers, int(labels.max(initial=-1)) + 1)
    )
    return (members.T @ edges @ members).tocsr()


def within(edges: Any, labels: Labels) -> Any:
    """Leave out the edges between papers of different communities."""
    rows = np.repeat(np.arange(edges.shape[0], dtype=np.int32), np.diff(edges.indptr))
    inside = edges.copy()
    inside.data = np.where(labels[rows] == labels[edges.indices], edges.data, 0.0)
    inside.eliminate_zeros()
    return inside


def by_first(labels: NDArray[Any]) -> Labels:
    """Number groups 0.. in the order of their first papers."""
    _, first, group = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int32)
    rank[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    return rank[group]
