"""A date whose year, month and day stand in fields of their own, made into one text that dates.py reads.

Only what is certain is taken: "Sep-Oct" and "Fall" leave the year alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lib.core.text import squeeze
from lib.ingest.dates import MONTHS

_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_WORD = re.compile(r"[A-Za-z]{3,9}")
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")


class JoinedDate(NamedTuple):
    """A date as text, and what of it could not be used, "" if all was."""

    text: str
    unused: str = ""


def joined_date(year: str, month: str = "", day: str = "") -> JoinedDate:
    """Put the parts of a date together.

    Parameters
    ----------
    year
        As the file has it; "" takes it from `month`.
    month
        A name in full or short, a number, or more than that: "JUL 15", "22--24 Jun", "2022 May".
    day
        A number, or "".

    >>> joined_date("2010", "JUL 15")
    JoinedDate(text='2010-07-15', unused='')
    >>> joined_date("1993", "Sep-Oct")
    JoinedDate(text='1993', unused='Sep-Oct')
    """
    year, month, day = squeeze(year), squeeze(month), squeeze(day)
    years = set(_YEAR.findall(month))
    if not year and len(years) == 1:
        (year,) = years
    if not _YEAR.fullmatch(year) or not (month or day):
        return JoinedDate(year or month, month if year else "")
    if years - {year}:
        return JoinedDate(year, month)
    rest = _YEAR.sub(" ", month)
    named = [MONTHS.get(word.lower()) for word in _WORD.findall(rest)]
    numbers = [int(number) for number in _NUMBER.findall(rest)]
    if not named and len(numbers) == 1 and 1 <= numbers[0] <= 12:
        named, numbers = [numbers[0]], []
    if len(named) != 1 or named[0] is None:
        return JoinedDate(year, squeeze(f"{rest} {day}"))
    text = f"{year}-{named[0]:02}"
    numbers += [int(day)] if day.isdecimal() and day.isascii() and len(day) <= 2 else []
    if len(numbers) == 1 and 1 <= numbers[0] <= 31:
        return JoinedDate(f"{text}-{numbers[0]:02}")
    return JoinedDate(text, squeeze(f"{rest} {day}") if numbers else "")
