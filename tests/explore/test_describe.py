"""What a view holds, in one sentence."""

import pytest

from lib.core.dates import PartialDate
from lib.core.topic import UNASSIGNED
from lib.core.view import View
from lib.explore.describe import describe_view
from lib.explore.selecting import in_view
from lib.explore.store import Store
from tests.atlas_maker import Made, Placed, paper, store_of


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        (View(), "All 12 papers."),
        (View(level="fine"), "All 12 papers."),
        (View(topics=(0,)), "4 of 12 papers on retrieval, search."),
        (View(topics=(0, 1)), "7 of 12 papers on retrieval, search and 1 more topic."),
        (View(topics=(0, 1, 2)), "9 of 12 papers on retrieval, search and 2 more topics."),
        (View(topics=(UNASSIGNED,)), "3 of 12 papers without a topic."),
        (View(topics=(2, UNASSIGNED)), "5 of 12 papers on solid electrolytes, or without a topic."),
        (View(query=" dense  retrieval "), "2 of 12 papers with “dense retrieval”."),
        (View(date_from=PartialDate(2024)), "3 of 12 papers, from 2024."),
        (View(date_to=PartialDate(2023, 1, 9)), "4 of 12 papers, until 9 Jan 2023."),
        (
            View(date_from=PartialDate(2023, 4), date_to=PartialDate(2023, 5), undated="out"),
            "4 of 12 papers, Apr 2023 to May 2023, papers without a date left out.",
        ),
        (View(date_from=PartialDate(2023, 4), date_to=PartialDate(2023, 4)), "5 of 12 papers, Apr 2023."),
        (View(undated="out"), "10 of 12 papers, papers without a date left out."),
        (
            View(topics=(0,), query="queries", date_from=PartialDate(2023)),
            "2 of 12 papers on retrieval, search with “queries”, from 2023.",
        ),
        (View(query="no such word"), "0 of 12 papers with “no such word”."),
    ],
)
def test_describe_view(tiny_store: Store, view: View, sentence: str) -> None:
    """Every part of the view is in the sentence, and nothing else."""
    assert describe_view(tiny_store, view, in_view(tiny_store, view)) == sentence


def test_one_paper() -> None:
    """One paper is spoken of as one."""
    store = store_of(Made((Placed(paper("t:a", "One")),), ()))

    assert describe_view(store, View(), in_view(store, View())) == "The only paper."
    assert describe_view(store, View(undated="out"), in_view(store, View(undated="out"))) == (
        "0 of 1 paper, papers without a date left out."
    )


def test_long_words_are_cut(tiny_store: Store) -> None:
    """The sentence stays short whatever was typed."""
    view = View(query="no such " * 200)

    assert describe_view(tiny_store, view, in_view(tiny_store, view)) == (
        "0 of 12 papers with “no such no such no such no such no…”."
    )
