"""Figures of two groups of papers side by side: the words that tell them apart, and their dates."""

from __future__ import annotations

from typing import Final

import numpy as np
import plotly.graph_objects as go

from lib.charts.palette import palette_color
from lib.charts.template import plain, styled
from lib.core.text import cut
from lib.explore.compare import GroupDates, TellingWords

_HUES: Final = (0.0, 5 / 8)
"""Of all twos of the palette's anchors one that everybody tells apart (tests/charts)."""
_ROW_HEIGHT: Final = 24
_ROOM_FOR_WORDS: Final = 2.0
"""How many times as long as the longest bar each side is, so that its word finds room."""
_HEAD_LENGTH: Final = 20
"""Characters of a group's name above its side, so that both find room on a narrow page."""
_DASHES: Final = ("solid", "dash")
_SYMBOLS: Final = ("circle", "square-open")


def group_color(place: int, *, dark: bool) -> str:
    """The colour of the first group, 0, or of the other, 1, as `#rrggbb`; topics of both may look alike."""
    return palette_color(_HUES[place], 0.5, dark=dark)


def words_figure(words: TellingWords, names: tuple[str, str], *, dark: bool) -> go.Figure:
    """The words of both groups, the most telling on top: bars as long as their z, those of the first to the right."""
    figure = go.Figure()
    for place, side in enumerate((words.one, words.other)):
        figure.add_bar(
            x=[word.z for word in side],
            y=list(range(len(side))),
            orientation="h",
            marker={"color": group_color(place, dark=dark)},
            text=[f"{plain(word.word)}  {abs(word.z):.1f}" for word in side],
            textposition="outside",
            cliponaxis=False,
            customdata=np.array([word.papers for word in side]).reshape(-1, 2),
            hovertemplate="%{text}<br>%{customdata[0]:,} papers of the first group, "
            "%{customdata[1]:,} of the second<extra></extra>",
        )
        figure.add_annotation(
            text=f"<b>More in {plain(cut(names[place], _HEAD_LENGTH))}</b>",
            showarrow=False,
            xref="paper",
            yref="paper",
            x=1 - place,
            xanchor=("right", "left")[place],
            y=1,
            yanchor="bottom",
        )
    n_rows = max(len(words.one), len(words.other))
    styled(
        figure,
        dark=dark,
        height=_ROW_HEIGHT * n_rows + 90,
        barmode="overlay",
        bargap=0.25,
        showlegend=False,
        hovermode="closest",
    )
    figure.update_layout(margin_t=28)
    reach = _ROOM_FOR_WORDS * max(abs(word.z) for word in words.one + words.other)
    # The numbers stand beside the words.
    figure.update_xaxes(
        title="z of the log-odds ratio", range=[-reach, reach], zeroline=True, showticklabels=False, showgrid=False
    )
    figure.update_yaxes(range=[n_rows - 0.5, -0.5], showticklabels=False, showgrid=False)
    return figure


def dates_figure(dates: GroupDates, names: tuple[str, str], *, dark: bool) -> go.Figure:
    """What share of each group is of each period, as two lines."""
    figure = go.Figure()
    for place, name in enumerate(names):
        color = group_color(place, dark=dark)
        figure.add_scatter(
            x=dates.names,
            y=dates.shares[place] * 100,
            name=plain(cut(name, 40)),
            mode="lines+markers",
            line={"color": color, "width": 2, "dash": _DASHES[place]},
            marker={"color": color, "size": 6, "symbol": _SYMBOLS[place]},
            customdata=np.column_stack([dates.counts[place], np.full(len(dates.names), dates.counts[place].sum())]),
            hovertemplate="%{x}: %{customdata[0]:,} of %{customdata[1]:,} dated papers of the group<extra></extra>",
        )
    styled(figure, dark=dark, height=260, hovermode="x", legend={"orientation": "h", "y": 1.16, "x": 0})
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=dates.names, showgrid=False, nticks=10)
    figure.update_yaxes(title="Share of the group", rangemode="tozero", ticksuffix="%")
    return figure
