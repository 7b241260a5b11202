"""The look that all figures share; paper and font follow the page's theme."""

from __future__ import annotations

from typing import Any, Final

import plotly.graph_objects as go

_TEXT: Final = {False: "#535b62", True: "#b3bcc3"}
"""Names and numbers at axes, quieter than the page's text and read as well, by whether the page is dark."""


def grid_color(dark: bool) -> str:
    """A line that is seen and does not shout."""
    return "rgba(255,255,255,0.12)" if dark else "rgba(0,0,0,0.09)"


def styled(figure: go.Figure, *, dark: bool, height: int, **layout: Any) -> go.Figure:
    """Give a figure the common frame: no background, thin grid, room for its labels. `height` in pixels."""
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hoverlabel={"align": "left"},
        font={"size": 13, "color": _TEXT[dark]},
        **layout,
    )
    axes = {"gridcolor": grid_color(dark), "zeroline": False, "automargin": True}
    # Streamlit's theme has greys of its own for these, too pale to be read by all.
    axes |= {"tickfont_color": _TEXT[dark], "title_font_color": _TEXT[dark]}
    figure.update_xaxes(axes)
    figure.update_yaxes(axes)
    return figure


def plain(text: str) -> str:
    """Text as data: Plotly reads a small HTML and `%{...}` in names and hover texts, so their marks are written out."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("%{", "&#37;{")
