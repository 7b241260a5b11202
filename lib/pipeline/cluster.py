"""The seam behind which papers are clustered.

A `Clusterer` takes embeddings and their neighbour graph and gives a cluster for each paper at three levels, each
nested in the one above. What follows (refits, topics, terms, labels) knows nothing of how.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import UNASSIGNED
from lib.pipeline.graph import NeighborGraph


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Clusters of all papers at three levels; integers from 0, UNASSIGNED for none, at all levels alike.

    Each cluster of a level lies within one cluster of the level above.
    """

    top: NDArray[np.int32]
    default: NDArray[np.int32]
    fine: NDArray[np.int32]
    strength: NDArray[np.float32] | None = None
    """How surely each paper belongs to its cluster, 0..1, where the clusterer itself says so; shape (n_papers,)."""


class Clusterer(Protocol):
    """A way to find clusters. Name, version and settings are part of the key under which its result is kept."""

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

    def n_refits(self, n_papers: int) -> int:
        """How many refits are worth their time."""

    def refit(self, seed: int) -> Clusterer:
        """The same way with another seed, as it is used to see how far the clusters depend on chance."""


def all_together(n_papers: int) -> Clusters:
    """Put all papers into one cluster."""
    together = np.zeros(n_papers, dtype=np.int32)
    return Clusters(together, together, together)


def unassign(clusters: Clusters, papers: NDArray[np.bool_]) -> Clusters:
    """Take papers out of their clusters, at all levels."""
    top, default, fine = (
        np.where(papers, UNASSIGNED, labels).astype(np.int32)
        for labels in (clusters.top, clusters.default, clusters.fine)
    )
    return Clusters(top, default, fine, clusters.strength)
