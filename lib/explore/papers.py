"""Papers in order, and papers like one paper."""

from __future__ import annotations

from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import UNASSIGNED
from lib.explore.selecting import Mask
from lib.explore.store import Store

Order = Literal["surest", "newest", "oldest", "title"]
ORDERS: Final[tuple[Order, ...]] = get_args(Order)


def ordered(store: Store, mask: Mask, order: Order) -> NDArray[np.int64]:
    """Paper numbers of a view in a reading order.

    `surest`: highest confidence first, papers without a topic last; `newest` and `oldest`: by date, the undated last;
    `title`: by alphabet. Equals keep the canonical order.
    """
    indices = np.flatnonzero(mask)
    if order == "title":
        titles = store.atlas.papers["title"].take(indices).to_pylist()
        keys = np.array([title.casefold() for title in titles], dtype=object)
        return indices[np.argsort(keys, kind="stable")]
    if order == "surest":
        confidence = np.nan_to_num(store.confidence[indices], nan=-1.0)
        confidence[store.topic_ids["default"][indices] == UNASSIGNED] = -2.0
        return indices[np.argsort(-confidence, kind="stable")]
    days = store.date_first[indices].astype("datetime64[D]").astype(np.float64)
    unknown = np.isnat(store.date_first[indices])
    days = np.where(unknown, np.inf, -days if order == "newest" else days)
    return indices[np.argsort(days, kind="stable")]


def nearest_papers(store: Store, index: int, n: int = 5) -> list[tuple[int, float]]:
    """The papers most like one, from the atlas' neighbour graph: paper number and cosine similarity."""
    neighbors, similarities = store.atlas.neighbors[index, :n], store.atlas.similarities[index, :n]
    return [
        (int(neighbor), float(similarity))
        for neighbor, similarity in zip(neighbors, similarities, strict=True)
        if neighbor >= 0
    ]
