"""Which papers a view holds, and which lie in a region of the map."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.core.text import squeeze
from lib.core.topic import LEVELS, UNASSIGNED
from lib.core.view import View
from lib.explore.store import Store

Mask = NDArray[np.bool_]
"""One truth value for each paper, shape (n_papers,)."""


@lru_cache(maxsize=32)
def in_view(store: Store, view: View) -> Mask:
    """Find the papers of a view, shape (n_papers,), not to be written to: the last views asked for are kept.

    Topics are joined by "or", the view's parts by "and". A date bound keeps a paper whose interval overlaps; papers
    without a date follow `view.undated`, and do so without a bound as well.
    """
    mask = np.ones(store.n_papers, dtype=bool)
    if view.topics:
        mask &= _with_topics(store, view)
    if view.date_from or view.date_to or view.undated == "out":
        mask &= _with_dates(store, view)
    if view.languages:
        mask &= _with_languages(store, view)
    for word in squeeze(view.words).split():
        mask &= _with_word(store, word)
    mask.flags.writeable = False
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


def _with_languages(store: Store, view: View) -> Mask:
    known = np.array([language in view.languages for language in store.language_names])
    mask: Mask = known[store.language_rows]
    return mask


def _with_word(store: Store, word: str) -> Mask:
    papers = store.atlas.papers
    found = pc.or_kleene(
        pc.match_substring(papers["title"], word, ignore_case=True),
        pc.match_substring(papers["abstract"], word, ignore_case=True),
    )
    mask: Mask = found.combine_chunks().fill_null(False).to_numpy(zero_copy_only=False).astype(bool)
    return mask
