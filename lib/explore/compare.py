"""Two groups of papers side by side: the words that tell them apart, their dates, topics and typical papers.

A group is a mask over the papers of the corpus. Groups may share papers; those count on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.core.plurals import singular_forms
from lib.core.text import folded_words
from lib.core.topic import UNASSIGNED, Level, Topic
from lib.explore.periods import Period, index_periods
from lib.explore.selecting import between
from lib.explore.store import Mask, Store
from lib.explore.topics import topic_counts
from lib.explore.wording import WordIndex

LEAST_Z: Final = 1.96
"""Words nearer to 0 tell nothing apart: of words that two groups use alike, 19 of 20 are."""

FEWEST_PAPERS: Final = 3
"""Papers of a group that a word needs to tell it from another, or all of a smaller group: one paper may repeat any."""

MOST_LOOKED_AT: Final = 20_000
"""Papers of a group among which its typical ones are looked for; of more, as many evenly taken."""


@dataclass(frozen=True, slots=True)
class TellingWord:
    """A word or phrase that one of two groups uses more than the other."""

    word: str
    z: float
    """Log-odds ratio in standard errors: above 0 where the first group uses it more, below where the other does."""
    papers: tuple[int, int]
    """Papers of each group that have it."""


@dataclass(frozen=True, slots=True)
class TellingWords:
    """The words of each group that tell it from the other, the most telling first."""

    one: tuple[TellingWord, ...]
    other: tuple[TellingWord, ...]
    n_compared: int
    """Words and phrases that either group has."""


@dataclass(frozen=True, slots=True)
class TopicShare:
    """A topic, None for the papers without one, and how many papers of each group are in it."""

    topic: Topic | None
    papers: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class GroupDates:
    """Papers of each group by period."""

    by: Period
    names: list[str]
    counts: NDArray[np.int64]
    """Shape (n_groups, n_periods)."""
    left_out: tuple[int, ...]
    """Papers of each group that no period holds: undated, or dated too coarsely."""

    @property
    def shares(self) -> NDArray[np.float64]:
        """Counts over all papers of the group that a period holds, 0..1; NaN for a group without any."""
        with np.errstate(invalid="ignore"):
            shares: NDArray[np.float64] = self.counts / self.counts.sum(axis=1, keepdims=True)
        return shares


def telling_words(index: WordIndex, one: Mask, other: Mask, n: int = 12) -> TellingWords:
    """Find the words that tell two groups apart, up to `n` of each.

    A word is left out where a more telling one of the same group says it already, as "retrieval" beside "dense
    retrieval" or the other way round.
    """
    counts = index.count(one), index.count(other)
    z = log_odds_z(counts[0].uses, counts[1].uses, index.all.uses)
    # Ties stand in the order of the alphabet, as in the index.
    order = np.argsort(-z, kind="stable"), np.argsort(z, kind="stable")
    sides = []
    for side, sign, group, own in zip(order, (1, -1), (one, other), counts, strict=True):
        fewest = max(1, min(FEWEST_PAPERS, int(group.sum())))
        telling = side[(sign * z[side] >= LEAST_Z) & (own.papers[side] >= fewest)]
        words = _each_said_once(index.words, telling, n)
        papers = [(int(counts[0].papers[word]), int(counts[1].papers[word])) for word in words]
        sides.append(
            tuple(
                TellingWord(index.words[word], float(z[word]), both) for word, both in zip(words, papers, strict=True)
            )
        )
    n_compared = int(((counts[0].papers > 0) | (counts[1].papers > 0)).sum())
    return TellingWords(sides[0], sides[1], n_compared)


def log_odds_z(
    one: NDArray[np.integer], other: NDArray[np.integer], corpus: NDArray[np.integer]
) -> NDArray[np.float64]:
    """Log-odds ratios of words between two groups with an informative Dirichlet prior, over their standard errors.

    Parameters
    ----------
    one, other, corpus
        Uses of each word in the first group, in the second, and in the whole corpus, shape (n_words,). The corpus has
        all words of the groups.

    Returns
    -------
    Shape (n_words,): above 0 where the first group uses a word more. All 0 where neither group has any word.

    References
    ----------
    Monroe, Colaresi and Quinn (2008), "Fightin' Words", doi 10.1093/pan/mpn018, equations 15, 16, 20 and 22. The prior
    is the corpus's own shares of words, and weighs as much as the smaller group: a heavier one would drown that, with a
    lighter one words of a single use would lead.
    """
    weight = min(one.sum(), other.sum()) / max(1, corpus.sum())
    prior = weight * corpus
    with np.errstate(divide="ignore", invalid="ignore"):
        logits = []
        for uses in (one, other):
            smoothed = uses + prior
            logits.append(np.log(smoothed / (smoothed.sum() - smoothed)))
        z: NDArray[np.float64] = (logits[0] - logits[1]) / np.sqrt(1 / (one + prior) + 1 / (other + prior))
    # A word that is the only one of the corpus, or that neither group has any prior for, tells nothing.
    return np.where(np.isfinite(z), z, 0.0)


def typical_papers(store: Store, groups: Sequence[Mask], n: int = 5) -> list[list[tuple[int, float]]]:
    """Find for each group the papers nearest to its mean embedding that are in no other of the groups.

    Of a group with more than MOST_LOOKED_AT papers as many are looked at, evenly taken: reading all embeddings of a
    large corpus takes seconds.

    Returns
    -------
    By group up to `n` numbers of papers with their cosine similarity to the mean, the nearest first.
    """
    n_groups_of = np.sum(groups, axis=0)
    found = []
    for group in groups:
        papers = np.flatnonzero(group)
        papers = papers[:: -(-len(papers) // MOST_LOOKED_AT) or 1]
        embeddings = store.atlas.embeddings[papers].astype(np.float32)
        mean = embeddings.sum(axis=0, dtype=np.float64)
        cosines = embeddings @ (mean / (np.linalg.norm(mean) or 1)).astype(np.float32)
        own = np.flatnonzero(n_groups_of[papers] == 1)
        nearest = own[np.argsort(-cosines[own], kind="stable")[:n]]
        found.append([(int(papers[place]), float(cosines[place])) for place in nearest])
    return found


def group_dates(store: Store, groups: Sequence[Mask], by: Period) -> GroupDates:
    """Count the papers of each group by period, over the whole span of the corpus."""
    index = index_periods(store, by)
    placed = index.of_paper >= 0
    n_periods = len(index.starts)
    counts = [np.bincount(index.of_paper[group & placed], minlength=n_periods) for group in groups]
    left_out = tuple(int((group & ~placed).sum()) for group in groups)
    return GroupDates(by, index.names, np.stack(counts), left_out)


def group_topics(store: Store, one: Mask, other: Mask, level: Level) -> list[TopicShare]:
    """The topics that either group has papers in, those with the largest share of a group first, unassigned last."""
    counts = topic_counts(store, one, level), topic_counts(store, other, level)
    sizes = max(1, int(one.sum())), max(1, int(other.sum()))

    def place(topic_id: int) -> tuple[bool, float, int]:
        shares = (found.get(topic_id, 0) / size for found, size in zip(counts, sizes, strict=True))
        return topic_id == UNASSIGNED, -max(shares), topic_id

    return [
        TopicShare(store.topic_by_id.get(topic_id), (counts[0].get(topic_id, 0), counts[1].get(topic_id, 0)))
        for topic_id in sorted({*counts[0], *counts[1]}, key=place)
    ]


def papers_between(store: Store, one: int, other: int) -> list[int]:
    """The papers of either topic of the default level that have the other as second-best, smallest margin first."""
    papers = np.flatnonzero(between(store, one, other))
    # NaN, a margin that is not known, sorts last.
    return [int(paper) for paper in papers[np.argsort(store.margin[papers], kind="stable")]]


def _are_among(parts: list[set[str]], others: list[set[str]]) -> bool:
    """Whether each of some words, as their forms, is one of the others in either number."""
    return all(any(forms & other for other in others) for forms in parts)


def _each_said_once(words: Sequence[str], order: NDArray[np.intp], n: int) -> list[int]:
    """The first `n` words of an order, without those that say what one before them says, or part of it."""
    chosen: list[int] = []
    said: list[list[set[str]]] = []
    for word in order.tolist():
        parts = [{part, *singular_forms(part)} for part in folded_words(words[word])]
        if any(_are_among(parts, others) or _are_among(others, parts) for others in said):
            continue
        chosen.append(word)
        said.append(parts)
        if len(chosen) == n:
            break
    return chosen
