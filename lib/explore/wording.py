"""The word index of an atlas: which words and phrases each paper has, and how many of some papers have each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.explore.caching import kept_with_store
from lib.explore.store import Mask, Store


@dataclass(frozen=True, slots=True, eq=False)
class WordCounts:
    """What some papers say: numbers by word, shape (n_words,)."""

    uses: NDArray[np.int64]
    """How often each word stands in them."""
    papers: NDArray[np.int64]
    """How many of them have it."""


@dataclass(frozen=True, slots=True, eq=False)
class WordIndex:
    """Words and phrases, and those of each paper as a sparse matrix in compressed rows."""

    words: tuple[str, ...]
    starts: NDArray[np.int64]
    ids: NDArray[np.int32]
    counts: NDArray[np.uint8]
    all: WordCounts
    """Those of all papers."""

    def count(self, mask: Mask) -> WordCounts:
        """Count the words of some papers. Linear in the words of all, however few the papers are."""
        return _counted(self.ids, self.counts, np.repeat(mask, np.diff(self.starts)), len(self.words))


@kept_with_store(maxsize=1)
def word_index(store: Store) -> WordIndex | None:
    """The word index of an atlas, None where it was built before there was one, or where no paper has words."""
    atlas = store.atlas
    if not atlas.words.num_rows:
        return None
    ids, counts = atlas.word_ids, atlas.word_counts
    whole = _counted(ids, counts, slice(None), atlas.words.num_rows)
    return WordIndex(tuple(atlas.words["word"].to_pylist()), atlas.word_starts, ids, counts, whole)


def _counted(
    ids: NDArray[np.int32], counts: NDArray[np.uint8], which: NDArray[np.bool_] | slice, n_words: int
) -> WordCounts:
    found = ids[which]
    # Sums of whole numbers are exact in floating point up to 2**53.
    uses = np.bincount(found, weights=counts[which], minlength=n_words).astype(np.int64)
    return WordCounts(uses, np.bincount(found, minlength=n_words))
