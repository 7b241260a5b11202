"""How often each paper uses each term: one sparse matrix, made once, from which topics of any level are summed.

A term is a word or a phrase of up to LONGEST_PHRASE. Singular and plural count together, as do all ways of writing in
capitals; `surface` remembers how a term is written most.

Phrases are grown word by word, and only from phrases that enough papers have (Agrawal and Srikant 1994, "Fast
Algorithms for Mining Association Rules"): what stands in a few papers alone is never kept, so time and memory grow
with the length of the texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.core.plurals import singulars
from lib.pipeline.reading import Words, read_words
from lib.pipeline.words import STOP_WORDS, WEAK_WORDS, is_han

LONGEST_PHRASE: Final = 4
_LONGEST_COUNTED: Final = LONGEST_PHRASE + 1
"""One word more, to see which of the longest are pieces of what is longer still."""
_FRAGMENT_SHARE: Final = 0.7
"""Of a phrase's uses are within one longer phrase when it is only a piece of that."""
_SHORTEST_ADJECTIVE: Final = 5
_NONE: Final = -1


@dataclass(frozen=True, slots=True, eq=False)
class TermCounts:
    """Counts of terms in papers."""

    counts: Any
    """scipy CSR matrix of int32, shape (n_papers, n_terms)."""
    terms: tuple[str, ...]
    """Keys of the terms, in the order of the columns: lower case, words in the singular."""
    surface: tuple[str, ...]
    """The terms as papers write them."""


@dataclass(frozen=True, slots=True, eq=False)
class _Phrases:
    """All phrases of one length that enough papers have."""

    places: NDArray[np.int32]
    """Where in the stream a phrase begins, rising."""
    numbers: NDArray[np.int32]
    """The phrase that begins at each of `places`."""
    written: NDArray[np.int32]
    """A number for how it is written there; what is written alike is one phrase, and is in alphabetical order."""
    first: NDArray[np.int64]
    """A place where each phrase begins, shape (n_phrases,)."""
    is_term: NDArray[np.bool_]
    """Whether each phrase may stand as a term."""
    counts: Any
    """CSR matrix, shape (n_papers, n_phrases)."""


def count_terms(
    texts: Sequence[str], *, fewest_papers: int, advance: Callable[[int], None] = lambda _: None
) -> TermCounts:
    """Count the terms of all texts.

    Parameters
    ----------
    texts
        One a paper.
    fewest_papers
        A term found in fewer papers is left out.
    advance
        Called with the number of papers done; each counts twice, since texts are read, then counted.
    """
    from scipy.sparse import hstack

    words = read_words(texts, advance)
    vocabulary = _Vocabulary(words, len(texts))
    found: list[_Phrases] = []
    while len(found) < _LONGEST_COUNTED and (not found or len(found[-1].first)):
        found.append(vocabulary.longer(found[-1] if found else None, len(found) + 1, fewest_papers))
    _drop_fragments(found)
    del found[LONGEST_PHRASE:]

    terms: list[str] = []
    surface: list[str] = []
    for length, phrases in enumerate(found, start=1):
        kept = np.flatnonzero(phrases.is_term)
        terms += [vocabulary.key(phrases.first[phrase], length) for phrase in kept]
        surface += [vocabulary.form(place, length) for place in vocabulary.best_written(phrases)[kept]]
    order = np.array(sorted(range(len(terms)), key=terms.__getitem__), dtype=np.intp)
    counts = hstack([phrases.counts[:, phrases.is_term] for phrases in found], format="csr", dtype=np.int32)
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    counts.indices = place[counts.indices]
    counts.sort_indices()
    advance(len(texts))
    return TermCounts(counts, tuple(terms[column] for column in order), tuple(surface[column] for column in order))


def singular(word: str, known: Counter[str]) -> str:
    """Return the singular of a word where the corpus has that too, else the word."""
    return next((one for one in singulars(word) if one in known and one not in STOP_WORDS), word)


def papers_with(counts: Any, rows: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """Count for each term the papers among `rows` that have it."""
    part = counts[rows]
    found: NDArray[np.int64] = np.bincount(part.indices, minlength=counts.shape[1])
    return found


class _Vocabulary:
    """The words of a corpus with their keys, and what phrases are made of."""

    def __init__(self, words: Words, n_texts: int) -> None:
        self.words = words
        self.n_texts = n_texts
        lowers = [form.casefold() for form in words.forms]
        known = Counter(lowers)
        key_of = {lower: singular(lower, known) for lower in known}
        self.keys = sorted(set(key_of.values()))
        number = {key: place for place, key in enumerate(self.keys)}
        keys = np.array([number[key_of[lower]] for lower in lowers] + [_NONE], dtype=np.int32)
        # A border is -1 and so reads the last place.
        self.stream = keys[words.stream]
        not_weak = {key_of[lower] for lower in known if not _is_weak(lower, known) and not is_han(lower)}
        not_weak -= WEAK_WORDS
        self.weak = np.array([key not in not_weak for key in self.keys] + [True])
        self.han = np.array([is_han(key) for key in self.keys] + [False])
        self.text_of = np.repeat(np.arange(n_texts, dtype=np.int32), np.diff(words.starts))

    def longer(self, shorter: _Phrases | None, length: int, fewest_papers: int) -> _Phrases:
        """Find the phrases of a length that enough papers have, from those that are a word shorter."""
        if shorter is None:
            places = np.flatnonzero(self.stream >= 0).astype(np.int32)
            codes, ways = self.stream[places].astype(np.int64), self.words.stream[places].astype(np.int64)
        else:
            places, codes, ways = self._extended(shorter, length)
        often = _may_be_frequent(codes, fewest_papers)
        places, ways = places[often], ways[often]
        found, different = pd.factorize(codes[often])
        counts = self._counted(places, found, len(different))
        enough = np.bincount(counts.indices, minlength=len(different)) >= fewest_papers
        new = np.where(enough, np.cumsum(enough) - 1, _NONE).astype(np.int32)
        kept = enough[found]
        places, numbers = places[kept], new[found[kept]]
        first = np.empty(int(enough.sum()), dtype=np.int64)
        first[numbers[::-1]] = places[::-1]
        written = pd.factorize(ways[kept], sort=True)[0].astype(np.int32)
        return _Phrases(places, numbers, written, first, self._terms(first, length), counts[:, enough])

    def _extended(
        self, shorter: _Phrases, length: int
    ) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]:
        """Join each phrase with the word behind it, where that makes two phrases that enough papers have."""
        # The phrase without its first word begins at the next place.
        begins = np.flatnonzero(np.diff(shorter.places) == 1)
        places = shorter.places[begins]
        last = places + (length - 1)
        codes = shorter.numbers[begins].astype(np.int64) * (len(self.keys) + 1) + self.stream[last]
        ways = shorter.written[begins].astype(np.int64) * (len(self.words.forms) + 1) + self.words.stream[last]
        return places, codes, ways

    def _counted(self, places: NDArray[np.int32], numbers: NDArray[np.integer[Any]], n_phrases: int) -> Any:
        from scipy.sparse import csr_matrix

        per_text = np.bincount(self.text_of[places], minlength=self.n_texts)
        counts = csr_matrix(
            (np.ones(len(places), dtype=np.int32), numbers.astype(np.int32), np.concatenate([[0], per_text.cumsum()])),
            shape=(self.n_texts, n_phrases),
        )
        counts.sum_duplicates()
        return counts

    def _terms(self, first: NDArray[np.int64], length: int) -> NDArray[np.bool_]:
        """Tell which phrases may be terms: not all words weak, none twice; one Chinese character is too little."""
        words = np.stack([self.stream[first + offset] for offset in range(length)])
        all_weak = self.weak[words].all(axis=0)
        all_han = self.han[words].all(axis=0)
        in_order = np.sort(words, axis=0)
        twice = (in_order[1:] == in_order[:-1]).any(axis=0)
        found: NDArray[np.bool_] = (~all_weak & ~twice) | (all_han & (length > 1))
        return found

    def best_written(self, phrases: _Phrases) -> NDArray[np.int64]:
        """Find for each phrase a place where it is written as it is most; of equals the first in the alphabet."""
        places, ways = phrases.places, phrases.written
        n_ways = int(ways.max(initial=-1)) + 1
        trust = np.bincount(ways, weights=self.words.trust[places], minlength=n_ways)
        place_of = np.empty(n_ways, dtype=np.int64)
        place_of[ways[::-1]] = places[::-1]
        phrase_of = np.empty(n_ways, dtype=np.int64)
        phrase_of[ways] = phrases.numbers
        # Numbers of ways are in the order of the alphabet; the last one written here is the best.
        worst_first = np.lexsort((-np.arange(n_ways), trust))
        best = np.empty(len(phrases.first), dtype=np.int64)
        best[phrase_of[worst_first]] = place_of[worst_first]
        return best

    def key(self, place: np.int64, length: int) -> str:
        """The key of the phrase that begins at a place."""
        return _joined([self.keys[key] for key in self.stream[place : place + length]])

    def form(self, place: np.int64, length: int) -> str:
        """The phrase that begins at a place, as written there."""
        return _joined([self.words.forms[form] for form in self.words.stream[place : place + length]])


def _is_weak(word: str, known: Counter[str]) -> bool:
    """Whether a word makes a term only with others: one of the list, or an adverb of a word that the corpus has."""
    if word in WEAK_WORDS:
        return True
    stems = {word.removesuffix("ly"), word.removesuffix("ally")} - {word}
    return any(len(stem) >= _SHORTEST_ADJECTIVE and (stem in known or stem in STOP_WORDS) for stem in stems)


def _joined(words: Sequence[str]) -> str:
    """Join words by blanks, but for Chinese characters, beside which none stands."""
    text = words[0]
    for before, word in pairwise(words):
        text += word if is_han(before) or is_han(word) else f" {word}"
    return text


def _may_be_frequent(code: NDArray[np.int64], fewest: int) -> NDArray[np.bool_]:
    """Rule out the bulk of the rare ones: those whose place in a small table is hit less than often enough."""
    size = 1 << 22
    # Fibonacci hashing: the golden ratio's bits spread neighbouring numbers over the table.
    place = (code.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - 22)
    hits = np.bincount(place.astype(np.int64), minlength=size)
    often: NDArray[np.bool_] = hits[place.astype(np.int64)] >= fewest
    return often


def _drop_fragments(found: Sequence[_Phrases]) -> None:
    """Let phrases that are mostly pieces of one longer phrase be no terms, as "chain Monte Carlo"."""
    totals = [np.asarray(phrases.counts.sum(axis=0)).ravel() for phrases in found]
    terms = [phrases.is_term.copy() for phrases in found]
    for length in range(len(found) - 1, 1, -1):
        longer, shorter = found[length], found[length - 1]
        head, tail = (shorter.numbers[np.searchsorted(shorter.places, longer.first + offset)] for offset in (0, 1))
        of_head, of_tail = (
            terms[length] & (totals[length] >= _FRAGMENT_SHARE * totals[length - 1][piece]) for piece in (head, tail)
        )
        if length == LONGEST_PHRASE:
            # What is longer still is no term itself: of its two pieces the one with its last word stays.
            of_tail &= ~of_head
        shorter.is_term[head[of_head]] = False
        shorter.is_term[tail[of_tail]] = False
