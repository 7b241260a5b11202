"""Months, quarters and years."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from lib.explore.periods import Period, index_periods, period_end, period_name, sensible_period
from lib.explore.store import Store
from tests.atlas_maker import Made, MadeTopic, Placed, paper, store_of


def test_months(tiny_store: Store) -> None:
    """Months run without a gap from the first to the last; papers known to the year and undated ones have none."""
    index = index_periods(tiny_store, "month")

    assert index.names[:3] == ["Jan 2023", "Feb 2023", "Mar 2023"]
    assert index.names[-1] == "Feb 2024"
    assert len(index.names) == 14
    assert index.of_paper.tolist() == [0, 0, 1, 3, 3, -1, 4, 6, -1, 2, -1, 13]


def test_quarters(tiny_store: Store) -> None:
    """Quarters begin in January, April, July and October."""
    index = index_periods(tiny_store, "quarter")

    assert index.names == ["Q1 2023", "Q2 2023", "Q3 2023", "Q4 2023", "Q1 2024"]
    assert index.of_paper.tolist() == [0, 0, 0, 1, 1, -1, 1, 2, -1, 0, -1, 4]


def test_years(tiny_store: Store) -> None:
    """Only in a chart by year has a paper known to the year its place."""
    index = index_periods(tiny_store, "year")

    assert index.names == ["2023", "2024"]
    assert index.of_paper.tolist() == [0, 0, 0, 0, 0, 0, 0, 0, -1, 0, -1, 1]


@pytest.mark.parametrize("by", ["month", "quarter", "year"])
def test_no_dates(by: Period) -> None:
    """Without dates there are no periods."""
    index = index_periods(store_of(Made((Placed(paper("t:a", "One")),), ())), by)

    assert index.names == []
    assert index.of_paper.tolist() == [-1]


def test_before_1970() -> None:
    """Periods before 1970 are cut at the same months as later ones."""
    store = store_of(Made((Placed(paper("t:a", "One", "1969-12-31")), Placed(paper("t:b", "Two", "1970-01-01"))), ()))

    assert index_periods(store, "month").names == ["Dec 1969", "Jan 1970"]
    assert index_periods(store, "quarter").names == ["Q4 1969", "Q1 1970"]
    assert index_periods(store, "year").names == ["1969", "1970"]


@pytest.mark.parametrize(
    ("start", "by", "name", "end"),
    [
        ("2024-02", "month", "Feb 2024", "2024-02-29"),
        ("2023-02", "month", "Feb 2023", "2023-02-28"),
        ("2024-10", "quarter", "Q4 2024", "2024-12-31"),
        ("2024-01", "year", "2024", "2024-12-31"),
        ("1969-07", "quarter", "Q3 1969", "1969-09-30"),
    ],
)
def test_name_and_end(start: str, by: Period, name: str, end: str) -> None:
    """A period has a name for people and a last day."""
    assert period_name(np.datetime64(start), by) == name
    assert str(period_end(np.datetime64(start), by)) == end


def spread(n: int, days: int, precision: int = 10, n_topics: int = 1) -> Store:
    """A store of n papers evenly over some days, their dates cut to 4, 7 or 10 letters."""
    start = date(2020, 1, 1)
    dates = [(start + timedelta(days=round(days * k / max(1, n - 1)))).isoformat()[:precision] for k in range(n)]
    papers = tuple(Placed(paper(f"t:{k:04d}", "Title", day)) for k, day in enumerate(dates))
    return store_of(Made(papers, tuple(MadeTopic(k, "default", None, f"topic {k}") for k in range(n_topics))))


@pytest.mark.parametrize(
    ("store", "by"),
    [
        # 24 months of 10 papers each; with ten topics one paper a month each, with twenty 1.5 a quarter: too few.
        (spread(240, 725), "month"),
        (spread(240, 725, n_topics=4), "month"),
        (spread(240, 725, n_topics=10), "quarter"),
        (spread(240, 725, n_topics=20), "year"),
        # 60 months are too many for a readable chart, 20 quarters are not.
        (spread(500, 1820), "quarter"),
        (spread(500, 365 * 20), "year"),
        (spread(240, 725, precision=7), "month"),
        (spread(240, 725, precision=4), "year"),
        (spread(2, 3), "month"),
        (store_of(Made((Placed(paper("t:a", "One")),), ())), "year"),
    ],
)
def test_sensible_period(store: Store, by: Period) -> None:
    """The finest period is chosen that has two papers a topic on average and not more than 36 of its kind."""
    assert sensible_period(store) == by


def test_mostly_years() -> None:
    """Where more than half of the dates are known only to the year, years it is."""
    store = spread(240, 725)
    months_gone = np.where(np.arange(240) < 130, "year", store.date_precision).astype(object)
    table = store.atlas.papers
    column = table.schema.get_field_index("date_precision")
    coarse = Store("coarse", replace(store.atlas, papers=table.set_column(column, "date_precision", [months_gone])))

    assert sensible_period(coarse) == "year"
