"""Dates known to the day, the month or the year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.dates import FIRST_YEAR, LAST_YEAR, PartialDate, from_parts

dates = st.builds(
    lambda day, parts: PartialDate(*(day.year, day.month, day.day)[:parts]),
    st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)),
    st.integers(1, 3),
)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision", "shown"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "year", "2024"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month", "Feb 2024"),
        ("2024-03-12", date(2024, 3, 12), date(2024, 3, 12), "day", "12 Mar 2024"),
    ],
)
def test_a_date_stands_for_an_interval(text: str, first: date, last: date, precision: str, shown: str) -> None:
    """A month lasts from its first to its last day, leap years included, and each precision has its own look."""
    parsed = PartialDate.parse(text)

    assert (parsed.first, parsed.last, parsed.precision, parsed.for_people()) == (first, last, precision, shown)


@pytest.mark.parametrize("text", ["", "24", "2024-13", "2023-02-29", "2024-1-32", "1499", "2200", "soon", "2024-"])
def test_what_is_no_date_is_refused(text: str) -> None:
    """Days that the calendar has not, and years far off, are errors."""
    with pytest.raises(ValueError):  # noqa: PT011 (any message will do: callers write their own)
        PartialDate.parse(text)


def test_a_day_needs_a_month() -> None:
    """The 12th of an unknown month is refused."""
    with pytest.raises(ValueError, match="needs a month"):
        PartialDate(2024, None, 12)


@given(dates)
def test_a_date_comes_back_from_its_text_and_its_parts(value: PartialDate) -> None:
    """What is written and stored is read as the same date."""
    assert PartialDate.parse(str(value)) == value
    assert from_parts(value.first, value.precision) == value


def test_no_day_or_no_precision_is_no_date() -> None:
    """An empty cell in papers.parquet is an unknown date."""
    assert from_parts(None, "day") is None
    assert from_parts(date(2024, 1, 1), "unknown") is None
