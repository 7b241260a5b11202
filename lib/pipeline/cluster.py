"""The seam behind which papers are clustered, and the classic way: HDBSCAN on UMAP, merged upwards.

A `Clusterer` takes embeddings and their neighbour graph and gives a cluster for each paper at three levels, each
nested in the one above. What follows (topics, terms, labels) knows nothing of how.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import UNASSIGNED
from lib.pipeline.graph import NeighborGraph
from lib.pipeline.merge import merge_upwards
from lib.pipeline.reduce import FEWEST_FOR_UMAP, reduce

_REDUCED_DIMENSIONS: Final = 5
_RIM_SHARE: Final = 0.5
_RIM_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Clusters of all papers at three levels; integers from 0, UNASSIGNED for none, at all levels alike.

    Each cluster of a level lies within one cluster of the level above.
    """

    top: NDArray[np.int32]
    default: NDArray[np.int32]
    fine: NDArray[np.int32]
    reduced: NDArray[np.float32]
    """The coordinates that were clustered, shape (n_papers, n); those of the embeddings where none were made."""


class Clusterer(Protocol):
    """A way to find clusters; all but `steps` and `cluster` is part of the key under which its result is kept."""

    @property
    def name(self) -> str:
        """Short name of the way, for keys and the manifest."""

    @property
    def version(self) -> int:
        """Version of the code, raised when it gives other clusters."""

    @property
    def steps(self) -> int:
        """Steps that `cluster` tells of."""

    @property
    def settings(self) -> dict[str, Any]:
        """Plain values of all that can be set."""

    def cluster(
        self,
        embeddings: NDArray[np.float32],
        graph: NeighborGraph,
        advance: Callable[[int], None] = lambda _: None,
    ) -> Clusters:
        """Find the clusters at all levels; `advance` is called after each of `steps` steps."""


@dataclass(frozen=True, slots=True)
class UmapHdbscan:
    """UMAP to five dimensions, HDBSCAN's leaves as the finest clusters, those merged by likeness.

    A paper that HDBSCAN leaves out joins a cluster when at least half of its neighbours' weight lies in that one:
    leaves are cores, and what surrounds a core belongs to it. All other papers stay unassigned.
    """

    min_topic_size: int | None
    seed: int
    name: str = "umap-hdbscan"
    version: int = 1
    steps: int = 3

    @property
    def settings(self) -> dict[str, Any]:
        """Plain values of all that can be set."""
        return {"min_topic_size": self.min_topic_size, "seed": self.seed}

    def cluster(
        self,
        embeddings: NDArray[np.float32],
        graph: NeighborGraph,
        advance: Callable[[int], None] = lambda _: None,
    ) -> Clusters:
        """Find the clusters at all levels."""
        n_papers = embeddings.shape[0]
        together = np.zeros(n_papers, dtype=np.int32)
        if n_papers < FEWEST_FOR_UMAP or _all_equal(embeddings):
            advance(self.steps)
            return Clusters(together, together, together, embeddings)

        reduced = reduce(embeddings, graph, _REDUCED_DIMENSIONS, min_dist=0.0, seed=self.seed)
        advance(1)
        size = self.min_topic_size or chosen_topic_size(n_papers)
        fine = join_rim(_leaves(reduced, min(size, n_papers // 2)), graph)
        advance(1)
        if not (fine != UNASSIGNED).any():
            fine = together
        default, top = merge_upwards(fine, embeddings)
        advance(1)
        return Clusters(top, default, fine, reduced)


def chosen_topic_size(n_papers: int) -> int:
    """Choose the fewest papers of a finest topic: 3 for dozens of papers, 5 for 300, 10 for 3,000, 30 for 120,000."""
    return max(3, round(5 * float((n_papers / 300) ** 0.3)))


def join_rim(clusters: NDArray[np.int32], graph: NeighborGraph) -> NDArray[np.int32]:
    """Let unassigned papers join the cluster that holds at least half of their neighbours' similarity.

    Done in rounds, each on the result of the one before, so that the order of papers does not matter.
    """
    clusters = clusters.copy()
    for _ in range(_RIM_ROUNDS):
        outside = np.flatnonzero(clusters == UNASSIGNED)
        around = clusters[graph.indices[outside]]
        weights = np.clip(graph.similarities[outside], 0, None)
        best, share = heaviest(around, weights)
        joins = (best != UNASSIGNED) & (share >= _RIM_SHARE)
        if not joins.any():
            break
        clusters[outside[joins]] = best[joins]
    return clusters


def heaviest(groups: NDArray[np.int32], weights: NDArray[np.float32]) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Find in each row the group of largest total weight, UNASSIGNED not counted as one.

    Parameters
    ----------
    groups, weights
        Shape (n_rows, k).

    Returns
    -------
    The group (the smaller number where two are equal, UNASSIGNED where there is none), and its share of the row's
    whole weight, 0..1.
    """
    n_rows = groups.shape[0]
    best = np.full(n_rows, UNASSIGNED, dtype=np.int32)
    most = np.zeros(n_rows)
    weights = weights.astype(np.float64)
    for column in range(groups.shape[1]):
        group = groups[:, column]
        total = np.where(groups == group[:, None], weights, 0.0).sum(axis=1)
        better = (group != UNASSIGNED) & ((total > most) | ((total == most) & (group < best)))
        best = np.where(better, group, best)
        most = np.where(better, total, most)
    whole = weights.sum(axis=1)
    return best, np.divide(most, whole, out=np.zeros(n_rows), where=whole > 0)


def _leaves(reduced: NDArray[np.float32], size: int) -> NDArray[np.int32]:
    import hdbscan

    model = hdbscan.HDBSCAN(
        min_cluster_size=size,
        min_samples=min(size, 5),
        cluster_selection_method="leaf",
        core_dist_n_jobs=1,
    )
    labels: NDArray[np.int32] = model.fit_predict(reduced.astype(np.float64)).astype(np.int32)
    return labels


def _all_equal(embeddings: NDArray[np.float32]) -> bool:
    return bool(np.ptp(embeddings, axis=0).max() < 1e-3)
