"""Figures of all topics at once hold what they are given."""

from dataclasses import replace

import numpy as np
import pytest

from lib.charts.palette import topic_color
from lib.charts.topics import ROOT, likeness_figure, tree_figure
from lib.core.view import View
from lib.explore.likeness import likeness
from lib.explore.selecting import in_view
from lib.explore.store import Store
from lib.explore.topics import topic_tree


def test_boxes_in_boxes(tiny_store: Store) -> None:
    """Each topic is a box within its parent's, as large as its papers in view, in its colour."""
    topics = topic_tree(tiny_store, in_view(tiny_store, View(topics=(0, 2))), "default")
    (boxes,) = tree_figure(topics, dark=False).data
    rows = {box: place for place, box in enumerate(boxes.ids)}

    assert dict(zip(boxes.ids, boxes.parents, strict=True)) == {
        ROOT: "",
        "10": ROOT,
        "11": ROOT,
        "0": "10",
        "2": "11",
    }
    assert [boxes.values[rows[box]] for box in (ROOT, "10", "11", "0", "2")] == [6, 4, 2, 4, 2]
    assert [boxes.customdata[rows[box]] for box in (ROOT, "10", "11")] == [10, 7, 3]
    assert [boxes.text[rows[box]] for box in ("10", "2")] == ["learning machines", "solid<br>electrolytes"]
    assert boxes.marker.colors[rows["2"]] == topic_color(tiny_store.topic_by_id[2], dark=False)


def test_a_square_of_cosines(tiny_store: Store) -> None:
    """Every pair has its cosine and both names; a line stands between two areas, before and below."""
    found = likeness(tiny_store, [0, 1, 2], "default")
    figure = likeness_figure(found, dark=True)
    (square,) = figure.data

    assert np.array(square.z) == pytest.approx(found.cosines)
    assert square.text[0][2] == "retrieval, search<br>solid electrolytes"
    assert list(figure.layout.yaxis.ticktext) == ["retrieval, search", "graphs, networks", "solid electrolytes"]
    assert [(line.x0, line.y0) for line in figure.layout.shapes] == [(1.5, -0.5), (-0.5, 1.5)]


def test_names_are_data(tiny_store: Store) -> None:
    """Marks of a name are written out, since Plotly would read them."""
    named = replace(tiny_store.topic_by_id[10], label="<b>x</b> %{y}")
    (boxes,) = tree_figure([(named, 3)], dark=False).data

    assert boxes.labels[1] == "&lt;b&gt;x&lt;/b&gt; &#37;{y}"
