"""Filters by the fields of the papers: those that are set, and a box to choose another one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import streamlit as st

from lib.core.text import cut, told_apart
from lib.core.view import UNKNOWN, Where
from lib.explore.fields import CategoryField, Field, NumberField, fields_of, number_text
from lib.ui.context import Context, change_view
from lib.ui.words import md

_CHOSEN = "f_field"
_LAST = "_last_field"
"""In the session: the field chosen last, which the box forgets as soon as the view filters by it."""
_ALWAYS = ("language",)
"""Fields whose filter need not be asked for, where there is a choice."""
_GIVEN = "A field that the papers came with; what it means, their source knows."
_SHOWN_CATEGORIES = 40
"""Characters of a category in a list."""


def show_field_filters(context: Context) -> None:
    """Draw a widget for each field that the view filters by, and for the one chosen last."""
    fields = fields_of(context.store)
    if not fields:
        return
    set_fields = [where.field for where in context.view.where if where.field in fields]
    titles = dict(zip(fields, told_apart([cut(field.title, 40) for field in fields.values()]), strict=True))
    st.selectbox(
        "Filter by",
        [key for key in fields if key not in (*_ALWAYS, *set_fields)],
        index=None,
        format_func=titles.__getitem__,
        key=_CHOSEN,
        placeholder="another field",
        help="Fields that the papers came with, and what is known of them: confidence, marks, how true the map is.",
    )
    if chosen := st.session_state.get(_CHOSEN):
        st.session_state[_LAST] = chosen
    last = st.session_state.get(_LAST)
    shown = dict.fromkeys(key for key in (*_ALWAYS, *set_fields, last) if key in fields)
    for key in shown:
        field = fields[key]
        if isinstance(field, NumberField):
            _show_range(context, field, titles[key])
        else:
            _show_categories(context, field, titles[key])


def _show_categories(context: Context, field: CategoryField, title: str) -> None:
    where = context.view.condition(field.key)
    counts = [*field.counts.tolist(), int((~field.is_known).sum())]
    names = told_apart(
        [
            f"{cut(label, _SHOWN_CATEGORIES)} ({n:,})"
            for label, n in zip((*field.labels, "not known"), counts, strict=True)
        ]
    )
    name_of = dict(zip((*field.values, UNKNOWN), names, strict=True))
    options = list(field.values) + ([UNKNOWN] if counts[-1] else [])
    key = _key(field)
    st.session_state[key] = [value for value in (where.values if where else ()) if value in options]
    st.multiselect(
        md(title),
        options,
        format_func=name_of.__getitem__,
        key=key,
        placeholder="any",
        on_change=_set_categories,
        args=(context, field.key, key),
        help=field.meaning or _GIVEN,
    )


def _show_range(context: Context, field: NumberField, title: str) -> None:
    steps = _steps(field)
    key = _key(field)
    where = context.view.condition(field.key) or Where(field.key)
    n_unknown = int((~field.is_known).sum())
    if len(steps) > 1:
        st.session_state[key] = _ends(where, steps)
        st.select_slider(
            md(title),
            steps,
            value=(steps[0], steps[-1]),
            format_func=lambda step: number_text(field, step),
            key=key,
            on_change=_set_range,
            args=(context, field.key, key, steps),
            help=field.meaning or _GIVEN,
        )
    if n_unknown:
        st.session_state[f"{key}_unknown"] = UNKNOWN in where.values
        is_bounded = where.low is not None or where.high is not None
        st.checkbox(
            f"Also the {n_unknown:,} without it" if is_bounded else f"Only the {n_unknown:,} without it",
            key=f"{key}_unknown",
            on_change=_set_unknown,
            args=(context, field.key, f"{key}_unknown"),
            help="Papers for which this is not known: while a range is set they are shown with those in it, and else "
            "alone.",
        )


def _steps(field: NumberField) -> list[float]:
    """The places of a slider: whole numbers where there are few, else at even shares of the papers."""
    known = field.values[field.is_known].astype(np.float64)
    if field.is_share:
        return [step / 20 for step in range(21)]
    different = np.unique(known)
    if len(different) > 100:
        different = np.unique(np.quantile(known, np.linspace(0, 1, 101), method="nearest"))
    return [float(value) for value in different]


def _key(field: Field) -> str:
    return f"f_field_{field.key}"


def _change(context: Context, field: str, changed: Callable[[Where], Where]) -> None:
    change_view(context, lambda view: view.with_condition(changed(view.condition(field) or Where(field))))


def _set_categories(context: Context, field: str, key: str) -> None:
    values = tuple(st.session_state[key])
    _change(context, field, lambda _: Where(field, values))


def _set_range(context: Context, field: str, key: str, steps: list[float]) -> None:
    low, high = st.session_state[key]
    shown = _ends(context.view.condition(field) or Where(field), steps)

    def changed(where: Where) -> Where:
        # A bound that was not moved stays as exact as it was: the link may have named one between two steps.
        if low != shown[0]:
            where = replace(where, low=None if low == steps[0] else low)
        if high != shown[1]:
            where = replace(where, high=None if high == steps[-1] else high)
        if where.low is not None and where.high is not None and where.low > where.high:
            where = replace(where, low=low, high=high)
        return where

    _change(context, field, changed)


def _ends(where: Where, steps: list[float]) -> tuple[float, float]:
    """The steps at which a slider shows a range: those nearest to its bounds that leave out nothing of it."""
    low = steps[0] if where.low is None else max(step for step in steps if step <= max(where.low, steps[0]))
    high = steps[-1] if where.high is None else min(step for step in steps if step >= min(where.high, steps[-1]))
    return low, max(low, high)


def _set_unknown(context: Context, field: str, key: str) -> None:
    values = (UNKNOWN,) if st.session_state[key] else ()
    _change(context, field, lambda where: replace(where, values=values))
