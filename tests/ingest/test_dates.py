"""Dates in the forms that files have."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.dates import PartialDate
from lib.ingest.dates import read_date
from lib.ingest.values import text_of


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024", "2024"),
        (2024, "2024"),
        ("2024.0", "2024"),
        ("2024-05", "2024-05"),
        ("2024/03/12", "2024-03-12"),
        ("2024.03.12", "2024-03-12"),
        ("2024-3-2", "2024-03-02"),
        ("20240312", "2024-03-12"),
        ("2024-03-12 14:05:00", "2024-03-12"),
        ("2024-05-23T02:53:25.000Z", "2024-05-23"),
        ("2024-05-23T23:30:00-02:00", "2024-05-24"),
        ("2024-05-23T02:53", "2024-05-23"),
        ("12 Mar 2024", "2024-03-12"),
        ("12 March 2024", "2024-03-12"),
        ("12-Mar-2024", "2024-03-12"),
        ("Mar 12, 2024", "2024-03-12"),
        ("March 12th, 2024", "2024-03-12"),
        ("Mar. 2024", "2024-03"),
        ("March, 2024", "2024-03"),
        ("2024 Mar 12", "2024-03-12"),
        ("2024 Mar", "2024-03"),
        ("Mon, 2 Apr 2007 19:18:42 GMT", "2007-04-02"),
        ("25/12/2024", "2024-12-25"),
        ("12/25/2024", "2024-12-25"),
        ("03/03/2024", "2024-03-03"),
        ("2024-03-00", "2024-03"),
        ("2024-00-00", "2024"),
        ("2014//", "2014"),
        (date(2024, 3, 12), "2024-03-12"),
        (datetime(2024, 3, 12, 23, tzinfo=timezone(timedelta(hours=-3))), "2024-03-13"),
        (datetime(2024, 3, 12, 23, tzinfo=UTC), "2024-03-12"),
    ],
)
def test_usual_forms_are_read(value: object, expected: str) -> None:
    """Each form keeps what it is exact to, and times count by their day in UTC."""
    assert read_date(value) == (PartialDate.parse(expected), "")


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("2023-02-30", "no such day"),
        ("20155", "not a date"),
        ("0000", "no such day"),
        ("31 February 2020", "no such day"),
        ("2024-13-01", "no such day"),
        ("soon", "not a date"),
        ("12 Foo 2024", "not a date"),
        (5, "not a date"),
    ],
)
def test_what_cannot_be_is_no_date_and_has_a_reason(value: object, why: str) -> None:
    """Slips are not guessed at."""
    read = read_date(value)

    assert read.date is None
    assert why in read.problem


def test_day_and_month_that_cannot_be_told_apart_leave_the_year() -> None:
    """03/04/2024 is March or April: the year is certain."""
    read = read_date("03/04/2024")

    assert read.date == PartialDate(2024)
    assert "only the year" in read.problem


@pytest.mark.parametrize("value", ["", None, "nan", float("nan")])
def test_nothing_is_no_problem(value: object) -> None:
    """An empty cell needs no explanation."""
    assert read_date(value) == (None, "")


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_has_a_reason(text: str) -> None:
    """Nothing makes it fail."""
    read = read_date(text)

    assert read.date is not None or bool(read.problem) is bool(text_of(text).rstrip("/-., "))


@given(
    st.dates(date(1500, 1, 1), date(2199, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d %b %Y", "%B %d, %Y", "%Y/%m/%d"])
)
def test_every_day_is_read_in_each_form(day: date, form: str) -> None:
    """No day of the calendar is lost."""
    text = day.strftime(form).replace(day.strftime("%Y"), f"{day.year:04d}")

    assert read_date(text).date == PartialDate(day.year, day.month, day.day)
