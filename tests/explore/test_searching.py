"""A search by words, by meaning or by both."""

import numpy as np
import pytest

from lib.core.meaning import Meaning
from lib.core.view import SearchMode
from lib.explore.searching import found_by
from lib.explore.store import Store

NEAR_RETRIEVAL = Meaning("a text", np.array([1, 0, 0, 0], dtype=np.float32))
"""Near papers 0 to 6, the first four most."""


def papers(store: Store, query: str, search: SearchMode, meaning: Meaning | None = NEAR_RETRIEVAL) -> list[int]:
    """Numbers of the papers that are found."""
    found = found_by(store, query, search, meaning)
    assert found is not None
    return np.flatnonzero(found.mask).tolist()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("zinc", [0, 1, 2, 3, 4, 5, 6, 11]),
        ("zinc year:2024", [11]),
        ("retrieval topic:1", [4, 5, 6]),
        ("graph author:moor", [0]),
        ("zinc NOT graph", [0, 1, 2, 3, 11]),
        ("zinc -(graph OR dense)", [2, 3, 11]),
        ("(zinc (year:2024))", [11]),
        ("zinc OR year:2024", [0, 1, 2, 3, 4, 5, 6, 11]),
    ],
)
def test_conditions_bind_words_and_meaning(tiny_store: Store, query: str, expected: list[int]) -> None:
    """Years, topics, names and NOT beside the words hold for what is near as well; within OR they cannot."""
    assert papers(tiny_store, query, "both") == expected


def test_words_or_meaning_alone(tiny_store: Store) -> None:
    """Words do without a meaning; for meaning alone the query is one text, whatever stands in it."""
    assert papers(tiny_store, "dense year:2023", "both", None) == [0, 1]
    assert papers(tiny_store, "dense year:2023", "words") == [0, 1]
    assert papers(tiny_store, "dense year:2024", "meaning") == [0, 1, 2, 3, 4, 5, 6]
    assert found_by(tiny_store, "dense", "meaning", None) is None
    assert found_by(tiny_store, " ", "both", NEAR_RETRIEVAL) is None
