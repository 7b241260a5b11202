"""Texts -> one long array of words, from which phrases are counted without touching the texts again.

A text is its title, a line break and its abstract. Between the words stand borders, where there was punctuation, a
stop word or mark-up, so that words beside each other in the array were written beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.pipeline.languages import languages_of, languages_with
from lib.pipeline.words import TOKEN, clean, plain

BORDER: Final = -1
_AT_ONCE: Final = 2000
"""Texts between two calls of `advance`, and whose tokens are in memory together."""
_SURE: Final = 10
_UNSURE: Final = 1
"""How much an occurrence tells of the way a word is written: little where a sentence or a title gave the capital."""
_SENTENCE_ENDS: Final = frozenset(".?!:\n")
_SHORTEST_SHOUT: Final = 4
"""Letters of a word all in capitals that may be so for where it stands, as the place in front of a news story."""
_LONG_WORD: Final = re.compile(r"\b[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of all texts, in their order."""

    forms: tuple[str, ...]
    """All words as written, sorted."""
    stream: NDArray[np.int32]
    """Places in `forms`, or BORDER; each text begins with a border. Shape (n_tokens,)."""
    trust: NDArray[np.uint8]
    """How much each occurrence tells of the way its word is written; 0 for borders."""
    starts: NDArray[np.int64]
    """Where each text begins in `stream`, and its end, shape (n_texts + 1,)."""


class _Tokens(dict[str, int]):
    """Numbers for tokens, each given when it is met first, and what is known of each."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.ends_sentence: list[bool] = []
        self.capital: list[bool] = []
        self.letters: list[bool] = []
        self.languages: list[int] = []

    def __missing__(self, token: str) -> int:
        number = self[token] = len(self)
        word = clean(token)
        self.words.append(word)
        self.ends_sentence.append(token in _SENTENCE_ENDS)
        self.capital.append(word.istitle() or (word.isupper() and len(word) >= _SHORTEST_SHOUT))
        self.letters.append(token[0].isalpha())
        self.languages.append(languages_with(token) | languages_with(word))
        return number


def read_words(texts: Sequence[str], advance: Callable[[int], None] = lambda _: None) -> Words:
    """Read the words of all texts; `advance` is called with the number of texts read."""
    tokens = _Tokens()
    streams: list[NDArray[np.int32]] = []
    trusts: list[NDArray[np.uint8]] = []
    lengths: list[NDArray[np.int64]] = []
    for start in range(0, len(texts), _AT_ONCE):
        block = texts[start : start + _AT_ONCE]
        stream, trust, length = _read_block(block, tokens)
        streams.append(stream)
        trusts.append(trust)
        lengths.append(length)
        advance(len(block))
    forms = sorted({word for word in tokens.words if word})
    place = {word: number for number, word in enumerate(forms)}
    form_of = np.array([place.get(word, BORDER) for word in tokens.words] + [BORDER], dtype=np.int32)
    return Words(
        forms=tuple(forms),
        # A border is -1 and so reads the last place, which is a border.
        stream=form_of[np.concatenate([np.empty(0, dtype=np.int32), *streams])],
        trust=np.concatenate([np.empty(0, dtype=np.uint8), *trusts]),
        starts=np.concatenate([np.zeros(1, dtype=np.int64), *lengths]).cumsum(),
    )


def _read_block(
    texts: Sequence[str], tokens: _Tokens
) -> tuple[NDArray[np.int32], NDArray[np.uint8], NDArray[np.int64]]:
    """Read some texts: numbers of tokens or BORDER, trust, and the length of each text among them."""
    numbers: list[int] = []
    ends: list[int] = []
    title_cased: list[tuple[int, int]] = []
    for text in texts:
        head, _, body = text.partition("\n")
        begin = len(numbers)
        numbers += map(tokens.__getitem__, ["\n", *TOKEN.findall(plain(_lowered(head))), "\n"])
        if _in_title_case(head):
            title_cased.append((begin, len(numbers)))
        numbers += map(tokens.__getitem__, TOKEN.findall(plain(_lowered(body))))
        ends.append(len(numbers))
    token = np.array(numbers, dtype=np.int32)
    text_of = np.repeat(np.arange(len(texts), dtype=np.int32), np.diff([0, *ends]))

    after_end = np.roll(np.array(tokens.ends_sentence)[token], 1)
    for first, last in title_cased:
        after_end[first:last] = True
    unsure = after_end & np.array(tokens.capital)[token]

    bits = np.array(tokens.languages, dtype=np.uint64)[token]
    letters = np.array(tokens.letters)[token]
    languages = languages_of(bits[letters], text_of[letters], len(texts))
    is_word = np.array([bool(word) for word in tokens.words])[token] & (bits & languages[text_of] == 0)
    # One border stands for all that lies between two words, and one before each text: its line break is no word.
    kept = is_word | np.concatenate([[True], is_word[:-1] | (text_of[1:] != text_of[:-1])])
    return (
        np.where(is_word, token, BORDER)[kept].astype(np.int32),
        np.where(is_word, np.where(unsure, _UNSURE, _SURE), 0)[kept].astype(np.uint8),
        np.bincount(text_of[kept], minlength=len(texts)),
    )


def _lowered(part: str) -> str:
    """Write in lower case what is all in capitals, which say nothing then."""
    return part.lower() if part.isupper() else part


def _in_title_case(head: str) -> bool:
    """Whether most longer words of a title begin with a capital, its first apart."""
    words: list[str] = _LONG_WORD.findall(head.partition(" ")[2])
    return sum(word[0].isupper() for word in words) > len(words) / 2
