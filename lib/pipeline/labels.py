"""Terms -> labels: the few terms that together tell a topic from its siblings, and how well they do.

A label is read as "papers that say one of these". So its terms are chosen one after the other, each for the papers of
the topic that it adds to those before, and for how much rarer it is elsewhere: in the other topics under the same
parent, and in the whole corpus. In a topic that has sub-topics a term counts for more where it adds papers of a
sub-topic that has few yet, so that a broad topic is not named by one of its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.core.text import cut, fold, squeeze
from lib.core.topic import Term
from lib.pipeline.alike import says_new
from lib.pipeline.counting import TermCounts

N_IN_LABEL: Final = 3
_MOST_IN_LABEL: Final = 4
_POORLY_COVERED: Final = 0.6
"""Of a topic's papers have a term of its label when a fourth term is added."""
_SEPARATOR: Final = ", "
_NAMELESS: Final = "Papers without title"
_LONGEST_TITLE: Final = 60
_AGAIN: Final = 0.5
"""What a term is worth that another label of the level has already."""
_AS_PARENT: Final = 0.3
"""What a term is worth that the label of the topic above has."""
_NEARLY_ALL: Final = 0.8
"""Share of the papers of the topic above from which on a topic is much the same, and may be named much the same."""
_GAIN_POWER: Final = 0.7
"""Below 1, so that what a term tells counts for more than how many papers it adds."""


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a topic and its evidence."""

    text: str
    inside: float | None
    """Share of the topic's papers that have one of the label's terms, 0..1; None where it is a title."""
    outside: float | None
    """Share of all other papers that have one; None where there are none, and where the label is a title."""


def make_labels(
    terms: Mapping[int, Sequence[Term]],
    rows: Mapping[int, NDArray[np.intp]],
    counts: TermCounts,
    *,
    parent_of: Mapping[int, int | None],
    levels: Sequence[Sequence[int]],
    titles: Mapping[int, str],
) -> dict[int, Label]:
    """Name all topics of an atlas.

    Parameters
    ----------
    terms
        The terms of each topic, best first.
    rows
        The papers of each topic.
    counts
        The counts that the terms come from.
    parent_of
        The topic above each.
    levels
        The topics of each level in the order in which they are named, the coarsest level first.
    titles
        The title of a typical paper of each topic, for topics without terms.

    Returns
    -------
    A label for each topic: unlike all others of its level and unlike its parent's, whatever the terms are.
    """
    presence = _Presence(terms, rows, counts)
    children: dict[int, list[int]] = {}
    for topic, parent in parent_of.items():
        if parent is not None:
            children.setdefault(parent, []).append(topic)
    labels: dict[int, Label] = {}
    in_label: dict[int, list[str]] = {}
    for level in levels:
        taken: set[str] = set()
        again: set[str] = set()
        for topic in level:
            parent = parent_of[topic]
            apart = parent is not None and len(rows[topic]) < _NEARLY_ALL * len(rows[parent])
            above = in_label[parent] if parent is not None and apart else []
            ranked = _ranked(topic, terms[topic], presence, parent, children.get(topic, []), again, above)
            forbidden = taken | ({_key(labels[parent].text)} if parent is not None else set())
            chosen = _first_free(topic, ranked, presence, forbidden)
            text = _numbered(_SEPARATOR.join(chosen) or _title(titles[topic]), forbidden)
            labels[topic] = Label(text, *(presence.evidence(topic, chosen) if chosen else (None, None)))
            in_label[topic] = chosen
            taken.add(_key(text))
            again.update(in_label[topic])
    return labels


class _Presence:
    """Which papers have which of the terms that topics have."""

    def __init__(
        self, terms: Mapping[int, Sequence[Term]], rows: Mapping[int, NDArray[np.intp]], counts: TermCounts
    ) -> None:
        self.rows = rows
        self.n_papers = counts.counts.shape[0]
        used = {term.term for found in terms.values() for term in found}
        columns = [column for column, surface in enumerate(counts.surface) if surface in used]
        self.column_of = {counts.surface[column]: place for place, column in enumerate(columns)}
        self.present = (counts.counts[:, columns] > 0).tocsr()
        self.anywhere = np.asarray(self.present.sum(axis=0)).ravel()

    def of(self, topic: int, terms: Sequence[str]) -> NDArray[np.bool_]:
        """Which of a topic's papers have which terms, shape (n_papers of the topic, n_terms)."""
        found: NDArray[np.bool_] = self.present[self.rows[topic]][:, self._columns(terms)].toarray()
        return found

    def papers(self, topic: int, terms: Sequence[str]) -> NDArray[np.float64]:
        """How many of a topic's papers have each term."""
        found: NDArray[np.float64] = np.asarray(self.present[self.rows[topic]].sum(axis=0)).ravel()[
            self._columns(terms)
        ]
        return found

    def everywhere(self, terms: Sequence[str]) -> NDArray[np.float64]:
        """How many papers of the corpus have each term."""
        found: NDArray[np.float64] = self.anywhere[self._columns(terms)]
        return found

    def evidence(self, topic: int, terms: Sequence[str]) -> tuple[float, float | None]:
        """Share of the topic's papers that have one of the terms, and of all others."""
        has_one = np.asarray(self.present[:, self._columns(terms)].sum(axis=1)).ravel() > 0
        n_inside = len(self.rows[topic])
        inside = int(has_one[self.rows[topic]].sum())
        others = self.n_papers - n_inside
        return inside / n_inside, (int(has_one.sum()) - inside) / others if others else None

    def _columns(self, terms: Iterable[str]) -> list[int]:
        return [self.column_of[term] for term in terms]


def _ranked(
    topic: int,
    terms: Sequence[Term],
    presence: _Presence,
    parent: int | None,
    children: Sequence[int],
    again: set[str],
    above: Sequence[str],
) -> list[str]:
    """Put a topic's terms into the order in which a label takes them."""
    names = [term.term for term in terms]
    if not names:
        return []
    strength = _strengths(topic, terms, presence, parent)
    strength *= [(_AGAIN if name in again else 1) * (_AS_PARENT if name in above else 1) for name in names]
    groups = _groups(topic, presence.rows, children)
    has = presence.of(topic, names)
    covered = np.zeros(len(has), dtype=bool)
    order: list[str] = []
    left = list(range(len(names)))
    while left:
        gains = [strength[place] * _gain(covered, has[:, place], groups) ** _GAIN_POWER for place in left]
        # Terms that bring no new word stand behind all that do.
        new = [not order or says_new_word(names[place], order) for place in left]
        best = max(range(len(left)), key=lambda place: (new[place], gains[place], -place))
        place = left.pop(best)
        order.append(names[place])
        covered |= has[:, place]
    return order


def _strengths(topic: int, terms: Sequence[Term], presence: _Presence, parent: int | None) -> NDArray[np.float64]:
    """How much each term tells of a topic: by its weight, and by how much rarer it is elsewhere."""
    names = [term.term for term in terms]
    inside, anywhere = presence.papers(topic, names), presence.everywhere(names)
    n_inside = len(presence.rows[topic])
    elsewhere = (anywhere - inside + 0.5) / (presence.n_papers - n_inside + 1)
    if parent is not None and len(presence.rows[parent]) > n_inside:
        beside = (presence.papers(parent, names) - inside + 0.5) / (len(presence.rows[parent]) - n_inside + 1)
        elsewhere = np.maximum(elsewhere, beside)
    lift = (inside / n_inside) / elsewhere
    weights = np.array([term.weight for term in terms])
    strength: NDArray[np.float64] = np.log(np.maximum(lift, 1.05)) * weights / weights.max()
    return strength


def _groups(topic: int, rows: Mapping[int, NDArray[np.intp]], children: Sequence[int]) -> NDArray[np.intp]:
    """Number the sub-topic of each of a topic's papers, or one number for all."""
    group = np.zeros(len(rows[topic]), dtype=np.intp)
    for number, child in enumerate(children, start=1):
        group[np.isin(rows[topic], rows[child], assume_unique=True)] = number
    return group


def _gain(covered: NDArray[np.bool_], has: NDArray[np.bool_], groups: NDArray[np.intp]) -> float:
    """What a term adds: the sum over sub-topics of how much the root of their covered share grows, by their size."""
    sizes = np.bincount(groups)
    before, after = (np.bincount(groups, weights=part, minlength=len(sizes)) for part in (covered, covered | has))
    some = sizes > 0
    sizes, before, after = sizes[some], before[some], after[some]
    if len(sizes) == 1:
        return float((after - before)[0] / sizes[0])
    growth = np.sqrt(after / sizes) - np.sqrt(before / sizes)
    return float((np.sqrt(sizes) * growth).sum() / np.sqrt(sizes).sum())


def says_new_word(term: str, said: Sequence[str]) -> bool:
    """Whether a term repeats no word of a label's other terms, forms of one word taken as one."""
    return all(says_new(word, said) for word in fold(term).split())


def _first_free(topic: int, ranked: Sequence[str], presence: _Presence, taken: set[str]) -> list[str]:
    """Take the first terms, and one more where they cover the topic poorly or the name is taken.

    Where it still is, another last one takes the place; where every last one is taken these are the first terms.
    """
    first = list(ranked[:N_IN_LABEL])
    if len(ranked) > N_IN_LABEL and presence.evidence(topic, first)[0] < _POORLY_COVERED:
        first = list(ranked[:_MOST_IN_LABEL])
    longer = [[*first, last] for last in ranked[len(first) : _MOST_IN_LABEL]]
    others = [first, *longer, *([*first[:-1], last] for last in ranked[len(first) :])]
    return next((terms for terms in others if _key(_SEPARATOR.join(terms)) not in taken), first)


def _key(label: str) -> str:
    """What two labels have in common that have the same terms in any order."""
    return ",".join(sorted(fold(term) for term in label.split(_SEPARATOR)))


def _title(title: str) -> str:
    return cut(squeeze(title), _LONGEST_TITLE) or _NAMELESS


def _numbered(base: str, taken: set[str]) -> str:
    label, number = base, 1
    while _key(label) in taken:
        number += 1
        label = f"{base} ({number})"
    return label
