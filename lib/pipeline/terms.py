"""From c-TF-IDF weights to the terms of a topic: common in it, none said twice, written as people write them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from bertopic import BERTopic
from bertopic.representation._base import BaseRepresentation
from numpy.typing import NDArray

from lib.core.topic import UNASSIGNED
from lib.pipeline.alike import abbreviates, overlap, related, says_new
from lib.pipeline.counting import TermCounts, papers_with

N_TERMS: Final = 15
_CANDIDATES: Final = 150
_SHARES_OF_PAPERS: Final = ((0.1, 1.0), (0.05, 0.5), (0.02, 0.0))
"""Of a topic's papers have a term, or it speaks for too few of them: the share, and so many times the root of their
number, whichever is more, since three papers of twenty may share a word by chance. Less where short texts share few.
"""
_ENOUGH: Final = 10
_LIFT: Final = 2.0
"""How many times as common a term is among a topic's papers as among all others, or it tells little of the topic."""
_LEAST_LIFT: Final = 1.05
_MOST_LIFT: Final = 50.0
"""Lifts below and above count as these: a term that no other paper has is not infinitely good."""
_SHARE_POWER: Final = 0.25
_SHARE_FOR_PHRASE: Final = 0.4
"""Of a word's uses are in a phrase when the phrase takes its place."""


class TopicTerms(BaseRepresentation):  # type: ignore[misc]  # BERTopic has no types
    """BERTopic's hook for the terms of topics."""

    def __init__(self, counts: TermCounts) -> None:
        self.counts = counts

    def extract_topics(
        self,
        topic_model: BERTopic,  # noqa: ARG002 - as BERTopic calls it
        documents: pd.DataFrame,
        c_tf_idf: Any,
        topics: Mapping[int, Sequence[tuple[str, float]]],
    ) -> dict[int, list[tuple[str, float]]]:
        """Choose each topic's terms; the documents are row numbers of papers."""
        rows_of = documents.groupby("Topic")["Document"]
        n_papers = self.counts.counts.shape[0]
        anywhere = papers_with(self.counts.counts, np.arange(n_papers))
        chosen = {}
        for place, topic in enumerate(sorted(topics)):
            if topic == UNASSIGNED:
                chosen[topic] = list(topics[topic])
                continue
            rows = rows_of.get_group(topic).astype(int).to_numpy()
            inside = papers_with(self.counts.counts, rows)
            lift = lifts(inside, anywhere - inside, len(rows), n_papers - len(rows))
            weights = c_tf_idf[place].toarray()[0] * salience(inside / len(rows), lift)
            columns = choose_terms(weights, self.counts, inside, lift, len(rows))
            chosen[topic] = [(self.counts.surface[column], float(weight)) for column, weight in columns]
        return chosen


def lifts(inside: NDArray[np.int64], outside: NDArray[np.int64], n_inside: int, n_outside: int) -> NDArray[np.float64]:
    """How many times as common each term is within a topic as outside; infinite where nothing outside has it."""
    with np.errstate(divide="ignore", invalid="ignore"):
        lift: NDArray[np.float64] = (inside / n_inside) / (outside / n_outside)
    return np.where(outside == 0, np.inf, lift)


def salience(share: NDArray[np.float64], lift: NDArray[np.float64]) -> NDArray[np.float64]:
    """What c-TF-IDF is multiplied by: more for terms of many of the topic's papers, and of few others.

    c-TF-IDF counts uses, so a paper that repeats a word speaks for all; this counts papers. Of the products and powers
    tried this raised NPMI and diversity together on news and papers alike.
    """
    factor: NDArray[np.float64] = share**_SHARE_POWER * np.log(np.clip(lift, _LEAST_LIFT, _MOST_LIFT))
    return factor


def choose_terms(
    weights: NDArray[np.float64],
    counts: TermCounts,
    inside: NDArray[np.int64],
    lift: NDArray[np.float64],
    n_papers: int,
) -> list[tuple[int, float]]:
    """Choose the terms of one topic.

    Parameters
    ----------
    weights
        How much each term stands for the topic, shape (n_terms,); 0 for terms that it does not have.
    inside
        How many of the topic's papers have each term, shape (n_terms,).
    lift
        How many times as common each term is within the topic as outside, shape (n_terms,).
    n_papers
        The topic's papers.

    Returns
    -------
    Columns and weights of up to N_TERMS terms, best first. A phrase takes the place of a word that the topic mostly
    uses within it, and is left out beside a word that it does not explain; no term has only words that better ones
    have said already. Terms that speak for too few papers, or for others as much, stand behind, and only where there
    are not enough better ones.
    """
    chosen: list[tuple[int, float]] = []
    tried = np.zeros(len(weights), dtype=bool)
    shares = [
        max(min(n_papers, 2), math.ceil(share * n_papers), math.ceil(times * math.sqrt(n_papers)))
        for share, times in _SHARES_OF_PAPERS
    ]
    # A word of one paper alone, or one that all topics have, is better than none at all.
    for fewest, least in (*((fewest, _LIFT) for fewest in shares), (shares[-1], 0.0), (1, 0.0)):
        candidates = np.flatnonzero((weights > 0) & (inside >= fewest) & (lift >= least) & ~tried)
        best = candidates[np.lexsort((candidates, -weights[candidates]))][:_CANDIDATES]
        for column in best.tolist():
            _place(column, float(weights[column]), chosen, counts, inside)
        tried[candidates] = True
        if len(chosen) >= (_ENOUGH if least else 1):
            break
    chosen = chosen[:N_TERMS]
    # Rarer terms stand behind more common ones whatever their weight, and weights fall from first to last.
    falling = np.minimum.accumulate(np.array([weight for _, weight in chosen]))
    return [(column, float(weight)) for (column, _), weight in zip(chosen, falling, strict=True)]


def _place(
    column: int, weight: float, chosen: list[tuple[int, float]], counts: TermCounts, inside: NDArray[np.int64]
) -> None:
    """Add the next best candidate to the chosen ones, unless they say the same already."""
    key, surface = counts.terms[column], counts.surface[column]
    said = [counts.terms[other] for other, _ in chosen]
    rivals = [place for place, other in enumerate(said) if related(key, other)]
    short = [place for place, (other, _) in enumerate(chosen) if abbreviates(counts.surface[other], surface)]
    if rivals and not all(
        len(said[place]) < len(key) and inside[column] >= _SHARE_FOR_PHRASE * inside[chosen[place][0]]
        for place in rivals
    ):
        return
    rivals = sorted({*rivals, *short})
    others = [place for place in range(len(chosen)) if place not in rivals]
    if any(abbreviates(surface, counts.surface[chosen[place][0]]) or overlap(key, said[place]) for place in others):
        return
    if rivals:
        # The phrase stands where its best part stood, with the weight of that.
        chosen[rivals[0]] = (column, chosen[rivals[0]][1])
        for place in reversed(rivals[1:]):
            del chosen[place]
    elif says_new(key, said):
        chosen.append((column, weight))
