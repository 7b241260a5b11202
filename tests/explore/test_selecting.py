"""Which papers a view holds."""

from dataclasses import replace

import numpy as np
import pytest

from lib.core.dates import PartialDate
from lib.core.topic import UNASSIGNED
from lib.core.view import View
from lib.explore.selecting import in_polygon, in_view
from lib.explore.store import Store
from tests.atlas_maker import TINY, Made, Placed, paper, store_of


def papers(store: Store, **parts: object) -> list[int]:
    """Numbers of the papers in a view; dates as text."""
    for name in ("date_from", "date_to"):
        if name in parts:
            parts[name] = PartialDate.parse(str(parts[name]))
    return np.flatnonzero(in_view(store, View(**parts))).tolist()


def test_everything(tiny_store: Store) -> None:
    """A view without filters holds all papers, at any level."""
    assert papers(tiny_store) == papers(tiny_store, level="fine") == list(range(12))


@pytest.mark.parametrize(
    ("topics", "expected"),
    [
        ((0,), [0, 1, 2, 3]),
        ((20,), [0, 1]),
        ((11,), [7, 8, 11]),
        ((0, 2), [0, 1, 2, 3, 7, 8]),
        ((20, 11), [0, 1, 7, 8, 11]),
        ((0, 20), [0, 1, 2, 3]),
        ((99,), []),
    ],
)
def test_topics(tiny_store: Store, topics: tuple[int, ...], expected: list[int]) -> None:
    """Topics of any level are joined by "or"; an unknown one holds nothing."""
    assert papers(tiny_store, topics=topics) == expected


@pytest.mark.parametrize(("level", "expected"), [("top", [9, 10]), ("default", [9, 10, 11]), ("fine", [6, 9, 10, 11])])
def test_unassigned(tiny_store: Store, level: str, expected: list[int]) -> None:
    """Unassigned means: without a topic at the view's level."""
    assert papers(tiny_store, level=level, topics=(UNASSIGNED,)) == expected


def test_unassigned_and_a_topic(tiny_store: Store) -> None:
    """The papers without a topic can be joined to those of one."""
    assert papers(tiny_store, topics=(UNASSIGNED, 2)) == [7, 8, 9, 10, 11]


def test_bounds_are_inclusive(tiny_store: Store) -> None:
    """A paper of the first or the last day is in; bounds may be as coarse as they like."""
    dated = {"undated": "out"}

    assert papers(tiny_store, date_from="2023-07-01", **dated) == [5, 7, 11]
    assert papers(tiny_store, date_from="2023-07-02", **dated) == [5, 11]
    assert papers(tiny_store, date_to="2023-01-10", **dated) == [0, 1, 5]
    assert papers(tiny_store, date_to="2023-01-09", **dated) == [1, 5]
    assert papers(tiny_store, date_from="2023-04", date_to="2023-04", **dated) == [3, 4, 5]
    assert papers(tiny_store, date_from="2024", **dated) == [11]
    assert papers(tiny_store, date_to="2023", **dated) == [0, 1, 2, 3, 4, 5, 6, 7, 9]


def test_an_interval_that_overlaps_is_in(tiny_store: Store) -> None:
    """A paper known to the month is in when any day of it is: 29 Feb 2024 has one, 1 Mar has none."""
    assert 11 in papers(tiny_store, date_from="2024-02-29")
    assert 11 not in papers(tiny_store, date_from="2024-03-01")


def test_undated(tiny_store: Store) -> None:
    """Papers without a date stay in a dated view unless they are left out on purpose, with or without a bound."""
    assert papers(tiny_store, date_from="2024") == [8, 10, 11]
    assert papers(tiny_store, date_from="2024", undated="out") == [11]
    assert papers(tiny_store, undated="out") == [0, 1, 2, 3, 4, 5, 6, 7, 9, 11]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("retrieval", [0, 1]),
        ("QUESTIONS", [0, 1, 3]),
        ("question returns", [3]),
        ("graph search", [6]),
        ("search", [6]),
        ("search*", [0, 6]),
        ("étude", [5]),
        ("ÉTUDE", [5]),
        ("  dense   sparse ", [1]),
        ("<b>", [5]),
        ("$walks$ *stars*", [5]),
        (".*", list(range(12))),
        ("%", list(range(12))),
        ("nothing of the kind", []),
        ("   ", list(range(12))),
    ],
)
def test_words(tiny_store: Store, words: str, expected: list[int]) -> None:
    """All words must be there, in title or abstract, whatever their case; signs alone ask for nothing."""
    assert papers(tiny_store, query=words) == expected


def test_words_where_a_text_is_missing(tiny_store: Store) -> None:
    """A title alone is searched where another program has left the abstract null."""
    column = tiny_store.atlas.papers.schema.get_field_index("abstract")
    abstracts = [None] * tiny_store.n_papers
    table = tiny_store.atlas.papers.set_column(column, "abstract", [abstracts])
    store = Store("nulls", replace(tiny_store.atlas, papers=table.cast(tiny_store.atlas.papers.schema)))

    assert papers(store, query="retrieval") == [0, 1]


def test_parts_are_joined_by_and(tiny_store: Store) -> None:
    """Topics, dates and words narrow a view down together."""
    assert papers(tiny_store, topics=(0,), date_from="2023-02", query="queries") == [2, 3]


def test_a_mask_cannot_be_changed(tiny_store: Store) -> None:
    """Masks are kept for the next who asks, so nobody may write to one."""
    mask = in_view(tiny_store, View())

    assert in_view(tiny_store, View()) is mask
    with pytest.raises(ValueError, match="read-only"):
        mask[0] = False


def test_stores_do_not_share_masks(tiny_store: Store) -> None:
    """The same view of another atlas is another view."""
    other = store_of(Made((Placed(paper("t:a", "One")),), ()))

    assert in_view(tiny_store, View()).shape == (12,)
    assert in_view(other, View()).shape == (1,)


@pytest.mark.parametrize(
    ("corners", "expected"),
    [
        ([(-0.5, -0.5), (2.5, -0.5), (2.5, 0.5), (-0.5, 0.5)], [0, 1, 2]),
        ([(-0.5, 0.5), (2.5, 0.5), (2.5, -0.5), (-0.5, -0.5)], [0, 1, 2]),
        # A lasso around the first and the third paper of the row, with a bay that leaves the second out.
        ([(-0.5, -0.5), (2.5, -0.5), (2.5, 0.5), (1.5, 0.5), (1, -0.2), (0.5, 0.5), (-0.5, 0.5)], [0, 2]),
        # Around once widely and once closely: what was gone round twice is out again.
        (
            [(-1, 9), (3, 9), (3, 11), (-1, 11), (-1, 9), (0.5, 9.5), (1.5, 9.5), (1.5, 10.5), (0.5, 10.5), (0.5, 9.5)],
            [4, 6],
        ),
        ([(0, 0), (1, 0)], []),
        ([], []),
    ],
)
def test_in_polygon(tiny_store: Store, corners: list[tuple[float, float]], expected: list[int]) -> None:
    """A region holds the papers inside, whichever way round it was drawn; fewer than three corners hold nothing."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]

    assert np.flatnonzero(in_polygon(tiny_store, xs, ys)).tolist() == expected


def test_in_polygon_without_a_place(tiny_store: Store) -> None:
    """A paper without a place is in no region, and a region with a corner that is no number holds nothing."""
    placed = tuple(replace(one, place=(np.nan, np.nan)) for one in TINY.papers[:1]) + TINY.papers[1:]
    store = store_of(replace(TINY, papers=placed))
    box = [-100.0, 100, 100, -100], [-100.0, -100, 100, 100]

    assert in_polygon(store, *box).tolist() == [False] + [True] * 11
    assert not in_polygon(tiny_store, [*box[0], np.nan], [*box[1], 0]).any()
    assert not in_polygon(tiny_store, [*box[0], np.inf], [*box[1], 0]).any()
