"""Dates that are known to the day, the month or the year, and so stand for an interval.

A filter's bounds are inclusive; a paper is in when its interval overlaps theirs.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "year", "unknown"]
"""How exactly a paper's date is known."""

DateSource = Literal["given", "arxiv_id", "implied", "none"]
"""Where a date comes from: the record, the paper's arXiv id, or the year of a capture."""

FIRST_YEAR, LAST_YEAR = 1500, 2199
"""Years outside are taken for slips; printed papers begin well after the first."""

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the year, the month or the day; day needs month.

    Raises
    ------
    ValueError
        If the parts name no date of the calendar between FIRST_YEAR and LAST_YEAR.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(f"year {self.year} is not between {FIRST_YEAR} and {LAST_YEAR}")
        if self.month is None and self.day is not None:
            raise ValueError("a day needs a month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2024`, `2024-03` or `2024-03-12`; anything else raises ValueError."""
        match = _ISO.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a date such as 2024, 2024-03 or 2024-03-12")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        return cls(year, month, day)

    @property
    def precision(self) -> Precision:
        """How exactly the date is known: day, month or year."""
        if self.day is not None:
            return "day"
        return "year" if self.month is None else "month"

    @property
    def first(self) -> date:
        """First day of the interval that the date stands for."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """Last day of the interval that the date stands for."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def for_people(self) -> str:
        """The date as it stands on the screen: 12 Mar 2024, Mar 2024 or 2024."""
        if self.month is None:
            return str(self.year)
        month = f"{calendar.month_abbr[self.month]} {self.year}"
        return month if self.day is None else f"{self.day} {month}"


def from_parts(day: date | None, precision: str) -> PartialDate | None:
    """Make a PartialDate of an interval's first day and its precision, as papers.parquet keeps them."""
    if day is None or precision == "unknown":
        return None
    if precision == "year":
        return PartialDate(day.year)
    return PartialDate(day.year, day.month, day.day if precision == "day" else None)
