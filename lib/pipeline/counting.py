"""How often each paper uses each term: one sparse matrix, made once, from which topics of any level are summed.

A term is a word or a phrase of up to four. Singular and plural count together, as do all ways of writing in
capitals; `surface` remembers how a term is written most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lib.pipeline.words import STOP_WORDS, WEAK_WORDS, runs

LONGEST_PHRASE: Final = 4
_FRAGMENT_SHARE: Final = 0.7
"""Of a phrase's uses are within one longer phrase when it is only a piece of that."""
_PLURALS: Final = (
    # The first ending that fits decides; an empty list of singulars keeps the word.
    ("topics", ("topic",)),
    ("metrics", ("metric",)),
    ("ices", ("ix", "ex", "ice")),
    ("ibria", ("ibrium",)),
    ("yses", ("ysis",)),
    ("heses", ("hesis",)),
    ("ies", ("y", "ie")),
    *((ending, (ending[:-2], ending[:-1])) for ending in ("ches", "shes", "sses", "xes", "zes")),
    *((ending, ()) for ending in ("ss", "us", "is", "as", "ics", "news", "lens")),
    ("s", ("",)),
)
"""Endings of plurals, and what the singular may end in instead."""
_SHORTEST_PLURAL: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class TermCounts:
    """Counts of terms in papers."""

    counts: Any
    """scipy CSR matrix of int32, shape (n_papers, n_terms)."""
    terms: tuple[str, ...]
    """Keys of the terms, in the order of the columns: lower case, words in the singular."""
    surface: tuple[str, ...]
    """The terms as papers write them."""


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
        Called with the number of papers done; each counts twice, since texts are read twice.
    """
    from scipy.sparse import csr_matrix

    written, in_papers = _words(texts, advance)
    key_of = {word: singular(word, in_papers) for word in in_papers}
    merged: Counter[str] = Counter()
    for word, papers in in_papers.items():
        merged[key_of[word]] += papers
    known = {word for word in in_papers if merged[key_of[word]] >= fewest_papers}

    columns: dict[str, int] = {}
    surfaces: dict[int, Counter[str]] = {}
    indptr, indices, values = [0], [], []
    for text in texts:
        counts: Counter[int] = Counter()
        known_columns = len(columns)
        for words, trust in _phrases(text, known):
            column = columns.setdefault(" ".join(key_of[word.casefold()] for word in words), len(columns))
            counts[column] += 1
            # Most phrases stand in one paper alone and will be dropped: nothing more is kept of those.
            if len(words) > 1 and (column < known_columns or fewest_papers == 1):
                surfaces.setdefault(column, Counter())[" ".join(words)] += trust
        for column in sorted(counts):
            indices.append(column)
            values.append(counts[column])
        indptr.append(len(indices))
        advance(1)
    matrix = csr_matrix(
        (np.array(values, dtype=np.int32), np.array(indices, dtype=np.int32), np.array(indptr)),
        shape=(len(texts), len(columns)),
    )
    keys = np.array(list(columns), dtype=object)
    enough = np.bincount(matrix.indices, minlength=len(columns)) >= fewest_papers
    totals = np.asarray(matrix.sum(axis=0)).ravel()
    kept = set(np.flatnonzero(enough).tolist())
    kept -= _fragments(keys, totals, columns, kept)
    order = np.array(sorted(kept, key=lambda column: keys[column]), dtype=np.intp)
    forms = _forms(written, key_of)
    return TermCounts(
        counts=matrix[:, order],
        terms=tuple(keys[order]),
        surface=tuple(_most(surfaces[column]) if column in surfaces else forms[keys[column]] for column in order),
    )


def singular(word: str, known: Counter[str]) -> str:
    """Return the singular of a word where the corpus has that too, else the word."""
    if len(word) < _SHORTEST_PLURAL:
        return word
    for plural, endings in _PLURALS:
        if word.endswith(plural):
            for ending in endings:
                candidate = word.removesuffix(plural) + ending
                if candidate in known and candidate not in STOP_WORDS:
                    return candidate
            return word
    return word


def _words(texts: Sequence[str], advance: Callable[[int], None]) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """Count how each word (in lower case) is written, and in how many papers it is."""
    written: dict[str, Counter[str]] = {}
    in_papers: Counter[str] = Counter()
    for text in texts:
        here = set()
        for run, trusts in _trusted_runs(text):
            for word, trust in zip(run, trusts, strict=True):
                lower = word.casefold()
                here.add(lower)
                written.setdefault(lower, Counter())[word] += trust
        in_papers.update(here)
        advance(1)
    return written, in_papers


def _phrases(text: str, known: set[str]) -> Iterator[tuple[list[str], int]]:
    """Give the terms of a text as written, single words and phrases, with the trust in how each is written."""
    for run, trusts in _trusted_runs(text):
        lowers = [word.casefold() for word in run]
        for start in range(len(run)):
            for end in range(start + 1, min(start + LONGEST_PHRASE, len(run)) + 1):
                if lowers[end - 1] not in known:
                    break
                part = lowers[start:end]
                if all(word in WEAK_WORDS for word in part) or len(set(part)) < len(part):
                    continue
                yield run[start:end], trusts[start]


def _trusted_runs(text: str) -> Iterator[tuple[list[str], list[int]]]:
    """Give the runs of a text's first line and of the rest, with the trust in each word's capitals."""
    head, _, body = text.partition("\n")
    # Titles have capitals of their own, so they tell little of how a word is written.
    for part, trust in ((head, 1), (body, 10)):
        for run in runs(part):
            # A run's first word may have its capital from the sentence that it begins.
            first = 1 if run[0][0].isupper() and run[0][1:].islower() else trust
            yield run, [first, *([trust] * (len(run) - 1))]


def _fragments(keys: NDArray[Any], totals: NDArray[Any], columns: dict[str, int], kept: set[int]) -> set[int]:
    """Find the phrases that are mostly pieces of one longer phrase, as "chain Monte Carlo" is."""
    found = set()
    for column in kept:
        words = keys[column].split(" ")
        if len(words) < 3:
            continue
        for piece in (words[:-1], words[1:]):
            shorter = columns.get(" ".join(piece))
            if shorter is not None and totals[column] >= _FRAGMENT_SHARE * totals[shorter]:
                found.add(shorter)
    return found


def _forms(written: dict[str, Counter[str]], key_of: dict[str, str]) -> dict[str, str]:
    """For each key of a single word, how it is written most, its plural counted along."""
    together: dict[str, Counter[str]] = {}
    for word, forms in written.items():
        together.setdefault(key_of[word], Counter()).update(forms)
    return {key: _most(forms) for key, forms in together.items()}


def _most(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))


def papers_with(counts: Any, rows: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """Count for each term the papers among `rows` that have it."""
    part = counts[rows]
    found: NDArray[np.int64] = np.bincount(part.indices, minlength=counts.shape[1])
    return found
