"""The classic way to cluster: UMAP to five dimensions, HDBSCAN's leaves on them, those merged by likeness.

Leaves are dense cores, and leave out a third of the papers or more. Those around a core join it, and those that lie
between cores of one top cluster join that one; papers between top clusters, and those that no other paper is like,
stay unassigned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lib.core.config import Detail
from lib.core.effort import refits
from lib.core.topic import UNASSIGNED
from lib.pipeline.cluster import Clusterer, Clusters, all_together
from lib.pipeline.granularity import granularity
from lib.pipeline.graph import NeighborGraph
from lib.pipeline.merge import merge_upwards
from lib.pipeline.reduce import FEWEST_FOR_UMAP, reduce
from lib.pipeline.reduce import STEPS as REDUCE_STEPS
from lib.pipeline.rim import join_cores, join_levels
from lib.pipeline.sizes import hold_sizes

_REDUCED_DIMENSIONS: Final = 5


@dataclass(frozen=True, slots=True)
class UmapHdbscan:
    """UMAP and HDBSCAN, as BERTopic has them, at three levels; the strength of a paper is HDBSCAN's own."""

    topics: int | None = None
    detail: Detail = "normal"
    topic_size: int | None = None
    seed: int = 42
    name: str = "hdbscan"
    version: int = 7
    steps: int = REDUCE_STEPS + 2

    @property
    def settings(self) -> dict[str, Any]:
        """Plain values of all that can be set."""
        return {"topics": self.topics, "detail": self.detail, "topic_size": self.topic_size, "seed": self.seed}

    def n_refits(self, n_papers: int) -> int:
        """As lib.core.effort has it."""
        return round(refits("hdbscan", n_papers))

    def refit(self, seed: int) -> Clusterer:
        """The same with another seed."""
        return replace(self, seed=seed)

    def cluster(
        self,
        embeddings: NDArray[np.float32],
        graph: NeighborGraph,
        advance: Callable[[int], None] = lambda _: None,
    ) -> Clusters:
        """Find the clusters at all levels."""
        n_papers = embeddings.shape[0]
        if n_papers < FEWEST_FOR_UMAP:
            advance(self.steps)
            return all_together(n_papers)

        reduced = reduce(embeddings, graph, _REDUCED_DIMENSIONS, min_dist=0.0, seed=self.seed, advance=advance)
        wish = granularity(n_papers, topics=self.topics, detail=self.detail, topic_size=self.topic_size)
        leaves, strength = _leaves(reduced, max(2, min(wish.topic_size, n_papers // 2)))
        fine = join_cores(leaves, graph)
        advance(1)
        if not (fine != UNASSIGNED).any():
            advance(1)
            return all_together(n_papers)
        default, top = merge_upwards(fine, embeddings, wish)
        top, default, fine = join_levels(top, default, fine, graph)
        advance(1)
        found = Clusters(top, default, fine, strength_at_the_rim(strength, fine, graph))
        return hold_sizes(found, embeddings, wish.topic_size)


def _leaves(reduced: NDArray[np.float32], size: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Find HDBSCAN's leaves and the strength of each paper in its own; 0 for those in none."""
    import hdbscan

    model = hdbscan.HDBSCAN(
        min_cluster_size=size,
        min_samples=min(size, 5),
        cluster_selection_method="leaf",
        core_dist_n_jobs=1,
    )
    labels: NDArray[np.int32] = model.fit_predict(reduced.astype(np.float64)).astype(np.int32)
    return labels, model.probabilities_.astype(np.float32)


def strength_at_the_rim(
    strength: NDArray[np.float32], clusters: NDArray[np.int32], graph: NeighborGraph
) -> NDArray[np.float32]:
    """Give a strength to papers that joined a core: that of their neighbours in it, weighted by similarity.

    Neighbours elsewhere count as 0, so a paper at the rim is never stronger than the core.
    """
    joined = np.flatnonzero((clusters != UNASSIGNED) & (strength == 0))
    neighbors, weights = graph.indices[joined], np.clip(graph.similarities[joined], 0, None).astype(np.float64)
    inside = clusters[neighbors] == clusters[joined][:, None]
    whole = weights.sum(axis=1)
    shared = (weights * np.where(inside, strength[neighbors], 0)).sum(axis=1)
    result = np.where(clusters == UNASSIGNED, 0, strength).astype(np.float32)
    result[joined] = np.divide(shared, whole, out=np.zeros(len(joined)), where=whole > 0)
    return result
