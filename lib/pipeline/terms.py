"""From c-TF-IDF weights to the terms of a topic: common in it, none said twice, written as people write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from bertopic import BERTopic
from bertopic.representation._base import BaseRepresentation
from numpy.typing import NDArray

from lib.core.text import fold
from lib.core.topic import UNASSIGNED
from lib.pipeline.counting import TermCounts, papers_with

N_TERMS: Final = 15
_CANDIDATES: Final = 150
_SHARES_OF_PAPERS: Final = (0.1, 0.05, 0.02)
"""Of a topic's papers have a term, or it speaks for too few of them; less where short texts share few words."""
_ENOUGH: Final = 10
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
        chosen = {}
        for place, topic in enumerate(sorted(topics)):
            if topic == UNASSIGNED:
                chosen[topic] = list(topics[topic])
                continue
            rows = rows_of.get_group(topic).astype(int).to_numpy()
            columns = choose_terms(c_tf_idf[place].toarray()[0], self.counts, rows)
            chosen[topic] = [(self.counts.surface[column], float(weight)) for column, weight in columns]
        return chosen


def choose_terms(
    weights: NDArray[np.float64], counts: TermCounts, rows: NDArray[np.integer[Any]]
) -> list[tuple[int, float]]:
    """Choose the terms of one topic.

    Parameters
    ----------
    weights
        c-TF-IDF of all terms in the topic, shape (n_terms,).
    rows
        The topic's papers.

    Returns
    -------
    Columns and weights of up to N_TERMS terms, best first. A phrase takes the place of a word that the topic mostly
    uses within it, and is left out beside a word that it does not explain.
    """
    papers = papers_with(counts.counts, rows)
    chosen: list[tuple[int, float]] = []
    most = np.inf
    steps = [max(min(len(rows), 2), int(np.ceil(share * len(rows)))) for share in _SHARES_OF_PAPERS]
    # A word of one paper alone is better than none at all.
    for fewest in (*steps, 1):
        candidates = np.flatnonzero((weights > 0) & (papers >= fewest) & (papers < most))
        best = candidates[np.lexsort((candidates, -weights[candidates]))][:_CANDIDATES]
        for column in best.tolist():
            _place(column, float(weights[column]), chosen, counts.terms, papers)
        if len(chosen) >= _ENOUGH or (chosen and fewest == steps[-1]):
            break
        most = fewest
    chosen = chosen[:N_TERMS]
    # Rarer terms stand behind more common ones whatever their weight, and weights fall from first to last.
    falling = np.minimum.accumulate(np.array([weight for _, weight in chosen]))
    return [(column, float(weight)) for (column, _), weight in zip(chosen, falling, strict=True)]


def _place(
    column: int, weight: float, chosen: list[tuple[int, float]], terms: Sequence[str], papers: NDArray[np.int64]
) -> None:
    """Add the next best candidate to the chosen ones, unless one of them says the same already."""
    key = terms[column]
    rivals = [place for place, (other, _) in enumerate(chosen) if related(key, terms[other])]
    if not rivals:
        chosen.append((column, weight))
        return
    others = [chosen[place][0] for place in rivals]
    is_longer = all(len(terms[other]) < len(key) for other in others)
    if is_longer and all(papers[column] >= _SHARE_FOR_PHRASE * papers[other] for other in others):
        # The phrase stands where its best part stood, with the weight of that.
        chosen[rivals[0]] = (column, chosen[rivals[0]][1])
        for place in reversed(rivals[1:]):
            del chosen[place]


def related(one: str, other: str) -> bool:
    """Whether one term holds the other, or both are the same words written in two ways.

    >>> related("language model", "model"), related("zero-shot", "zero shot"), related("graph", "graphene")
    (True, True, False)
    """
    first, second = fold(one), fold(other)
    if first.replace(" ", "") == second.replace(" ", ""):
        return True
    return f" {first} " in f" {second} " or f" {second} " in f" {first} "
