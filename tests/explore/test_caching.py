"""What is worked out once for a store is given up with it."""

import gc
import weakref

import numpy as np

from lib.core.meaning import Meaning
from lib.core.view import View
from lib.explore.caching import kept_with_store
from lib.explore.coloring import coloring_of
from lib.explore.fields import fields_of
from lib.explore.keeping import neighbors_kept
from lib.explore.papers import ordered
from lib.explore.selecting import in_view
from lib.explore.store import Store
from lib.explore.wording import word_index
from tests.atlas_maker import TINY, store_of


def test_the_last_results_of_each_store() -> None:
    """One store's do not push out another's; the oldest of a store goes first."""
    asked: list[tuple[str, int]] = []

    @kept_with_store(maxsize=2)
    def twice(store: Store, n: int) -> int:
        asked.append((store.name, n))
        return 2 * n

    one, other = store_of(TINY, "one"), store_of(TINY, "other")
    results = [twice(store, n) for n in (1, 2, 1, 3, 1, 2) for store in (one, other)]

    assert results == [n for n in (2, 4, 2, 6, 2, 4) for _ in range(2)]
    assert [n for name, n in asked if name == "one"] == [1, 2, 3, 2]
    assert [n for name, n in asked if name == "other"] == [1, 2, 3, 2]


def test_nothing_outlives_its_store() -> None:
    """Masks, fields, colours, searches and orders are asked for, and the store is gone with the last who held it."""
    store = store_of(TINY)
    meaning = Meaning("a text", np.array([1, 0, 0, 0], dtype=np.float32))
    mask = in_view(store, View(query="graph", search="both"), meaning)
    assert in_view(store, View(query="graph", search="both"), meaning) is mask
    assert fields_of(store)
    assert coloring_of(store, "citations")
    assert neighbors_kept(store) is neighbors_kept(store)
    assert word_index(store) is word_index(store)
    assert len(ordered(store, mask, "title")) == mask.sum()

    gone = weakref.ref(store)
    del store
    gc.collect()

    assert gone() is None
