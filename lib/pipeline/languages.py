"""Which languages a text is written in, told by its function words, and the words that no term of such a text holds.

Each text is told by itself, so a corpus may be of several languages: what is a function word in one may be a good term
in another ("war", "force", "rate"). English words are never terms, whatever the language, since papers in other
languages hold English sentences and names.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from stop_words import AVAILABLE_LANGUAGES, get_stop_words

from lib.pipeline.words import ENGLISH, OTHER_LANGUAGES

_SHARE_OF_WORDS: Final = 0.1
_SHARE_OF_ENGLISH: Final = 0.5
"""A text counts as written in a language when this share of its words are function words of that and not of English,
and half as many as its function words of English are.

In English texts the former are some thousandth parts, in those of other languages a fourth and more.
"""
LANGUAGES: Final = ("english", *sorted(set(AVAILABLE_LANGUAGES) - {"english"}))
"""All languages, English first."""


def _lists() -> dict[str, int]:
    """Map each function word to its languages, as bits in the order of LANGUAGES; what is English is only that."""
    words = [(language, word) for language in LANGUAGES[1:] for word in get_stop_words(language)]
    for line in OTHER_LANGUAGES:
        language, _, listed = line.partition(": ")
        words += [(language, word) for word in listed.split()]
    bits: dict[str, int] = {}
    for language, word in words:
        lower = word.casefold()
        bits[lower] = bits.get(lower, 0) | 1 << LANGUAGES.index(language)
    return bits | dict.fromkeys(ENGLISH, 1)


_BITS: Final = _lists()


def languages_with(word: str) -> int:
    """Return the languages that have a word among their stop words, as bits of LANGUAGES."""
    return _BITS.get(word.casefold(), 0)


def languages_of(bits: NDArray[np.uint64], text_of: NDArray[np.int32], n_texts: int) -> NDArray[np.uint64]:
    """Tell in which languages besides English texts are written.

    Parameters
    ----------
    bits
        For each word of the texts the languages that have it as a stop word, shape (n_words,).
    text_of
        The text in which each word stands, shape (n_words,).

    Returns
    -------
    The languages of each text as bits of LANGUAGES, shape (n_texts,); 0 for English and for what cannot be told.
    """
    found = np.zeros(n_texts, dtype=np.uint64)
    n_words = np.bincount(text_of, minlength=n_texts)
    some = bits != 0
    bits, text_of = bits[some], text_of[some]
    english = np.bincount(text_of[bits == 1], minlength=n_texts)
    for place in range(1, len(LANGUAGES)):
        bit = np.uint64(1 << place)
        hits = np.bincount(text_of[bits & bit != 0], minlength=n_texts)
        found[(hits > 0) & (hits >= _SHARE_OF_WORDS * n_words) & (hits >= _SHARE_OF_ENGLISH * english)] |= bit
    return found
