"""How good the terms of a level are: are a topic's words in the same papers, and has it words of its own?

Both measures look at each topic's ten first words: the terms, best first, taken apart into words, each word once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

N_WORDS: Final = 10
"""Words of a topic that are looked at."""
_WORD: Final = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class TermQuality:
    """Coherence and diversity of the terms of one level."""

    coherence: float | None
    """Mean NPMI, -1..1, over the topics that have two words or more; None where none has."""
    diversity: float | None
    """Share of distinct words among all topics' first words, 0..1; None where there are no words."""


def term_quality(terms: Mapping[Key, Sequence[Sequence[str]]], texts: Sequence[str]) -> dict[Key, TermQuality]:
    """Measure coherence and diversity of the terms of each level.

    Parameters
    ----------
    terms
        By level: the terms of each topic, best first. A topic without terms counts for nothing.
    texts
        One a paper. They are read once for all levels.

    Returns
    -------
    By level: the mean over its topics of the mean normalised pointwise mutual information of all pairs of a topic's
    words,

        NPMI(a, b) = log(p(a, b) / (p(a) p(b))) / -log p(a, b),

    where p is the share of the papers that have the word, or both words; -1 for words that never stand in one paper,
    1 for words that stand in all; and the number of distinct words among those of all topics, divided by the number
    of words.

    References
    ----------
    Bouma (2009), "Normalized (Pointwise) Mutual Information in Collocation Extraction".
    Lau, Newman and Baldwin (2014), "Machine Reading Tea Leaves", doi 10.3115/v1/E14-1056: the mean over topics. There
    words count as together within ten words of a reference corpus, here within a paper of this one.
    Dieng, Ruiz and Blei (2020), "Topic Modeling in Embedding Spaces", doi 10.1162/tacl_a_00325: diversity. There of
    25 words.
    """
    lists = {level: [first_words(topic) for topic in topics] for level, topics in terms.items()}
    columns: dict[str, int] = {}
    for topics in lists.values():
        for words in topics:
            for word in words:
                columns.setdefault(word, len(columns))
    present = _presence(texts, columns)
    return {
        level: TermQuality(
            coherence=_mean(
                [_npmi(present[:, [columns[word] for word in words]]) for words in topics if len(words) > 1 and texts]
            ),
            diversity=_diversity(topics),
        )
        for level, topics in lists.items()
    }


def first_words(terms: Sequence[str]) -> list[str]:
    """Take the first distinct words of a topic's terms, in their order."""
    words = (match.group().lower() for term in terms for match in _WORD.finditer(term))
    return list(dict.fromkeys(words))[:N_WORDS]


def _presence(texts: Sequence[str], columns: Mapping[str, int]) -> Any:
    """Mark which text has which of the words: scipy CSC matrix of 0 and 1, shape (n_texts, n_words)."""
    from scipy.sparse import csr_matrix

    indices: list[int] = []
    indptr = [0]
    for text in texts if columns else ():
        found = {columns.get(word.lower(), -1) for word in set(_WORD.findall(text))}
        indices += sorted(found - {-1})
        indptr.append(len(indices))
    marks = np.ones(len(indices), dtype=np.int32)
    return csr_matrix((marks, indices, indptr), shape=(len(indptr) - 1, len(columns))).tocsc()


def _npmi(present: Any) -> float:
    """Mean NPMI of all pairs of columns of a presence matrix, shape (n_texts, n_words)."""
    joint: NDArray[np.float64] = (present.T @ present).toarray() / present.shape[0]
    alone = np.diag(joint)
    one, other = np.triu_indices(len(alone), k=1)
    together = joint[one, other]
    scores = np.where(together == 0, -1.0, 1.0)
    some = (together > 0) & (together < 1)
    scores[some] = np.log(together[some] / (alone[one] * alone[other])[some]) / -np.log(together[some])
    return float(scores.mean())


def _mean(scores: list[float]) -> float | None:
    return float(np.mean(scores)) if scores else None


def _diversity(topics: list[list[str]]) -> float | None:
    words = [word for topic in topics for word in topic]
    return len(set(words)) / len(words) if words else None
