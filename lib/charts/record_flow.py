"""The way of all records as a figure: from their files to how they ended, and from there to why.

Drawn here rather than by Plotly's Sankey: in that a flow of 3 among 10,000 records is thinner than a pixel, and the
names of thin nodes lie over one another. Here each flow is two pixels wide at least, and each node has room for its
name.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import plotly.graph_objects as go

from lib.charts.palette import UNASSIGNED_COLORS, palette_color
from lib.charts.template import plain, styled
from lib.core.paper import Fate
from lib.core.text import count_of, told_apart
from lib.explore.audit import FATES, Ending, by_file, by_reason

_HUES: Final[dict[Fate, float]] = {"kept": 0.0, "merged": 1 / 8, "rejected": 5 / 8}
"""Of all threes of the palette's anchors that which everybody tells apart best (tests/charts)."""

_FLOW_HEIGHT: Final = 150
"""Pixels that all records together are high."""
_THINNEST: Final = 2
_LINE_HEIGHT: Final = 17
_GAP: Final = 12
_BAR_WIDTH: Final = 8
_LABEL_ROOM: Final = 190
"""Pixels to the right of the last nodes."""
_NAME_LENGTH: Final = 19
_PLACES: Final = (0.0, 0.53, 1.0)
"""Where the columns stand, from left to right."""
_TEXT: Final = {False: "#23292f", True: "#e3e7ea"}
"""Labels lie on flows, so they are as dark, or as light, as the page's text."""
_CURVE: Final = 24
"""Corners of a flow's edge."""


@dataclass(slots=True, eq=False)
class _Node:
    """A bar with its label; `top` in pixels from the figure's upper edge, `taken` what flows have used of it so far."""

    column: int
    lines: tuple[str, ...]
    color: str
    height: float = 0.0
    top: float = 0.0
    taken: dict[str, float] = field(default_factory=lambda: {"in": 0.0, "out": 0.0})

    @property
    def room(self) -> float:
        """Pixels that it needs, its label's lines included."""
        return max(self.height, _LINE_HEIGHT * len(self.lines))


@dataclass(frozen=True, slots=True, eq=False)
class _Flow:
    """Records that go from one node to another."""

    start: _Node
    end: _Node
    n: int
    color: str
    words: str


def flow_figure(lines: Sequence[Ending], *, dark: bool) -> go.Figure:
    """Draw from left to right: files, how their records ended, and why.

    Parameters
    ----------
    lines
        The endings, few enough to be drawn (`lib.explore.audit.grouped`).
    dark
        Whether the page is.
    """
    nodes, flows = _network(lines, dark=dark)
    total = sum(line.n for line in lines)
    thickness = {flow: max(_THINNEST, _FLOW_HEIGHT * flow.n / total) for flow in flows}
    for node in nodes:
        sides = [sum(thickness[flow] for flow in flows if getattr(flow, end) is node) for end in ("start", "end")]
        node.height = max(sides)
    height = _place(nodes)

    figure = go.Figure()
    for flow in flows:
        figure.add_trace(_ribbon(flow, thickness[flow]))
    for node in nodes:
        _add_bar(figure, node, dark=dark)
    styled(figure, dark=dark, height=int(height) + 24, showlegend=False, hovermode="closest")
    figure.update_layout(margin={"l": 4, "r": _LABEL_ROOM, "t": 12, "b": 12})
    figure.update_xaxes(visible=False, range=[0, 1], fixedrange=True)
    figure.update_yaxes(visible=False, range=[height, 0], fixedrange=True)
    return figure


def _network(lines: Sequence[Ending], *, dark: bool) -> tuple[list[_Node], list[_Flow]]:
    """Nodes from left to right and from top to bottom, and the flows between them in the same order."""
    files = by_file(lines)
    colors = {fate: palette_color(_HUES[fate], 0.5, dark=dark) for fate in FATES}
    names = told_apart([_shortened(file.file) for file in files])
    left = [
        _Node(0, (_bold(file.read), plain(name)), UNASSIGNED_COLORS[dark])
        for file, name in zip(files, names, strict=True)
    ]
    middle: list[_Node] = []
    right: list[_Node] = []
    first: list[_Flow] = []
    second: list[_Flow] = []
    for fate in FATES:
        reasons = by_reason(lines, fate)
        if not reasons:
            continue
        node = _Node(1, (_bold(sum(n for _, n in reasons)), fate), colors[fate])
        middle.append(node)
        for file, start in zip(files, left, strict=True):
            n = getattr(file, fate)
            if n:
                words = f"{plain(file.file)}: {count_of(n, 'record')} {fate}"
                first.append(_Flow(start, node, n, colors[fate], words))
        whys = [reason or "each became a paper" for reason, _ in reasons]
        labels = told_apart(["\n".join(_wrapped(why)) for why in whys])
        for why, label, (_, n) in zip(whys, labels, reasons, strict=True):
            right.append(_Node(2, (_bold(n), *map(plain, label.split("\n"))), colors[fate]))
            words = f"{count_of(n, 'record')} {fate}: {plain(why)}"
            second.append(_Flow(node, right[-1], n, colors[fate], words))
    return [*left, *middle, *right], [*first, *second]


def _place(nodes: Sequence[_Node]) -> float:
    """Put the nodes of each column below one another, over the whole height; returns that height in pixels."""
    columns = [[node for node in nodes if node.column == column] for column in range(3)]
    needed = [sum(node.room for node in column) + _GAP * (len(column) - 1) for column in columns]
    height = max(needed)
    for column, own in zip(columns, needed, strict=True):
        gap = _GAP + (height - own) / max(1, len(column) - 1)
        top = 0.0 if len(column) > 1 else (height - own) / 2
        for node in column:
            # The bar in the middle of its room.
            node.top = top + (node.room - node.height) / 2
            top += node.room + gap
    return height


def _ribbon(flow: _Flow, thickness: float) -> go.Scatter:
    """A flow's band from the free part of its first node to that of its second."""
    start, end = flow.start, flow.end
    tops = (start.top + _take(start, "out", thickness), end.top + _take(end, "in", thickness))
    along = np.linspace(0, 1, _CURVE)
    x = _PLACES[start.column] + (_PLACES[end.column] - _PLACES[start.column]) * along
    upper = tops[0] + (tops[1] - tops[0]) * along**2 * (3 - 2 * along)
    return go.Scatter(
        x=np.concatenate([x, x[::-1]]),
        y=np.concatenate([upper, (upper + thickness)[::-1]]),
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=f"rgba{(*(int(flow.color[at : at + 2], 16) for at in (1, 3, 5)), 0.38)}",
        hoveron="fills",
        hoverinfo="text",
        text=flow.words,
    )


def _take(node: _Node, side: str, thickness: float) -> float:
    before = node.taken[side]
    node.taken[side] = before + thickness
    return before


def _add_bar(figure: go.Figure, node: _Node, *, dark: bool) -> None:
    x = _PLACES[node.column]
    # A bar begins where its column is, the last one ends there.
    shift = 0 if node.column < 2 else -_BAR_WIDTH
    figure.add_shape(
        type="rect",
        xsizemode="pixel",
        xanchor=x,
        x0=shift,
        x1=shift + _BAR_WIDTH,
        y0=node.top,
        y1=node.top + node.height,
        fillcolor=node.color,
        line_width=0,
    )
    figure.add_annotation(
        x=x,
        y=node.top + node.height / 2,
        xshift=shift + _BAR_WIDTH + 3,
        text="<br>".join(node.lines),
        showarrow=False,
        xanchor="left",
        yanchor="middle",
        align="left",
        font={"size": 13, "color": _TEXT[dark]},
    )


def _bold(n: int) -> str:
    return f"<b>{n:,}</b>"


def _shortened(name: str) -> str:
    """A file's name with its beginning and its end, by which files of one service are told apart."""
    if len(name) <= _NAME_LENGTH:
        return name
    half = (_NAME_LENGTH - 1) // 2
    return f"{name[:half]}…{name[-half:]}"


def _wrapped(reason: str) -> list[str]:
    return textwrap.wrap(reason, 26, max_lines=2, placeholder=" …") or [reason]
