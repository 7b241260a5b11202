"""Figures over time: topics side by side, and one topic alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import plotly.graph_objects as go

from lib.charts.palette import UNASSIGNED_COLORS, topic_color
from lib.charts.template import plain, styled
from lib.core.text import cut
from lib.core.topic import Topic
from lib.explore.trends import Trends

Measure = Literal["count", "share"]

_DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x")


def trends_figure(trends: Trends, topics: Sequence[Topic | None], measure: Measure, *, dark: bool) -> go.Figure:
    """A line for each topic (None: unassigned) over the periods.

    Colour is never the only mark: dashes and symbols differ too. The last period is set apart where it is unfinished.
    """
    figure = go.Figure()
    values = trends.shares * 100 if measure == "share" else trends.counts
    for row, topic in enumerate(topics):
        color = topic_color(topic, dark=dark) if topic else UNASSIGNED_COLORS[dark]
        name = topic.label if topic else "Unassigned"
        figure.add_scatter(
            x=trends.names,
            y=np.asarray(values[row], dtype=float),
            customdata=np.column_stack([trends.counts[row], trends.all_papers]),
            name=plain(cut(name, 44)),
            mode="lines+markers",
            line={"color": color, "width": 2, "dash": _DASHES[row % len(_DASHES)]},
            marker={"color": color, "size": 6, "symbol": _SYMBOLS[row % len(_SYMBOLS)]},
            hovertemplate=(
                f"<b>{plain(cut(name, 60))}</b><br>%{{x}}: %{{customdata[0]:,}} of %{{customdata[1]:,}} dated papers"
                "<extra></extra>"
            ),
        )
    _mark_unfinished(figure, trends)
    styled(
        figure,
        dark=dark,
        height=460,
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
        hovermode="closest",
    )
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=trends.names, showgrid=False, nticks=14)
    figure.update_yaxes(
        title="Share of all dated papers" if measure == "share" else "Papers",
        rangemode="tozero",
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
    if not trends.unfinished or not trends.names:
        return
    last = len(trends.names) - 1
    figure.add_vrect(
        x0=last - 0.5,
        x1=last + 0.5,
        line_width=0,
        fillcolor="rgba(128,128,128,0.16)",
        annotation_text="unfinished",
        annotation_position="top right",
        annotation_font_size=11,
    )
