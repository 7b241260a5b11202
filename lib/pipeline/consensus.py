"""The default way to cluster: communities of the neighbour graph on which many runs agree, at three levels.

Areas and topics are found on the whole graph, each by itself, since a topic that depended on the areas would change
with them. They are then fitted together: a topic goes to the area that holds most of it, and only a part that is
large enough to be a topic stays behind as one. Fine topics are found within each topic.
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
from lib.pipeline.cluster import Clusterer, Clusters, all_together, unassign
from lib.pipeline.communities import Labels, adjacency, by_first, communities, consensus, within
from lib.pipeline.granularity import Bounds, Granularity, granularity
from lib.pipeline.graph import NeighborGraph
from lib.pipeline.merge import cut, grow_tree
from lib.pipeline.reduce import FEWEST_FOR_UMAP
from lib.pipeline.rim import heaviest, lonely
from lib.pipeline.sizes import hold_sizes

_RESOLUTIONS: Final = {"top": 0.5, "default": 4.0, "fine": 16.0}
"""Where the search for a number of communities within bounds begins; decision 0012 has the table."""
_FINE_NEIGHBORS: Final = 15
"""Nearest papers that fine topics look at: more of them would bridge the gaps between small groups."""
_PART: Final = 0.1
"""Share of a topic that must lie in another area to be a topic of its own there."""
_STEPS_OF_SEARCH: Final = 12
_TRIES: Final = 10
_FINER: Final = 1.15
"""Times the resolution of the last try, where a number of topics is wished and fewer were found."""
_RUNS_OF_REFITS: Final = 8


@dataclass(frozen=True, slots=True)
class Consensus:
    """Consensus of Leiden communities of the neighbour graph. Papers that are like none stay unassigned."""

    topics: int | None = None
    detail: Detail = "normal"
    topic_size: int | None = None
    seed: int = 42
    runs: int = 20
    """Runs for areas and for fine topics; topics, which depend most on chance, get twice as many."""
    name: str = "consensus"
    version: int = 4

    @property
    def steps(self) -> int:
        """Steps that `cluster` tells of."""
        return 4 * self.runs

    @property
    def settings(self) -> dict[str, Any]:
        """Plain values of all that can be set."""
        return {
            "topics": self.topics,
            "detail": self.detail,
            "topic_size": self.topic_size,
            "seed": self.seed,
            "runs": self.runs,
        }

    def n_refits(self, n_papers: int) -> int:
        """As lib.core.effort has it."""
        return round(refits("consensus", n_papers))

    def refit(self, seed: int) -> Clusterer:
        """The same with another seed and fewer runs, since there will be many refits."""
        return replace(self, seed=seed, runs=_RUNS_OF_REFITS)

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
        wish = granularity(n_papers, topics=self.topics, detail=self.detail, topic_size=self.topic_size)
        edges = adjacency(graph, neighbors_looked_at(n_papers))

        def find(level: str, bounds: Bounds, fewest: int, runs: int, least: int = 0) -> Labels:
            start = _RESOLUTIONS[level] * wish.factor
            resolution = resolution_within(edges, start, bounds, fewest, self.seed)
            seeds = range(self.seed, self.seed + runs)
            found = consensus(edges, resolution, fewest=fewest, seeds=seeds, advance=advance)
            # What runs agree on may be fewer than what one of them finds.
            for _ in range(_TRIES):
                if found.max() + 1 >= least:
                    break
                resolution *= _FINER
                found = consensus(edges, resolution, fewest=fewest, seeds=seeds)
            return found

        top = at_most(wish.top.most, find("top", wish.top, 4 * wish.topic_size, self.runs), embeddings)
        default = find("default", wish.default, 2 * wish.topic_size, 2 * self.runs, least=self.topics or 0)
        top, default = fit_within(wish, top, at_most(wish.default.most, default, embeddings), graph)
        fine = by_first(
            consensus(
                within(adjacency(graph, _FINE_NEIGHBORS), default),
                _RESOLUTIONS["fine"] * wish.factor,
                fewest=wish.topic_size,
                seeds=range(self.seed, self.seed + self.runs),
                advance=advance,
            )
            + np.int64(n_papers) * default
        )
        return hold_sizes(unassign(Clusters(top, default, fine), lonely(graph)), embeddings, wish.topic_size)


def neighbors_looked_at(n_papers: int) -> int:
    """Choose how many nearest papers areas and topics are found by: 6 of 100 papers, 10 of 300, 30 from 3,000 on."""
    return int(np.clip(round(0.55 * n_papers**0.5), 5, 30))


def resolution_within(edges: Any, start: float, bounds: Bounds, fewest: int, seed: int) -> float:
    """Find the resolution nearest to `start` at which the number of communities lies within bounds, as far as any does.

    The number grows with the resolution, though not strictly: the search halves the way in the logarithm. Communities
    of fewer than `fewest` papers do not count, and where most papers are in such the resolution is too high.
    """

    def count(resolution: float) -> float:
        sizes = np.bincount(communities(edges, resolution, seed))
        large = sizes[sizes >= fewest]
        return len(large) if 2 * large.sum() >= edges.shape[0] else np.inf

    n_found = count(start)
    if bounds.fewest <= n_found <= bounds.most:
        return start
    grows = n_found < bounds.fewest
    inside = outside = start
    for _ in range(_STEPS_OF_SEARCH):
        inside *= 2.0 if grows else 0.5
        n_inside = count(inside)
        if n_inside >= bounds.fewest if grows else n_inside <= bounds.most:
            break
        outside = inside
    for _ in range(_STEPS_OF_SEARCH // 2):
        middle = float(np.sqrt(inside * outside))
        n_found = count(middle)
        if n_found >= bounds.fewest if grows else n_found <= bounds.most:
            inside, n_inside = middle, n_found
        else:
            outside = middle
    return outside if n_inside == np.inf else inside


def at_most(most: int, labels: Labels, embeddings: NDArray[np.float32]) -> Labels:
    """Join communities by Ward's criterion until no more than `most` are left: parts of a graph may have no ties."""
    if int(labels.max()) < most:
        return labels
    return by_first(cut(grow_tree(labels, embeddings), most)[labels])


def fit_within(wish: Granularity, top: Labels, default: Labels, graph: NeighborGraph) -> tuple[Labels, Labels]:
    """Fit two levels together, with so few parts left behind as topics that no more topics come out than wished."""
    fewest = wish.topic_size
    while True:
        fitted = fit(top, default, fewest, graph)
        if fitted[1].max() < wish.default.most or fewest >= len(top):
            return fitted
        fewest *= 2


def fit(top: Labels, default: Labels, fewest: int, graph: NeighborGraph) -> tuple[Labels, Labels]:
    """Fit two levels together: each default cluster goes to the top cluster that holds most of it.

    A part of it in another top cluster stays there, as a cluster of its own, if it is at least a tenth of it and not
    fewer than `fewest` papers. Of smaller parts each paper goes to the default cluster of its top cluster that holds
    most of its neighbours, or stays with its default cluster where none holds any.
    """
    n_top = int(top.max()) + 1
    cells, cell_of, sizes = np.unique(default.astype(np.int64) * n_top + top, return_inverse=True, return_counts=True)
    old, area = cells // n_top, (cells % n_top).astype(np.int32)
    order = np.lexsort((cells, -sizes, old))
    _, first = np.unique(old[order], return_index=True)
    # The largest part of each default cluster.
    main = order[first][np.unique(old, return_inverse=True)[1]]
    stays = (np.arange(len(cells)) == main) | ((sizes >= fewest) & (sizes >= _PART * np.bincount(default)[old]))
    fitted = np.where(stays, np.arange(len(cells)), main)[cell_of].astype(np.int32)

    apart = np.flatnonzero(area[fitted] != top)
    around = fitted[graph.indices[apart]]
    at_home = np.where(area[around] == top[apart][:, None], around, UNASSIGNED).astype(np.int32)
    best, _ = heaviest(at_home, graph.similarities[apart])
    fitted[apart] = np.where(best == UNASSIGNED, fitted[apart], best)
    return by_first(area[fitted]), by_first(fitted)
