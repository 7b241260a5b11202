"""How surely a paper belongs to its topic: the chance that it lands there again when topics are made anew.

Refits say which papers landed in their topic again. From that a logistic regression learns the chance for any paper
from what is known of it without a refit of its own: how its neighbours are spread over topics, how near it is to the
middle of its own and of the nearest other topic, and how often the other papers of its topic, and of these its
neighbours, came back. Where a topic sometimes falls into two, the neighbours tell in which part a paper lies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from lib.core.topic import UNASSIGNED
from lib.pipeline.graph import NeighborGraph
from lib.pipeline.membership import Membership
from lib.pipeline.refits import NOT_DRAWN

_FOLDS: Final = 5
"""Parts of the papers, each judged by what the others taught."""
_BINS: Final = 10
_PRIOR: Final = 10.0
"""Observations that a topic is taken to have had already, at the mean of all, and a paper's neighbours, at its topic's
rate.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """How well confidence says what happens, on papers and refits that were not used to fit it."""

    error: float
    """Expected calibration error: mean difference of chance told and share seen, over ten bins of equal width."""
    auc: float | None
    """Area under the ROC curve; None where all papers landed, or none did."""


def confidence(
    topics: NDArray[np.int32],
    membership: Membership,
    embeddings: NDArray[np.float32],
    graph: NeighborGraph,
    landed: NDArray[np.int8],
    strength: NDArray[np.float32] | None = None,
) -> tuple[NDArray[np.float32], Calibration | None]:
    """Learn each paper's confidence from the refits, or take it from a clusterer that gives it itself.

    Parameters
    ----------
    topics
        Topic of each paper at the default level, shape (n_papers,).
    membership
        Shares of the neighbours that are in the own and in the second-best topic.
    landed
        As `Refits.landed`.
    strength
        The clusterer's own, 0..1; then that is the confidence, and only how well it holds is measured.

    Returns
    -------
    The chance of each paper to land in its topic again, 0..1, 0 for unassigned papers; and how well such chances
    hold, None where there were no refits to learn from.
    """
    assigned = np.flatnonzero(topics != UNASSIGNED)
    landed = landed[assigned]
    result = np.zeros(len(topics), dtype=np.float32)
    if strength is not None:
        result[assigned] = strength[assigned]
        hits, tries = _count(landed)
        return result, calibration(strength[assigned].astype(np.float64), hits, tries) if tries.any() else None
    if not (landed != NOT_DRAWN).any():
        result[assigned] = membership.confidence[assigned]
        return result, None
    fixed = _features(topics, membership, embeddings, graph)[assigned]
    own = topics[assigned]
    beside = _beside(topics, graph)[assigned][:, assigned]
    result[assigned] = _learn(fixed, own, beside, landed)
    return result, _held_out(fixed, own, beside, landed)


def reliability(
    told: NDArray[np.float64], hits: NDArray[np.float64], tries: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Sort chances into ten bins of equal width; parameters as those of `calibration`.

    Returns
    -------
    The mean chance told in each bin, the share seen (both nan for an empty bin), and the share of all tries in it.
    """
    place = np.minimum((told * _BINS).astype(int), _BINS - 1)
    weight = np.bincount(place, weights=tries, minlength=_BINS)
    with np.errstate(invalid="ignore"):
        mean_told = np.bincount(place, weights=told * tries, minlength=_BINS) / weight
        mean_seen = np.bincount(place, weights=hits, minlength=_BINS) / weight
    return mean_told, mean_seen, weight / weight.sum()


def calibration(told: NDArray[np.float64], hits: NDArray[np.float64], tries: NDArray[np.float64]) -> Calibration:
    """Compare chances with what happened: expected calibration error (Naeini et al. 2015) and AUC.

    Parameters
    ----------
    told
        The chance told for each paper, shape (n,).
    hits, tries
        In how many of how many refits it happened.
    """
    from sklearn.metrics import roc_auc_score

    mean_told, mean_seen, share = reliability(told, hits, tries)
    auc = None
    if 0 < hits.sum() < tries.sum():
        landed, weight = np.repeat([1, 0], len(told)), np.concatenate([hits, tries - hits])
        auc = float(roc_auc_score(landed, np.tile(told, 2), sample_weight=weight))
    return Calibration(float(np.nansum(share * np.abs(mean_told - mean_seen))), auc)


def _held_out(
    fixed: NDArray[np.float64], topics: NDArray[np.int32], beside: Any, landed: NDArray[np.int8]
) -> Calibration | None:
    """Judge a fifth of the papers in half of the refits by what the other papers taught in the other half; so all.

    Both must be new to what is judged: a refit in which a topic was gone has told that of all its papers.
    """
    fold = np.arange(len(topics)) % _FOLDS
    half = np.arange(landed.shape[1]) % 2
    judged: list[tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]] = []
    for left_out in (0, 1):
        hits, tries = _count(landed[:, half == left_out])
        for number in range(_FOLDS):
            judges = fold == number
            teaches = np.where(judges[:, None], NOT_DRAWN, landed[:, half != left_out]).astype(np.int8)
            if tries[judges].any() and (teaches != NOT_DRAWN).any():
                judged.append((_learn(fixed, topics, beside, teaches)[judges], hits[judges], tries[judges]))
    return calibration(*(np.concatenate(parts) for parts in zip(*judged, strict=True))) if judged else None


def _count(landed: NDArray[np.int8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Count for each paper in how many refits it landed, and in how many it was."""
    return (landed == 1).sum(axis=1, dtype=np.float64), (landed != NOT_DRAWN).sum(axis=1, dtype=np.float64)


def _learn(
    fixed: NDArray[np.float64], topics: NDArray[np.int32], beside: Any, landed: NDArray[np.int8]
) -> NDArray[np.float64]:
    """Learn from the papers that were in refits, at least one, and tell the chance of all.

    How often a topic's papers, and a paper's neighbours, landed is known from the same refits. So that it is not
    trusted more than it deserves, each outcome is explained by what the other refits say of them.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    papers, refits = np.nonzero(landed != NOT_DRAWN)
    outcomes = landed[papers, refits]
    mean = float(outcomes.mean())
    if mean in {0.0, 1.0}:
        return np.full(len(topics), mean)
    hits, tries = (landed == 1).astype(np.float64), (landed != NOT_DRAWN).astype(np.float64)
    members = sparse.csr_matrix((np.ones(len(topics)), (topics, np.arange(len(topics)))))
    topic_hits, topic_tries = members @ hits, members @ tries
    near_hits, near_tries = beside @ hits, beside @ tries

    def rates(without: Any) -> NDArray[np.float64]:
        """The log-odds of each paper's topic and neighbours; `without` takes from counts what shall not be known."""
        of_topic = (without(topic_hits) + _PRIOR * mean) / (without(topic_tries) + _PRIOR)
        of_near = (without(near_hits) + _PRIOR * of_topic[topics]) / (without(near_tries) + _PRIOR)
        return np.stack([_log_odds(of_topic[topics]), _log_odds(of_near)], axis=-1)

    of_others = rates(lambda counts: counts.sum(axis=1, keepdims=True) - counts)
    seen = np.column_stack([fixed[papers], of_others[papers, refits]])
    scaler = StandardScaler().fit(seen)
    model = LogisticRegression(max_iter=1000).fit(scaler.transform(seen), outcomes)
    known = np.column_stack([fixed, rates(lambda counts: counts.sum(axis=1))])
    chances: NDArray[np.float64] = model.predict_proba(scaler.transform(known))[:, 1]
    return chances


def _log_odds(rate: NDArray[np.float64]) -> NDArray[np.float64]:
    rate = np.clip(rate, 0.01, 0.99)
    odds: NDArray[np.float64] = np.log(rate / (1 - rate))
    return odds


def _beside(topics: NDArray[np.int32], graph: NeighborGraph) -> Any:
    """Which papers of its own topic are neighbours of each: scipy CSR matrix of ones, shape (n_papers, n_papers)."""
    n_papers, k = graph.indices.shape
    same = (topics[graph.indices] == topics[:, None]).ravel()
    rows = np.repeat(np.arange(n_papers), k)[same]
    return sparse.csr_matrix((np.ones(len(rows)), (rows, graph.indices.ravel()[same])), shape=(n_papers, n_papers))


def _features(
    topics: NDArray[np.int32], membership: Membership, embeddings: NDArray[np.float32], graph: NeighborGraph
) -> NDArray[np.float64]:
    """What is known of a paper without a refit, shape (n_papers, 4)."""
    share = membership.confidence.astype(np.float64)
    around = share[graph.indices].mean(axis=1)
    n_topics = int(topics.max()) + 1
    sums = np.zeros((n_topics, embeddings.shape[1]), dtype=np.float64)
    assigned = topics != UNASSIGNED
    np.add.at(sums, topics[assigned], embeddings[assigned])
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    centres = (sums / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    gap = np.zeros(len(topics))
    for start in range(0, len(topics), 8192):
        rows = np.arange(start, min(start + 8192, len(topics)))
        nearness = embeddings[rows] @ centres.T
        place = np.arange(len(rows)), topics[rows]
        own = nearness[place].copy()
        nearness[place] = -1
        gap[rows] = own - nearness.max(axis=1)
    return np.column_stack([share, membership.margin, around, gap])
