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
_SHARE_OF_PAPERS: Final = 0.1
"""Of a topic's papers have a term, or it speaks for too few of them."""
_SHARE_FOR_PHRASE: Final = 0.4
"""Of a word's uses are in a phrase when the phrase takes its place."""


class TopicTerms(BaseRepresentation):  # type: ignore[misc]
    """BERTopic's hook for the terms of topics."""

    def __init__(self, counts: TermCounts) -> None:
        self.counts = counts

    def extract_topics(
        self,
        topic_model: BERTopic,  # noqa: ARG002
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
    fewest = max(1, min(len(rows), 2), int(np.ceil(_SHARE_OF_PAPERS * len(rows))))
    candidates = np.flatnonzero((weights > 0) & (papers >= fewest))
    if candidates.size == 0:
        candidates = np.flatnonzero(weights > 0)
    order = np.lexsort((candidates, -weights[candidates]))
    chosen: list[int] = []
    for column in candidates[order][:_CANDIDATES].tolist():
        key = counts.terms[column]
        rivals = [other for other in chosen if related(key, counts.terms[other])]
        if not rivals:
            chosen.append(column)
            continue
        longer = [other for other in rivals if len(counts.terms[other]) >= len(key)]
        if longer:
            continue
        if all(papers[column] >= _SHARE_FOR_PHRASE * papers[other] for other in rivals):
            # The phrase stands where its first part stood, so that the order by importance stays.
            place = min(chosen.index(other) for other in rivals)
            chosen = [other for other in chosen if other not in rivals]
            chosen.insert(min(place, len(chosen)), column)
    chosen = chosen[:N_TERMS]
    # A phrase in the place of a word takes on the word's weight: weights fall from first to last.
    falling = np.maximum.accumulate(weights[chosen][::-1])[::-1] if chosen else np.empty(0)
    return list(zip(chosen, falling.tolist(), strict=True))


def related(one: str, other: str) -> bool:
    """Whether one term holds the other, or both are the same words written in two ways.

    >>> related("language model", "model"), related("zero-shot", "zero shot"), related("graph", "graphene")
    (True, True, False)
    """
    first, second = fold(one), fold(other)
    if first.replace(" ", "") == second.replace(" ", ""):
        return True
    return f" {first} " in f" {second} " or f" {second} " in f" {first} "
