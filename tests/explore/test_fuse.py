"""Ranks are added as their inventors have it, and nothing else decides."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lib.explore.found import Found
from lib.explore.fuse import fused

Rows = list[tuple[bool, float]]
ROWS = st.lists(st.tuples(st.booleans(), st.sampled_from([0.1, 0.2, 0.5, 3.0])), min_size=1, max_size=12)


def found(rows: Rows) -> Found:
    """A search that finds some papers, with scores."""
    return Found(np.array([row[0] for row in rows]), np.array([row[1] for row in rows], dtype=np.float32))


def test_by_hand() -> None:
    """Paper 0 is first and third, 1 second and first, 2 is found once, 3 never."""
    words = found([(True, 9.0), (True, 4.0), (False, 99.0), (False, 0.0)])
    meaning = found([(True, 0.3), (True, 0.8), (True, 0.5), (False, 0.9)])
    both = fused([words, meaning])

    assert both.mask.tolist() == [True, True, True, False]
    expected = [1 / 61 + 1 / 63, 1 / 62 + 1 / 61, 1 / 62, 0]
    np.testing.assert_allclose(both.scores, expected, rtol=1e-6)


def test_equals_share_a_rank() -> None:
    """Two that share the first rank leave the second empty."""
    (scores,) = (fused([found([(True, 2.0), (True, 2.0), (True, 1.0)])]).scores,)

    np.testing.assert_allclose(scores, [1 / 61, 1 / 61, 1 / 63], rtol=1e-6)


@given(ROWS)
def test_one_search_keeps_its_order(rows: Rows) -> None:
    """With itself alone nothing moves."""
    one = found(rows)
    both = fused([one])

    assert both.mask.tolist() == one.mask.tolist()
    inside = np.flatnonzero(one.mask)
    for a in inside:
        for b in inside:
            assert (one.scores[a] > one.scores[b]) == (both.scores[a] > both.scores[b])


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=12))
def test_neither_order_counts(rows: list[tuple[bool, bool, int, int]]) -> None:
    """Not that of the searches, not that of the papers."""
    one, other = (found([(row[place], row[place + 2]) for row in rows]) for place in (0, 1))
    back = [found([(row[place], row[place + 2]) for row in reversed(rows)]) for place in (1, 0)]

    both, turned = fused([one, other]), fused(back)
    assert both.mask.tolist() == turned.mask.tolist()[::-1]
    np.testing.assert_array_equal(both.scores, turned.scores[::-1])
    assert (both.scores[both.mask] > 0).all()
    assert (both.scores[~both.mask] == 0).all()
