"""How far topics depend on chance: the clustering made anew on random parts of the papers, with other seeds.

A topic that is there is found again. For each refit a topic is matched with the new cluster that is most like it by
Jaccard similarity, on the papers that both saw; the mean over refits is its stability (Hennig 2007,
doi 10.1016/j.csda.2006.11.025). Where the topic is in turn the one most like its match, it is there again; else another
has swallowed it. Which papers landed in their own topic again teaches their confidence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from lib.core.topic import LEVELS, UNASSIGNED, Level
from lib.pipeline.cluster import Clusterer, Clusters
from lib.pipeline.graph import NeighborGraph

SHARE: Final = 0.9
"""Of the papers are in a refit."""
NOT_DRAWN: Final = -1
"""In `Refits.landed`: the paper was not in that refit, or has no topic."""
_SEED_STEP: Final = 1000
"""Between the seeds of refits, so that no run of one is a run of another."""
_SEEDS: Final = 2**32
"""Numbers that can be seeds."""

Labels = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Refits:
    """What the refits found."""

    stability: dict[Level, NDArray[np.float64]]
    """Mean Jaccard similarity of each cluster with its best match, by the cluster's number."""
    landed: NDArray[np.int8]
    """Whether each paper landed in its cluster of the default level again (1), did not (0), or NOT_DRAWN.

    Shape (n_papers, n_refits).
    """
    agreement: float | None
    """Mean adjusted Rand index between the default level and that of the refits; None without any refit."""


def refit(
    clusterer: Clusterer,
    clusters: Clusters,
    embeddings: NDArray[np.float32],
    graph: NeighborGraph,
    *,
    n_refits: int,
    seed: int,
    advance: Callable[[int], None] = lambda _: None,
) -> Refits:
    """Cluster random parts of the papers anew and compare; `advance` is told of each refit."""
    from sklearn.metrics import adjusted_rand_score

    n_papers = embeddings.shape[0]
    own: dict[Level, Labels] = {level: getattr(clusters, level) for level in LEVELS}
    likeness: dict[Level, list[NDArray[np.float64]]] = {level: [] for level in LEVELS}
    landed = np.full((n_papers, n_refits), NOT_DRAWN, dtype=np.int8)
    agreements = []
    for number in range(n_refits):
        random = np.random.default_rng([seed, number])
        rows = np.sort(random.permutation(n_papers)[: round(SHARE * n_papers)])
        again = clusterer.refit((seed + _SEED_STEP * (number + 1)) % _SEEDS).cluster(
            embeddings[rows], subgraph(graph, rows)
        )
        for level in LEVELS:
            match, jaccard = best_matches(own[level][rows], getattr(again, level), int(own[level].max(initial=-1)) + 1)
            likeness[level].append(jaccard)
            if level == "default":
                landed[rows, number] = landings(own[level][rows], again.default, match)
        agreements.append(float(adjusted_rand_score(own["default"][rows], again.default)))
        advance(1)
    return Refits(
        # A small cluster of which no paper was drawn says nothing in that refit.
        {level: _mean_of_known(found) for level, found in likeness.items()},
        landed,
        float(np.mean(agreements)) if agreements else None,
    )


def subgraph(graph: NeighborGraph, rows: NDArray[np.integer[Any]]) -> NeighborGraph:
    """Take the neighbour graph of some papers out of that of all.

    Parameters
    ----------
    rows
        The papers that stay, ascending; they are numbered anew.

    Returns
    -------
    The neighbours that stay, nearest first. Where some are missing, the paper itself fills the list, with
    similarity 0.
    """
    new_row = np.full(graph.indices.shape[0], -1, dtype=np.int32)
    new_row[rows] = np.arange(len(rows), dtype=np.int32)
    indices = new_row[graph.indices[rows]]
    gone = indices < 0
    order = np.argsort(gone, axis=1, kind="stable")
    indices = np.take_along_axis(np.where(gone, np.arange(len(rows), dtype=np.int32)[:, None], indices), order, axis=1)
    similarities = np.take_along_axis(np.where(gone, np.float32(0), graph.similarities[rows]), order, axis=1)
    return NeighborGraph(indices, similarities)


def best_matches(one: Labels, other: Labels, n_one: int) -> tuple[Labels, NDArray[np.float64]]:
    """Find for each cluster of one labelling the most similar of another, UNASSIGNED not counted as one.

    Parameters
    ----------
    n_one
        Number of clusters of `one`, whether or not a paper of each is there.

    Returns
    -------
    The match (UNASSIGNED where there is none) and the Jaccard similarity of the two (nan where the cluster has no
    paper here), both of shape (n_one,).
    """
    n_other = int(other.max(initial=-1)) + 1
    both = (one != UNASSIGNED) & (other != UNASSIGNED)
    shared = sparse.csr_matrix((np.ones(int(both.sum())), (one[both], other[both])), shape=(n_one, max(n_other, 1)))
    shared.sum_duplicates()
    sizes_one = np.bincount(one[one != UNASSIGNED], minlength=n_one)
    sizes_other = np.bincount(other[other != UNASSIGNED], minlength=max(n_other, 1))
    cells = shared.tocoo()
    jaccard = cells.data / (sizes_one[cells.row] + sizes_other[cells.col] - cells.data)
    match = np.full(n_one, UNASSIGNED, dtype=np.int32)
    best = np.where(sizes_one > 0, 0.0, np.nan)
    # The best of each row comes last, of equals the one with the lower number.
    order = np.lexsort((-cells.col, jaccard, cells.row))
    match[cells.row[order]] = cells.col[order]
    best[cells.row[order]] = jaccard[order]
    return match, best


def landings(one: Labels, other: Labels, match: Labels) -> NDArray[np.int8]:
    """Mark which papers of a cluster are in the same one again.

    Parameters
    ----------
    one, other
        The two labellings, shape (n_papers,).
    match
        For each cluster of `one` the most similar of `other`, as `best_matches` gives it.

    Returns
    -------
    1 for papers in their cluster's match, if that is in turn most similar to the cluster; 0 for others; NOT_DRAWN for
    those that had no cluster.
    """
    back, _ = best_matches(other, one, int(other.max(initial=0)) + 1)
    mutual = (match != UNASSIGNED) & (back[match] == np.arange(len(match)))
    # No paper is in a cluster of this number.
    same = np.where(mutual, match, UNASSIGNED - 1)
    landed: NDArray[np.int8] = (other == same[one]).astype(np.int8)
    landed[one == UNASSIGNED] = NOT_DRAWN
    return landed


def _mean_of_known(found: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    if not found:
        return np.empty(0)
    values = np.stack(found)
    known = ~np.isnan(values)
    return np.where(known.any(axis=0), np.where(known, values, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1), 0.0)
