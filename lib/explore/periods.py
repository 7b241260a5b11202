"""Months, quarters and years: which period a paper belongs to, and what a period is called."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import Level
from lib.explore.store import Store

Period = Literal["month", "quarter", "year"]
PERIODS: Final[tuple[Period, ...]] = get_args(Period)

_MONTHS: Final[dict[Period, int]] = {"month": 1, "quarter": 3, "year": 12}
_FINE_ENOUGH: Final[dict[Period, tuple[str, ...]]] = {
    "month": ("day", "month"),
    "quarter": ("day", "month"),
    "year": ("day", "month", "year"),
}


@dataclass(frozen=True, slots=True)
class PeriodIndex:
    """Papers put into an unbroken run of periods, the empty ones between included.

    `of_paper` has the number of each paper's period, -1 where its date is unknown or too coarse; shape (n_papers,).
    """

    by: Period
    starts: NDArray[np.datetime64]
    of_paper: NDArray[np.int32]

    @property
    def names(self) -> list[str]:
        """The periods' names for people: Mar 2024, Q1 2024 or 2024."""
        return [period_name(start, self.by) for start in self.starts]


def index_periods(store: Store, by: Period) -> PeriodIndex:
    """Put the papers of an atlas into months, quarters or years."""
    usable = np.isin(store.date_precision, _FINE_ENOUGH[by]) & store.is_dated
    months = store.date_first.astype("datetime64[M]").astype(np.int64)
    numbers = np.where(usable, months // _MONTHS[by], 0)
    of_paper = np.full(store.n_papers, -1, dtype=np.int32)
    if not usable.any():
        return PeriodIndex(by, np.empty(0, dtype="datetime64[M]"), of_paper)
    first, last = numbers[usable].min(), numbers[usable].max()
    of_paper[usable] = (numbers[usable] - first).astype(np.int32)
    starts = (np.arange(first, last + 1) * _MONTHS[by]).astype("datetime64[M]")
    return PeriodIndex(by, starts, of_paper)


def period_name(start: np.datetime64, by: Period) -> str:
    """What a period is called on the screen."""
    months = int(start.astype("datetime64[M]").astype(np.int64))
    year, month = 1970 + months // 12, months % 12
    if by == "year":
        return str(year)
    if by == "quarter":
        return f"Q{month // 3 + 1} {year}"
    return f"{calendar.month_abbr[month + 1]} {year}"


def sensible_period(store: Store, level: Level = "default") -> Period:
    """Choose the finest period that gives a readable chart.

    Readable is: at most 36 periods, and on average at least two papers a topic and period, so that a line is more
    than noise. Where most dates are known only to the year, years are all there is.
    """
    dated = store.date_first[store.is_dated]
    if not len(dated) or np.isin(store.date_precision[store.is_dated], ("day", "month")).mean() < 0.5:
        return "year"
    n_topics = max(1, len(store.topics_at(level)))
    n_months = (dated.max().astype("datetime64[M]") - dated.min().astype("datetime64[M]")).astype(int) + 1
    for by in PERIODS:
        n_periods = -(-n_months // _MONTHS[by])
        if n_periods <= 36 and len(dated) / n_topics / n_periods >= 2:
            return by
    return "year"


def period_end(start: np.datetime64, by: Period) -> np.datetime64:
    """Last day of a period."""
    end: np.datetime64 = (start.astype("datetime64[M]") + _MONTHS[by]).astype("datetime64[D]") - 1
    return end
