"""Which papers a view holds, and which lie in a region of the map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lib.core.meaning import Meaning
from lib.core.topic import LEVELS, UNASSIGNED
from lib.core.view import View
from lib.explore.caching import kept_with_store
from lib.explore.fields import fields_of, with_condition
from lib.explore.searching import found_by
from lib.explore.store import Mask, Store


@kept_with_store(maxsize=32)
def in_view(store: Store, view: View, meaning: Meaning | None = None) -> Mask:
    """Find the papers of a view, shape (n_papers,), not to be written to: the last views asked for are kept.

    Topics are joined by "or", the view's parts by "and". A date bound keeps a paper whose interval overlaps; papers
    without a date follow `view.undated`, and do so without a bound as well. `meaning` is that of `view.query`, where it
    is searched for by meaning; without it, it is not.
    """
    mask = np.ones(store.n_papers, dtype=bool)
    if view.topics:
        mask &= _with_topics(store, view)
    if view.date_from or view.date_to or view.undated == "out":
        mask &= _with_dates(store, view)
    for where in view.where:
        field = fields_of(store).get(where.field)
        if field is not None:
            mask &= with_condition(field, where)
    if view.between:
        mask &= between(store, *view.between)
    found = found_by(store, view.query, view.search, meaning)
    if found is not None:
        mask &= found.mask
    mask.flags.writeable = False
    return mask


def between(store: Store, one: int, other: int) -> Mask:
    """Find the papers of either topic that have the other as second-best, shape (n_papers,)."""
    own, second = store.topic_ids["default"], store.second_topic
    mask: Mask = ((own == one) & (second == other)) | ((own == other) & (second == one))
    return mask


def in_polygon(store: Store, xs: Sequence[float], ys: Sequence[float]) -> Mask:
    """Find the papers inside a closed polygon on the map, by the even-odd rule, shape (n_papers,).

    `xs` and `ys` are the corners in layout units; fewer than three hold nothing. Linear in papers and corners.
    """
    x, y = store.layout[:, 0].astype(np.float64), store.layout[:, 1].astype(np.float64)
    inside = np.zeros(store.n_papers, dtype=bool)
    if len(xs) < 3 or not np.isfinite([*xs, *ys]).all():
        return inside
    for x1, y1, x2, y2 in zip(xs, ys, [*xs[1:], xs[0]], [*ys[1:], ys[0]], strict=True):
        if y1 == y2:
            continue
        crosses = (y1 > y) != (y2 > y)
        inside ^= crosses & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return inside


def _with_topics(store: Store, view: View) -> Mask:
    mask = np.zeros(store.n_papers, dtype=bool)
    for level in LEVELS:
        wanted = [t for t in view.topics if t in store.topic_by_id and store.topic_by_id[t].level == level]
        if wanted:
            mask |= np.isin(store.topic_ids[level], wanted)
    if UNASSIGNED in view.topics:
        mask |= store.topic_ids[view.level] == UNASSIGNED
    return mask


def _with_dates(store: Store, view: View) -> Mask:
    dated = store.is_dated
    mask = dated.copy()
    if view.date_from:
        mask &= store.date_last >= np.datetime64(view.date_from.first)
    if view.date_to:
        mask &= store.date_first <= np.datetime64(view.date_to.last)
    return mask | ~dated if view.undated == "in" else mask
