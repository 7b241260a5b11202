"""Papers in order, and papers like one paper."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import UNASSIGNED
from lib.explore.caching import kept_with_store
from lib.explore.fields import NumberField, fields_of
from lib.explore.found import Found
from lib.explore.store import Mask, Store

MATCH: Final = "match"
_ALWAYS: Final = {"surest": "Surest first", "newest": "Newest first", "oldest": "Oldest first", "title": "By title"}
_MOST, _LEAST = "most:", "least:"


def orders_of(store: Store, *, is_search: bool) -> dict[str, str]:
    """The orders in which papers can be read, with what each is called; the first is the usual one."""
    orders = {MATCH: "Best match first"} if is_search else {}
    orders |= _ALWAYS
    for field in fields_of(store).values():
        # Confidence is what `surest` sorts by.
        if isinstance(field, NumberField) and field.key != "confidence":
            orders |= {f"{_MOST}{field.key}": f"{field.title}: most", f"{_LEAST}{field.key}": f"{field.title}: least"}
    return orders


def ordered(store: Store, mask: Mask, order: str, found: Found | None = None) -> NDArray[np.int64]:
    """Paper numbers of a view in a reading order.

    `match`: best match of a search first; `surest`: highest confidence first, papers without a topic last; `newest` and
    `oldest`: by date, the undated last; `title`: by alphabet; `most:KEY` and `least:KEY`: by a field of numbers, papers
    without one last. Equals keep the canonical order, and so do all where an order cannot be had.
    """
    indices = np.flatnonzero(mask)
    return indices[np.argsort(_keys(store, indices, order, found), kind="stable")]


def _keys(store: Store, indices: NDArray[np.int64], order: str, found: Found | None) -> NDArray[Any]:
    """What the papers are sorted by, the least first."""
    if order == MATCH and found is not None:
        return np.negative(found.scores[indices])
    if order == "title":
        ranks: NDArray[np.int64] = _title_ranks(store)[indices]
        return ranks
    if order == "surest":
        confidence: NDArray[np.float32] = np.nan_to_num(store.confidence[indices], nan=-1.0)
        confidence[store.topic_ids["default"][indices] == UNASSIGNED] = -2.0
        return -confidence
    if order in ("newest", "oldest"):
        days = store.date_first[indices].astype("datetime64[D]").astype(np.float64)
        unknown = np.isnat(store.date_first[indices])
        return np.where(unknown, np.inf, -days if order == "newest" else days)
    direction, _, key = order.partition(":")
    field = fields_of(store).get(key)
    if isinstance(field, NumberField):
        # NaN sorts last.
        return field.values[indices] * (-1 if direction == "most" else 1)
    return np.zeros(len(indices))


@kept_with_store(maxsize=1)
def _title_ranks(store: Store) -> NDArray[np.int64]:
    """Each paper's place by title, whatever its case, shape (n_papers,)."""
    titles = [title.casefold() for title in store.atlas.papers["title"].to_pylist()]
    ranks = np.empty(len(titles), dtype=np.int64)
    ranks[sorted(range(len(titles)), key=titles.__getitem__)] = np.arange(len(titles))
    return ranks


def nearest_papers(store: Store, index: int, n: int = 10) -> list[tuple[int, float]]:
    """The papers most like one, from the atlas' neighbour graph: paper number and cosine similarity."""
    neighbors, similarities = store.atlas.neighbors[index, :n], store.atlas.similarities[index, :n]
    return [
        (int(neighbor), float(similarity))
        for neighbor, similarity in zip(neighbors, similarities, strict=True)
        if neighbor >= 0
    ]
