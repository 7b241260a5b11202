"""Says in words what a view holds, for the head of every page."""

from __future__ import annotations

from lib.core.text import count_of, cut, squeeze
from lib.core.topic import UNASSIGNED
from lib.core.view import View
from lib.explore.fields import condition_words, fields_of
from lib.explore.store import Mask, Store


def describe_view(store: Store, view: View, mask: Mask) -> str:
    """One sentence on the papers of a view: `412 of 9,877 papers on retrieval and 2 more topics, 2024 to 2026.`"""
    shown = int(mask.sum())
    if view.is_everything:
        head = f"All {count_of(store.n_papers, 'paper')}" if store.n_papers != 1 else "The only paper"
    else:
        head = f"{shown:,} of {count_of(store.n_papers, 'paper')}"
    return f"{head}{_topics(store, view)}{_query(view)}{_dates(view)}{_conditions(store, view)}."


def _topics(store: Store, view: View) -> str:
    named = [t for t in view.topics if t in store.topic_by_id]
    if not named:
        return " without a topic" if UNASSIGNED in view.topics else ""
    rest = len(named) - 1
    more = f" and {count_of(rest, 'more topic')}" if rest else ""
    loose = ", or without a topic" if UNASSIGNED in view.topics else ""
    return f" on {cut(store.label(named[0]), 60)}{more}{loose}"


def _query(view: View) -> str:
    query = squeeze(view.query)
    how = {"words": "with", "meaning": "near in meaning to", "both": "with or near in meaning to"}[view.search]
    return f" {how} “{cut(query, 40)}”" if query else ""


def _conditions(store: Store, view: View) -> str:
    fields = fields_of(store)
    said = [condition_words(fields[where.field], where) for where in view.where if where.field in fields]
    if view.between:
        one, other = (cut(store.label(topic), 40) for topic in view.between)
        said.insert(0, f"between {one} and {other}")
    return "".join(f", {cut(words, 80)}" for words in said)


def _dates(view: View) -> str:
    first, last = view.date_from, view.date_to
    undated = ", papers without a date left out" if view.undated == "out" else ""
    if first and last:
        span = first.for_people() if first == last else f"{first.for_people()} to {last.for_people()}"
        return f", {span}{undated}"
    if first:
        return f", from {first.for_people()}{undated}"
    return f", until {last.for_people()}{undated}" if last else undated
