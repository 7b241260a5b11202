"""The word index: which papers have which words."""

from dataclasses import replace

import numpy as np
import pytest

from lib.atlas.reader import Atlas
from lib.explore.store import Store
from lib.explore.wording import word_index
from tests.atlas_maker import TINY, atlas_in_memory, store_of


def without_words(atlas: Atlas) -> Atlas:
    """The atlas as it was before there was a word index."""
    empty = {name: getattr(atlas, name)[:0] for name in ("word_starts", "word_ids", "word_counts")}
    return replace(atlas, words=atlas.words.slice(0, 0), **empty)


@pytest.mark.parametrize(
    ("papers", "word", "uses", "n_papers"),
    [
        (range(12), "queries", 3, 2),
        (range(12), "dense", 2, 2),
        ([0, 1], "questions", 3, 2),
        ([3], "question", 2, 1),
        ([7, 8], "cracks", 2, 1),
        ([10], "queries", 0, 0),
        ([], "dense", 0, 0),
    ],
)
def test_words_of_some_papers(papers: list[int], word: str, uses: int, n_papers: int) -> None:
    """Uses and papers are those counted by eye."""
    index = word_index(store_of(TINY))
    assert index is not None
    mask = np.zeros(len(TINY.papers), dtype=bool)
    mask[list(papers)] = True
    counts = index.count(mask)
    place = index.words.index(word)

    assert (counts.uses[place], counts.papers[place]) == (uses, n_papers)


def test_all_papers_are_counted_once() -> None:
    """What is kept of the whole corpus is what counting all papers gives."""
    index = word_index(store_of(TINY))
    assert index is not None
    again = index.count(np.ones(len(TINY.papers), dtype=bool))

    assert again.uses.tolist() == index.all.uses.tolist()
    assert again.papers.tolist() == index.all.papers.tolist()


def test_an_atlas_without_words() -> None:
    """An atlas that was built before has no word index."""
    assert word_index(Store("old", without_words(atlas_in_memory(TINY)))) is None
