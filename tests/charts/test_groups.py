"""Figures of two groups hold what they are given."""

import numpy as np
import pytest

from lib.charts.groups import dates_figure, group_color, words_figure
from lib.explore.compare import GroupDates, TellingWord, TellingWords

WORDS = TellingWords(
    (TellingWord("coral", 9.0, (20, 1)), TellingWord("<reef>", 4.0, (7, 0))), (TellingWord("ice", -6.5, (2, 30)),), 50
)


def test_words_to_both_sides() -> None:
    """The most telling words of both stand on top, one to the right, one to the left, with z beside each."""
    figure = words_figure(WORDS, ("reefs & seas", "glaciers"), dark=False)
    first, other = figure.data

    assert list(first.x) == [9, 4]
    assert list(first.text) == ["coral  9.0", "&lt;reef&gt;  4.0"]
    assert list(other.text) == ["ice  6.5"]
    assert [list(side.y) for side in figure.data] == [[0, 1], [0]]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert other.customdata.tolist() == [[2, 30]]
    assert [note.text for note in figure.layout.annotations] == [
        "<b>More in reefs &amp; seas</b>",
        "<b>More in glaciers</b>",
    ]


def test_one_side_alone() -> None:
    """A group without telling words leaves its side empty."""
    figure = words_figure(TellingWords(WORDS.one, (), 50), ("reefs", "the rest"), dark=True)

    assert [len(side.x) for side in figure.data] == [2, 0]


def test_dates_of_both() -> None:
    """Shares of each group are drawn in per cent; dashes tell the lines apart without their colour."""
    dates = GroupDates("year", ["2020", "2021"], np.array([[1, 3], [0, 0]]), (0, 2))
    first, other = dates_figure(dates, ("reefs", "the rest"), dark=False).data

    assert list(first.y) == [25, 75]
    assert np.isnan(other.y).all()
    assert first.customdata.tolist() == [[1, 4], [3, 4]]
    assert first.line.dash != other.line.dash
    assert first.line.color == group_color(0, dark=False)


@pytest.mark.parametrize("dark", [False, True])
def test_two_colours(dark: bool) -> None:
    """The groups have two colours in either theme."""
    assert group_color(0, dark=dark) != group_color(1, dark=dark)
