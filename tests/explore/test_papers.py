"""Papers in order, and papers like one paper."""

import pytest

from lib.core.view import View
from lib.explore.papers import nearest_papers, ordered, orders_of
from lib.explore.selecting import in_view
from lib.explore.store import Store


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        # Confidence 1.0, 0.95, twice 0.9, 0.8 ...; those without one come last in canonical order.
        ("surest", [7, 4, 0, 8, 1, 2, 3, 5, 6, 9, 10, 11]),
        # The paper known to 2023 counts from that year's first day; 8 and 10 have no date.
        ("newest", [11, 7, 6, 4, 3, 9, 2, 0, 1, 5, 8, 10]),
        ("oldest", [1, 5, 0, 2, 9, 3, 4, 6, 7, 11, 8, 10]),
        # Without regard to case: zinc is last although it is written small.
        ("title", [9, 8, 0, 4, 6, 10, 3, 2, 1, 7, 11, 5]),
    ],
)
def test_ordered(tiny_store: Store, order: str, expected: list[int]) -> None:
    """Papers come in the order asked for; equals keep the canonical order."""
    assert ordered(tiny_store, in_view(tiny_store, View()), order).tolist() == expected


def test_only_the_view(tiny_store: Store) -> None:
    """Papers outside the view are not there, and an empty view is empty, whatever the order."""
    for order in orders_of(tiny_store, is_search=True):
        assert sorted(ordered(tiny_store, in_view(tiny_store, View(topics=(2,))), order).tolist()) == [7, 8]
        assert ordered(tiny_store, in_view(tiny_store, View(query="no such word")), order).tolist() == []


def test_nearest_papers(tiny_store: Store) -> None:
    """The papers most like one come from the neighbour graph, nearest first; places left empty are passed over."""
    near = nearest_papers(tiny_store, 0)

    assert [index for index, _ in near] == [1, 2, 6]
    assert [similarity for _, similarity in near] == pytest.approx([0.95, 0.9, 0.7], abs=1e-3)
    assert nearest_papers(tiny_store, 0, n=1) == near[:1]
    assert nearest_papers(tiny_store, 9) == []
