"""What a search finds: the papers that match, and how well each does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.core.meaning import Meaning
from lib.core.text import squeeze
from lib.core.view import SearchMode
from lib.explore.store import Mask, Store


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a search found.

    `mask` has the papers that match, shape (n_papers,); `scores`, of the same shape, are higher for those that match
    better, and count for nothing elsewhere.
    """

    mask: Mask
    scores: NDArray[np.float32]


@lru_cache(maxsize=32)
def found_by(store: Store, query: str, search: SearchMode, meaning: Meaning | None) -> Found | None:
    """Search the papers; None where nothing is searched for. The last searches are kept."""
    words = squeeze(query).split()
    if not words or (search == "meaning" and meaning is None):
        return None
    mask = np.ones(store.n_papers, dtype=bool)
    for word in words:
        mask &= _with_word(store, word)
    mask.flags.writeable = False
    return Found(mask, mask.astype(np.float32))


def _with_word(store: Store, word: str) -> Mask:
    papers = store.atlas.papers
    found = pc.or_kleene(
        pc.match_substring(papers["title"], word, ignore_case=True),
        pc.match_substring(papers["abstract"], word, ignore_case=True),
    )
    mask: Mask = found.combine_chunks().fill_null(False).to_numpy(zero_copy_only=False).astype(bool)
    return mask
