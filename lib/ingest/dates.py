"""Dates as files write them: read to the day, the month or the year, or not at all and with a reason.

Only what is certain is taken. `03/04/2024` may be March or April, so the year is all that it tells.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final, NamedTuple

from lib.core.dates import PartialDate
from lib.ingest.values import text_of

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_WORD = r"([A-Za-z]{3,9})\.?"
_YEAR = r"(\d{4})"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_TIME = r"(?:[T ,]+\d{1,2}:\d{2}.*)?"

_ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")
_ISO = re.compile(rf"{_YEAR}(?:[-/.](\d{{1,2}})(?:[-/.](\d{{1,2}}))?)?{_TIME}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_FLOAT_YEAR = re.compile(rf"{_YEAR}\.0+")
_DAY_FIRST = re.compile(rf"(?:[A-Za-z]{{3,9}}\.?,?\s+)?{_DAY}[\s.\-/]+{_WORD},?[\s\-/]+{_YEAR}{_TIME}")
_MONTH_FIRST = re.compile(rf"{_WORD}(?:\s+{_DAY})?(?:,\s*|\s+){_YEAR}{_TIME}")
_YEAR_FIRST = re.compile(rf"{_YEAR}[\s\-/,]+{_WORD}(?:[\s\-/]+{_DAY})?{_TIME}")
_NUMBERS = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.]{_YEAR}{_TIME}")


class ReadDate(NamedTuple):
    """What could be made of a date. `problem` says why it is less than what was there, "" if it is not."""

    date: PartialDate | None
    problem: str = ""


NO_DATE = ReadDate(None)


class ImpliedDate(NamedTuple):
    """A date whose year a copied page did not write; a reader gives it in place of a text."""

    date: PartialDate


def read_date(value: object) -> ReadDate:
    """Read a date of any usual form; times with a zone count by their day in UTC.

    Nothing at all gives no date and no problem; what is there and cannot be read gives a problem.
    """
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value
        value = moment.date()
    if isinstance(value, date):
        return _made(value.year, value.month, value.day)
    text = text_of(value).rstrip("/-., ")
    return _read_text(text) if text else NO_DATE


@lru_cache(maxsize=1 << 14)
def _read_text(text: str) -> ReadDate:
    if _ISO_TIME.fullmatch(text):
        try:
            return read_date(datetime.fromisoformat(text))
        except ValueError:
            pass  # the day may stand all the same
    if match := _FLOAT_YEAR.fullmatch(text):
        return _made(int(match[1]))
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _made(*(int(part) for part in match.groups() if part))
    if match := _DAY_FIRST.fullmatch(text):
        return _named(match[3], match[2], match[1])
    if match := _MONTH_FIRST.fullmatch(text):
        return _named(match[3], match[1], match[2])
    if match := _YEAR_FIRST.fullmatch(text):
        return _named(match[1], match[2], match[3])
    if match := _NUMBERS.fullmatch(text):
        return _numbers(int(match[1]), int(match[2]), int(match[3]))
    return ReadDate(None, "not a date of a known form")


def _named(year: str, month: str, day: str | None) -> ReadDate:
    number = MONTHS.get(month.lower())
    if number is None:
        return ReadDate(None, "not a date of a known form")
    return _made(int(year), number, int(day)) if day else _made(int(year), number)


def _numbers(first: int, second: int, year: int) -> ReadDate:
    """Read 25/12/2024: which number is the month shows only where the other cannot be one."""
    if first == second or first > 12:
        return _made(year, second, first)
    if second > 12:
        return _made(year, first, second)
    return ReadDate(_made(year).date, "which number is the month cannot be told, so only the year was taken")


def _made(year: int, month: int | None = None, day: int | None = None) -> ReadDate:
    # 2024-03-00 and 2024-00-00 are how some services write an unknown day or month.
    if day == 0:
        day = None
    if month == 0:
        month = day = None
    try:
        return ReadDate(PartialDate(year, month, day))
    except ValueError:
        return ReadDate(None, "no such day in the calendar")
