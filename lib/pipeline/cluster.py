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
from lib.pipeline.reduce import STEPS as REDUCE_STEPS
from lib.pipeline.rim import join_cores, join_levels

_REDUCED_DIMENSIONS: Final = 5


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

    Leaves are dense cores, and leave out a third of the papers or more. Those around a core join it, and those that
    lie between cores of one top cluster join that one; papers between top clusters, and those that no other
    paper is like, stay unassigned.
    """

    min_topic_size: int | None
    seed: int
    name: str = "umap-hdbscan"
    version: int = 4
    steps: int = REDUCE_STEPS + 2

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

        reduced = reduce(embeddings, graph, _REDUCED_DIMENSIONS, min_dist=0.0, seed=self.seed, advance=advance)
        size = self.min_topic_size or chosen_topic_size(n_papers)
        fine = join_cores(_leaves(reduced, min(size, n_papers // 2)), graph)
        advance(1)
        if not (fine != UNASSIGNED).any():
            fine = together
        default, top = merge_upwards(fine, embeddings)
        top, default, fine = join_levels(top, default, fine, graph)
        advance(1)
        return Clusters(top, default, fine, reduced)


def chosen_topic_size(n_papers: int) -> int:
    """Choose the fewest papers of a finest topic: 3 for dozens of papers, 4 for 300, 9 for 3,000, 33 for 120,000."""
    return max(3, round(4 * float((n_papers / 300) ** 0.35)))


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
