"""Figures over time, topics side by side or one alone, and the terms of a topic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lib.charts.palette import UNASSIGNED_COLORS, topic_color
from lib.charts.template import plain, styled
from lib.core.text import cut
from lib.core.topic import Topic
from lib.explore.trends import Trends

Measure = Literal["count", "share"]

_PANEL_HEIGHT = 150
"""Pixels for one panel with its title."""


def trends_figure(trends: Trends, topics: Sequence[Topic | None], measure: Measure, *, dark: bool) -> go.Figure:
    """A panel for each topic (None: unassigned), all on the same axes, so that heights compare across panels.

    Eight lines over one another cannot be followed, and not at all by those who cannot tell their colours apart. The
    last period is set apart where it is unfinished.
    """
    n_columns = 1 if len(topics) == 1 else 2
    n_rows = -(-len(topics) // n_columns)
    names = [topic.name if topic else "Unassigned" for topic in topics]
    figure = make_subplots(
        rows=n_rows,
        cols=n_columns,
        shared_xaxes=True,
        shared_yaxes="all",
        vertical_spacing=min(0.2, 0.26 / n_rows),
        # Room for the last name of one panel and the first of the next, on a narrow page too.
        horizontal_spacing=0.1,
        subplot_titles=[plain(cut(name, 32)) for name in names],
    )
    values = trends.shares * 100 if measure == "share" else trends.counts
    for place, topic in enumerate(topics):
        color = topic_color(topic, dark=dark) if topic else UNASSIGNED_COLORS[dark]
        figure.add_scatter(
            x=trends.names,
            y=np.asarray(values[place], dtype=float),
            customdata=np.column_stack([trends.counts[place], trends.all_papers]),
            name=plain(cut(names[place], 60)),
            mode="lines+markers",
            line={"color": color, "width": 2},
            marker={"color": color, "size": 4 if len(trends.names) > 24 else 6},
            fill="tozeroy",
            fillcolor=f"rgba{(*(int(color[at : at + 2], 16) for at in (1, 3, 5)), 0.18)}",
            hovertemplate="%{x}: %{customdata[0]:,} of %{customdata[1]:,} dated papers<extra></extra>",
            row=place // n_columns + 1,
            col=place % n_columns + 1,
        )
    _mark_unfinished(figure, trends)
    styled(figure, dark=dark, height=_PANEL_HEIGHT * n_rows + 60, showlegend=False, hovermode="x")
    figure.update_layout(margin_t=28)
    figure.update_annotations(font_size=13)
    figure.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=trends.names,
        showgrid=False,
        tickangle=0,
        # As many names as fit side by side in half a narrow page.
        nticks=8 if trends.by == "year" else 3,
    )
    figure.update_yaxes(
        rangemode="tozero",
        nticks=4,
        ticksuffix="%" if measure == "share" else "",
        tickformat=",d" if measure == "count" else None,
    )
    return figure


def activity_figure(trends: Trends, topic: Topic, *, dark: bool) -> go.Figure:
    """One topic's papers by period, as bars."""
    figure = go.Figure(
        go.Bar(
            x=trends.names,
            y=trends.counts[0],
            marker={"color": topic_color(topic, dark=dark)},
            customdata=trends.all_papers,
            hovertemplate="%{x}: %{y:,} of %{customdata:,} dated papers<extra></extra>",
        )
    )
    _mark_unfinished(figure, trends)
    styled(figure, dark=dark, height=240, bargap=0.25, showlegend=False)
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=trends.names, showgrid=False, nticks=10)
    figure.update_yaxes(title="Papers", rangemode="tozero", tickformat=",d")
    return figure


def terms_figure(topic: Topic, *, dark: bool, n: int = 10) -> go.Figure:
    """A topic's first terms with their c-TF-IDF weights, as bars, the weightiest on top."""
    terms = topic.terms[:n]
    figure = go.Figure(
        go.Bar(
            x=[term.weight for term in terms],
            y=[plain(term.term) for term in terms],
            orientation="h",
            marker={"color": topic_color(topic, dark=dark)},
            hovertemplate="%{y}: %{x:.3f}<extra></extra>",
        )
    )
    styled(figure, dark=dark, height=max(140, 27 * len(terms) + 50), bargap=0.3, showlegend=False)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(title="c-TF-IDF weight", rangemode="tozero")
    return figure


def _mark_unfinished(figure: go.Figure, trends: Trends) -> None:
    """Set the last period apart in every panel; the words for it stand under the chart."""
    if not trends.unfinished or not trends.names:
        return
    last = len(trends.names) - 1
    figure.add_vrect(x0=last - 0.5, x1=last + 0.5, line_width=0, fillcolor="rgba(128,128,128,0.22)")
