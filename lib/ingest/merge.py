"""Which records are one paper, by the rule in DESIGN.md ("One paper once").

    shared DOI, arXiv id or PMID                                       one paper
    ids of one kind that differ                                        never, whatever else they share
    same title, abstracts equal or nearly so, years at most one apart  one paper
    same title and first author, an abstract missing, years likewise   one paper

An empty value is never a key, and an unknown year is no hindrance. Being one paper is passed on (a is b, b is c), but
never so far that two ids of one kind meet, nor, through a record without an abstract, two abstracts that differ.
Where that leaves a choice, it is made by what the records say and not by their order, so the same records give the
same papers in any order. Time grows with the number of records, not with its square: where very many records share a
key, each is compared with a limited number of the others.

Near copies (near.py) are no part of this: they are one paper only where a person asks for it, see `join_papers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from lib.core.paper import Paper
from lib.core.text import fold
from lib.ingest.drafts import Draft
from lib.ingest.names import author_key, same_first_author
from lib.ingest.similar import nearly_equal

MOST_COMPARED: Final = 64
"""How many different papers under one key a record is compared with."""

_KINDS: Final = ("doi", "arxiv_id", "pmid")


def group_records(drafts: Sequence[Draft]) -> list[list[int]]:
    """Group drafts into papers: for each paper the places of its records in `drafts`, in rising order.

    The papers stand in an order that depends on what the records say alone.
    """
    order = sorted(range(len(drafts)), key=lambda place: drafts[place].content)
    ranked = [drafts[place] for place in order]
    papers = _Papers(ranked)
    _by_ids(ranked, papers)
    _by_titles(ranked, papers)
    groups: dict[int, list[int]] = {}
    for rank, place in enumerate(order):
        groups.setdefault(papers.find(rank), []).append(place)
    return [sorted(places) for places in groups.values()]


def join_papers(papers: Sequence[Paper], pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Group papers by pairs of places, the first pairs first, where ids of one kind that differ do not forbid it.

    Returns the places of each group in rising order, the groups by their first.
    """
    sets = _Papers(papers)
    for one, other in pairs:
        sets.join(one, other)
    groups: dict[int, list[int]] = {}
    for place in range(len(papers)):
        groups.setdefault(sets.find(place), []).append(place)
    return list(groups.values())


def _by_ids(drafts: list[Draft], papers: _Papers) -> None:
    """Join records that share an id."""
    for kind in _KINDS:
        by_id: dict[str, list[int]] = {}
        for rank, draft in enumerate(drafts):
            if value := getattr(draft, kind):
                by_id.setdefault(value, []).append(rank)
        for value in sorted(by_id):
            _join_first(by_id[value], papers)


def _join_first(ranks: Iterable[int], papers: _Papers) -> None:
    """Join each record with the first paper under the same key that its other ids allow."""
    found: list[int] = []
    for rank in ranks:
        if not any(papers.join(other, rank) for other in found) and len(found) < MOST_COMPARED:
            found.append(rank)


def _by_titles(drafts: list[Draft], papers: _Papers) -> None:
    """Join records of the same title by their abstracts, or by the first author where one is missing."""
    by_title: dict[str, list[int]] = {}
    for rank, draft in enumerate(drafts):
        if draft.title_key:
            by_title.setdefault(draft.title_key, []).append(rank)
    for _, ranks in sorted(by_title.items()):
        if len(ranks) > 1:
            _same_title([(rank, drafts[rank]) for rank in ranks], papers)


def _same_title(records: list[tuple[int, Draft]], papers: _Papers) -> None:
    by_abstract: dict[str, _Bucket] = {}
    for rank, draft in records:
        if abstract := fold(draft.abstract):
            by_abstract.setdefault(abstract, _Bucket()).add(rank, draft, papers)
    for one, other in _pairs(sorted(by_abstract)):
        if by_abstract[one].may_join(by_abstract[other], papers) and nearly_equal(one, other):
            by_abstract[one].join(by_abstract[other], papers)
    _without_abstract(records, papers)


def _without_abstract(records: list[tuple[int, Draft]], papers: _Papers) -> None:
    """Join records without an abstract with one paper that has the same first author."""
    by_author: dict[str, list[tuple[int, Draft]]] = {}
    for rank, draft in records:
        if author := author_key(draft.authors):
            by_author.setdefault(author, []).append((rank, draft))
    for alike in by_author.values():
        lacking = [(rank, draft) for rank, draft in alike if not draft.abstract]
        having = [(rank, draft) for rank, draft in alike if draft.abstract]
        found: list[tuple[int, Draft]] = []
        for rank, draft in lacking:
            for other, known in found:
                if same_first_author(draft.authors, known.authors) and _years_fit(draft, known):
                    papers.join(other, rank, keep_abstracts_apart=True)
            if len(found) < MOST_COMPARED:
                found.append((rank, draft))
        for rank, draft in found:
            fitting = [
                (_gap(draft, known), other)
                for other, known in having[:MOST_COMPARED]
                if same_first_author(draft.authors, known.authors) and _years_fit(draft, known)
            ]
            for _, other in sorted(fitting):
                if papers.join(other, rank, keep_abstracts_apart=True):
                    break


def _pairs(abstracts: list[str]) -> Iterable[tuple[str, str]]:
    """Pairs of abstracts to compare: all of them, or where there are many, those alike in beginning or end."""
    if len(abstracts) <= MOST_COMPARED:
        reach, orders = len(abstracts), [abstracts]
    else:
        reach, orders = MOST_COMPARED // 8, [abstracts, sorted(abstracts, key=lambda text: text[::-1])]
    for order in orders:
        for place, one in enumerate(order):
            for other in order[place + 1 : place + 1 + reach]:
                yield one, other


def _year(draft: Draft) -> int | None:
    # An implied year is a guess, and no reason to keep two records apart.
    return draft.date.year if draft.date is not None and draft.date_source != "implied" else None


def _gap(one: Draft, other: Draft) -> int:
    first, second = _year(one), _year(other)
    return 0 if first is None or second is None else abs(first - second)


def _years_fit(one: Draft, other: Draft) -> bool:
    return _gap(one, other) <= 1


@dataclass(slots=True)
class _Bucket:
    """Records of one title and one abstract; of each paper and year one is kept to compare with."""

    members: list[tuple[int, Draft]] = field(default_factory=list)
    seen: set[tuple[int, int | None]] = field(default_factory=set)

    def add(self, rank: int, draft: Draft, papers: _Papers) -> None:
        for other, known in self.members:
            if _years_fit(draft, known):
                papers.join(other, rank)
        key = (papers.find(rank), _year(draft))
        if key not in self.seen and len(self.members) < MOST_COMPARED:
            self.seen.add(key)
            self.members.append((rank, draft))

    def may_join(self, other: _Bucket, papers: _Papers) -> bool:
        """Whether it makes a difference if the two texts are alike."""
        return any(papers.may_join(mine, rank) for mine, rank in self._fitting(other))

    def join(self, other: _Bucket, papers: _Papers) -> None:
        for mine, rank in self._fitting(other):
            papers.join(mine, rank)

    def _fitting(self, other: _Bucket) -> Iterator[tuple[int, int]]:
        for mine, known in self.members:
            for rank, draft in other.members:
                if _years_fit(draft, known):
                    yield mine, rank


class _Papers:
    """Sets of records that are one paper each, with the ids that each set has."""

    def __init__(self, records: Sequence[Draft] | Sequence[Paper]) -> None:
        self._parent = list(range(len(records)))
        self._ids = [(record.doi, record.arxiv_id, record.pmid) for record in records]
        self._has_abstract = [bool(record.abstract) for record in records]

    def find(self, rank: int) -> int:
        """The record that stands for the paper: its first."""
        root = rank
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[rank] != root:
            self._parent[rank], rank = root, self._parent[rank]
        return root

    def may_join(self, one: int, other: int) -> bool:
        """Whether two records are of two papers still, and their ids do not forbid them to be one."""
        first, second = self.find(one), self.find(other)
        return first != second and not self._ids_differ(first, second)

    def join(self, one: int, other: int, *, keep_abstracts_apart: bool = False) -> bool:
        """Make two papers one unless their ids forbid it; return whether they are one now."""
        first, second = sorted((self.find(one), self.find(other)))
        if first == second:
            return True
        if self._ids_differ(first, second):
            return False
        if keep_abstracts_apart and self._has_abstract[first] and self._has_abstract[second]:
            return False
        self._parent[second] = first
        mine, theirs = self._ids[first], self._ids[second]
        self._ids[first] = (mine[0] or theirs[0], mine[1] or theirs[1], mine[2] or theirs[2])
        self._has_abstract[first] = self._has_abstract[first] or self._has_abstract[second]
        return True

    def _ids_differ(self, first: int, second: int) -> bool:
        return any(a and b and a != b for a, b in zip(self._ids[first], self._ids[second], strict=True))
