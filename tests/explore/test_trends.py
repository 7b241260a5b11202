"""Papers per topic and period."""

from dataclasses import replace

import numpy as np
import pytest

from lib.core.dates import PartialDate
from lib.core.topic import UNASSIGNED
from lib.core.view import View
from lib.explore.periods import Period
from lib.explore.selecting import in_view
from lib.explore.store import Store
from lib.explore.trends import largest_topics, topic_trends, view_trends
from tests.atlas_maker import TINY, Made, Placed, paper, store_of


def test_counts_by_quarter(tiny_store: Store) -> None:
    """Papers are counted by topic and quarter; quarters without any are there with 0."""
    trends = topic_trends(tiny_store, in_view(tiny_store, View()), "default", [0, 1, 2, UNASSIGNED], "quarter")

    assert trends.names == ["Q1 2023", "Q2 2023", "Q3 2023", "Q4 2023", "Q1 2024"]
    assert trends.counts.tolist() == [[3, 1, 0, 0, 0], [0, 2, 0, 0, 0], [0, 0, 1, 0, 0], [1, 0, 0, 0, 1]]
    assert trends.all_papers.tolist() == [4, 3, 1, 0, 1]
    # Known to the year: 5. Undated: 8 and 10.
    assert trends.left_out == 3


def test_what_is_left_out_belongs_to_the_topics(tiny_store: Store) -> None:
    """A topic's chart leaves out its own papers, not those of others."""
    mask = in_view(tiny_store, View())

    assert [topic_trends(tiny_store, mask, "default", [topic], "month").left_out for topic in (0, 1, 2)] == [0, 1, 1]
    assert topic_trends(tiny_store, mask, "default", [1], "year").left_out == 0


def test_shares(tiny_store: Store) -> None:
    """A share is of all dated papers of the period, in view or not; without any it is NaN."""
    mask = in_view(tiny_store, View(query="queries"))
    shares = topic_trends(tiny_store, mask, "default", [0], "quarter").shares

    assert shares[0, :3].tolist() == [1 / 4, 1 / 3, 0]
    assert np.isnan(shares[0, 3])
    assert shares[0, 4] == 0


def test_the_span_is_the_corpus_s(tiny_store: Store) -> None:
    """A narrow view keeps all periods, so that charts of two views can be compared."""
    narrow = in_view(tiny_store, View(date_from=PartialDate(2023, 7), undated="out"))

    assert topic_trends(tiny_store, narrow, "default", [2], "year").names == ["2023", "2024"]


def test_no_dates() -> None:
    """Without dates everything is left out and nothing is unfinished."""
    store = store_of(Made((Placed(paper("t:a", "One")), Placed(paper("t:b", "Two"))), ()))
    trends = topic_trends(store, in_view(store, View()), "default", [UNASSIGNED], "month")

    assert trends.counts.shape == trends.shares.shape == (1, 0)
    assert trends.left_out == 2
    assert not trends.unfinished


@pytest.mark.parametrize(
    ("newest", "by", "unfinished"),
    [
        ("2024-03-10", "month", True),
        ("2024-03-27", "month", True),
        ("2024-03-28", "month", False),
        ("2024-03-31", "month", False),
        ("2024-03", "month", False),
        ("2024-03-10", "quarter", True),
        ("2024-03-25", "quarter", False),
        ("2024-10-30", "year", True),
        ("2024-12-01", "year", False),
        ("2024", "year", False),
    ],
)
def test_unfinished(newest: str, by: Period, unfinished: bool) -> None:
    """The last period is unfinished where the newest paper leaves more than a tenth of it, or three days, open."""
    store = store_of(Made((Placed(paper("t:a", "Old", "2021-01-01")), Placed(paper("t:b", "New", newest))), ()))

    assert topic_trends(store, in_view(store, View()), "default", [UNASSIGNED], by).unfinished is unfinished


@pytest.mark.parametrize(
    ("built_at", "unfinished"),
    [("2024-03-10T08:00:00Z", True), ("2024-12-31T08:00:00Z", False), ("2026-01-01T00:00:00Z", False), ("", False)],
)
def test_a_year_under_way(built_at: str, unfinished: bool) -> None:
    """A paper known only to the year does not make the year complete in which the atlas was built."""
    papers = (Placed(paper("t:a", "Old", "2021")), Placed(paper("t:b", "New", "2024")))
    store = store_of(Made(papers, (), manifest={"built_at": built_at}))

    assert topic_trends(store, in_view(store, View()), "default", [UNASSIGNED], "year").unfinished is unfinished


def test_largest_topics(tiny_store: Store) -> None:
    """The largest topics in view come first, equals by id, the unassigned and the absent not at all."""
    everything = in_view(tiny_store, View())

    assert largest_topics(tiny_store, everything, "default", 8) == [0, 1, 2]
    assert largest_topics(tiny_store, everything, "default", 2) == [0, 1]
    assert largest_topics(tiny_store, everything, "fine", 8) == [20, 21, 22, 23]
    assert largest_topics(tiny_store, in_view(tiny_store, View(query="electrolytes")), "default", 8) == [2]


@pytest.mark.parametrize(
    ("view", "topics"),
    [
        (View(), (0, 1)),
        (View(topics=(2,)), (2,)),
        (View(topics=(2, UNASSIGNED)), (2, UNASSIGNED)),
        (View(topics=(UNASSIGNED,)), (UNASSIGNED,)),
        # Named by their area: its topics are drawn, also beside one named itself.
        (View(topics=(11,)), (2,)),
        (View(topics=(10, 2)), (0, 1)),
        (View(topics=(11, UNASSIGNED)), (2, UNASSIGNED)),
        (View(level="fine", topics=(0,)), (20, 21)),
        (View(topics=(99,)), ()),
    ],
)
def test_view_trends(tiny_store: Store, view: View, topics: tuple[int, ...]) -> None:
    """A view's trends are those of the topics it names, else of the largest two that it holds."""
    assert view_trends(tiny_store, view, in_view(tiny_store, view), "year", 2).topic_ids == topics


def test_trends_of_a_replaced_manifest_are_the_same() -> None:
    """What is not about time in the manifest changes no trend."""
    other = store_of(replace(TINY, manifest={"notice": "invented"}))
    one, two = (
        topic_trends(store, in_view(store, View()), "top", [10, 11], "year") for store in (store_of(TINY), other)
    )

    assert (one.counts == two.counts).all()
    assert one.counts.tolist() == [[7, 0], [1, 1]]
