"""How true the map is at each paper: which of its nearest papers in meaning are among its nearest on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from lib.explore.caching import kept_with_store

if TYPE_CHECKING:
    # The store asks for a paper's share itself.
    from lib.explore.store import Store

FAR: Final = 0.1
"""Share of all papers that lie nearer on the map than a neighbour that is said to be far."""
_BLOCK: Final = 16_384
"""Papers looked at together; keeps memory flat."""


@kept_with_store(maxsize=1)
def neighbors_kept(store: Store) -> NDArray[np.float32]:
    """The share of each paper's k nearest papers by embedding that are among its k nearest on the map.

    k is that of the atlas's neighbour graph. Half of it is chance where many papers lie at one place: two dimensions
    cannot hold all that lies near in hundreds. Venna and Kaski (2001, doi:10.1007/3-540-44668-0_68) call its mean over
    papers, weighed by rank, the continuity of a projection.

    Returns
    -------
    Shape (n_papers,), 0..1; NaN where a paper has no neighbour or no place.
    """
    # Half a second of imports that a page without it does not need.
    from scipy.spatial import cKDTree

    neighbors, layout = store.atlas.neighbors, store.layout
    kept = np.full(store.n_papers, np.nan, dtype=np.float32)
    placed = np.flatnonzero(np.isfinite(layout).all(axis=1))
    k = min(neighbors.shape[1], len(placed) - 1)
    if k < 1:
        return kept
    tree = cKDTree(layout[placed])
    for start in range(0, len(placed), _BLOCK):
        rows = placed[start : start + _BLOCK]
        # One more: a paper is its own nearest, or among equals one of them.
        _, near = tree.query(layout[rows], k=k + 1, workers=-1)
        on_map = placed[near]
        wanted = neighbors[rows]
        found = (wanted[:, :, None] == on_map[:, None, :]).any(axis=2) & (wanted >= 0)
        n_wanted = (wanted >= 0).sum(axis=1)
        with np.errstate(invalid="ignore"):
            kept[rows] = np.where(n_wanted > 0, found.sum(axis=1) / n_wanted, np.nan)
    kept.flags.writeable = False
    return kept


def kept_of(store: Store, index: int) -> tuple[int, int] | None:
    """How many of one paper's k nearest papers by embedding are among its k nearest on the map, and k.

    As `neighbors_kept`, without looking at the other papers; None where it has no neighbour or no place.
    """
    layout = store.layout.astype(np.float64)
    wanted = store.atlas.neighbors[index]
    wanted = wanted[wanted >= 0]
    n_placed = int(np.isfinite(layout).all(axis=1).sum())
    k = min(store.atlas.neighbors.shape[1], n_placed - 1)
    if k < 1 or len(wanted) == 0 or not np.isfinite(layout[index]).all():
        return None
    distances = ((layout - layout[index]) ** 2).sum(axis=1)
    distances[index] = np.nan
    # NaN, without a place, sorts last.
    on_map = np.argsort(distances, kind="stable")[:k]
    return int(np.isin(wanted, on_map).sum()), len(wanted)


def is_misplaced(store: Store, index: int) -> bool:
    """Whether at least half of a paper's nearest papers by embedding lie far from it on the map.

    Far is where more than k others, and more than the share `FAR` of all, lie nearer. That few of its k nearest are
    kept says less: of 120,000 papers every third keeps none or one of 30, with all 30 just around it.
    """
    wanted = store.atlas.neighbors[index]
    wanted = wanted[wanted >= 0]
    layout = store.layout
    if len(wanted) == 0 or not np.isfinite(layout[index]).all():
        return False
    distances = ((layout - layout[index]) ** 2).sum(axis=1)
    # The paper itself is nearer than any.
    n_nearer = int((distances < np.nanmedian(distances[wanted])).sum()) - 1
    return n_nearer > max(FAR * store.n_papers, float(store.atlas.neighbors.shape[1]))
