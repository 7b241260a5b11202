"""A list of papers in pages: each can be selected and opened; one is open beside the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

import streamlit as st

from lib.core.paper import Paper
from lib.core.text import count_of
from lib.core.topic import UNASSIGNED
from lib.explore.belonging import CONFIDENCE_MEANING, belonging
from lib.explore.quality import confidence_kind
from lib.explore.topics import topic_counts
from lib.ui.context import Context, go
from lib.ui.filters import change_view
from lib.ui.paper_card import open_paper, show_paper
from lib.ui.picking import add_papers, set_picked
from lib.ui.words import authors_words, date_words, md

PAGE_SIZE: Final = 20


@contextmanager
def beside_open_paper(context: Context, *, key: str) -> Iterator[bool]:
    """Put what is drawn in the block to the left of the paper that the URL names; it has all the room if there is none.

    Yields whether a paper is open. The paper stays in sight however far the page is scrolled (shell.css), since it may
    be opened from anywhere on it.
    """
    opened = context.store.index_of(context.address.paper) if context.address.paper else None
    if opened is None:
        yield False
        return
    with st.container(key=f"ta-list-page-{key}"):
        left, right = st.columns([1, 1], gap="large")
    with left:
        yield True
    with right, st.container(border=True, key="ta-open-paper"):
        show_paper(context, opened)


def show_reading_help(context: Context) -> None:
    """Say what the numbers in a list of papers mean, and how many papers in view have no topic."""
    meaning = CONFIDENCE_MEANING[confidence_kind(context.store.atlas.manifest)]
    st.caption(f"{meaning} (at the level Topics).")
    level = context.view.level
    unassigned = topic_counts(context.store, context.mask, level).get(UNASSIGNED, 0)
    if not unassigned or context.view.topics == (UNASSIGNED,):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        n_view = int(context.mask.sum())
        st.markdown(f"{unassigned:,} of {count_of(n_view, 'paper')} in view without a topic", width="content")
        st.button(
            "Show these alone",
            type="tertiary",
            icon=":material/filter_alt:",
            on_click=change_view,
            args=(context, replace(context.view, topics=(UNASSIGNED,))),
        )


def show_papers(context: Context, indices: Sequence[int], *, key: str, selecting: bool = True) -> None:
    """Draw papers in the order given, one page of them.

    `selecting` gives buttons that select the page or all of them.
    """
    n_pages = max(1, -(-len(indices) // PAGE_SIZE))
    number = min(context.address.number, n_pages)
    first = (number - 1) * PAGE_SIZE
    shown = list(indices[first : first + PAGE_SIZE])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"{first + 1:,} to {first + len(shown):,} of {count_of(len(indices), 'paper')}")
        if selecting:
            _select_button(context, shown, f"Select these {len(shown):,}", f"{key}_pick_page")
        if selecting and n_pages > 1:
            _select_button(context, indices, f"Select all {len(indices):,}", f"{key}_pick_all")
    picked = set(context.selected_indices)
    with st.container(key=f"ta-papers-{key}", gap="xsmall"):
        for index, paper in zip(shown, context.store.papers(shown), strict=True):
            _show_line(context, index, paper, is_picked=index in picked)
    if n_pages > 1:
        # The page is part of the key: Back then shows the page that the URL says.
        page_key = f"{key}_page_{number}_of_{n_pages}"
        st.pagination(n_pages, default=number, key=page_key, on_change=_turn, args=(context, page_key))


def _show_line(context: Context, index: int, paper: Paper, *, is_picked: bool) -> None:
    # Not the key of the button that an opened paper has beside the list.
    box = f"tick_{index}"
    st.session_state[box] = is_picked
    with st.container(horizontal=True, gap="small"):
        st.checkbox(
            f"Select {md(paper.title)}",
            key=box,
            label_visibility="collapsed",
            on_change=_pick,
            args=(context, index, box),
            width="content",
        )
        with st.container(gap=None):
            st.button(md(paper.title), key=f"open_{index}", type="tertiary", on_click=open_paper, args=(context, index))
            st.caption(md(_facts(context, index, paper)))


def _facts(context: Context, index: int, paper: Paper) -> str:
    topic = context.store.label(int(context.store.topic_ids[context.view.level][index]))
    place = belonging(context.store, index)
    surely = "" if place.confidence is None else f"confidence {place.confidence:.0%}"
    bridge = "bridge paper" if place.is_bridge else ""
    parts = (authors_words(paper.authors, 2), date_words(paper.date), paper.venue, topic, surely, bridge)
    return " · ".join(part for part in parts if part)


def _select_button(context: Context, indices: Sequence[int], label: str, key: str) -> None:
    st.button(
        label,
        key=key,
        icon=":material/bookmark_add:",
        on_click=add_papers,
        args=(context, [int(index) for index in indices]),
    )


def _pick(context: Context, index: int, box: str) -> None:
    set_picked(context, index, is_picked=bool(st.session_state[box]))


def _turn(context: Context, widget: str) -> None:
    go(replace(context.address, number=st.session_state[widget], paper=""))
