"""Marks, counted."""

import numpy as np

from lib.explore.marks import mark_counts
from tests.atlas_maker import JUDGED, Made, Placed, paper, store_of


def test_counts() -> None:
    """Each mark has the papers in view that have it; one that none of them has is there all the same."""
    store = store_of(JUDGED)
    everything = np.ones(12, dtype=bool)

    assert mark_counts(store, everything) == {"unassigned": 3, "undated": 2, "bridge": 1, "no_abstract": 1}
    assert mark_counts(store, np.arange(12) >= 9) == {"unassigned": 3, "undated": 1, "bridge": 0, "no_abstract": 1}


def test_no_marks() -> None:
    """Where no paper is special nothing is counted."""
    store = store_of(
        Made((Placed(paper("t:a", "One", "2024"), (0, 0, 0)), Placed(paper("t:b", "Two", "2023"), (0, 0, 0))), ())
    )

    assert mark_counts(store, np.ones(2, dtype=bool)) == {}
