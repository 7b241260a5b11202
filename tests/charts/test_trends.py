"""Figures over time hold the numbers that they are given."""

import numpy as np
import pytest

from lib.charts.palette import UNASSIGNED_COLORS, topic_color
from lib.charts.trends import activity_figure, terms_figure, trends_figure
from lib.core.topic import UNASSIGNED, Topic
from lib.core.view import View
from lib.explore.selecting import in_view
from lib.explore.store import Store
from lib.explore.trends import Trends, topic_trends
from tests.atlas_maker import Made, MadeTopic, Placed, paper, store_of

ALL = [0, 1, 2, UNASSIGNED]


@pytest.fixture
def trends(tiny_store: Store) -> Trends:
    """All topics of the tiny atlas by quarter."""
    return topic_trends(tiny_store, in_view(tiny_store, View()), "default", ALL, "quarter")


def topics_of(store: Store) -> list[Topic | None]:
    """The topics of `ALL`, None for the unassigned."""
    return [store.topic_by_id.get(topic_id) for topic_id in ALL]


def test_counts(tiny_store: Store, trends: Trends) -> None:
    """There is a line for each topic with its counts, in its colour; the unassigned are grey."""
    figure = trends_figure(trends, topics_of(tiny_store), "count", dark=False)

    assert [line.name for line in figure.data] == [
        "retrieval, search",
        "graphs, networks",
        "solid electrolytes",
        "Unassigned",
    ]
    assert [list(line.y) for line in figure.data] == trends.counts.tolist()
    assert all(list(line.x) == trends.names for line in figure.data)
    assert figure.data[1].line.color == topic_color(tiny_store.topic_by_id[1], dark=False)
    assert figure.data[3].line.color == UNASSIGNED_COLORS[False]


def test_shares(tiny_store: Store, trends: Trends) -> None:
    """Shares are drawn in per cent, with a gap where the period has no papers, and the counts are in the hover."""
    figure = trends_figure(trends, topics_of(tiny_store), "share", dark=True)

    assert figure.data[0].y[:2] == pytest.approx([75, 100 / 3])
    assert np.isnan(figure.data[0].y[3])
    assert figure.data[0].customdata.tolist() == [[3, 4], [1, 3], [0, 1], [0, 0], [0, 1]]
    assert figure.layout.yaxis.ticksuffix == "%"


def test_color_is_not_the_only_mark(tiny_store: Store, trends: Trends) -> None:
    """Each topic has a panel of its own under its name, so no two lines need telling apart."""
    figure = trends_figure(trends, topics_of(tiny_store), "count", dark=False)

    assert len({(line.xaxis, line.yaxis) for line in figure.data}) == 4
    assert [title.text for title in figure.layout.annotations] == [line.name for line in figure.data]


def test_panels_share_their_axes(tiny_store: Store, trends: Trends) -> None:
    """Heights compare across panels."""
    figure = trends_figure(trends, topics_of(tiny_store), "count", dark=False)
    axes = [axis for name, axis in figure.to_dict()["layout"].items() if name.startswith("yaxis")]

    assert len(axes) == 4
    assert len([axis for axis in axes if "matches" not in axis]) == 1
    assert len({axis["matches"] for axis in axes if "matches" in axis}) == 1


def test_an_unfinished_period_is_marked(tiny_store: Store, trends: Trends) -> None:
    """The last period is set apart where it is unfinished, and only there."""
    years = topic_trends(tiny_store, in_view(tiny_store, View()), "default", ALL, "year")
    figure = trends_figure(years, topics_of(tiny_store), "count", dark=False)

    assert years.unfinished
    assert [(shape.x0, shape.x1) for shape in figure.layout.shapes] == [(0.5, 1.5)] * 4
    months = topic_trends(tiny_store, in_view(tiny_store, View()), "default", ALL, "month")
    assert not months.unfinished
    assert not trends_figure(months, topics_of(tiny_store), "count", dark=False).layout.shapes


def test_a_label_is_data(tiny_store: Store) -> None:
    """What looks like HTML or a placeholder in a label is shown as it is."""
    topic = MadeTopic(0, "default", None, "a<b & %{x}", terms=(("<i>", 0.5),))
    store = store_of(Made((Placed(paper("t:a", "One", "2024-01-01"), (-1, 0, -1)),), (topic,)))
    trends = topic_trends(store, in_view(store, View()), "default", [0], "year")
    figure = trends_figure(trends, store.topics, "count", dark=False)

    assert figure.data[0].name == figure.layout.annotations[0].text == "a&lt;b &amp; &#37;{x}"
    assert list(terms_figure(store.topics[0], dark=False).data[0].y) == ["&lt;i&gt;"]


def test_a_long_label_is_cut(tiny_store: Store) -> None:
    """A panel's title stays within its panel."""
    topic = MadeTopic(0, "default", None, "long " * 40)
    store = store_of(Made((Placed(paper("t:a", "One", "2024-01-01"), (-1, 0, -1)),), (topic,)))
    trends = topic_trends(store, in_view(store, View()), "default", [0], "year")

    assert len(trends_figure(trends, store.topics, "count", dark=False).layout.annotations[0].text) <= 38


def test_activity(tiny_store: Store) -> None:
    """One topic's bars are its counts, the hover says of how many."""
    trends = topic_trends(tiny_store, in_view(tiny_store, View()), "default", [0], "quarter")
    bars = activity_figure(trends, tiny_store.topic_by_id[0], dark=False).data[0]

    assert list(bars.x) == trends.names
    assert list(bars.y) == [3, 1, 0, 0, 0]
    assert list(bars.customdata) == [4, 3, 1, 0, 1]


def test_terms(tiny_store: Store) -> None:
    """Terms are bars as long as their weights, the weightiest on top."""
    figure = terms_figure(tiny_store.topic_by_id[0], dark=False)

    assert list(figure.data[0].y) == ["retrieval", "queries"]
    assert figure.data[0].x == pytest.approx([0.4, 0.3])
    assert figure.layout.yaxis.autorange == "reversed"


def test_only_the_first_terms() -> None:
    """Not more terms are drawn than asked for."""
    topic = MadeTopic(0, "default", None, "many", terms=tuple((f"term {k}", 1 - k / 20) for k in range(15)))
    store = store_of(Made((Placed(paper("t:a", "One"), (-1, 0, -1)),), (topic,)))

    assert len(terms_figure(store.topics[0], dark=True).data[0].y) == 10
    assert len(terms_figure(store.topics[0], dark=True, n=3).data[0].y) == 3
