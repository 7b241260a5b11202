"""The choice of two groups of papers to be compared. The URL counts: each run sets the boxes from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import streamlit as st

from lib.core.dates import PartialDate
from lib.core.text import cut, told_apart
from lib.core.topic import LEVEL_NAMES, UNASSIGNED, Topic
from lib.explore.groups import dates_text, kind_of, topic_text
from lib.explore.periods import sensible_period
from lib.ui.context import Context, change

SIDES: Final = ("First group", "Second group")
_DATES: Final = "dates"


def chosen_groups(context: Context) -> tuple[str, str]:
    """The texts of the two groups that the URL names; without them the view or the largest topic, and the rest."""
    topics = context.store.topics_at(context.view.level)
    first = "view" if not topics or not context.view.is_everything else topic_text(topics[0].topic_id)
    return context.address.one or first, context.address.other or "rest"


def show_choices(context: Context, texts: tuple[str, str]) -> None:
    """Draw a box for each group, and below it a range of time where it is one."""
    st.caption(
        "Topics and times are those of the whole corpus; the view, with its filters at the side, is a group of its own."
    )
    with st.container(key="ta-topic-page-groups"):
        columns = st.columns(2, gap="large")
    for place, column in enumerate(columns):
        with column:
            _show_choice(context, texts, place)


def _show_choice(context: Context, texts: tuple[str, str], place: int) -> None:
    store, text = context.store, texts[place]
    key = f"group_{place}"
    chosen = _DATES if kind_of(text) == "dates" else text
    named = {"view": "The papers in view", "selection": "The selection", "rest": "All other papers"}
    if store.is_dated.any():
        named[_DATES] = "The papers of a time"
    if (store.topic_ids[context.view.level] == UNASSIGNED).any():
        named[topic_text(UNASSIGNED)] = "The papers without a topic"
    named |= {topic_text(topic.topic_id): _topic_name(topic) for topic in store.topics_at(context.view.level)}
    if chosen not in named:
        # A topic of another level, or what is no group at all, which is said below.
        named[chosen] = _other_name(context, chosen)
    labels = dict(zip(named, told_apart(list(named.values())), strict=True))

    def choose() -> None:
        new = st.session_state[key]
        _go_to(context, texts, place, _half(context, place) if new == _DATES else new)

    st.session_state[key] = chosen
    st.selectbox(
        SIDES[place],
        list(labels),
        format_func=labels.__getitem__,
        key=key,
        on_change=choose,
        help=f"{LEVEL_NAMES[context.view.level]} are listed by size; type to find one. The level is set at the side.",
    )
    if chosen == _DATES and store.is_dated.any():
        _show_time(context, texts, place)


def _other_name(context: Context, text: str) -> str:
    topic = next((one for one in context.store.topics if topic_text(one.topic_id) == text), None)
    return _topic_name(topic) if topic else f"Not known: {cut(text, 30)}"


def _topic_name(topic: Topic) -> str:
    return f"{cut(topic.name, 70)} ({topic.size:,})"


def _show_time(context: Context, texts: tuple[str, str], place: int) -> None:
    key = f"group_{place}_time"
    periods = _periods(context)
    try:
        first, last = (PartialDate.parse(part) if part else None for part in texts[place][len("dates:") :].split(".."))
    except ValueError:
        # Said below.
        return
    if len(periods) < 2:
        return
    # A time that is more exact than the slider is shown by the periods that hold its ends.
    begins = next((one for one in reversed(periods) if first and one.first <= first.first), periods[0])
    ends = next((one for one in periods if last and one.last >= last.last), periods[-1])
    shown = (begins, max(begins, ends))
    st.session_state[key] = shown

    def choose() -> None:
        begin, end = st.session_state[key]
        # A bound that was not moved stays as exact as it was: the link may have named a day, or none.
        kept = dates_text(first if begin == shown[0] else begin, last if end == shown[1] else end)
        _go_to(context, texts, place, kept)

    st.select_slider(
        f"Time of the {SIDES[place].lower()}",
        periods,
        # Only from a default does Streamlit know that this is a range; the state beside it follows the URL.
        value=(periods[0], periods[-1]),
        format_func=PartialDate.for_people,
        key=key,
        on_change=choose,
        help="Both ends are included. Papers without a date are in no time.",
    )


def _periods(context: Context) -> list[PartialDate]:
    """The years of the corpus, or the months where the corpus is short, from its first date to its last."""
    store = context.store
    days = store.date_first[store.is_dated]
    by_year = sensible_period(store) == "year"
    unit = "datetime64[Y]" if by_year else "datetime64[M]"
    months = np.arange(days.min().astype(unit), days.max().astype(unit) + 1).astype("datetime64[M]").astype(int)
    return [PartialDate(1970 + month // 12, None if by_year else month % 12 + 1) for month in months.tolist()]


def _half(context: Context, place: int) -> str:
    """The earlier half of the corpus's span for the first group, the later one for the second."""
    periods = _periods(context)
    middle = len(periods) // 2
    half = (periods[: max(1, middle)], periods[middle:])[place]
    return dates_text(half[0], half[-1])


def _go_to(context: Context, texts: tuple[str, str], place: int, text: str) -> None:
    # The other group may be one that the address does not name, and has to stay when this one changes.
    if place == 0:
        change(context, lambda now: replace(now, one=text, other=now.other or texts[1], paper=""))
    else:
        change(context, lambda now: replace(now, one=now.one or texts[0], other=text, paper=""))
