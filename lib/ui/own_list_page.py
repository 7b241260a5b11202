"""A person's own papers on the atlas: which it has, where the others would lie, what is not read yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from lib.core.errors import TopicAtlasError
from lib.core.own_list import OwnList
from lib.core.text import count_of, cut, digest
from lib.core.topic import LEVEL_NAMES, UNASSIGNED
from lib.explore.by_meaning import model_of
from lib.explore.own_list import Comparison, Nearness, Placed, TopicRead, nearest_unread, topics_read
from lib.ui import nav
from lib.ui.context import Context
from lib.ui.own_comparison import comparison_with
from lib.ui.own_reading import list_being_read, show_reading, show_upload
from lib.ui.paper_list import beside_open_paper
from lib.ui.picking import add_papers
from lib.ui.titles import show_titles
from lib.ui.words import md

_TOPIC: Final = "_own_topic"
"""In the session: the table in which a topic was ticked last, and the topic."""
_N_UNREAD: Final = 20
_NEARNESS: Final[dict[Nearness, str]] = {
    "in the atlas": "in the atlas",
    "near": "not in it, near to papers that are",
    "loose": "not in it, loosely near",
    "far": "not in it, far from all papers",
    "unknown": "place not known",
}


def show_own_list(context: Context) -> None:
    """Draw the list, what is being read of it, or where to give one."""
    own = _stored(context)
    job = list_being_read(context)
    if job is not None:
        show_reading(context, job)
    elif own is None:
        st.info(
            "Give the papers that you know, a library or a reading list: you see where they lie on this map, which "
            "topics you have not read, and the papers nearest to yours.",
            icon=":material/menu_book:",
        )
        show_upload(context)
    elif (comparison := comparison_with(context.store, own)) is not None:
        with beside_open_paper(context, key="own"):
            _show_list(context, own, comparison)
    else:
        _show_removal(context)


def _stored(context: Context) -> OwnList | None:
    try:
        return context.workspace.own_list(context.store.name)
    except TopicAtlasError as err:
        st.warning(md(str(err)), icon=":material/info:")
        _show_removal(context)
        return None


def _show_list(context: Context, own: OwnList, comparison: Comparison) -> None:
    papers = comparison.papers
    counts = Counter(paper.nearness for paper in papers)
    said = ", ".join(f"{counts[nearness]:,} {words}" for nearness, words in _NEARNESS.items() if counts[nearness])
    rejected = f" {count_of(own.n_rejected, 'record')} could not be used." if own.n_rejected else ""
    st.markdown(md(f"{count_of(len(papers), 'paper')} of {own.source}: {said}.{rejected}"))
    inside = list(dict.fromkeys(paper.index for paper in papers if paper.index is not None))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        nav.link("map", "See them on the map", replace(context.address, paper=""), icon=":material/scatter_plot:")
        if inside:
            st.button(
                f"Select the {len(inside):,} in the atlas",
                icon=":material/bookmark_add:",
                on_click=add_papers,
                args=(context, inside),
            )
        _show_removal(context)
    _show_topics(context, own, comparison)
    _show_unread(context, own, comparison)
    _show_papers(context, papers)


def _show_topics(context: Context, own: OwnList, comparison: Comparison) -> None:
    level = context.view.level
    topics = topics_read(context.store, comparison, level)
    names = LEVEL_NAMES[level]
    unread = [read for read in topics if not read.n_own]
    st.header(f"{names} and your papers", anchor=False)
    st.markdown(
        f"You have papers in {len(topics) - len(unread):,} of {len(topics):,} {names.lower()}."
        + (f" The largest that you have none in: {md(cut(unread[0].topic.name, 80))}." if unread else "")
    )
    key = f"own_topics_{digest(context.store.name, context.store.fingerprint, level, own.digest)}"
    st.dataframe(
        pd.DataFrame(
            {
                "Topic": [read.topic.name for read in topics],
                "Yours in the atlas": [read.n_in_atlas for read in topics],
                "Yours beside it": [read.n_beside for read in topics],
                "Papers": [read.topic.size for read in topics],
            }
        ),
        key=key,
        hide_index=True,
        on_select=lambda: _tick_topic(topics, key),
        selection_mode="single-row",
        height=360 if len(topics) > 9 else "content",
        alt=f"{names} with how many of your papers each has",
        column_config={
            "Topic": st.column_config.TextColumn(width=330),
            "Yours in the atlas": st.column_config.NumberColumn(help="Papers of the topic that are on your list"),
            "Yours beside it": st.column_config.NumberColumn(
                help="Papers of your list that the atlas lacks and that would be in this topic"
            ),
            "Papers": st.column_config.NumberColumn(format="localized", help="All papers of the topic"),
        },
    )
    st.caption("Most of yours first; those without any stand at the end, the largest first. Tick one to look into it.")
    table, topic_id = st.session_state.get(_TOPIC, ("", UNASSIGNED))
    ticked = context.store.topic_by_id.get(topic_id)
    if ticked is not None and table == key:
        address = replace(context.address, open_topic=ticked.topic_id, paper="", number=1)
        nav.link("topics", md(ticked.name), address, icon=":material/category:")


def _tick_topic(topics: tuple[TopicRead, ...], key: str) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    st.session_state[_TOPIC] = (key, topics[rows[0]].topic.topic_id if rows else UNASSIGNED)


def _show_unread(context: Context, own: OwnList, comparison: Comparison) -> None:
    unread = nearest_unread(context.store, comparison, _N_UNREAD, context.mask)
    st.header("Nearest to your papers, not on your list", anchor=False)
    if not unread:
        st.caption(md(_why_none(context, own, comparison)))
        return
    notes = [f"{one.similarity:.2f} like {cut(own.papers[one.nearest_own].title, 70)}" for one in unread]
    show_titles(context, [one.index for one in unread], key="unread", notes=notes)
    st.button(
        f"Select these {len(unread):,}",
        icon=":material/bookmark_add:",
        on_click=add_papers,
        args=(context, [one.index for one in unread]),
        key="select_unread",
    )
    st.caption(
        f"{count_of(len(unread), 'paper')} in view, by the mean of their cosine similarities to the two papers of "
        "yours that are nearest to them."
    )


def _why_none(context: Context, own: OwnList, comparison: Comparison) -> str:
    """Why no paper is shown as near to the list."""
    model = model_of(context.store)
    if comparison.compared.nearest:
        return "No paper in view is left to compare with yours: take a filter off above."
    if own.model == model.identity:
        return "There is nothing in your list to compare: give another file."
    if own.model:
        return (
            f"Your papers were read by another language model than this atlas was built with, {model.name}, and none "
            "of them is in the atlas, so they cannot be compared: remove the list, then give the file again."
        )
    return (
        f"The language model of this atlas, {model.name}, could not be had when your papers were read, and none of "
        "them is in the atlas, so they cannot be compared: install it, remove the list, then give the file again."
    )


def _show_papers(context: Context, papers: tuple[Placed, ...]) -> None:
    st.header("Your papers", anchor=False)
    store = context.store
    st.dataframe(
        pd.DataFrame(
            {
                "Title": [paper.paper.title for paper in papers],
                "Here": [_NEARNESS[paper.nearness] for paper in papers],
                "Topic": [_topic_of(context, paper) for paper in papers],
                "Nearest paper": [store.title(paper.nearest[0][0]) if paper.nearest else "" for paper in papers],
                "Similarity": [paper.nearest[0][1] if paper.nearest else None for paper in papers],
            }
        ),
        hide_index=True,
        key="own_papers",
        alt="Your papers with where each lies",
        column_config={"Similarity": st.column_config.NumberColumn(format="%.2f", help="Cosine, 1 is the same")},
    )


def _topic_of(context: Context, paper: Placed) -> str:
    """The topic of a paper whose place says something; "" where it does not."""
    return "" if paper.nearness in ("far", "unknown") else context.store.label(paper.topics["default"])


def _show_removal(context: Context) -> None:
    with st.popover("Remove the list", icon=":material/delete:"):
        st.markdown("Take your list off this atlas? Your selection and the atlas stay as they are.")
        st.button("Yes, remove it", type="primary", on_click=_remove, args=(context,))


def _remove(context: Context) -> None:
    try:
        context.workspace.drop_own_list(context.store.name)
    except TopicAtlasError as err:
        st.toast(md(str(err)), icon=":material/error:", duration="long")
