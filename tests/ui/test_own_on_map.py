"""What of an own list goes to the map: a long one in a message that stays small."""

import json

import numpy as np
import pytest

from lib.core.own_list import OwnList, OwnPaper
from lib.explore.own_list import Comparison, compare
from lib.explore.store import Store
from lib.ui.map_page import own_on_map
from tests.atlas_maker import TINY, store_of

STORE = store_of(TINY)


def compared(store: Store, n_papers: int) -> Comparison:
    """A list of papers that the atlas has, under long titles."""
    papers = tuple(
        OwnPaper(f"{number} " + "long title " * 30, (store.paper_ids[number % store.n_papers],))
        for number in range(n_papers)
    )
    return compare(store, OwnList("mine.bib", papers, np.zeros((n_papers, 0), dtype=np.float16)))


@pytest.mark.parametrize(("n_papers", "n_shown"), [(3, 3), (2500, 2500), (2501, 1251), (5000, 2500)])
def test_a_long_list(n_papers: int, n_shown: int) -> None:
    """Places of all, or of every nth where they are very many; titles are cut, and far down they come later."""
    own = own_on_map(compared(STORE, n_papers))

    assert len(own) == n_shown
    assert all(len(paper.title) <= 80 for paper in own)
    assert own[0].title.startswith("0 long title")
    message = [[round(paper.x, 3), round(paper.y, 3), paper.title, paper.index] for paper in own]
    assert len(json.dumps(message)) < 130_000


def test_no_list() -> None:
    """Without a list, or while it is compared, nothing is shown."""
    assert own_on_map(None) == ()
