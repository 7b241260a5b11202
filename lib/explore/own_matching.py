"""Which of a person's own papers an atlas has."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.core.own_list import OwnList, OwnPaper
from lib.core.text import fold
from lib.explore.store import Store

_LEAST_WORDS: Final = 5
"""Words of a title that tells a paper where the first author is not known."""


def matched(store: Store, own: OwnList) -> NDArray[np.int64]:
    """Find the own papers in the atlas: their numbers, -1 for those it lacks, shape (n_own,).

    First by id, also one under which the atlas's paper was known; then by title as reading matches records: equal but
    for case, accents and signs, years at most one apart, no ids of one kind that differ, and the same first author as
    far as both have one. Abstracts are not compared; where an author is missing, a title of five words must do.
    """
    found = np.full(len(own.papers), -1, dtype=np.int64)
    by_title: dict[str, list[int]] = {}
    for row, paper in enumerate(own.papers):
        index = next((index for name in paper.ids if (index := store.index_of(name)) is not None), None)
        if index is not None:
            found[row] = index
        elif title := fold(paper.title):
            by_title.setdefault(title, []).append(row)
    if by_title:
        for index, title in enumerate(store.atlas.papers["title"].to_pylist()):
            for row in by_title.get(fold(title), ()):
                if found[row] < 0 and _same(store, index, own.papers[row]):
                    found[row] = index
    found.flags.writeable = False
    return found


def _same(store: Store, index: int, own: OwnPaper) -> bool:
    """Whether a paper of the same title is the same paper."""
    paper = store.paper(index)
    ids = {"doi": paper.doi, "arxiv": paper.arxiv_id, "pmid": paper.pmid}
    for name in own.ids:
        kind, _, value = name.partition(":")
        if ids.get(kind) and ids[kind] != value:
            return False
    if paper.date and own.date and abs(paper.date.year - own.date.year) > 1:
        return False
    if not paper.authors or not own.first_author:
        return len(fold(own.title).split()) >= _LEAST_WORDS
    # However family and given names are written: one of the longer parts is the same.
    names = [{part for part in fold(name).split() if len(part) > 1} for name in (paper.authors[0], own.first_author)]
    return bool(names[0] & names[1]) or fold(paper.authors[0]) == fold(own.first_author)
