"""Keyword search: which papers a parsed query finds, and how well each matches.

What is text goes to the atlas's index in one piece, which joins it fastest and ranks what is left; years and topics
are masks over the papers, and NumPy joins the two.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.atlas.search_index import SearchIndex, both, but_not, either, phrase
from lib.core.errors import AtlasError
from lib.core.query import And, InTopic, InYears, Node, Not, Or, Query, TextField, Words
from lib.core.text import cut
from lib.core.tokens import words_in
from lib.explore.found import Found
from lib.explore.store import Mask, Store

_log = logging.getLogger(__name__)

MOST_RANKED: Final = 20_000
"""Papers whose BM25 is worked out, some 1.5 microseconds each. Of more, the title alone is ranked."""

_LONGEST_NUMBER: Final = 10
"""Digits of a topic's number; Python refuses to read thousands."""

_LEAST: Final = 1e-6
"""The score of what matches and is not ranked; FTS5 gives no less for a word that all papers have."""


def find(store: Store, query: Query) -> Found:
    """Find the papers of a query; one without conditions finds all.

    Scores are BM25, summed over what the query asks for, an occurrence in the title counting three times; they are
    above 0 for papers that match and 0 for others. Where a text has more than MOST_RANKED matches, those whose titles
    match come first, ranked by their titles alone; where these are as many they are equal. The only match of a text
    has 1.
    """
    found = _masked(np.ones(store.n_papers, dtype=bool)) if query.root is None else _found(store, query.root)
    scores = np.where(found.mask, np.maximum(found.scores, np.float32(_LEAST)), np.float32(0))
    found.mask.flags.writeable = scores.flags.writeable = False
    return Found(found.mask, scores)


def problems_in(store: Store, query: Query) -> list[str]:
    """What a query asks for that this atlas does not have, a sentence each."""
    unknown = [leaf for leaf in query.leaves() if isinstance(leaf, InTopic) and not _topics(store, leaf)]
    return [
        f"No topic is called “{cut(' '.join(leaf.words), 40)}”; topic: takes words of a topic's label, or its number."
        for leaf in unknown
    ]


def _found(store: Store, root: Node) -> Found:
    """Find the papers; where the atlas's index is damaged, by one made of the papers, which are whole."""
    try:
        return _find(store, store.search_index, root)
    except (AtlasError, IndexError) as err:
        if store.atlas.search is None:
            raise
        _log.warning("searched by an index in memory: %s", err)
        return _find(store, store.search_in_memory, root)


def _find(store: Store, index: SearchIndex, node: Node) -> Found:
    if _is_text(node):
        return _with_text(store, index, node)
    if isinstance(node, InYears):
        return _masked(_in_years(store, node))
    if isinstance(node, InTopic):
        return _masked(_in_topics(store, _topics(store, node)))
    if isinstance(node, Not):
        return _masked(~_find(store, index, node.part).mask)
    assert isinstance(node, And | Or)
    parts = [_find(store, index, part) for part in _gathered(node)]
    join = np.logical_and if isinstance(node, And) else np.logical_or
    # A part's scores are 0 where it does not match.
    return Found(join.reduce([part.mask for part in parts]), np.sum([part.scores for part in parts], axis=0))


def _is_text(node: Node) -> bool:
    """Whether the index can answer it alone; it has no NOT but that of "this and not that"."""
    if isinstance(node, And):
        unwanted = [part.part for part in node.parts if isinstance(part, Not)]
        wanted = [part for part in node.parts if not isinstance(part, Not)]
        return bool(wanted) and all(map(_is_text, [*wanted, *unwanted]))
    return all(map(_is_text, node.parts)) if isinstance(node, Or) else isinstance(node, Words)


def _gathered(node: And | Or) -> Sequence[Node]:
    """The parts, those that the index can answer together as one."""
    kind = type(node)
    of_text = tuple(part for part in node.parts if _is_text(part))
    others = tuple(part for part in node.parts if not _is_text(part))
    if kind is And:
        # "Not this" is no question to the index but beside "that".
        unwanted = tuple(part for part in others if isinstance(part, Not) and _is_text(part.part) and of_text)
        of_text += unwanted
        others = tuple(part for part in others if part not in unwanted)
    return (kind(of_text), *others) if len(of_text) > 1 else (*of_text, *others)


def _with_text(store: Store, index: SearchIndex, node: Node) -> Found:
    scores = np.zeros(store.n_papers, dtype=np.float32)
    rows = index.matching(_expression(node))
    if len(rows) == 1:
        # A pasted title or abstract finds itself; how rare each of its words is takes thirty times as long to tell.
        scores[rows] = 1
    elif len(rows) <= MOST_RANKED:
        _rank(scores, index, _expression(node))
    else:
        scores[rows] = _LEAST
        in_title = _expression(node, everywhere=("title",))
        rows_in_title = index.matching(in_title)
        if len(rows_in_title) <= MOST_RANKED:
            _rank(scores, index, in_title)
        scores[rows_in_title] += _LEAST
    mask = np.zeros(store.n_papers, dtype=bool)
    mask[rows] = True
    return Found(mask, scores)


def _rank(scores: NDArray[np.float32], index: SearchIndex, expression: str) -> None:
    rows, ranks = index.ranked(expression)
    scores[rows] = ranks


def _expression(node: Node, everywhere: tuple[TextField, ...] | None = None) -> str:
    """A question to the index; `everywhere` is where words without a field are looked for, if not as usual."""
    if isinstance(node, Words):
        fields = everywhere if everywhere and node.field is None else node.fields
        return either([phrase(form.words, fields, is_prefix=form.is_prefix) for form in node.forms])
    assert isinstance(node, And | Or)
    wanted = [_expression(part, everywhere) for part in node.parts if not isinstance(part, Not)]
    # A word that is not wanted is wanted nowhere.
    unwanted = [_expression(part.part) for part in node.parts if isinstance(part, Not)]
    joined = both(wanted) if isinstance(node, And) else either(wanted)
    return but_not(joined, either(unwanted)) if unwanted else joined


def _masked(mask: Mask) -> Found:
    """A condition that papers fulfil or do not: it adds nothing to their scores."""
    return Found(mask, np.zeros(len(mask), dtype=np.float32))


def _in_years(store: Store, years: InYears) -> Mask:
    mask: Mask = store.is_dated.copy()
    if years.first is not None:
        mask &= store.date_last.astype("datetime64[Y]") >= np.datetime64(f"{years.first:04d}", "Y")
    if years.last is not None:
        mask &= store.date_first.astype("datetime64[Y]") <= np.datetime64(f"{years.last:04d}", "Y")
    return mask


def _topics(store: Store, wanted: InTopic) -> list[int]:
    """The topics that are meant, of any level: that of the number, else those whose label has the words."""
    *whole, last = wanted.words
    is_number = not whole and not wanted.is_prefix and last.isascii() and last.isdigit()
    if is_number and len(last) <= _LONGEST_NUMBER and int(last) in store.topic_by_id:
        return [int(last)]
    found = []
    for topic in store.topics:
        label = set(words_in(topic.name)) | set(words_in(topic.label))
        has_last = any(word.startswith(last) for word in label) if wanted.is_prefix else last in label
        if has_last and label.issuperset(whole):
            found.append(topic.topic_id)
    return found


def _in_topics(store: Store, topic_ids: Sequence[int]) -> Mask:
    mask = np.zeros(store.n_papers, dtype=bool)
    for level, ids in store.topic_ids.items():
        wanted = [topic_id for topic_id in topic_ids if store.topic_by_id[topic_id].level == level]
        mask |= np.isin(ids, wanted)
    return mask
