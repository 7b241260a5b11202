"""Texts as sets of three words in a row, which tell how alike two are, and sketches of them, which tell it roughly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from lib.core.text import folded_words

WIDTH: Final = 3
"""Words of a shingle: two texts on one theme share words, and pairs of words, but few threes."""
N_HASHES: Final = 64
"""Numbers of a sketch; the share of them that two sketches have in common is off by 0.06 at most as a rule."""

_SEED: Final = 1
_UNSPACED: Final = re.compile(r"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff])")
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese are written without blanks: there each character is a word."""


def words_of(text: str) -> list[str]:
    """The folded words of a text, in whatever script."""
    words = folded_words(text)
    return words if text.isascii() else _UNSPACED.sub(r" \1 ", " ".join(words)).split()


def shingles(words: Sequence[str]) -> list[str]:
    """All threes of words in a row, in their order."""
    return list(map(" ".join, zip(*(words[start:] for start in range(WIDTH)), strict=False)))


def sketches(texts: Sequence[Sequence[str]]) -> NDArray[np.uint32]:
    """Sketch texts that are given as words, shape (n_texts, N_HASHES).

    MinHash (Broder 1997, doi 10.1109/SEQUEN.1997.666900): at each place two texts have the same number with the
    probability that is the Jaccard similarity of their shingles.
    """
    made = RMinHash.digest_matrix_from_token_sets([shingles(text) for text in texts], num_perm=N_HASHES, seed=_SEED)
    return np.array(made.to_rows(), dtype=np.uint32).reshape(len(texts), N_HASHES)
