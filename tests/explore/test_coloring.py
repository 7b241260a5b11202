"""What papers are coloured by."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lib.explore.coloring import (
    MOST_NAMED,
    MOST_STEPS,
    OTHERS,
    UNKNOWN,
    Coloring,
    _by_number,
    coloring_of,
    coloring_of_match,
    colorings,
)
from lib.explore.fields import NumberField
from lib.explore.found import Found
from lib.explore.store import Store
from tests.atlas_maker import Made, Placed, paper, store_of


def colored(values: list[float], *, is_share: bool = False) -> Coloring:
    """The colours of a field that has these numbers."""
    return _by_number(NumberField("n", "Number", lambda: np.array(values, dtype=np.float64), is_share=is_share))


def dated(*dates: str) -> Store:
    """An atlas of papers with these dates."""
    return store_of(Made(tuple(Placed(paper(f"t:{n:03d}", f"Title {n}", date)) for n, date in enumerate(dates)), ()))


def colored_by_date(*dates: str) -> Coloring:
    """The colours of papers with these dates."""
    coloring = coloring_of(dated(*dates), "date")
    assert coloring is not None
    return coloring


def test_few_whole_numbers_have_a_colour_each() -> None:
    """Their labels are the numbers; a paper without one has none."""
    coloring = colored([0, 3, np.nan, 1, 3])

    assert coloring.codes.tolist() == [0, 3, UNKNOWN, 1, 3]
    assert coloring.labels == ("0", "1", "2", "3")
    assert coloring.ticks == ((0.125, "0"), (0.375, "1"), (0.625, "2"), (0.875, "3"))
    assert coloring.note == ""


@pytest.mark.parametrize("highest", [32, 100, 365])
def test_whole_numbers_lie_within_the_steps_that_name_them(highest: int) -> None:
    """Also the last one, and steps of more than one number follow each other without a gap."""
    numbers = list(range(highest + 1))
    coloring = colored([float(n) for n in numbers])

    named = [(int(words.split(" to ")[0]), int(words.split(" to ")[-1])) for words in coloring.labels]
    assert all(named[code][0] <= n <= named[code][1] for n, code in zip(numbers, coloring.codes.tolist(), strict=True))
    assert [n for low, high in named for n in range(low, high + 1)] == numbers


def test_ticks_of_whole_numbers_are_whole() -> None:
    """There is nothing between 1 and 2."""
    assert [words for _, words in colored([1, 2, 2, 1]).ticks] == ["1", "2"]


def test_the_smallest_numbers_there_are() -> None:
    """They differ by less than can be cut into steps; no tick stands between them."""
    coloring = colored([0.0, 5e-324])

    assert len(coloring.labels) == coloring.n_codes
    assert len(coloring.ticks) == 2


def test_shares_are_cut_evenly() -> None:
    """From the lowest to the highest in steps of one width, told in percent."""
    coloring = colored([0.0, 0.5, 0.96], is_share=True)

    assert coloring.n_codes == MOST_STEPS
    assert coloring.codes.tolist() == [0, 16, 31]
    assert coloring.labels[0] == "0% to 3%"
    assert [words for _, words in coloring.ticks] == ["0%", "20%", "40%", "60%", "80%"]


def test_skewed_numbers_have_steps_that_grow() -> None:
    """So that one paper with a thousand citations does not make all others one colour; the note says it."""
    coloring = colored([0, 1, 2, 3, 4, 5, 1000])

    assert coloring.note == "Steps grow with the number."
    assert len(set(coloring.codes.tolist())) == 7
    assert coloring.labels[0] == "0"
    assert coloring.labels[-1] == "806 to 1000"
    assert [words for _, words in coloring.ticks] == ["0", "1", "10", "100", "1000"]
    places = [place for place, _ in coloring.ticks]
    assert places == sorted(places)


def test_categories_beyond_the_twentieth_are_others() -> None:
    """The most frequent have a code each, in their order; those without any are unknown."""
    names = [f"kind {n:02d}" for n in range(25) for _ in range(60 - n)]
    attributes = [*({"kind": name} for name in names), {}]
    store = store_of(
        Made(tuple(Placed(paper(f"t:{n:04d}", f"T {n}", attributes=one)) for n, one in enumerate(attributes)), ())
    )
    coloring = coloring_of(store, "kind")
    assert coloring is not None

    assert coloring.labels == tuple(f"kind {n:02d}" for n in range(MOST_NAMED))
    assert coloring.codes[-1] == UNKNOWN
    assert np.bincount(coloring.codes)[:20].tolist() == [60 - n for n in range(20)]
    assert (coloring.codes == OTHERS).sum() == sum(60 - n for n in range(20, 25))


def test_dates_are_told_by_years_months_or_days() -> None:
    """Ticks stand where the periods begin; what is known to the year stands in its middle."""
    years = colored_by_date("1995", "2024-06-30", "")
    months = colored_by_date("2024-01-15", "2024-04-20")
    days = colored_by_date("2024-01-15", "2024-01-18")
    one = colored_by_date("2024-01-15")

    assert years.codes.tolist() == [0, MOST_STEPS - 1, UNKNOWN]
    assert [words for _, words in years.ticks] == ["2000", "2005", "2010", "2015", "2020"]
    # From the middle of 1995 to the middle of 2024.
    assert years.ticks[0][0] == pytest.approx(4.5 / 29, abs=0.01)
    assert [words for _, words in months.ticks] == ["Feb 2024", "Mar 2024", "Apr 2024"]
    assert [words for _, words in days.ticks] == ["15 Jan 2024", "16 Jan 2024", "17 Jan 2024", "18 Jan 2024"]
    assert [words for _, words in one.ticks] == ["15 Jan 2024"]
    assert coloring_of(dated("", ""), "date") is None


def test_a_match_is_scaled_over_the_papers_in_view() -> None:
    """Papers that do not match, or are out of view, have no score."""
    found = Found(np.array([True, True, False, True, True]), np.array([1, 9, 50, 5, 100], dtype=np.float32))
    mask = np.array([True, True, True, True, False])
    coloring = coloring_of_match(found, mask)
    assert coloring is not None

    assert coloring.codes.tolist() == [0, MOST_STEPS - 1, UNKNOWN, 16, UNKNOWN]
    assert coloring_of_match(found, ~found.mask) is None


def test_what_can_be_coloured_by(tiny_store: Store) -> None:
    """Every choice can be had, under its name; an unknown one is none."""
    choices = colorings(tiny_store, is_search=True)

    assert list(choices)[:2] == ["match", "date"]
    assert choices["citations"] == "Citations"
    for key in list(choices)[1:]:
        coloring = coloring_of(tiny_store, key)
        assert coloring is not None
        assert coloring.title == choices[key]
        assert coloring.codes.shape == (tiny_store.n_papers,)
    assert coloring_of(tiny_store, "nothing") is None


@given(
    arrays(np.float64, st.integers(1, 12), elements=st.floats(-1e300, 1e300) | st.integers(0, 2000) | st.just(np.nan))
)
def test_codes_keep_the_order_of_numbers(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    """A higher number never has a lower code; every code has its label; ticks lie on the scale."""
    values[0] = 7
    coloring = colored(values.tolist())
    known = np.isfinite(values)

    assert (coloring.codes[~known] == UNKNOWN).all()
    assert coloring.codes[known].max() < coloring.n_codes <= MOST_STEPS
    assert (np.diff(coloring.codes[known][np.argsort(values[known], kind="stable")].astype(int)) >= 0).all()
    assert len(coloring.labels) == coloring.n_codes
    assert all(0 <= place <= 1 for place, _ in coloring.ticks)
