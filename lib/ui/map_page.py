"""The map page: two thirds map, one third panel that follows what is done on the map."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import streamlit as st

from lib.charts.palette import topic_color
from lib.core.text import count_of
from lib.core.topic import LEVEL_NAMES, UNASSIGNED, Topic
from lib.explore.papers import ordered
from lib.explore.region import in_region
from lib.explore.selecting import in_view
from lib.explore.store import Mask
from lib.explore.topics import topic_counts
from lib.server.routes import dates_url, paper_url, plotly_url, points_url
from lib.ui.context import Context, go
from lib.ui.filters import change_view
from lib.ui.judgement import show_notes
from lib.ui.map import MapDates, MapLabel, MapPayload, MapTopic, Names, topic_map
from lib.ui.paper_card import open_paper, show_paper
from lib.ui.picking import add_papers
from lib.ui.url import PAGE_OPTIONS
from lib.ui.words import date_words, md

MAP_HEIGHT = 640
N_CAUGHT = 12


def show_map(context: Context) -> None:
    """Draw the map and its panel."""
    show_notes(context.store.atlas.manifest)
    with st.container(key="ta-map-page"):
        map_column, panel = st.columns([2, 1], gap="medium")
    with map_column:
        event = topic_map(_payload(context), key="map")
        st.caption(
            "Each point is a paper. Papers that lie close together read alike; how far apart distant groups lie means "
            "little."
        )
    if event.clicked is not None and 0 <= event.clicked < context.store.n_papers:
        open_paper(context, event.clicked)
        st.rerun()
    if event.dates is not None:
        change_view(context, replace(context.view, date_from=event.dates.first, date_to=event.dates.last))
        st.rerun()
    if event.names is not None and event.names in ("", *PAGE_OPTIONS["names"]):
        go(replace(context.address, names=event.names))
        st.rerun()
    shown = context.store.index_of(context.address.paper) if context.address.paper else None
    with panel:
        if shown is not None:
            with st.container(border=True, height=MAP_HEIGHT, key="ta-open-paper"):
                show_paper(context, shown)
        elif event.region is not None:
            _show_caught(context, in_region(context.store, event.region.polygons) & context.mask)
        else:
            _show_topic_list(context)


def _payload(context: Context) -> MapPayload:
    store, view = context.store, context.view
    selected = np.zeros(store.n_papers, dtype=bool)
    selected[context.selected_indices] = True
    focus = store.index_of(context.address.paper) if context.address.paper else None
    n_view = int(context.mask.sum())
    return MapPayload(
        version=store.fingerprint,
        points_url=points_url(store.name, store.fingerprint),
        plotly_url=plotly_url(),
        paper_url=paper_url(store.name, store.fingerprint),
        level=view.level,
        topics=tuple(
            MapTopic(
                topic_id=topic.topic_id,
                label=topic.name,
                color_light=topic_color(topic, dark=False),
                color_dark=topic_color(topic, dark=True),
            )
            for topic in store.topics
        ),
        labels=tuple(
            MapLabel(
                x=topic.label_x,
                y=topic.label_y,
                level=topic.level,
                topic_id=topic.topic_id,
                size=topic.size,
                text=topic.name,
            )
            for topic in store.topics
        ),
        in_view=None if view.is_everything else context.mask,
        selected=selected if selected.any() else None,
        focus=focus,
        dark=None,
        height=MAP_HEIGHT,
        alt=f"Map of {count_of(store.n_papers, 'paper')}, {n_view:,} in view. The topics beside it and the page "
        "Papers give the same as lists.",
        names=next((names for names in get_args(Names) if names == context.address.names), ""),
        dates=_dates(context) if store.is_dated.any() else None,
    )


def _dates(context: Context) -> MapDates:
    store, view = context.store, context.view
    any_date = replace(view, date_from=None, date_to=None)
    return MapDates(
        url=dates_url(store.name, store.fingerprint),
        first=view.date_from,
        last=view.date_to,
        has_undated=view.undated == "in",
        in_any=None if any_date.is_everything else in_view(store, any_date, context.meaning),
    )


def _show_topic_list(context: Context) -> None:
    store, view = context.store, context.view
    # Counted without the filter by topic: the list says what ticking another one would bring.
    counts = topic_counts(store, in_view(store, replace(view, topics=()), context.meaning), view.level)
    topics = [topic for topic in store.topics_at(view.level) if counts.get(topic.topic_id)]
    if not topics:
        st.info("No topic is in view: take a filter off above.", icon=":material/filter_alt_off:")
        return
    st.html(f"<style>{''.join(_swatch_rule(topic, dark=context.dark) for topic in topics)}</style>")
    names = LEVEL_NAMES[view.level]
    st.markdown(f"**{names}** · tick some to see them alone")
    with st.container(height=MAP_HEIGHT - 40, key="ta-topic-list", gap="xxsmall"):
        for topic in topics:
            _show_topic_line(context, topic.topic_id, counts[topic.topic_id], topic.size)
        if counts.get(UNASSIGNED):
            n_all = int((store.topic_ids[view.level] == UNASSIGNED).sum())
            _show_topic_line(context, UNASSIGNED, counts[UNASSIGNED], n_all)


def _show_topic_line(context: Context, topic_id: int, n_view: int, n_all: int) -> None:
    key = _topic_key(topic_id)
    topics = context.view.topics
    st.session_state[key] = topic_id in topics
    others = tuple(other for other in topics if other != topic_id)
    toggled = others if topic_id in topics else (*topics, topic_id)
    st.checkbox(
        f"{md(context.store.label(topic_id))} ({n_view:,} of {n_all:,})",
        key=key,
        on_change=change_view,
        args=(context, replace(context.view, topics=toggled)),
    )


def _topic_key(topic_id: int) -> str:
    return f"ta-topic-{'none' if topic_id == UNASSIGNED else topic_id}"


def _swatch_rule(topic: Topic, *, dark: bool) -> str:
    """The style that puts a topic's colour before its name; holds no text from papers."""
    color = topic_color(topic, dark=dark)
    return f".st-key-{_topic_key(topic.topic_id)} [data-testid=stMarkdownContainer] p::before{{background:{color}}}"


def _show_caught(context: Context, caught: Mask) -> None:
    n_caught = int(caught.sum())
    st.markdown(f"#### {count_of(n_caught, 'paper')} caught")
    if not n_caught:
        st.caption("The region holds no paper in view. Draw another one, or press Escape on the map to let it go.")
        return
    indices = ordered(context.store, caught, "surest").tolist()
    st.button(
        f"Select {n_caught:,}",
        type="primary",
        icon=":material/bookmark_add:",
        on_click=add_papers,
        args=(context, indices),
        key="select_caught",
    )
    counts = topic_counts(context.store, caught, context.view.level)
    topics = sorted(counts.items(), key=lambda item: -item[1])[:5]
    st.caption(md("; ".join(f"{context.store.label(topic)} {count:,}" for topic, count in topics)))
    with st.container(key="ta-titles-caught", gap="xsmall"):
        for index in indices[:N_CAUGHT]:
            st.button(
                md(context.store.title(index)),
                key=f"caught_{index}",
                type="tertiary",
                help=date_words(context.store.date_of(index)),
                on_click=open_paper,
                args=(context, index),
            )
    if n_caught > N_CAUGHT:
        st.caption(f"and {n_caught - N_CAUGHT:,} more; select them to see all on the page Selection.")
