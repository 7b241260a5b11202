"""The finest clusters merged upwards into two coarser levels, which nest by construction.

Clusters are joined by average linkage: the next two to join are those whose papers are on average most alike. The
number of topics a level gets depends on the number of papers; within its bounds the tree is cut where it breaks most.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import UNASSIGNED


def wished_topics(n_papers: int) -> tuple[int, int]:
    """Give the numbers of topics at the top and the default level that suit a corpus of this size."""
    top = float(np.clip(1.1 * n_papers**0.28, 2, 16))
    default = float(np.clip(2.0 * n_papers**0.33, 3, 300))
    return round(top), round(default)


def merge_upwards(
    fine: NDArray[np.int32], embeddings: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Merge clusters into the default and the top level.

    Parameters
    ----------
    fine
        Clusters 0..n_clusters-1 or UNASSIGNED, shape (n_papers,).

    Returns
    -------
    Default and top clusters in the same form.
    """
    n_clusters = int(fine.max()) + 1
    if n_clusters < 3:
        return fine, fine
    tree = _tree(fine, embeddings, n_clusters)
    top, default = wished_topics(int((fine != UNASSIGNED).sum()))
    default_of = _cut(tree, n_clusters, default)
    top_of = _cut(tree, n_clusters, top)
    return _through(default_of, fine), _through(top_of, fine)


def _tree(fine: NDArray[np.int32], embeddings: NDArray[np.float32], n_clusters: int) -> NDArray[np.float64]:
    """Join clusters two by two; the distance of two is one minus the mean similarity of their papers' pairs."""
    import scipy.cluster.hierarchy as hierarchy
    from scipy.spatial.distance import squareform

    inside = fine != UNASSIGNED
    sizes = np.bincount(fine[inside], minlength=n_clusters)
    sums = np.zeros((n_clusters, embeddings.shape[1]))
    np.add.at(sums, fine[inside], embeddings[inside])
    means = sums / sizes[:, None]
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    distances = np.clip(1 - means @ means.T, 0, 2)
    np.fill_diagonal(distances, 0)
    tree: NDArray[np.float64] = hierarchy.linkage(squareform(distances, checks=False), method="average")
    return tree


def _cut(tree: NDArray[np.float64], n_clusters: int, wished: int) -> NDArray[np.int32]:
    """Cut the tree at the widest gap between merges that leaves about as many clusters as wished."""
    from scipy.cluster.hierarchy import fcluster

    fewest, most = max(2, round(wished * 0.75)), min(n_clusters, round(wished * 1.35))
    if fewest >= n_clusters:
        return np.arange(n_clusters, dtype=np.int32)
    heights = np.append(tree[:, 2], tree[-1, 2])
    # After merge i there are n_clusters - 1 - i clusters; the gap that follows says how clear a cut there is.
    counts = np.arange(fewest, most + 1)
    merges = n_clusters - counts
    gaps = heights[merges] - np.where(merges > 0, heights[merges - 1], 0)
    count = int(counts[np.argmax(gaps)])
    labels: NDArray[Any] = fcluster(tree, count, criterion="maxclust")
    return (labels - 1).astype(np.int32)


def _through(coarse_of: NDArray[np.int32], fine: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.where(fine == UNASSIGNED, UNASSIGNED, coarse_of[fine]).astype(np.int32)
