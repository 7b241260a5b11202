"""All topics in view at once: what lies within what, and how like they are to one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import pandas as pd
import streamlit as st

from lib.charts.topics import likeness_figure, tree_figure
from lib.core.text import count_of
from lib.core.topic import LEVEL_NAMES, UNASSIGNED, Level
from lib.explore.likeness import MOST_TOPICS, Likeness, likeness
from lib.explore.topics import topic_tree
from lib.ui.chart import show_chart
from lib.ui.context import Context, open_topic

_TREE: Final = "topic-tree"


def show_tree(context: Context) -> None:
    """Draw the areas, topics and fine topics in view as boxes in boxes; a box of the view's level opens its page."""
    store, level = context.store, context.view.level
    topics = topic_tree(store, context.mask, level)
    n_loose = int((context.mask & (store.topic_ids[level] == UNASSIGNED)).sum())
    n_view = int(context.mask.sum())
    label_of = {topic.topic_id: topic.name for topic, _ in topics}
    n_boxes = sum(topic.level == level for topic, _ in topics)
    show_chart(
        context,
        tree_figure(topics, dark=context.dark),
        key=_TREE,
        name=f"{LEVEL_NAMES[level]} by papers in view",
        alt=f"{_count(n_boxes, level)} as boxes, each as large as it has papers in view; the table below has the same, "
        "and opens them by keyboard.",
        caption=f"{n_view - n_loose:,} of {count_of(n_view, 'paper')} in view; {n_loose:,} without a topic left out. "
        f"A click on {_one(level)} opens its page, on a box around it comes nearer; names show where they find room.",
        table=pd.DataFrame(
            {
                "Level": [LEVEL_NAMES[topic.level] for topic, _ in topics],
                "Topic": [topic.name for topic, _ in topics],
                "Part of": [label_of.get(topic.parent_id, "") if topic.parent_id else "" for topic, _ in topics],
                "In view": [n for _, n in topics],
                "Papers": [topic.size for topic, _ in topics],
            }
        ),
        on_select=lambda: _open(context),
    )


def show_likeness(context: Context, topic_ids: Sequence[int]) -> None:
    """Draw how like the topics in view are to one another, as a square; nothing for a single one."""
    found = likeness(context.store, topic_ids, context.view.level)
    if len(found.topics) < 2:
        return
    st.header("How like they are", anchor=False)
    pairs = sorted(combinations(range(len(found.topics)), 2), key=lambda pair: -float(found.cosines[pair]))
    nearest = found.topics[pairs[0][0]].name, found.topics[pairs[0][1]].name
    show_chart(
        context,
        likeness_figure(found, dark=context.dark),
        key="topic-likeness",
        name=f"How like {LEVEL_NAMES[found.level].lower()} are",
        alt=f"Cosine similarity of {_count(len(found.topics), found.level)} with one another, the nearest "
        f"{nearest[0]} and {nearest[1]}, {found.cosines[pairs[0]]:.2f}; the table has all pairs.",
        caption=_likeness_caption(context, found, len(topic_ids)),
        table=pd.DataFrame(
            {
                "One": [found.topics[one].name for one, _ in pairs],
                "Other": [found.topics[other].name for _, other in pairs],
                "Cosine": [float(found.cosines[pair]) for pair in pairs],
            }
        ),
        columns={"Cosine": st.column_config.NumberColumn(format="%.2f")},
    )


def _likeness_caption(context: Context, found: Likeness, n_topics: int) -> str:
    words = [
        f"Cosine of the mean embeddings of {_count(len(found.topics), found.level)}, from all of their "
        f"{count_of(sum(topic.size for topic in found.topics), 'paper')}, in view or not; 1 is the same."
    ]
    if len(found.areas) > 1 and found.level != "top":
        words.append("Lines part the areas.")
    if found.level != context.view.level:
        words.append(
            f"{_count(n_topics, context.view.level)} are more than the {MOST_TOPICS} that can be read side by side, so "
            "those above them are compared: filter by one to see what lies within."
        )
    if found.left_out:
        words.append(f"{found.left_out:,} smaller ones left out.")
    return " ".join(words)


def _open(context: Context) -> None:
    """Open the page of the box that was clicked; Plotly goes into the others by itself."""
    points = st.session_state[_TREE]["selection"]["points"]
    chosen = str(points[0].get("id", "")) if points else ""
    topic = next((topic for topic in context.store.topics if str(topic.topic_id) == chosen), None)
    if topic is not None and topic.level == context.view.level:
        open_topic(context, topic.topic_id)


def _count(n: int, level: Level) -> str:
    return count_of(n, LEVEL_NAMES[level].lower().removesuffix("s"))


def _one(level: Level) -> str:
    noun = LEVEL_NAMES[level].lower().removesuffix("s")
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
