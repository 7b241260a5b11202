"""Versions of a paper, found from any of them."""

from dataclasses import replace

import pytest

from lib.core.paper import Version
from lib.explore.store import Store
from lib.explore.versions import other_versions
from tests.atlas_maker import TINY, store_of

IDS = [placed.paper.paper_id for placed in TINY.papers]


@pytest.fixture
def store() -> Store:
    """Papers 0, 7 and 8 are versions of one work, and 1 and 2 of another; paper 8 has no date, 7 is the newest."""
    groups = {0: 0, 7: 0, 8: 0, 1: 1, 2: 1}
    return store_of(replace(TINY, versions=tuple(Version(IDS[n], IDS[group], 0.5) for n, group in groups.items())))


@pytest.mark.parametrize(("index", "expected"), [(0, [7, 8]), (7, [0, 8]), (8, [0, 7]), (1, [2]), (2, [1]), (3, [])])
def test_other_versions(store: Store, index: int, expected: list[int]) -> None:
    """The oldest first, the undated last, and never the paper itself."""
    assert other_versions(store, index) == expected


def test_most_atlases_have_none(tiny_store: Store) -> None:
    """Then no paper has any."""
    assert not any(other_versions(tiny_store, index) for index in range(tiny_store.n_papers))
