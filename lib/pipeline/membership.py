"""How a paper lies between topics, seen by its neighbours: which share of them is in its own, and in another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import UNASSIGNED
from lib.pipeline.graph import NeighborGraph
from lib.pipeline.rim import heaviest


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """Confidence, second-best topic and margin of each paper, all of shape (n_papers,)."""

    confidence: NDArray[np.float32]
    """Share of the neighbours' similarity that lies in the paper's own topic, 0..1; 0 for unassigned papers."""
    second: NDArray[np.int32]
    """Topic with the largest share beside the paper's own; for an unassigned paper the nearest one; else -1."""
    margin: NDArray[np.float32]
    """Confidence less the share of the second topic, -1..1; 0 for unassigned papers."""


def membership(topics: NDArray[np.int32], graph: NeighborGraph) -> Membership:
    """Judge each paper's topic by the topics of its neighbours."""
    around = topics[graph.indices]
    weights = np.clip(graph.similarities, 0, None).astype(np.float64)
    whole = weights.sum(axis=1)
    own = around == topics[:, None]
    inside = np.where(own, weights, 0.0).sum(axis=1)
    confidence = np.divide(inside, whole, out=np.zeros(len(topics)), where=whole > 0)
    others = np.where(own, UNASSIGNED, around).astype(np.int32)
    second, share = heaviest(others, graph.similarities)
    assigned = topics != UNASSIGNED
    return Membership(
        confidence=np.where(assigned, confidence, 0).astype(np.float32),
        second=second,
        margin=np.where(assigned, confidence - share, 0).astype(np.float32),
    )


def exemplars(rows: NDArray[np.intp], embeddings: NDArray[np.float32], n: int = 10) -> NDArray[np.intp]:
    """Return the rows nearest to the centroid of `rows`, nearest first, ties by row."""
    members = embeddings[rows]
    nearness = np.round(members @ members.mean(axis=0), 6)
    return rows[np.lexsort((rows, -nearness))[:n]]
