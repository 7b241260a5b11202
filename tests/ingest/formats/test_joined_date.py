"""Dates whose parts stand apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ingest.dates import read_date
from lib.ingest.formats.joined_date import joined_date


@pytest.mark.parametrize(
    ("parts", "text", "unused"),
    [
        (("2010", "JUL 15"), "2010-07-15", ""),
        (("2010", "jul", "15"), "2010-07-15", ""),
        (("2010", "07"), "2010-07", ""),
        (("2010", "02", "3"), "2010-02-03", ""),
        (("2022", "2022 May 1"), "2022-05-01", ""),
        (("", "May 2010"), "2010-05", ""),
        (("2004", "22--24 Jun"), "2004-06", "22--24 Jun"),
        (("2004", "10~January"), "2004-01-10", ""),
        (("1993", "Sep-Oct"), "1993", "Sep-Oct"),
        (("1976", "Fall"), "1976", "Fall"),
        (("1998", "1998 Dec-1999 Jan"), "1998", "1998 Dec-1999 Jan"),
        (("2020", "13"), "2020", "13"),
        (("2020",), "2020", ""),
        (("n.d.", "May"), "n.d.", "May"),
        (("",), "", ""),
    ],
)
def test_parts_make_a_date_as_exact_as_they_are(parts: tuple[str, ...], text: str, unused: str) -> None:
    """Spans of months, seasons and other years leave the year, and say so."""
    assert joined_date(*parts) == (text, unused)


@given(st.integers(1000, 2999).map(str), st.text(max_size=20), st.text(max_size=4))
def test_what_is_joined_can_be_read(year: str, month: str, day: str) -> None:
    """Whatever the parts, the year is not lost."""
    read = read_date(joined_date(year, month, day).text)

    assert read.date is None or str(read.date.year) == year
    assert read.date is not None or "before 1500" in read.problem
