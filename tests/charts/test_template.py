"""The look that all figures share."""

import plotly.graph_objects as go
import pytest

from lib.charts.template import grid_color, plain, styled


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("graphs, networks", "graphs, networks"),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        ("R&D &amp; more", "R&amp;D &amp;amp; more"),
        ("100% of %{x}", "100% of &#37;{x}"),
    ],
)
def test_plain(text: str, written: str) -> None:
    """What Plotly would read as HTML or as a placeholder is written out."""
    assert plain(text) == written


@pytest.mark.parametrize("dark", [False, True])
def test_styled(dark: bool) -> None:
    """Figures have no ground of their own, so the page's shows in either theme."""
    figure = styled(go.Figure(), dark=dark, height=300)

    assert figure.layout.height == 300
    assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert figure.layout.xaxis.gridcolor == grid_color(dark)
