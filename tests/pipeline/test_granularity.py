"""How many topics suit a corpus: what is promised for some thousands of papers, and no cliff anywhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.config import DETAILS
from lib.pipeline.granularity import FACTORS, Bounds, chosen_topic_size, granularity

PAPERS = st.integers(15, 500_000)


@pytest.mark.parametrize("n_papers", [2_000, 3_000, 5_000, 7_600, 10_000])
def test_some_thousands_of_papers(n_papers: int) -> None:
    """From 6 to 20 areas and from 20 to 60 topics."""
    wish = granularity(n_papers)

    assert wish.top == Bounds(6, 20)
    assert 20 <= wish.default.fewest < wish.default.most == 60


def test_hundreds_and_hundreds_of_thousands() -> None:
    """Fewer for hundreds, down to three of 100 papers; up to a few hundred for 200,000."""
    assert granularity(100).default == Bounds(3, 9)
    assert granularity(300).default == Bounds(6, 19)
    assert granularity(300).top == Bounds(3, 10)
    huge = granularity(200_000)
    assert 30 <= huge.default.fewest < 100
    assert 200 <= huge.default.most <= 400
    assert huge.top == Bounds(6, 20)


@given(PAPERS, st.sampled_from(DETAILS))
def test_bounds_are_bounds(n_papers: int, detail) -> None:
    """Never fewer than two topics, never more areas than topics, room for the papers of each topic."""
    wish = granularity(n_papers, detail=detail)

    assert 2 <= wish.top.fewest <= wish.top.most
    assert 2 <= wish.default.fewest <= wish.default.most
    assert wish.top.fewest <= wish.default.fewest
    assert wish.topic_size >= 2
    assert 2 * wish.topic_size * wish.default.fewest <= max(n_papers, 16)


@given(PAPERS, st.sampled_from(DETAILS))
def test_there_is_no_cliff(n_papers: int, detail) -> None:
    """1 % more papers move no bound by more than a tenth, or by one where numbers are small; none of them shrinks."""
    few, more = granularity(n_papers, detail=detail), granularity(round(1.01 * n_papers), detail=detail)

    values = [
        (one, other)
        for level in ("top", "default")
        for bound in ("fewest", "most")
        for one, other in [(getattr(getattr(few, level), bound), getattr(getattr(more, level), bound))]
    ]
    for one, other in [*values, (few.topic_size, more.topic_size)]:
        assert one <= other <= max(one + 1, 1.1 * one)


@given(PAPERS)
def test_detail_moves_all_bounds_one_way(n_papers: int) -> None:
    """Less asks for no more topics than normal and larger ones, more for no fewer and smaller ones."""
    less, normal, more = (granularity(n_papers, detail=detail) for detail in DETAILS)

    for level in ("top", "default"):
        for bound in ("fewest", "most"):
            assert getattr(getattr(less, level), bound) <= getattr(getattr(normal, level), bound)
            assert getattr(getattr(normal, level), bound) <= getattr(getattr(more, level), bound)
    assert less.factor < normal.factor < more.factor
    assert less.topic_size > normal.topic_size > more.topic_size
    assert set(FACTORS) == set(DETAILS)


@given(PAPERS, st.integers(2, 2000))
def test_a_wished_number_has_room(n_papers: int, topics: int) -> None:
    """Exactly so many topics are looked for, no more areas than that, and small enough ones where papers are few."""
    wish = granularity(n_papers, topics=topics)

    assert wish.default == Bounds(topics, topics)
    assert wish.top.fewest <= wish.top.most <= topics
    assert wish.topic_size == 1 or 2 * wish.topic_size * topics <= n_papers


def test_a_set_size_is_kept() -> None:
    """The smallest topic is what was set, or else grows slowly with the corpus."""
    assert granularity(3_000, topic_size=25).topic_size == 25
    # Also where so many topics are wished that they cannot all have so many papers.
    assert granularity(100, topics=40, topic_size=25).topic_size == 25
    sizes = [chosen_topic_size(n) for n in np.geomspace(15, 500_000, 200).astype(int)]
    assert sizes == sorted(sizes)
    assert (sizes[0], sizes[-1]) == (3, 54)
