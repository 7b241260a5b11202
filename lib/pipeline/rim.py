"""Papers that a clusterer left out, judged by their neighbours: do most of them belong together?

All is done in rounds, each on the result of the one before, so that the order of papers does not matter.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import UNASSIGNED
from lib.pipeline.graph import NeighborGraph

_SHARE: Final = 0.5
"""Of its neighbours' similarity must lie in one cluster for a paper to join that."""
_CORE_ROUNDS: Final = 3
_LEVEL_ROUNDS: Final = 20

_NEAREST: Final = 5
"""Nearest papers by which loneliness is judged."""
_FAR: Final = 3.0
"""Standard deviations below the usual likeness at which a paper is lonely."""
_LEAST_DEVIATION: Final = 0.02
"""Of similarities: among near copies of one text, small differences say nothing."""
_FEWEST_PAPERS: Final = 30
"""Fewer give no idea of what is usual."""

Labels = NDArray[np.int32]


def lonely(graph: NeighborGraph) -> NDArray[np.bool_]:
    """Find papers that are like none: their nearest are far less like them than is usual in the corpus.

    The measure is the mean similarity to the five nearest papers; usual is its median, and the standard deviation
    is estimated from the median absolute deviation, so that lonely papers do not hide themselves.

    Returns
    -------
    Shape (n_papers,); none where papers are few or all alike.
    """
    n_papers = graph.similarities.shape[0]
    if n_papers < _FEWEST_PAPERS:
        return np.zeros(n_papers, dtype=bool)
    likeness = graph.similarities[:, :_NEAREST].mean(axis=1, dtype=np.float64)
    usual = np.median(likeness)
    deviation = max(1.4826 * float(np.median(np.abs(likeness - usual))), _LEAST_DEVIATION)
    far: NDArray[np.bool_] = likeness < usual - _FAR * deviation
    return far


def join_cores(clusters: Labels, graph: NeighborGraph) -> Labels:
    """Let unassigned papers join the cluster that holds at least half of their neighbours' similarity.

    Lonely papers do not: that most of their neighbours are in one cluster says nothing where none is near.
    """
    clusters = clusters.copy()
    stays_out = lonely(graph)
    for _ in range(_CORE_ROUNDS):
        outside = np.flatnonzero((clusters == UNASSIGNED) & ~stays_out)
        best, share = heaviest(clusters[graph.indices[outside]], graph.similarities[outside])
        joins = (best != UNASSIGNED) & (share >= _SHARE)
        if not joins.any():
            break
        clusters[outside[joins]] = best[joins]
    return clusters


def join_levels(top: Labels, default: Labels, fine: Labels, graph: NeighborGraph) -> tuple[Labels, Labels, Labels]:
    """Let papers join the top cluster that holds at least half of their neighbours, and in it the nearest finer ones.

    Such a paper lies between fine clusters, but clearly within their top one; lonely papers do not join. Levels
    stay nested.
    """
    top, default, fine = top.copy(), default.copy(), fine.copy()
    stays_out = lonely(graph)
    for _ in range(_LEVEL_ROUNDS):
        outside = np.flatnonzero((top == UNASSIGNED) & ~stays_out)
        best_top, share = heaviest(top[graph.indices[outside]], graph.similarities[outside])
        joins = (best_top != UNASSIGNED) & (share >= _SHARE)
        if not joins.any():
            break
        rows, best_top = outside[joins], best_top[joins]
        neighbors, weights = graph.indices[rows], graph.similarities[rows]
        best_default = _heaviest_within(default, top, best_top, neighbors, weights)
        best_fine = _heaviest_within(fine, default, best_default, neighbors, weights)
        top[rows], default[rows], fine[rows] = best_top, best_default, best_fine
    return top, default, fine


def heaviest(groups: Labels, weights: NDArray[np.float32]) -> tuple[Labels, NDArray[np.float64]]:
    """Find in each row the group of largest total weight, UNASSIGNED not counted as one.

    Parameters
    ----------
    groups, weights
        Shape (n_rows, k); negative weights count as none.

    Returns
    -------
    The group (the smaller number where two are equal, UNASSIGNED where there is none), and its share of the row's
    whole weight, 0..1.
    """
    n_rows = groups.shape[0]
    best = np.full(n_rows, UNASSIGNED, dtype=np.int32)
    most = np.zeros(n_rows)
    positive = np.clip(weights, 0, None).astype(np.float64)
    for column in range(groups.shape[1]):
        group = groups[:, column]
        total = np.where(groups == group[:, None], positive, 0.0).sum(axis=1)
        better = (group != UNASSIGNED) & ((total > most) | ((total == most) & (total > 0) & (group < best)))
        best = np.where(better, group, best)
        most = np.where(better, total, most)
    whole = positive.sum(axis=1)
    return best, np.divide(most, whole, out=np.zeros(n_rows), where=whole > 0)


def _heaviest_within(
    finer: Labels, coarser: Labels, chosen: Labels, neighbors: NDArray[np.int32], weights: NDArray[np.float32]
) -> Labels:
    """Find the heaviest finer cluster among the neighbours that are in the chosen coarser one."""
    inside = np.where(coarser[neighbors] == chosen[:, None], finer[neighbors], UNASSIGNED).astype(np.int32)
    return heaviest(inside, weights)[0]
