"""The way of the records as a figure: as thick as the numbers, told apart by everybody, texts as they are."""

import itertools
import re

import pytest

from lib.charts.record_flow import flow_figure
from lib.explore.audit import Ending
from tests.charts.test_palette import SIGHTS, contrast, grounds, smallest_distance

LINES = [
    Ending("a.csv", "kept", "", 70),
    Ending("a.csv", "merged", "same DOI", 20),
    Ending("b.csv", "kept", "", 7),
    Ending("b.csv", "rejected", "no text", 2),
    Ending("b.csv", "rejected", "cut off", 1),
]


def heights(figure) -> list[float]:
    """How thick each flow is where it begins, in pixels."""
    return [flow.y[-1] - flow.y[0] for flow in figure.data]


def test_thickness() -> None:
    """Flows are as thick as their numbers, of 150 pixels in all, and never thinner than two."""
    figure = flow_figure(LINES, dark=False)

    assert [flow.text for flow in figure.data] == [
        "a.csv: 70 records kept",
        "b.csv: 7 records kept",
        "a.csv: 20 records merged",
        "b.csv: 3 records rejected",
        "77 records kept: each became a paper",
        "20 records merged: same DOI",
        "2 records rejected: no text",
        "1 record rejected: cut off",
    ]
    assert heights(figure) == pytest.approx([105, 10.5, 30, 4.5, 115.5, 30, 3, 2])


def test_labels() -> None:
    """Each node says its number and its name, from left to right and from top to bottom."""
    figure = flow_figure(LINES, dark=False)

    assert [label.text for label in figure.layout.annotations] == [
        "<b>90</b><br>a.csv",
        "<b>10</b><br>b.csv",
        "<b>77</b><br>kept",
        "<b>20</b><br>merged",
        "<b>3</b><br>rejected",
        "<b>77</b><br>each became a paper",
        "<b>20</b><br>same DOI",
        "<b>2</b><br>no text",
        "<b>1</b><br>cut off",
    ]


def test_labels_do_not_overlap() -> None:
    """Within a column each label has the room of its lines, also where all flows are thin."""
    lines = [Ending("big.csv", "kept", "", 10**6)]
    lines += [Ending(f"{n}.csv", "rejected", f"reason {n} that needs the room of two lines", 1) for n in range(7)]
    figure = flow_figure(lines, dark=False)
    labels = figure.layout.annotations

    for column in {label.x for label in labels}:
        spans = [(label.y, 17 * (1 + label.text.count("<br>"))) for label in labels if label.x == column]
        for (above, first), (below, second) in itertools.pairwise(spans):
            assert below - above >= (first + second) / 2
    top, bottom = sorted(figure.layout.yaxis.range)
    assert all(top <= y <= bottom for flow in figure.data for y in flow.y)


def test_names_are_data() -> None:
    """What looks like HTML or a placeholder in a file's name or a reason is shown as it is; long ones are cut."""
    figure = flow_figure([Ending("<b>%{x}.csv", "rejected", "<i>&", 1)], dark=True)

    assert figure.data[0].text.startswith("&lt;b&gt;&#37;{x}.csv: 1 record")
    assert figure.layout.annotations[0].text.endswith("<br>&lt;b&gt;&#37;{x}.csv")
    assert figure.layout.annotations[2].text.endswith("<br>&lt;i&gt;&amp;")
    long = flow_figure([Ending("export_" + "x" * 80 + "_7.csv", "rejected", "word " * 90, 1)], dark=True)
    assert long.layout.annotations[0].text.endswith("<br>export_xx…xxx_7.csv")
    assert max(len(line) for label in long.layout.annotations for line in label.text.split("<br>")) <= 28


def test_the_rest_stands_below_the_largest() -> None:
    """Reasons that were put together come last, however many records they have."""
    lines = [Ending("a.csv", "rejected", "9 other reasons", 9, is_rest=True), Ending("a.csv", "rejected", "no text", 5)]
    labels = [label.text for label in flow_figure(lines, dark=False).layout.annotations]

    assert labels[-2:] == ["<b>5</b><br>no text", "<b>9</b><br>9 other reasons"]


def test_names_that_become_equal_are_numbered() -> None:
    """Long names of one beginning and one end, and reasons that differ behind what is shown."""
    why = "word " * 20
    lines = [Ending(f"export_{'x' * n}_7.csv", "rejected", f"{why}{n}", 50 - n) for n in (20, 30)]
    labels = [label.text.replace("<br>", " ") for label in flow_figure(lines, dark=False).layout.annotations]

    assert [label.endswith(" [2]") for label in labels] == [False, True, False, False, True]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("sight", SIGHTS)
def test_endings_are_told_apart(sight: str, dark: bool) -> None:
    """The three colours are far apart for everybody, and clear of the ground."""
    bars = [shape.fillcolor for shape in flow_figure(LINES, dark=dark).layout.shapes]
    colors = list(dict.fromkeys(bars[2:5]))

    assert len(colors) == 3
    assert all(re.fullmatch("#[0-9a-f]{6}", color) for color in colors)
    assert smallest_distance(colors, sight) > 0.15
    assert all(contrast(color, ground) > 2.5 for color in colors for ground in grounds(dark))
