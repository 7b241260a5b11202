"""Figures of all topics at once: what lies within what, and how like they are to one another."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import plotly.graph_objects as go

from lib.charts.palette import topic_color
from lib.charts.template import plain, styled
from lib.core.text import cut
from lib.core.topic import Topic
from lib.explore.likeness import Likeness

ROOT: Final = "all"
"""The id of the box around all areas."""

_HEIGHT: Final = 520
_SMALLEST_TEXT: Final = 11
_PATH_HEIGHT: Final = 24
_HEAD_LENGTH: Final = 26
_LINE_LENGTH: Final = 15
"""Characters of an area's name above its topics, and of a line within a box."""
_ROW_HEIGHT: Final = 18
"""Pixels that a row of the heat map needs for its name."""
_NAME_LENGTH: Final = 34
_ROOT_FILL: Final = "rgba(127,127,127,0.16)"
_SCALES: Final = {
    False: ((0.0, "#f4f6f8"), (0.5, "#8fb0dd"), (1.0, "#1f3f93")),
    True: ((0.0, "#1b2027"), (0.5, "#3f66b0"), (1.0, "#bcd4ff")),
}
"""From unlike to like, by whether the theme is dark: one hue, so that lightness alone says how much."""
_LINES: Final = {False: "#23292f", True: "#e3e7ea"}


def tree_figure(topics: Sequence[tuple[Topic, int]], *, dark: bool) -> go.Figure:
    """Topics as boxes in the boxes of the topics above them, each as large as it has papers in view.

    Parameters
    ----------
    topics
        Each topic with its papers in view; what lies above a topic is among them.
    dark
        Whether the page is.

    Notes
    -----
    The id of a box is that of its topic, as text; the box around all is ROOT.
    """
    known = {topic.topic_id for topic, _ in topics}
    parents = [str(topic.parent_id) if topic.parent_id in known else ROOT for topic, _ in topics]
    whole = sum(n for (_, n), parent in zip(topics, parents, strict=True) if parent == ROOT)
    size = sum(topic.size for (topic, _), parent in zip(topics, parents, strict=True) if parent == ROOT)
    colors = [topic_color(topic, dark=dark) for topic, _ in topics]
    figure = go.Figure(
        go.Treemap(
            ids=[ROOT, *(str(topic.topic_id) for topic, _ in topics)],
            labels=["All topics", *(plain(cut(topic.name, 60)) for topic, _ in topics)],
            text=["", *(_in_box(topic, is_parent=str(topic.topic_id) in parents) for topic, _ in topics)],
            parents=["", *parents],
            values=[whole, *(n for _, n in topics)],
            customdata=[size, *(topic.size for topic, _ in topics)],
            branchvalues="total",
            marker={
                "colors": [_ROOT_FILL, *colors],
                "line": {"width": 1, "color": "rgba(127,127,127,0.35)"},
                "pad": {"t": 20, "l": 3, "r": 3, "b": 3},
            },
            tiling={"packing": "squarify", "pad": 1},
            texttemplate="%{text}",
            hovertemplate="%{label}<br>%{value:,} of %{customdata:,} papers in view<extra></extra>",
            # Two levels at a time: in a box of a third no name finds room.
            maxdepth=3,
            textfont={"color": [_LINES[dark], *map(_readable_on, colors)], "size": 12},
            # The way back, shown once one has come nearer.
            pathbar={"visible": True, "thickness": _PATH_HEIGHT, "textfont": {"size": 13, "color": _LINES[dark]}},
            textposition="middle center",
        )
    )
    styled(figure, dark=dark, height=_HEIGHT)
    # What finds no room at this size goes without; its name is shown under the pointer.
    figure.update_layout(uniformtext={"minsize": _SMALLEST_TEXT, "mode": "hide"})
    # The way back is drawn above the boxes.
    figure.update_layout(margin={"l": 0, "r": 0, "t": _PATH_HEIGHT + 4})
    return figure


def _readable_on(color: str) -> str:
    """Black or white, whichever stands out more on a colour, after the contrast ratio of WCAG 2.

    >>> _readable_on("#4a6200"), _readable_on("#5bd8ff")
    ('#ffffff', '#000000')
    """
    srgb = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in srgb]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else "#000000"


def _in_box(topic: Topic, *, is_parent: bool) -> str:
    """A topic's name as it stands in its box: above what lies within it a line, else a few."""
    if is_parent:
        # A topic above fine ones is a small box itself until one comes nearer.
        return plain(cut(topic.name, _HEAD_LENGTH if topic.level == "top" else _LINE_LENGTH))
    return "<br>".join(map(plain, textwrap.wrap(topic.name, _LINE_LENGTH, max_lines=4, placeholder=" …")))


def likeness_figure(found: Likeness, *, dark: bool) -> go.Figure:
    """How like each topic is to each other one, as a square of cosines; lines part the areas."""
    n_topics = len(found.topics)
    names = [plain(cut(topic.name, _NAME_LENGTH)) for topic in found.topics]
    full = [plain(cut(topic.name, 60)) for topic in found.topics]
    figure = go.Figure(
        go.Heatmap(
            z=found.cosines,
            x=list(range(n_topics)),
            y=list(range(n_topics)),
            text=[[f"{one}<br>{other}" for other in full] for one in full],
            hovertemplate="%{text}<br>cosine %{z:.2f}<extra></extra>",
            colorscale=_SCALES[dark],
            zmin=min(0.0, float(found.cosines.min(initial=0.0))),
            zmax=1.0,
            colorbar={"title": {"text": "Cosine", "side": "right"}, "thickness": 12, "outlinewidth": 0},
        )
    )
    styled(figure, dark=dark, height=_ROW_HEIGHT * n_topics + 90)
    for place in list(accumulate(found.areas))[:-1]:
        figure.add_shape(type="line", x0=place - 0.5, x1=place - 0.5, y0=-0.5, y1=n_topics - 0.5)
        figure.add_shape(type="line", x0=-0.5, x1=n_topics - 0.5, y0=place - 0.5, y1=place - 0.5)
    figure.update_shapes(line={"color": _LINES[dark], "width": 1})
    figure.update_xaxes(showgrid=False, showticklabels=False, range=[-0.5, n_topics - 0.5], constrain="domain")
    figure.update_yaxes(
        showgrid=False,
        tickmode="array",
        tickvals=list(range(n_topics)),
        ticktext=names,
        range=[n_topics - 0.5, -0.5],
    )
    return figure
