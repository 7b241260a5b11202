"""How a list of papers is arranged and narrowed: a row of controls above it, all of which write the URL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import streamlit as st

from lib.core.view import View, Where
from lib.explore.belonging import CONFIDENCE_MEANING
from lib.explore.fields import CategoryField, NumberField, fields_of
from lib.explore.marks import MARK, mark_counts
from lib.explore.papers import orders_of
from lib.explore.quality import confidence_kind
from lib.explore.selecting import in_view
from lib.ui.context import Context, change, change_view

SIZES: Final = (20, 50, 100)
"""Papers on a page of a list; the first is the usual one."""

_SORT, _GROUP, _SIZE, _SURE, _ONLY = "sort", "list_group", "list_size", "list_sure", "list_only"
_CONFIDENCE: Final = "confidence"
_OFFERED: Final = ("bridge", "unassigned", "undated")
"""Marks that are offered above the list; the sidebar filters by all."""
_STEPS: Final = tuple(step / 20 for step in range(20))


def orders_in(context: Context) -> dict[str, str]:
    """The orders in which the papers in view can be read, with what each is called."""
    return orders_of(context.store, is_search=bool(context.described_view.query))


def order_of(context: Context) -> str:
    """The order in which the papers in view are read: what the URL says, else the usual one."""
    orders = orders_in(context)
    return context.address.sort if context.address.sort in orders else next(iter(orders))


def size_of(context: Context) -> int:
    """Papers on a page of a list."""
    return int(context.address.size or SIZES[0])


def show_arrangement(context: Context, orders: Mapping[str, str], order: str) -> None:
    """Draw the choice of order among those offered, and of groups."""
    st.session_state[_SORT] = order
    st.selectbox(
        "Order",
        list(orders),
        format_func=orders.__getitem__,
        key=_SORT,
        on_change=_sort,
        args=(context, next(iter(orders))),
        width=210,
        help="Which papers come first. Papers without a number or a date come last.",
    )
    st.session_state[_GROUP] = context.address.group == "topic"
    st.checkbox(
        "Group by topic",
        key=_GROUP,
        on_change=_regroup,
        args=(context,),
        width="content",
        help="Puts papers of one topic together, the largest topic first; within a topic the order stays.",
    )


def show_sizes(context: Context) -> None:
    """Draw the choice of how long a page of the list is."""
    st.session_state[_SIZE] = size_of(context)
    st.segmented_control(
        "Papers a page",
        SIZES,
        key=_SIZE,
        required=True,
        on_change=_resize,
        args=(context,),
        width="content",
        help="How many papers stand on a page of the list.",
    )


def show_narrowing(context: Context) -> None:
    """Draw filters that a list is often narrowed by: how surely papers belong, and what is special about them."""
    fields = fields_of(context.store)
    if isinstance(fields.get(_CONFIDENCE), NumberField):
        _show_threshold(context)
    marks = fields.get(MARK)
    if isinstance(marks, CategoryField):
        _show_marks(context, marks)


def _show_threshold(context: Context) -> None:
    where = context.view.condition(_CONFIDENCE) or Where(_CONFIDENCE)
    st.session_state[_SURE] = max(step for step in _STEPS if step <= max(where.low or 0.0, 0.0))
    st.select_slider(
        "Confidence at least",
        _STEPS,
        format_func=lambda step: f"{step:.0%}" if step else "any",
        key=_SURE,
        on_change=_set_threshold,
        args=(context,),
        width=200,
        help=f"{CONFIDENCE_MEANING[confidence_kind(context.store.atlas.manifest)]} (at the level Topics).",
    )


def _show_marks(context: Context, marks: CategoryField) -> None:
    offered = [mark for mark in _OFFERED if mark in marks.values]
    if not offered:
        return
    # Counted without this filter: the numbers say what choosing another one would bring.
    counts = mark_counts(
        context.store, in_view(context.store, context.view.with_condition(Where(MARK)), context.meaning)
    )
    label_of = dict(zip(marks.values, marks.labels, strict=True))
    where = context.view.condition(MARK) or Where(MARK)
    st.session_state[_ONLY] = [mark for mark in where.values if mark in offered]
    st.pills(
        "Only",
        offered,
        selection_mode="multi",
        format_func=lambda mark: f"{label_of[mark]} ({counts[mark]:,})",
        key=_ONLY,
        on_change=_set_marks,
        args=(context,),
        width="content",
        help="Bridge papers lie between two topics, unassigned ones fit no topic of the level Topics. Of several, the "
        "papers of any are shown.",
    )


def _sort(context: Context, usual: str) -> None:
    chosen = st.session_state[_SORT]
    change(context, lambda address: replace(address, sort="" if chosen == usual else chosen, number=1))


def _resize(context: Context) -> None:
    size = st.session_state[_SIZE]
    # The page that begins where this one does, or just before.
    first = (context.address.number - 1) * size_of(context)
    size_text = "" if size == SIZES[0] else str(size)
    change(context, lambda address: replace(address, size=size_text, number=first // size + 1))


def _regroup(context: Context) -> None:
    group = "topic" if st.session_state[_GROUP] else ""
    change(context, lambda address: replace(address, group=group, number=1))


def _set_threshold(context: Context) -> None:
    low = st.session_state[_SURE] or None

    def changed(view: View) -> View:
        return view.with_condition(replace(view.condition(_CONFIDENCE) or Where(_CONFIDENCE), low=low))

    change_view(context, changed)


def _set_marks(context: Context) -> None:
    chosen = st.session_state[_ONLY]

    def changed(view: View) -> View:
        where = view.condition(MARK) or Where(MARK)
        others = [mark for mark in where.values if mark not in _OFFERED]
        return view.with_condition(Where(MARK, (*others, *chosen)))

    change_view(context, changed)
