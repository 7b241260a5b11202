"""The finest clusters merged upwards into two coarser levels, which nest by construction.

Clusters are joined two by two, always the pair whose union is least spread out (Ward's criterion over papers, so a
large cluster does not swallow its neighbours one by one). How many topics a level gets depends on the number of
papers; within its bounds the tree is cut where the next merge would cost most more than the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import UNASSIGNED
from lib.pipeline.granularity import Bounds, Granularity

_FEWEST, _MOST = 0.8, 1.2
"""Bounds around the number of topics that suits a corpus, as shares of it."""
_TINY: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """Merges in their order, cheapest first: the pairs (any member of each side stands for it), and what each cost."""

    pairs: NDArray[np.intp]
    costs: NDArray[np.float64]

    @property
    def n_leaves(self) -> int:
        """Number of clusters before any merge."""
        return len(self.costs) + 1


def merge_upwards(
    fine: NDArray[np.int32], embeddings: NDArray[np.float32], wish: Granularity
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Merge clusters into the default and the top level.

    Parameters
    ----------
    fine
        Clusters 0..n_clusters-1 or UNASSIGNED, shape (n_papers,), one cluster at least.
    wish
        Bounds of the numbers of clusters: about the middle of them is looked for.

    Returns
    -------
    Default and top clusters in the same form.
    """
    tree = grow_tree(fine, embeddings)
    default_of = cut(tree, choose_count(tree, wish.default))
    top_of = cut(tree, min(choose_count(tree, wish.top), int(default_of.max()) + 1))
    inside = fine != UNASSIGNED
    return (
        np.where(inside, default_of[fine], UNASSIGNED).astype(np.int32),
        np.where(inside, top_of[fine], UNASSIGNED).astype(np.int32),
    )


def grow_tree(clusters: NDArray[np.int32], embeddings: NDArray[np.float32]) -> Tree:
    """Join clusters two by two until one is left, by chains of nearest neighbours: each step looks at one row only."""
    n_clusters = int(clusters.max()) + 1
    inside = clusters != UNASSIGNED
    sizes = np.bincount(clusters[inside], minlength=n_clusters).astype(np.float64)
    means = np.zeros((n_clusters, embeddings.shape[1]))
    np.add.at(means, clusters[inside], embeddings[inside])
    means /= sizes[:, None]
    squares = (means**2).sum(axis=1)
    costs = np.clip(squares[:, None] + squares - 2 * means @ means.T, 0, None)
    costs *= sizes[:, None] * sizes / (sizes[:, None] + sizes)
    np.fill_diagonal(costs, np.inf)

    pairs: list[tuple[int, int]] = []
    merged_at: list[float] = []
    alive = np.ones(n_clusters, dtype=bool)
    chain: list[int] = []
    while len(pairs) < n_clusters - 1:
        if not chain:
            chain = [int(np.flatnonzero(alive)[0])]
        here = chain[-1]
        nearest = int(costs[here].argmin())
        if len(chain) > 1 and costs[here, chain[-2]] <= costs[here, nearest]:
            nearest = chain[-2]
        if len(chain) < 2 or nearest != chain[-2]:
            chain.append(nearest)
            continue
        del chain[-2:]
        one, other = min(here, nearest), max(here, nearest)
        cost = costs[one, other]
        pairs.append((one, other))
        merged_at.append(float(cost))
        joined = ((sizes[one] + sizes) * costs[one] + (sizes[other] + sizes) * costs[other] - sizes * cost) / (
            sizes[one] + sizes[other] + sizes
        )
        alive[other] = False
        joined[~alive] = joined[one] = np.inf
        costs[one], costs[:, one] = joined, joined
        costs[other], costs[:, other] = np.inf, np.inf
        sizes[one] += sizes[other]
    order = np.argsort(np.array(merged_at), kind="stable")
    return Tree(np.array(pairs, dtype=np.intp).reshape(-1, 2)[order], np.array(merged_at)[order])


def choose_count(tree: Tree, bounds: Bounds) -> int:
    """Choose about the middle of the bounds, there where the next merge costs most in relation to the last one."""
    wished = float(np.sqrt(bounds.fewest * bounds.most))
    fewest = max(bounds.fewest, round(wished * _FEWEST))
    most = min(bounds.most, round(wished * _MOST), tree.n_leaves - 1)
    if most < fewest:
        return min(bounds.most, tree.n_leaves)
    counts = np.arange(fewest, most + 1)
    # With `count` clusters left, tree.costs[n_leaves - count] is what the next merge costs.
    following = tree.n_leaves - counts
    ratios = tree.costs[following] / np.maximum(tree.costs[following - 1], _TINY)
    return int(counts[ratios.argmax()])


def cut(tree: Tree, count: int) -> NDArray[np.int32]:
    """Make the cheapest merges until `count` clusters are left; give for each leaf its cluster, 0..count-1."""
    group = np.arange(tree.n_leaves)
    for one, other in tree.pairs[: tree.n_leaves - count]:
        group[group == group[other]] = group[one]
    numbers: NDArray[np.int32] = np.unique(group, return_inverse=True)[1].astype(np.int32)
    return numbers
