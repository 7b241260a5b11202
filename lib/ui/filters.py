"""The view's filters in the sidebar. The URL counts: each run sets the widgets from it, each change writes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from lib.core.dates import PartialDate
from lib.core.text import cut, told_apart
from lib.core.topic import LEVEL_NAMES, LEVELS, UNASSIGNED, Level
from lib.core.view import SEARCH_MODES, View
from lib.explore.store import Store
from lib.explore.topics import topic_counts
from lib.ui.context import Context, change_view
from lib.ui.field_filters import show_field_filters
from lib.ui.query_help import SEARCH_HELP

_QUERY, _SEARCH, _LEVEL, _TOPICS, _DATES, _UNDATED = (
    "f_query",
    "f_search",
    "f_level",
    "f_topics",
    "f_dates",
    "f_undated",
)


def show_filters(context: Context) -> None:
    """Draw the filters of the open atlas."""
    store, view = context.store, context.view

    st.session_state[_QUERY] = view.query
    st.text_input(
        "Search",
        key=_QUERY,
        placeholder="words, or a sentence",
        on_change=_changed,
        args=(context, _QUERY),
        help=SEARCH_HELP[view.search],
    )
    st.session_state[_SEARCH] = view.search
    st.segmented_control(
        "Search by",
        SEARCH_MODES,
        format_func=str.capitalize,
        key=_SEARCH,
        width="stretch",
        required=True,
        on_change=_changed,
        args=(context, _SEARCH),
        help="Words: papers that have them. Meaning: the papers nearest to a question, a sentence or a pasted "
        "abstract, worked out on this machine. Both: the two lists as one, by rank.",
    )
    _show_topics(context)
    if store.is_dated.any():
        _show_dates(context)
    show_field_filters(context)


def _show_topics(context: Context) -> None:
    store, view = context.store, context.view
    st.session_state[_LEVEL] = view.level
    st.segmented_control(
        "Level",
        LEVELS,
        format_func=lambda level: LEVEL_NAMES[level].split()[0],
        key=_LEVEL,
        width="stretch",
        required=True,
        on_change=_changed,
        args=(context, _LEVEL),
        help="Areas hold topics, topics hold fine topics. Colours, lists and trends follow the level.",
    )
    counts = topic_counts(store, np.ones(store.n_papers, dtype=bool), view.level)
    options = [topic.topic_id for topic in store.topics_at(view.level)]
    # Topics of another level stay in the view when the level changes, so they stay among the options.
    options += [topic for topic in view.topics if topic not in options and topic != UNASSIGNED]
    if counts.get(UNASSIGNED) or UNASSIGNED in view.topics:
        options.append(UNASSIGNED)
    st.session_state[_TOPICS] = list(view.topics)
    st.multiselect(
        "Topics",
        options,
        format_func=_topic_names(store, options, view.level).__getitem__,
        key=_TOPICS,
        placeholder="all topics",
        on_change=_changed,
        args=(context, _TOPICS),
        help="Papers of any of these are shown. The numbers are of all papers of the atlas.",
    )


def _show_dates(context: Context) -> None:
    store, view = context.store, context.view
    months = _months(store)
    first = _clamp(view.date_from.first if view.date_from else None, months, months[0])
    last = _clamp(view.date_to.last if view.date_to else None, months, months[-1])
    if len(months) > 1:
        st.session_state[_DATES] = (first, last)
        st.select_slider(
            "Dates",
            months,
            # Only from a default does Streamlit know that this is a range; the state beside it follows the URL.
            value=(months[0], months[-1]),
            format_func=lambda month: PartialDate.parse(month).for_people(),
            key=_DATES,
            on_change=_changed,
            args=(context, _DATES),
            help="Both ends are included. A date known only to the year is in where any part of that year is.",
        )
    undated = int((~store.is_dated).sum())
    if undated:
        st.session_state[_UNDATED] = view.undated == "in"
        st.checkbox(
            f"Keep {undated:,} without a date",
            key=_UNDATED,
            on_change=_changed,
            args=(context, _UNDATED),
            help="Papers whose date is not known are kept or left out, whatever the dates above.",
        )


def _changed(context: Context, key: str) -> None:
    """Write what a widget says into the URL; runs before the script does."""
    value, shown = st.session_state[key], context.view

    def changed(view: View) -> View:
        if key == _QUERY:
            return replace(view, query=value)
        if key == _SEARCH:
            return replace(view, search=value or "words")
        if key == _LEVEL:
            return replace(view, level=value or "default")
        if key == _TOPICS:
            kept = [topic for topic in view.topics if topic in value or topic not in shown.topics]
            added = [topic for topic in value if topic not in shown.topics and topic not in kept]
            return replace(view, topics=(*kept, *added))
        if key == _UNDATED:
            return replace(view, undated="in" if value else "out")
        months = _months(context.store)
        first, last = value
        # A bound that was not moved stays as exact as it was: the link may have named a day.
        if first != _clamp(shown.date_from.first if shown.date_from else None, months, months[0]):
            view = replace(view, date_from=PartialDate.parse(first) if first != months[0] else None)
        if last != _clamp(shown.date_to.last if shown.date_to else None, months, months[-1]):
            view = replace(view, date_to=PartialDate.parse(last) if last != months[-1] else None)
        return view

    change_view(context, changed)


def _topic_names(store: Store, topic_ids: Sequence[int], level: Level) -> dict[int, str]:
    """What the options are called, each differently."""
    names = []
    for topic_id in topic_ids:
        topic = store.topic_by_id.get(topic_id)
        size = topic.size if topic else int((store.topic_ids[level] == UNASSIGNED).sum())
        other = f", {LEVEL_NAMES[topic.level].lower()}" if topic and topic.level != level else ""
        names.append(f"{cut(store.label(topic_id), 48)} ({size:,}{other})")
    return dict(zip(topic_ids, told_apart(names), strict=True))


def _months(store: Store) -> list[str]:
    """All months from the first to the last date in the corpus, as `2024-03`."""
    dated = store.is_dated
    first = store.date_first[dated].min().astype("datetime64[M]")
    last = store.date_last[dated].max().astype("datetime64[M]")
    return [str(month) for month in np.arange(first, last + 1)]


def _clamp(day: object, months: list[str], otherwise: str) -> str:
    if day is None:
        return otherwise
    month = str(day)[:7]
    return min(max(month, months[0]), months[-1])
