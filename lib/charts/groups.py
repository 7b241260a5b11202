"""Figures of two groups of papers side by side: the words that tell them apart, and their dates."""

from __future__ import annotations

from typing import Final

import numpy as np
import plotly.graph_objects as go

from lib.charts.palette import palette_color
from lib.charts.template import plain, styled
from lib.core.text import cut
from lib.explore.compare import GroupDates, TellingWord, TellingWords

_HUES: Final = (0.0, 5 / 8)
"""Of all twos of the palette's anchors one that everybody tells apart (tests/charts)."""
_ROW_HEIGHT: Final = 24
_DASHES: Final = ("solid", "dash")
_SYMBOLS: Final = ("circle", "square-open")


def group_color(place: int, *, dark: bool) -> str:
    """The colour of the first group, 0, or of the other, 1, as `#rrggbb`; topics of both may look alike."""
    return palette_color(_HUES[place], 0.5, dark=dark)


def words_figure(words: TellingWords, names: tuple[str, str], *, dark: bool) -> go.Figure:
    """The words of both groups as bars to either side, as long as their z: those of the first to the right, on top."""
    figure = go.Figure()
    rows: list[str] = []
    for place, side in enumerate((words.one, words.other[::-1])):
        # Numbers before the names keep words that both sides list apart.
        keys = [f"{place} {word.word}" for word in side]
        rows += keys
        figure.add_bar(
            x=[word.z for word in side],
            y=keys,
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
            text=f"<b>More in {plain(cut(names[place], 36))}</b>",
            showarrow=False,
            xref="paper",
            yref="paper",
            x=1 - place,
            xanchor=("right", "left")[place],
            y=1,
            yanchor="bottom",
        )
    styled(figure, dark=dark, height=_ROW_HEIGHT * len(rows) + 90, bargap=0.25, showlegend=False, hovermode="closest")
    figure.update_layout(margin_t=28)
    reach = 1.45 * max((abs(word.z) for word in _all(words)), default=1.0)
    figure.update_xaxes(title="z of the log-odds ratio", range=[-reach, reach], zeroline=True)
    figure.update_yaxes(
        categoryorder="array", categoryarray=rows, autorange="reversed", showticklabels=False, showgrid=False
    )
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


def _all(words: TellingWords) -> tuple[TellingWord, ...]:
    return words.one + words.other
