"""What stands beside the map: the topics in view, or what a drawn region caught."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from lib.charts.palette import topic_color
from lib.core.text import count_of
from lib.core.topic import LEVEL_NAMES, UNASSIGNED, Topic
from lib.core.view import View
from lib.explore.papers import ordered
from lib.explore.selecting import in_view
from lib.explore.store import Mask
from lib.explore.topics import topic_counts
from lib.ui.arranging import order_of
from lib.ui.context import Context, change_view
from lib.ui.picking import add_papers, keep_only, remove_papers, remove_view, select_view, show_last_change
from lib.ui.titles import show_titles
from lib.ui.words import md

PANEL_HEIGHT: Final = 640
_N_CAUGHT: Final = 12
_N_TOPICS: Final = 5


def show_topics_in_view(context: Context) -> None:
    """List the topics that have papers in view, each with its counts; ticking some narrows the view to them."""
    store, view = context.store, context.view
    # Counted without the filter by topic: the list says what ticking another one would bring.
    counts = topic_counts(store, in_view(store, replace(view, topics=()), context.meaning), view.level)
    if not counts:
        st.info("No paper is in view: take a filter off above.", icon=":material/filter_alt_off:")
        return
    topics = [topic for topic in store.topics_at(view.level) if counts.get(topic.topic_id)]
    st.html(f"<style>{''.join(_swatch_rule(topic, dark=context.dark) for topic in topics)}</style>")
    names = LEVEL_NAMES[view.level]
    st.markdown(f"**{names}** · " + ("tick some to see them alone" if topics else "none has a paper in view"))
    _show_view_buttons(context)
    with st.container(height=PANEL_HEIGHT - 90, key="ta-topic-list", gap="xxsmall"):
        for topic in topics:
            _show_topic_line(context, topic.topic_id, counts[topic.topic_id], topic.size)
        if counts.get(UNASSIGNED):
            n_all = int((store.topic_ids[view.level] == UNASSIGNED).sum())
            _show_topic_line(context, UNASSIGNED, counts[UNASSIGNED], n_all)


def _show_topic_line(context: Context, topic_id: int, n_view: int, n_all: int) -> None:
    key = _topic_key(topic_id)
    st.session_state[key] = topic_id in context.view.topics
    st.checkbox(
        f"{md(context.store.label(topic_id))} ({n_view:,} of {n_all:,})",
        key=key,
        on_change=_tick,
        args=(context, topic_id),
    )


def _tick(context: Context, topic_id: int) -> None:
    is_ticked = st.session_state[_topic_key(topic_id)]

    def changed(view: View) -> View:
        others = view.without_topic(topic_id)
        return replace(others, topics=(*others.topics, topic_id)) if is_ticked else others

    change_view(context, changed)


def _topic_key(topic_id: int) -> str:
    return f"ta-topic-{'none' if topic_id == UNASSIGNED else topic_id}"


def _swatch_rule(topic: Topic, *, dark: bool) -> str:
    """The style that puts a topic's colour before its name; holds no text from papers."""
    color = topic_color(topic, dark=dark)
    return f".st-key-{_topic_key(topic.topic_id)} [data-testid=stMarkdownContainer] p::before{{background:{color}}}"


def _show_view_buttons(context: Context) -> None:
    n_view = int(context.mask.sum())
    n_selected = int(context.mask[context.selected_indices].sum())
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            f"Select all {n_view:,} in view",
            key="select_view",
            icon=":material/bookmark_add:",
            help="Adds every paper that the filters leave to the selection.",
            disabled=n_selected == n_view,
            on_click=select_view,
            args=(context,),
        )
        if n_selected:
            st.button(
                f"Remove {n_selected:,}",
                key="remove_view",
                icon=":material/bookmark_remove:",
                help="Takes the selected papers that are in view out of the selection.",
                on_click=remove_view,
                args=(context,),
            )
    show_last_change(context)


def show_caught(context: Context, caught: Mask) -> None:
    """Say what a region holds, and offer to add it to the selection, to take it out, or to keep nothing else."""
    n_caught = int(caught.sum())
    st.markdown(f"## {count_of(n_caught, 'paper')} caught")
    if not n_caught:
        st.caption("The region holds no paper in view. Draw another one, or press Escape on the map to let it go.")
        return
    indices = ordered(context.store, caught, order_of(context), context.found)
    n_selected = int(caught[context.selected_indices].sum())
    n_outside = len(context.selected_indices) - n_selected
    with st.container(horizontal=True, gap="small"):
        st.button(
            f"Select {n_caught:,}",
            key="select_caught",
            type="primary",
            icon=":material/bookmark_add:",
            help="Adds these papers to the selection.",
            disabled=n_selected == n_caught,
            on_click=add_papers,
            args=(context, indices),
        )
        if n_selected:
            st.button(
                f"Remove {n_selected:,}",
                key="remove_caught",
                icon=":material/bookmark_remove:",
                help="Takes these papers out of the selection.",
                on_click=remove_papers,
                args=(context, indices),
            )
        if n_selected and n_outside:
            st.button(
                f"Keep only {n_selected:,}",
                key="keep_caught",
                icon=":material/filter_center_focus:",
                help=f"Takes the {n_outside:,} selected papers outside the region out of the selection.",
                on_click=keep_only,
                args=(context, indices),
            )
    show_last_change(context)
    counts = topic_counts(context.store, caught, context.view.level)
    topics = sorted(counts.items(), key=lambda item: -item[1])[:_N_TOPICS]
    st.caption(md("; ".join(f"{context.store.label(topic)} {count:,}" for topic, count in topics)))
    show_titles(context, indices[:_N_CAUGHT].tolist(), key="caught")
    if n_caught > _N_CAUGHT:
        st.caption(f"and {n_caught - _N_CAUGHT:,} more; select them to see all on the page Selection.")
