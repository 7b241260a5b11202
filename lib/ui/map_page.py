"""The map page: two thirds map, one third panel that follows what is done on the map."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final, get_args

import numpy as np
import streamlit as st

from lib.charts.palette import topic_color
from lib.core.text import count_of, cut
from lib.explore.coloring import colorings
from lib.explore.describe import describe_view
from lib.explore.own_list import Comparison, Placed
from lib.explore.region import in_region
from lib.explore.selecting import in_view
from lib.export.formats import slug
from lib.server.routes import dates_url, paper_url, plotly_url, points_url
from lib.ui.context import Context, change, change_view
from lib.ui.judgement import show_notes
from lib.ui.map import MapDates, MapLabel, MapPayload, MapPicture, MapTopic, Names, OwnPaper, map_coloring, topic_map
from lib.ui.map_panel import PANEL_HEIGHT, show_caught, show_topics_in_view
from lib.ui.own_comparison import comparison_with, own_list_of
from lib.ui.paper_card import open_paper, show_paper
from lib.ui.url import PAGE_OPTIONS

MAP_HEIGHT: Final = PANEL_HEIGHT
_COLOR: Final = "map_color"
_MOST_OWN: Final = 2_500
"""Own papers that are shown, some 30 bytes of each message apiece."""
_MOST_TITLES: Final = 500
"""Own papers that have their title with them."""
_TITLE_LENGTH: Final = 80


def show_map(context: Context) -> None:
    """Draw the map and its panel."""
    show_notes(context.store.atlas.manifest)
    with st.container(key="ta-map-page"):
        map_column, panel = st.columns([2, 1], gap="medium")
    with map_column:
        _show_coloring(context)
        own = own_list_of(context)
        comparison = comparison_with(context.store, own) if own else None
        payload = _payload(context, comparison)
        event = topic_map(payload, key="map")
        st.caption(
            "Each point is a paper. Papers that lie close together read alike; how far apart distant groups lie means "
            "little."
        )
        if comparison is not None:
            _show_left_out(comparison, len(payload.own))
    if event.clicked is not None and 0 <= event.clicked < context.store.n_papers:
        open_paper(context, event.clicked)
        st.rerun()
    if event.dates is not None:
        dates = event.dates
        change_view(context, lambda view: replace(view, date_from=dates.first, date_to=dates.last))
        st.rerun()
    if event.names is not None and event.names in ("", *PAGE_OPTIONS["names"]):
        names = event.names
        change(context, lambda address: replace(address, names=names))
        st.rerun()
    shown = context.store.index_of(context.address.paper) if context.address.paper else None
    with panel:
        if shown is not None:
            with st.container(border=True, height=MAP_HEIGHT, key="ta-open-paper"):
                show_paper(context, shown)
        elif event.region is not None:
            show_caught(context, in_region(context.store, event.region.polygons) & context.mask)
        else:
            show_topics_in_view(context)


def _payload(context: Context, comparison: Comparison | None) -> MapPayload:
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
        picture=MapPicture(
            title=f"Map of {store.name}",
            about=describe_view(store, context.described_view, context.mask),
            file=f"{slug(store.name)}-map",
        ),
        names=next((names for names in get_args(Names) if names == context.address.names), ""),
        dates=_dates(context) if store.is_dated.any() else None,
        own=own_on_map(comparison),
        coloring=map_coloring(store, context.address.color, context.found, context.mask),
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


def own_on_map(comparison: Comparison | None) -> tuple[OwnPaper, ...]:
    """The papers of the user's own list that have a place; those far from everything would stand anywhere.

    Every change of the view sends them again, so of a long list every nth is shown, and the first ones have titles.
    """
    own = _with_place(comparison) if comparison else []
    step = max(math.ceil(len(own) / _MOST_OWN), 1)
    return tuple(
        OwnPaper(x, y, cut(paper.paper.title, _TITLE_LENGTH) if row < _MOST_TITLES else "", paper.index)
        for row, (x, y, paper) in enumerate(own[::step])
    )


def _with_place(comparison: Comparison) -> list[tuple[float, float, Placed]]:
    return [(*own.place, own) for own in comparison.papers if own.place is not None and own.nearness != "far"]


def _show_left_out(comparison: Comparison, n_shown: int) -> None:
    """Say that not all own papers are on the map, where they are very many."""
    n_placed = len(_with_place(comparison))
    if n_shown < n_placed:
        st.caption(f"Of your {n_placed:,} papers that have a place {n_shown:,} are on the map, spread over your list.")


def _show_coloring(context: Context) -> None:
    ways = {"": "Topic", **colorings(context.store, is_search=context.found is not None)}
    st.session_state[_COLOR] = context.address.color if context.address.color in ways else ""
    st.selectbox(
        "Colour by",
        list(ways),
        format_func=ways.__getitem__,
        key=_COLOR,
        width=260,
        on_change=_recolor,
        args=(context,),
        help="What the points' colours say; the legend on the map has the counts.",
    )


def _recolor(context: Context) -> None:
    color = st.session_state[_COLOR]
    change(context, lambda address: replace(address, color=color))
