"""The topics that have papers in view, as boxes and as a table: each opens the topic's own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from lib.core.dates import PartialDate
from lib.core.text import count_of, digest
from lib.core.topic import LEVEL_NAMES, UNASSIGNED
from lib.explore.growth import growths
from lib.explore.periods import Period, sensible_period
from lib.explore.quality import stability_text
from lib.explore.topics import TopicSummary, summarise_topics
from lib.explore.trends import Trends, topic_trends
from lib.ui import nav
from lib.ui.context import Context, open_topic
from lib.ui.judgement import show_notes, show_quality
from lib.ui.topic_overview import show_likeness, show_tree


def show_topics(context: Context) -> None:
    """Draw the topics at the view's level: their boxes, their table, and how like they are."""
    store, view = context.store, context.view
    show_notes(store.atlas.manifest)
    show_quality(store.atlas.manifest)
    by = sensible_period(store)
    summaries = summarise_topics(store, context.mask, view.level, by)
    if not summaries:
        st.info(
            "No topic has a paper in view: take a filter off above, or look at the papers themselves.",
            icon=":material/filter_alt_off:",
        )
        return
    show_tree(context)
    dates = [date for line in summaries for date in (line.first, line.last) if date]
    table_key = f"topics_{digest(store.fingerprint, *(str(line.topic.topic_id) for line in summaries))}"
    st.dataframe(
        _in_words(_table(context, summaries, by)),
        key=table_key,
        hide_index=True,
        on_select=lambda: _open(context, summaries, table_key),
        selection_mode="single-row",
        height="content" if len(summaries) <= 25 else 940,
        row_height=36,
        alt=f"{count_of(len(summaries), 'topic')} with papers in view, size, first and last date, and papers per {by}",
        placeholder="no date",
        column_config={
            "Topic": st.column_config.TextColumn(width=265),
            "In view": st.column_config.NumberColumn(format="localized", help="Papers of the topic that are in view"),
            "Papers": st.column_config.NumberColumn(format="localized", help="All papers of the topic"),
            "Share": st.column_config.NumberColumn(
                format="percent", help="All papers of the topic as a share of all papers of the corpus"
            ),
            "Trend": st.column_config.TextColumn(
                width=80,
                help="Whether all papers of the topic are a larger share of the later half of the dated papers than "
                "of the earlier one; steady where chance alone may make the difference",
            ),
            "First": _date_column(dates, "oldest"),
            "Last": _date_column(dates, "newest"),
            "Part of": st.column_config.TextColumn(width=150),
            "Stability": st.column_config.NumberColumn(
                width=130,
                alignment="left",
                help="How much of the topic is found again when topics are made anew from parts of the papers: shared "
                "papers as a share of those in either (Jaccard), 0 to 1",
            ),
            "Activity": st.column_config.BarChartColumn(
                width=90, y_min=0, help=f"Papers in view per {by}, over the whole span of the corpus"
            ),
        },
    )
    unassigned = int((context.mask & (store.topic_ids[view.level] == UNASSIGNED)).sum())
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(
            f"{count_of(len(summaries), LEVEL_NAMES[view.level].lower().removesuffix('s'))} with papers in view; "
            f"{count_of(unassigned, 'paper')} in view without a topic. Tick a row to open its page.",
            width="content",
        )
        if unassigned:
            loose = replace(context.address, view=replace(view, topics=(UNASSIGNED,)), number=1)
            nav.link("papers", "Papers without a topic", loose, icon=":material/article:")
    show_likeness(context, [line.topic.topic_id for line in summaries])


def _open(context: Context, summaries: list[TopicSummary], table_key: str) -> None:
    rows = st.session_state[table_key]["selection"]["rows"]
    if rows:
        open_topic(context, summaries[rows[0]].topic.topic_id)


def _table(context: Context, summaries: list[TopicSummary], by: Period) -> pd.DataFrame:
    store = context.store
    above = {line.topic.topic_id: store.ancestors(line.topic.topic_id) for line in summaries}
    trends = [found.direction for found in growths(_all_trends(context, summaries, by))]
    columns = {
        "Topic": [line.topic.name for line in summaries],
        "In view": [line.in_view for line in summaries],
        "Papers": [line.topic.size for line in summaries],
        "Share": [round(line.topic.size / store.n_papers, 3) for line in summaries],
        # Screen readers say the number beneath the words.
        "Stability": [None if (value := line.topic.stability) is None else round(value, 2) for line in summaries],
        # Days, so that they sort by time; what is shown of them is in _date_column.
        "First": [line.first.first if line.first else None for line in summaries],
        "Last": [line.last.first if line.last else None for line in summaries],
        "Activity": [line.activity for line in summaries],
        **({"Trend": trends} if trends else {}),
    }
    if all(line.topic.stability is None for line in summaries):
        del columns["Stability"]
    if any(above.values()):
        columns["Part of"] = [above[line.topic.topic_id][-1].name for line in summaries]
    return pd.DataFrame(columns)


def _all_trends(context: Context, summaries: list[TopicSummary], by: Period) -> Trends:
    everything = np.ones(context.store.n_papers, dtype=bool)
    return topic_trends(context.store, everything, context.view.level, [line.topic.topic_id for line in summaries], by)


def _in_words(table: pd.DataFrame) -> Any:
    """The table with stability in words; the numbers stay beneath, so that it sorts by them."""
    if "Stability" not in table:
        return table

    def in_words(value: Any) -> str:
        return stability_text(value)

    return table.style.format(in_words, subset=["Stability"], na_rep="not measured")


def _date_column(dates: Sequence[PartialDate], which: str) -> Any:  # Streamlit does not export the type
    """How a date is shown: the month, or where some are known only to the year, the year of all."""
    to_month = all(date.month for date in dates)
    return st.column_config.DateColumn(
        format="MMM YYYY" if to_month else "YYYY",
        help=f"Date of the {which} paper in view"
        + ("" if to_month else ", to the year, since some are known only to the year"),
    )
