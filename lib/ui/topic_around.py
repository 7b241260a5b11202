"""What lies around a topic: topics near it and within it, and the bridge papers that lie between it and others."""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.core.text import count_of, cut
from lib.core.topic import Topic
from lib.explore.belonging import BRIDGE_MARGIN, belonging
from lib.explore.bridges import bridges_of
from lib.explore.groups import topic_text
from lib.explore.topics import near_topics
from lib.ui.compare_link import compare_link
from lib.ui.context import Context, open_topic
from lib.ui.titles import show_titles
from lib.ui.words import md

_N_NEIGHBOURS: Final = 5
_N_TITLES: Final = 3


def show_around(context: Context, topic: Topic) -> None:
    """Draw the topics near a topic and within it."""
    near = near_topics(context.store, topic.topic_id)
    below = context.store.children(topic.topic_id)
    if near:
        st.subheader("Topics near it", anchor=False)
        with st.container(horizontal=True, gap="small"):
            for other in near:
                topic_button(context, other.topic, f"{other.topic.name} ({other.similarity:.2f})")
        st.caption("The number is the cosine similarity of the two topics' mean embeddings; 1 is the same.")
        nearest = near[0].topic
        compare_link(
            context,
            topic_text(topic.topic_id),
            topic_text(nearest.topic_id),
            f"Compare it with {md(cut(nearest.name, 60))}",
        )
    if below:
        st.subheader("Topics within it", anchor=False)
        with st.container(horizontal=True, gap="small"):
            for child in below:
                topic_button(context, child, f"{child.name} ({child.size:,})")


def show_bridges(context: Context, topic: Topic) -> None:
    """Draw a topic's bridge papers by the topic that they lie near; nothing where it has none."""
    groups = bridges_of(context.store, topic.topic_id)
    if not groups:
        return
    st.subheader("Bridge papers", anchor=False)
    n_papers = sum(len(group.papers) for group in groups)
    st.caption(
        f"{n_papers:,} of its {count_of(topic.size, 'paper')} lie between it and another topic: there the share of "
        f"their nearest papers is less than {100 * BRIDGE_MARGIN:.0f} points behind, or even ahead."
    )
    for group in groups[:_N_NEIGHBOURS]:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f"{count_of(len(group.papers), 'paper')} towards", width="content")
            topic_button(context, group.other, group.other.name, key="bridge_to")
            compare_link(context, topic_text(topic.topic_id), topic_text(group.other.topic_id), "Compare the two")
        shown = group.papers[:_N_TITLES]
        notes = [f"the other {belonging(context.store, index).margin_words}" for index in shown]
        show_titles(context, shown, key=f"bridge{group.other.topic_id}", notes=notes)
    if len(groups) > _N_NEIGHBOURS:
        rest = sum(len(group.papers) for group in groups[_N_NEIGHBOURS:])
        st.caption(f"And {rest:,} towards {count_of(len(groups) - _N_NEIGHBOURS, 'more topic')}.")


def topic_button(context: Context, topic: Topic, label: str, *, key: str = "to") -> None:
    """Draw a button that opens a topic's page; `key` tells apart buttons to one topic on one page."""
    st.button(
        md(label),
        key=f"{key}_{topic.topic_id}",
        on_click=open_topic,
        args=(context, topic.topic_id),
    )
