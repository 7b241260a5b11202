"""Texts that stand in the place of an abstract under many titles: a publisher's notice, the blurb of proceedings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lib.ingest.drafts import Draft

FEWEST_TITLES: Final = 5
"""Different titles under which one text is no paper's own abstract. Real abstracts stand under two, sometimes four."""


def boilerplate(drafts: Sequence[Draft], groups: Sequence[Sequence[int]]) -> dict[int, int]:
    """Find the records whose abstract is no abstract: by their place, under how many titles the text stands.

    Parameters
    ----------
    drafts
        All records.
    groups
        The places of each paper's records; a text under many titles of one paper is its own.
    """
    by_text: dict[str, list[tuple[int, int]]] = {}
    for number, places in enumerate(groups):
        for place in places:
            if key := drafts[place].abstract_key:
                by_text.setdefault(key, []).append((number, place))
    found: dict[int, int] = {}
    for records in by_text.values():
        if len(records) >= FEWEST_TITLES:
            titles = {drafts[place].title_key for _, place in records}
            n_titles = min(len(titles), len({number for number, _ in records}))
            if n_titles >= FEWEST_TITLES:
                found |= {place: n_titles for _, place in records}
    return found
