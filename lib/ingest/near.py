"""Near copies among papers that share no id: a corrected abstract, a conference and a journal version, a preprint.

They are found by their abstracts, as sets of three words in a row. How alike these must be (Jaccard similarity: the
share of both sets together that both have) depends on the titles:

    the same title, of three words or more, and a common author                    0.2; authors not known 0.3
    nearly the same, one with all words of the other, or made from the abstract    0.55; below 50 words 0.8
    other titles, but a common author                                              0.65; never below 50 words
    other titles, and authors that are not known                                   0.8; never below 50 words
    the same title of three words or more, and no common author                    0.8; never below 50 words

Where nine tenths of the shorter abstract stand in the longer one, that is enough in the second and third line. Two
papers are never near copies whose titles have other numbers (Part I and Part II, the workshops of 2010 and of 2012),
nor are a paper and its erratum or a comment on it, nor papers of which an abstract has less than 25 words.
docs/decisions/0014-near-copies.md says what that was chosen by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from lib.core.paper import Paper
from lib.core.text import fold
from lib.ingest.candidates import candidate_pairs
from lib.ingest.names import author_key
from lib.ingest.shingles import N_HASHES, shingles, sketches, words_of

SHORTEST: Final = 25
"""Words of an abstract below which it says too little."""

_SHORTEST_ALONE: Final = 50
"""The same where the titles differ."""
_SAME_TITLE: Final = 0.2
_SAME_TITLE_ALONE: Final = 0.3
_LIKE_TITLE: Final = 0.55
_OTHER_TITLE: Final = 0.65
_SURE: Final = 0.8
"""Jaccard similarities of abstracts from which on they are near copies, see above."""
_CONTAINED: Final = 0.9
"""Share of the shorter abstract's shingles in the longer one from which on it is a part of that."""
_LIKE: Final = 0.6
"""Jaccard similarity of the words of titles that are nearly the same."""
_FEWEST_TITLE_WORDS: Final = 3
"""Words of a title below which it is as good as none: "Editorial", "Book reviews"."""
_ALL_COMPARED: Final = 16
"""Papers of a group up to which all pairs in it are compared, for the sake of their similarities."""
_MOST_FAILED: Final = 32
"""Others that a paper was no copy of, after which it is compared no more; the likest come first."""
_AT_ONCE: Final = 1000
"""Papers whose shingles are in memory together."""

_NUMBERS: Final = {
    word: str(number)
    for words in (
        ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"),
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    )
    for number, word in enumerate(words, start=1)
}
_LETTERED: Final = re.compile(r"\b(?:part|volume|vol|chapter) ([a-hj-uwyz])\b")
"""A letter that numbers a part; i, v and x are numbers anyway."""
_PART: Final = re.compile(
    r"\b(?:ii|iii|iv|vi|vii|viii|ix|xi|xii)\b"
    r"|\b(?:part|volume|vol|chapter) (?:[b-hj-z]|[2-9]|\d\d+|two|three|four|five)\b"
)
"""What stands in the title of a second or later part, and not in that of another version of the first."""
_NOTICE: Final = re.compile(
    r"(?i)\W*(?:(?:author|publisher)(?:['’]?s)? )?(?:erratum\b|errata\b|corrigendum\b|corrigenda\b"
    r"|(?:correction|retraction)s?(?: note| notice)?(?: to\b|\s*[:.(\[]|\s[-–—]\s)|comments? on\b|reply to\b)"
)
"""How the title of a text on a paper begins, which may have that paper's abstract. A correction may be a theme too."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two papers that are near copies, by their places, the lower first."""

    one: int
    other: int
    similarity: float
    """Jaccard similarity of their abstracts' shingles, 0..1."""


def near_copies(papers: Sequence[Paper], advance: Callable[[int], None] = lambda _: None) -> list[Link]:
    """Find near copies among papers, the likest first; `advance` is called with the number of papers looked at.

    All papers of a group of copies are connected, but in a large group not each with each. The result depends on the
    papers' order where very many are alike.
    """
    rows: list[int] = []
    parts = [np.empty((0, N_HASHES), dtype=np.uint32)]
    for start in range(0, len(papers), _AT_ONCE):
        block = papers[start : start + _AT_ONCE]
        texts = []
        for place, paper in enumerate(block, start):
            abstract = words_of(paper.abstract)
            if len(abstract) >= SHORTEST:
                rows.append(place)
                texts.append([*words_of(paper.title), *abstract])
        parts.append(sketches(texts))
        advance(len(block))
    return compare_pairs(papers, np.array(rows, dtype=np.int64)[candidate_pairs(np.concatenate(parts))].tolist())


def compare_pairs(papers: Sequence[Paper], pairs: Sequence[tuple[int, int]]) -> list[Link]:
    """Find near copies among pairs of papers, the likest first.

    Pairs that lie in one large group already are passed over, and so is a paper that was no copy of many others.
    """

    @lru_cache(maxsize=4096)
    def known(place: int) -> _Known:
        return _Known.of(papers[place])

    groups = Groups()
    failed: Counter[int] = Counter()
    links = []
    for one, other in pairs:
        if groups.find(one) == groups.find(other) and groups.size(one) > _ALL_COMPARED:
            continue
        if failed[one] >= _MOST_FAILED or failed[other] >= _MOST_FAILED:
            continue
        similarity = _similarity_of_copies(known(one), known(other))
        if similarity:
            links.append(Link(one, other, similarity))
            groups.join(one, other)
        else:
            failed[one] += 1
            failed[other] += 1
    return sorted(links, key=lambda link: (-link.similarity, link.one, link.other))


class Groups:
    """Numbers that belong together."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}
        self._size: dict[int, int] = {}

    def find(self, member: int) -> int:
        """The member that stands for a group."""
        root = member
        while (above := self._parent.get(root, root)) != root:
            root = above
        while member != root:
            self._parent[member], member = root, self._parent[member]
        return root

    def size(self, member: int) -> int:
        """How many are in the group of a member."""
        return self._size.get(self.find(member), 1)

    def join(self, one: int, other: int) -> None:
        """Put two groups together."""
        large, small = sorted((self.find(one), self.find(other)), key=lambda root: -self.size(root))
        if large != small:
            self._size[large] = self.size(large) + self.size(small)
            self._parent[small] = large


@dataclass(frozen=True, slots=True)
class _Known:
    """What is compared of a paper."""

    title: str
    title_is_made: bool
    title_words: frozenset[str]
    numbers: frozenset[str]
    n_parts: int
    is_notice: bool
    authors: frozenset[str]
    n_words: int
    shingles: frozenset[str]

    @classmethod
    def of(cls, paper: Paper) -> _Known:
        title = fold(paper.title)
        words = title.split()
        abstract = words_of(paper.abstract)
        return cls(
            title=title,
            title_is_made="title_from_abstract" in paper.flags,
            title_words=frozenset(words_of(title)),
            numbers=frozenset(
                number for word in words if (number := _NUMBERS.get(word, word)) and any(map(str.isdigit, number))
            ).union(_LETTERED.findall(title)),
            n_parts=len(_PART.findall(title)),
            is_notice=_NOTICE.match(paper.title) is not None,
            authors=frozenset(filter(None, (author_key((name,)) for name in paper.authors))),
            n_words=len(abstract),
            shingles=frozenset(shingles(abstract)),
        )


def _similarity_of_copies(one: _Known, other: _Known) -> float:
    """The Jaccard similarity of two papers' abstracts if they are near copies, else 0."""
    if _are_apart(one, other):
        return 0.0
    common = len(one.shingles & other.shingles)
    similarity = common / (len(one.shingles) + len(other.shingles) - common)
    contained = common >= _CONTAINED * min(len(one.shingles), len(other.shingles))
    long = min(one.n_words, other.n_words) >= _SHORTEST_ALONE
    same_title = one.title == other.title and len(one.title_words) >= _FEWEST_TITLE_WORDS
    authors_known = bool(one.authors and other.authors)
    if authors_known and not one.authors & other.authors:
        is_copy = same_title and long and similarity >= _SURE
    elif same_title:
        is_copy = similarity >= (_SAME_TITLE if authors_known else _SAME_TITLE_ALONE)
    elif _like_titles(one, other):
        is_copy = contained or similarity >= (_LIKE_TITLE if long else _SURE)
    else:
        is_copy = long and (similarity >= (_OTHER_TITLE if authors_known else _SURE) or (authors_known and contained))
    return similarity if is_copy else 0.0


def _are_apart(one: _Known, other: _Known) -> bool:
    """Whether each title has a number that the other lacks, or one is that of a part or a notice and the other not."""
    if one.title_is_made or other.title_is_made:
        return False
    if one.numbers - other.numbers and other.numbers - one.numbers:
        return True
    return one.n_parts != other.n_parts or one.is_notice != other.is_notice


def _like_titles(one: _Known, other: _Known) -> bool:
    if one.title_is_made or other.title_is_made:
        return True
    mine, theirs = one.title_words, other.title_words
    common = len(mine & theirs)
    shorter = min(len(mine), len(theirs))
    # A subtitle comes and goes.
    return common >= _LIKE * (len(mine) + len(theirs) - common) or common == shorter > _FEWEST_TITLE_WORDS
