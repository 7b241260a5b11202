"""A list of papers in pages: each can be selected, read in place and opened; one is open beside the list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from lib.core.paper import Paper
from lib.core.text import count_of
from lib.explore.belonging import belonging
from lib.explore.grouping import Groups, by_topic
from lib.ui import nav
from lib.ui.arranging import SIZES, show_sizes, size_of
from lib.ui.context import Context, change
from lib.ui.marking import marked
from lib.ui.paper_card import open_paper, show_links, show_paper
from lib.ui.paper_keys import listen_for_keys, show_keys_help
from lib.ui.picking import Indices, add_papers, keep_only, remove_papers, set_picked, show_last_change
from lib.ui.words import authors_words, date_words, md


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


def show_papers(context: Context, indices: Indices, *, key: str, selecting: bool = True) -> None:
    """Draw papers in the order given, or by topic where the URL says so, one page of them.

    `selecting` gives buttons that select the page or all of them; without it they take papers out of the selection.
    """
    listed = np.asarray(indices, dtype=np.int64)
    groups = by_topic(context.store, listed, context.view.level) if context.address.group == "topic" else None
    if groups:
        listed = groups.indices
    size = size_of(context)
    n_pages = max(1, -(-len(listed) // size))
    number = min(context.address.number, n_pages)
    first = (number - 1) * size
    shown: list[int] = listed[first : first + size].tolist()
    picked = np.zeros(context.store.n_papers, dtype=bool)
    picked[context.selected_indices] = True
    opened = context.store.index_of(context.address.paper) if context.address.paper else None

    with st.container(key=f"ta-list-head-{key}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(
                f"{first + 1:,} to {first + len(shown):,} of {count_of(len(listed), 'paper')}",
                width="content",
            )
            if selecting:
                _show_selecting(context, listed, shown, picked, key=key)
            else:
                _remove_button(context, shown, f"Remove these {len(shown):,}", f"{key}_drop_page")
            show_keys_help()
        show_last_change(context)
    with st.container(key=f"ta-papers-{key}", gap="xsmall"):
        for place, paper in enumerate(context.store.papers(shown)):
            if groups and (place == 0 or _topic_of(context, shown[place - 1]) != _topic_of(context, shown[place])):
                _show_heading(context, groups, first + place, selecting=selecting, key=key)
            is_picked = bool(picked[shown[place]])
            facts = _facts(context, shown[place], paper, names_topic=groups is None)
            _show_line(context, shown[place], paper, facts, is_picked=is_picked, is_opened=shown[place] == opened)
    if len(listed) > min(SIZES):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            if n_pages > 1:
                # The page is part of the key: Back then shows the page that the URL says.
                page_key = f"{key}_page_{number}_of_{n_pages}"
                st.pagination(n_pages, default=number, key=page_key, on_change=_turn, args=(context, page_key))
            show_sizes(context)
    listen_for_keys(shown, opened=opened, n_picked=int(picked.sum()))


def _show_selecting(
    context: Context, listed: NDArray[np.int64], shown: list[int], picked: NDArray[np.bool_], *, key: str
) -> None:
    _select_button(context, shown, f"Select these {len(shown):,}", f"{key}_pick_page")
    if len(listed) > len(shown):
        _select_button(context, listed, f"Select all {len(listed):,}", f"{key}_pick_all")
    n_inside = int(picked[listed].sum())
    if n_inside:
        _remove_button(context, listed, f"Remove {n_inside:,}", f"{key}_drop_all")
    if n_inside and n_inside < int(picked.sum()):
        st.button(
            "Keep only these",
            key=f"{key}_keep",
            icon=":material/filter_list:",
            type="tertiary",
            help="Takes all papers that are not in this list out of the selection.",
            on_click=keep_only,
            args=(context, listed),
        )


def _show_heading(context: Context, groups: Groups, place: int, *, selecting: bool, key: str) -> None:
    """Draw the name of the group to which a place of the list belongs, with what can be done with all of it."""
    topic_id = _topic_of(context, int(groups.indices[place]))
    papers = groups.indices[context.store.topic_ids[context.view.level][groups.indices] == topic_id]
    goes_on = place > 0 and _topic_of(context, int(groups.indices[place - 1])) == topic_id
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"ta-group-{topic_id}"):
        label, size = md(context.store.label(topic_id)), count_of(len(papers), "paper")
        st.header(f"{label} ({size}{', continued' if goes_on else ''})", anchor=False, width="content")
        if selecting:
            _select_button(context, papers, f"Select {len(papers):,}", f"{key}_pick_{topic_id}")
        else:
            _remove_button(context, papers, f"Remove {len(papers):,}", f"{key}_drop_{topic_id}")


def _topic_of(context: Context, index: int) -> int:
    return int(context.store.topic_ids[context.view.level][index])


def _show_line(context: Context, index: int, paper: Paper, facts: str, *, is_picked: bool, is_opened: bool) -> None:
    # Not the key of the button that an opened paper has beside the list.
    box = f"tick_{index}"
    st.session_state[box] = is_picked
    with st.container(horizontal=True, gap="small", key=f"ta-line-{'opened-' if is_opened else ''}{index}"):
        st.checkbox(
            f"Select {md(paper.title)}",
            key=box,
            label_visibility="collapsed",
            on_change=_pick,
            args=(context, index, box),
            width="content",
        )
        with st.container(gap=None):
            st.button(
                marked(context, paper.title, "title"),
                key=f"open_{index}",
                type="tertiary",
                on_click=open_paper,
                args=(context, index),
            )
            st.caption(md(facts))
            _show_abstract(context, index, paper)


def _show_abstract(context: Context, index: int, paper: Paper) -> None:
    """Draw what opens to abstract and links; they are sent only once it is open."""
    with st.expander("Abstract and links", key=f"abstract_{index}", type="compact", on_change="rerun") as abstract:
        if not abstract.open:
            return
        st.markdown(marked(context, paper.abstract, "abstract") if paper.abstract else "*No abstract.*")
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            topic = context.store.topic_of(index, context.view.level)
            if topic:
                address = replace(context.address, open_topic=topic.topic_id, paper="", number=1)
                nav.link("topics", md(topic.name), address, icon=":material/category:", help="Opens the topic's page")
            show_links(paper)


def _facts(context: Context, index: int, paper: Paper, *, names_topic: bool) -> str:
    topic = context.store.label(_topic_of(context, index)) if names_topic else ""
    place = belonging(context.store, index)
    surely = "" if place.confidence is None else f"confidence {place.confidence:.0%}"
    bridge = "bridge paper" if place.is_bridge else ""
    parts = (authors_words(paper.authors, 2), date_words(paper.date), paper.venue, topic, surely, bridge)
    return " · ".join(part for part in parts if part)


def _select_button(context: Context, indices: Indices, label: str, key: str) -> None:
    st.button(
        label,
        key=key,
        icon=":material/bookmark_add:",
        help="Adds these papers to the selection; it can be undone.",
        on_click=add_papers,
        args=(context, indices),
    )


def _remove_button(context: Context, indices: Indices, label: str, key: str) -> None:
    st.button(
        label,
        key=key,
        icon=":material/bookmark_remove:",
        type="tertiary",
        help="Takes these papers out of the selection; it can be undone.",
        on_click=remove_papers,
        args=(context, indices),
    )


def _pick(context: Context, index: int, box: str) -> None:
    set_picked(context, index, is_picked=bool(st.session_state[box]))


def _turn(context: Context, widget: str) -> None:
    number = st.session_state[widget]
    change(context, lambda address: replace(address, number=number, paper=""))
