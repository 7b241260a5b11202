"""Says in words what a view holds, for the head of every page."""

from __future__ import annotations

from lib.core.languages import language_name
from lib.core.text import count_of, cut, squeeze
from lib.core.topic import UNASSIGNED
from lib.core.view import View
from lib.explore.selecting import Mask
from lib.explore.store import Store


def describe_view(store: Store, view: View, mask: Mask) -> str:
    """One sentence on the papers of a view: `412 of 9,877 papers on retrieval and 2 more topics, 2024 to 2026.`"""
    shown = int(mask.sum())
    if view.is_everything:
        head = f"All {count_of(store.n_papers, 'paper')}" if store.n_papers != 1 else "The only paper"
    else:
        head = f"{shown:,} of {count_of(store.n_papers, 'paper')}"
    return f"{head}{_topics(store, view)}{_languages(view)}{_words(view)}{_dates(view)}."


def _topics(store: Store, view: View) -> str:
    named = [t for t in view.topics if t in store.topic_by_id]
    if not named:
        return " without a topic" if UNASSIGNED in view.topics else ""
    rest = len(named) - 1
    more = f" and {count_of(rest, 'more topic')}" if rest else ""
    loose = ", or without a topic" if UNASSIGNED in view.topics else ""
    return f" on {cut(store.label(named[0]), 60)}{more}{loose}"


def _languages(view: View) -> str:
    names = [language_name(code) for code in view.languages if code]
    unknown = ["an unknown language"] if "" in view.languages else []
    return f" in {' or '.join([*names, *unknown])}" if view.languages else ""


def _words(view: View) -> str:
    words = squeeze(view.words)
    return f" with “{cut(words, 40)}”" if words else ""


def _dates(view: View) -> str:
    first, last = view.date_from, view.date_to
    undated = ", papers without a date left out" if view.undated == "out" else ""
    if first and last:
        span = first.for_people() if first == last else f"{first.for_people()} to {last.for_people()}"
        return f", {span}{undated}"
    if first:
        return f", from {first.for_people()}{undated}"
    return f", until {last.for_people()}{undated}" if last else undated
