"""No cluster of fewer papers than wished, at any level: one that is too small joins the nearest beside it.

Small groups that have no ties to others in the neighbour graph, and clusters that lost papers to none, are otherwise
left with a paper or two.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import UNASSIGNED
from lib.pipeline.cluster import Clusters
from lib.pipeline.communities import by_first

Labels = NDArray[np.int32]


def hold_sizes(clusters: Clusters, embeddings: NDArray[np.float32], fewest: int) -> Clusters:
    """Join clusters of fewer than `fewest` papers, from the top level down, so that levels stay nested.

    All are numbered anew by their first papers.
    """
    top = join_nearest(clusters.top, np.zeros_like(clusters.top), embeddings, fewest)
    default = join_nearest(clusters.default, top, embeddings, fewest)
    fine = join_nearest(clusters.fine, default, embeddings, fewest)
    return replace(clusters, top=_numbered(top), default=_numbered(default), fine=_numbered(fine))


def join_nearest(labels: Labels, above: Labels, embeddings: NDArray[np.float32], fewest: int) -> Labels:
    """Join each cluster of fewer than `fewest` papers, the smallest first, to that of most like middle beside it.

    Parameters
    ----------
    labels
        Clusters or UNASSIGNED, shape (n_papers,).
    above
        Clusters of the level above, in which these are nested: those in the same one are beside each other.
    embeddings
        Rows of length 1, shape (n_papers, width).

    Returns
    -------
    The clusters, numbered as before, those that were joined left out. One that is alone within the cluster above
    stays, however small.
    """
    inside = labels != UNASSIGNED
    sizes = np.bincount(labels[inside])
    if not ((sizes > 0) & (sizes < fewest)).any():
        return labels
    n_clusters = len(sizes)
    parent = np.full(n_clusters, UNASSIGNED)
    parent[labels[inside]] = above[inside]
    sums = np.zeros((n_clusters, embeddings.shape[1]))
    np.add.at(sums, labels[inside], embeddings[inside])
    moved = np.arange(n_clusters, dtype=np.int32)
    small = (sizes > 0) & (sizes < fewest)
    while small.any():
        # Of equals the first.
        own = int(np.where(small, sizes, fewest).argmin())
        small[own] = False
        beside = np.flatnonzero((parent == parent[own]) & (sizes > 0))
        beside = beside[beside != own]
        if not len(beside):
            continue
        lengths = np.linalg.norm(sums[beside], axis=1)
        likeness = sums[beside] @ sums[own] / np.where(lengths > 0, lengths, 1)
        other = int(beside[likeness.argmax()])
        moved[moved == own] = other
        sums[other] += sums[own]
        sizes[other] += sizes[own]
        sizes[own] = 0
        small[other] = sizes[other] < fewest
    return np.where(inside, moved[labels], UNASSIGNED).astype(np.int32)


def _numbered(labels: Labels) -> Labels:
    numbered = np.full_like(labels, UNASSIGNED)
    inside = labels != UNASSIGNED
    numbered[inside] = by_first(labels[inside])
    return numbered
