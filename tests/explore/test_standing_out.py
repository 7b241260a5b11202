"""Authors and categories that stand out: by hand, and against SciPy's own tests."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, fisher_exact

from lib.explore.standing_out import fisher_greater, passes, standing_out
from tests.atlas_maker import Made, Placed, paper, store_of


def made(authors: list[tuple[str, ...]]) -> Made:
    """Papers with these authors, who are their categories too."""
    return Made(
        tuple(
            Placed(paper(f"t:{row:04d}", f"Paper {row}", authors=names, categories=names))
            for row, names in enumerate(authors)
        ),
        (),
    )


def test_fisher_by_hand() -> None:
    """3 of 3 papers drawn from 6, 3 of them hers: one way of twenty. 2 or more of 3: nine ways and that one."""
    p = fisher_greater(np.array([3, 2, 1]), np.array([3, 3, 3]), 3, 6)

    assert p == pytest.approx([1 / 20, 10 / 20, 1.0])


@given(st.integers(2, 400), st.data())
def test_fisher_as_scipy_has_it(n_all: int, data: st.DataObject) -> None:
    """For any table the chance is SciPy's, where there is more here than expected."""
    n_here = data.draw(st.integers(1, n_all))
    in_all = data.draw(st.integers(1, n_all))
    here = data.draw(st.integers(max(0, n_here + in_all - n_all), min(n_here, in_all)))
    (p,) = fisher_greater(np.array([here]), np.array([in_all]), n_here, n_all)

    table = [[here, in_all - here], [n_here - here, n_all - in_all - n_here + here]]
    if here * n_all > in_all * n_here:
        assert p == pytest.approx(fisher_exact(table, alternative="greater").pvalue, rel=1e-6, abs=1e-12)
    else:
        assert p == 1


def test_very_small_chances() -> None:
    """Hundreds of papers of one category give a chance that is small, not a failure."""
    (p,) = fisher_greater(np.array([3_000]), np.array([4_000]), 3_500, 120_000)

    assert 0 <= p < 1e-300


@given(st.lists(st.floats(0, 1), max_size=30))
def test_benjamini_hochberg_as_scipy_has_it(chances: list[float]) -> None:
    """Those pass whose adjusted chance is at most 5 of 100."""
    p = np.array(chances)

    if len(p):
        adjusted = false_discovery_control(p)
        clear = np.abs(adjusted - 0.05) > 1e-9
        assert (passes(p) == (adjusted <= 0.05))[clear].all()
    else:
        assert not len(passes(p))


@pytest.mark.parametrize("which", ["authors", "categories"])
def test_who_stands_out(which: str) -> None:
    """Ada has 8 of her 9 papers among these 10 of 100; Bo has 10 all over; Cy has two; nobody is counted twice."""
    authors: list[tuple[str, ...]] = [()] * 100
    for row in (*range(8), 50):
        authors[row] = ("Ada", "Ada", " ")
    for row in range(9, 100, 10):
        authors[row] = (*authors[row], "Bo")
    for row in (8, 9):
        authors[row] = (*authors[row], "Cy")
    found = standing_out(store_of(made(authors)), np.arange(100) < 10, which)

    assert [(one.name, one.here, one.in_all) for one in found.found] == [("Ada", 8, 9)]
    assert found.found[0].p == pytest.approx(fisher_exact([[8, 1], [2, 89]], alternative="greater").pvalue)
    assert found.n_tested == 2


def test_two_papers_are_too_few() -> None:
    """Who has two papers here is not named, however few there are elsewhere."""
    store = store_of(made([("Ada",)] * 2 + [()] * 997 + [("Ada",)]))

    assert standing_out(store, np.arange(1000) < 2, "authors").found == ()


@pytest.mark.parametrize("papers", [0, 5])
def test_nobody(papers: int) -> None:
    """Without papers, without names, and of all papers, nobody stands out."""
    store = store_of(replace(made([()] * 5)))
    everything = store_of(made([("Ada",)] * 5))

    assert standing_out(store, np.arange(5) < papers, "authors").found == ()
    assert standing_out(everything, np.arange(5) < papers, "authors").found == ()
