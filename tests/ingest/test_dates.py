"""Dates in the forms that files have."""

import time
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
        ("2016/09//", "2016-09"),
        ("2019/10//undefined", "2019-10"),
        ("2019/10/12/Autumn", "2019-10-12"),
        ("2010   06", "2010-06"),
        ("201905", "2019-05"),
        ("10/2019", "2019-10"),
        ("MAR 2024", "2024-03"),
        ("1-Dec-25", "2025-12-01"),
        ("12/31/99", "1999-12-31"),
        ("Start date: 20170812", "2017-08-12"),
        ("c2019", "2019"),
        ("[2019]", "2019"),
        ("2019年3月1日", "2019-03-01"),
        ("12. März 2019", "2019-03-12"),
        ("3 février 2020", "2020-02-03"),
        ("15 de marzo de 2021", "2021-03-15"),
        ("1º maio 2018", "2018-05-01"),
        ("2 giugno 2017", "2017-06-02"),
        ([[2019, 3, 1]], "2019-03-01"),
        (["2019", "3"], "2019-03"),
        ({"date-parts": [["2019"]]}, "2019"),
        (1558569600, "2019-05-23"),
        (1558569600000, "2019-05-23"),
        (date(2024, 3, 12), "2024-03-12"),
        (datetime(2024, 3, 12, 23, tzinfo=timezone(timedelta(hours=-3))), "2024-03-13"),
        (datetime(2024, 3, 12, 23, tzinfo=UTC), "2024-03-12"),
    ],
)
def test_usual_forms_are_read(value: object, expected: str) -> None:
    """Each form keeps what it is exact to, and times count by their day in UTC."""
    assert read_date(value) == (PartialDate.parse(expected), "")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1993 Sep-Oct", "1993-09"),
        ("May/June 2020", "2020-05"),
        ("4-8 Aug. 2020", "2020-08-04"),
        ("30 Dec 2019-2 Jan 2020", "2019-12-30"),
        ("1 Feb.1, 2015", "2015-02-01"),
        ("1 Jan.-Feb. 2019", "2019-01"),
        ("Nov-Jan 2020", "2019-11"),
        ("2020 Mar 5-9", "2020-03-05"),
        ("2019-2020", "2019"),
        ([[2019, 3, 1], [2019, 4]], "2019-03"),
    ],
)
def test_a_range_counts_from_its_beginning(value: object, expected: str) -> None:
    """No more exactly than its end is known; what one end leaves out, the other has."""
    assert read_date(value) == (PartialDate.parse(expected), "")


@pytest.mark.parametrize(
    ("value", "expected", "why"),
    [
        ("31 February 2020", "2020-02", "no such day"),
        ("2023-02-30", "2023-02", "no such day"),
        ("2024-13-01", "2024", "no such month"),
        ("6/11/25", "2025", "only the year"),
        ("Spring 2019", "2019", "season"),
        ("Winter 2019-2020", "2019", "season"),
    ],
)
def test_of_what_cannot_be_the_rest_is_taken(value: object, expected: str, why: str) -> None:
    """With the reason why it is less."""
    read = read_date(value)

    assert read.date == PartialDate.parse(expected)
    assert why in read.problem


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("20155", "not a date"),
        ("0000", "before 1500"),
        ("1499", "before 1500"),
        ("n.d.", "says that there is no date"),
        ("10 15", "not a date"),
        ("Dec-25", "not a date"),
        ("2019-W05", "not a date"),
        ("soon", "not a date"),
        ("12 Foo 2024", "not a date"),
        ("99999999999999999999", "not a date"),
        (5, "not a date"),
    ],
)
def test_what_cannot_be_is_no_date_and_has_a_reason(value: object, why: str) -> None:
    """Slips are not guessed at."""
    read = read_date(value)

    assert read.date is None
    assert why in read.problem


def test_years_after_the_next_one_are_not_believed() -> None:
    """Journals are dated ahead by a year at most; without a day to compare with, nothing is said."""
    today = date(2024, 5, 1)

    assert read_date("2025-12-01", today).date == PartialDate(2025, 12, 1)
    assert read_date("2026", today) == (None, "the year 2026 lies too far in the future")
    assert read_date([[2026, 1]], today).date is None
    assert read_date("1-Dec-26", today).date == PartialDate(1926, 12, 1)
    assert read_date("2026").date == PartialDate(2026)


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


@pytest.mark.parametrize("sign", [",", ".", " ", "/", "-", "1", "("])
def test_a_very_long_text_is_no_date(sign: str) -> None:
    """And takes no time to be found none."""
    begun = time.process_time()

    assert read_date("2020" + sign * 100_000 + "x").date is None
    assert time.process_time() - begun < 1
