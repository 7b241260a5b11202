"""The fields of papers as a table: for each how filled, how spread, how varied. Values are data, never markup."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lib.core.text import count_of, cut
from lib.explore.profile import DateSpan, FieldProfile, Kind, Span
from lib.ui.words import date_words, is_year_name, number_words, percent

_KINDS: dict[Kind, str] = {
    "text": "Text",
    "category": "Category",
    "list": "List",
    "number": "Number",
    "date": "Date",
    "truth value": "Yes or no",
}
_UNITS: dict[Kind, str] = {"text": "character", "list": "member"}
_ROW_HEIGHT = 38
_VALUE_LENGTH = 40
_FIRST_YEAR, _LAST_YEAR = 1000, 2999


def show_fields(profiles: Sequence[FieldProfile], *, key: str) -> None:
    """Draw a table with a row for each field, those without any value in a line below."""
    filled = [profile for profile in profiles if profile.filled]
    empty = [profile.name for profile in profiles if not profile.filled]
    if filled:
        st.caption(
            f"Of {count_of(filled[0].n, 'paper')}. The bars count lengths of texts in characters, members of lists, "
            "values of numbers and years of dates, from the smallest to the largest, and the most frequent categories."
        )
        st.dataframe(
            _table(filled),
            key=key,
            hide_index=True,
            row_height=_ROW_HEIGHT,
            height="content",
            alt="Fields of the papers: kind, share filled, spread, distinct values, range, most frequent values",
            placeholder="",
            column_config={
                "Field": st.column_config.TextColumn(width=125, pinned=True),
                "Kind": st.column_config.TextColumn(width=85),
                "Filled": st.column_config.ProgressColumn(
                    width=100, format="%.0f%%", min_value=0, max_value=100, help="Share of the papers that have a value"
                ),
                "Papers": st.column_config.NumberColumn(width=65, format="localized", help="Papers that have a value"),
                "Spread": st.column_config.BarChartColumn(
                    width=115,
                    y_min=0,
                    help="Papers by length, number or year, from the smallest to the largest; by value for categories",
                ),
                "Distinct": st.column_config.NumberColumn(
                    width=80,
                    format="localized",
                    help="Different values: of lists different members over all papers, of dates different days",
                ),
                "Range": st.column_config.TextColumn(
                    width=205, help="Smallest and largest; (log) where the bars' steps grow"
                ),
                "Median": st.column_config.TextColumn(width=95, help="Half of the papers have less, half have more"),
                "Most frequent": st.column_config.TextColumn(
                    width=420, help="Values that come more than once, with the number of times"
                ),
            },
        )
    if empty:
        # A list of names as they stand in the file: shown as they are.
        st.text(f"Without a value in any paper: {', '.join(empty)}.")


def _table(profiles: Sequence[FieldProfile]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Field": [profile.name for profile in profiles],
            "Filled": [percent(profile.filled, profile.n) for profile in profiles],
            "Papers": [profile.filled for profile in profiles],
            "Spread": [_bars(profile) for profile in profiles],
            "Kind": [_KINDS[profile.kind] for profile in profiles],
            "Distinct": [profile.distinct for profile in profiles],
            "Range": [range_words(profile) for profile in profiles],
            "Median": [_median_words(profile) for profile in profiles],
            "Most frequent": [_frequent_words(profile) for profile in profiles],
        }
    )


def range_words(profile: FieldProfile) -> str:
    """Smallest and largest of a field in words: `12 to 310 characters`."""
    span = profile.span
    if span is None:
        return ""
    if isinstance(span, DateSpan):
        low, high, unit = date_words(span.low), date_words(span.high), ""
    else:
        low, high, unit = _number(profile, span.low), _number(profile, span.high), _UNITS.get(profile.kind, "")
        unit += "s" if unit and span.high != 1 else ""
    words = f"{low if low == high else f'{low} to {high}'} {unit}".rstrip()
    return f"{words} (log)" if profile.histogram is not None and profile.histogram.is_log else words


def _median_words(profile: FieldProfile) -> str:
    span = profile.span
    if span is None:
        return ""
    return date_words(span.median) if isinstance(span, DateSpan) else _number(profile, span.median)


def _bars(profile: FieldProfile) -> list[int] | None:
    """Heights of bars; a single one says nothing."""
    counts = profile.histogram.counts if profile.histogram else [n for _, n in profile.frequent]
    return list(counts) if len(counts) > 1 else None


def _number(profile: FieldProfile, value: float) -> str:
    return number_words(value, is_year=_is_year(profile))


def _is_year(profile: FieldProfile) -> bool:
    """Whether its numbers are years, by its name or for there being none but those that could be."""
    if profile.kind != "number" or not isinstance(profile.span, Span):
        return False
    return is_year_name(profile.name) or (profile.span.low >= _FIRST_YEAR and profile.span.high <= _LAST_YEAR)


def _frequent_words(profile: FieldProfile) -> str:
    return " · ".join(f"{cut(value, _VALUE_LENGTH)} ({n:,})" for value, n in profile.frequent)
