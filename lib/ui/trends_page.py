"""The trends page: the chart, what it leaves out, and the table it is drawn from."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from lib.charts.trends import Measure, trends_figure
from lib.core.text import count_of
from lib.core.topic import LEVEL_NAMES
from lib.explore.periods import PERIODS, Period, sensible_period
from lib.explore.trends import Trends, view_trends
from lib.ui.chart import show_chart
from lib.ui.context import Context, change

N_PANELS: Final = 12
MEASURES: Final[dict[Measure, str]] = {"count": "Papers", "share": "Share of all dated papers"}


def show_trends(context: Context) -> None:
    """Draw the choices and the chart."""
    by, measure = _show_choices(context)
    trends = view_trends(context.store, context.view, context.mask, by, N_PANELS)
    if not trends.counts.any():
        st.info(
            "Nothing to draw: no paper in view has a date exact enough. Take a filter off, or choose years."
            if context.store.is_dated.any()
            else "Nothing to draw: no paper of this atlas has a date.",
            icon=":material/event_busy:",
        )
        return
    topics = [context.store.topic_by_id.get(topic_id) for topic_id in trends.topic_ids]
    show_chart(
        context,
        trends_figure(trends, topics, measure, dark=context.dark),
        key="trends",
        name=f"{MEASURES[measure]} per {by}",
        alt=f"{MEASURES[measure]} per {by} of {_what(context, trends)}; the table below has the same numbers.",
        caption=_notes(context, trends, measure),
        table=_table(context, trends),
        columns={
            "Share": st.column_config.NumberColumn(
                format="percent", help="Papers as a share of all dated papers of that time"
            )
        },
    )


def _show_choices(context: Context) -> tuple[Period, Measure]:
    address = context.address
    by: Period = next((period for period in PERIODS if period == address.by), sensible_period(context.store))
    measure: Measure = "share" if address.measure == "share" else "count"

    def choose(name: str) -> None:
        change(context, lambda now: replace(now, **{name: st.session_state[name]}))

    st.session_state["by"], st.session_state["measure"] = by, measure
    with st.container(horizontal=True, gap="medium"):
        st.segmented_control(
            "Per",
            PERIODS,
            format_func=str.capitalize,
            key="by",
            required=True,
            on_change=choose,
            args=("by",),
            help="How long the time is that each bar stands for.",
        )
        st.segmented_control(
            "Show",
            list(MEASURES),
            format_func=lambda name: MEASURES[name],
            key="measure",
            required=True,
            on_change=choose,
            args=("measure",),
            help="How many papers there are, or what part they are of all dated papers of the corpus at that time.",
        )
    return by, measure


def _what(context: Context, trends: Trends) -> str:
    names = LEVEL_NAMES[context.view.level].lower()
    if set(trends.topic_ids) <= set(context.view.topics):
        return f"the {names} chosen"
    if len(trends.topic_ids) == 1:
        return f"the only {names.removesuffix('s')} in view"
    return f"the {len(trends.topic_ids)} largest {names} in view"


def _notes(context: Context, trends: Trends, measure: Measure) -> str:
    notes = [f"{count_of(int(trends.counts.sum()), 'paper')} of {_what(context, trends)}."]
    if measure == "share":
        notes.append(f"A share is of all papers of the corpus dated in that {trends.by}, in view or not.")
    if trends.left_out:
        coarse = "" if trends.by == "year" else ", or one known only to the year"
        notes.append(f"{count_of(trends.left_out, 'paper')} of these topics left out: no date{coarse}.")
    if trends.unfinished:
        notes.append(f"The last {trends.by} (grey) is unfinished: the newest paper is from before its end.")
    return " ".join(notes)


def _table(context: Context, trends: Trends) -> pd.DataFrame:
    """A row for each topic and period, so that both measures and what they are of stand side by side."""
    names = [context.store.label(topic_id) for topic_id in trends.topic_ids]
    n_topics, n_periods = trends.counts.shape
    return pd.DataFrame(
        {
            "Topic": np.repeat(names, n_periods),
            trends.by.capitalize(): trends.names * n_topics,
            "Papers": trends.counts.ravel(),
            "All dated papers": np.tile(trends.all_papers, n_topics),
            "Share": trends.shares.ravel(),
        }
    )
