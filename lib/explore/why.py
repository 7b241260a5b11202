"""Why a paper is in its topic: which of the topic's terms it has, and how like the topic's typical papers it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from lib.core.plurals import singular_forms
from lib.core.tokens import tokens_of
from lib.core.topic import Term, Topic
from lib.explore.highlight import Span
from lib.explore.store import Store

N_EXEMPLARS: Final = 3

_POSSESSIVE: Final = ("'", "’")
"""What stands before the s of a word such as `graph's`."""
_WITHIN_PHRASE: Final = re.compile(r"[\s'’‐‑-]*")
"""What may stand between two words of one phrase."""


@dataclass(frozen=True, slots=True)
class Why:
    """What speaks for a paper's topic of the default level.

    `terms` are those of the topic's that occur in title or abstract, the weightiest first; `in_title` and `in_abstract`
    say where they do, in order and without overlap. `exemplars` are the topic's exemplars most like the paper, with
    the cosine similarity of the two embeddings, -1..1, itself left out.
    """

    topic: Topic
    terms: tuple[Term, ...]
    in_title: tuple[Span, ...]
    in_abstract: tuple[Span, ...]
    exemplars: tuple[tuple[int, float], ...]
    is_exemplar: bool


class _Word(NamedTuple):
    """A word of a text in the forms in which it is compared, and where it stands."""

    forms: set[str]
    start: int
    end: int


def why_here(store: Store, index: int) -> Why | None:
    """Find what speaks for a paper's topic; None where it has none."""
    topic = store.topic_of(index)
    if topic is None:
        return None
    paper = store.paper(index)
    terms = [term.term for term in topic.terms]
    in_title, in_abstract = places(paper.title, terms), places(paper.abstract, terms)
    exemplars = store.indices_of(topic.exemplars)
    return Why(
        topic=topic,
        terms=tuple(term for term, *spans in zip(topic.terms, in_title, in_abstract, strict=True) if any(spans)),
        in_title=_merged(in_title),
        in_abstract=_merged(in_abstract),
        exemplars=_most_like(store, index, [other for other in exemplars if other != index]),
        is_exemplar=index in exemplars,
    )


def places(text: str, terms: Sequence[str]) -> list[list[Span]]:
    """Find words and phrases in a text, in any case, with or without accents, in the singular or the plural.

    >>> text = "Graph-networks: a graph network's graph. Network."
    >>> [text[start:end] for start, end in places(text, ["graph networks"])[0]]
    ['Graph-networks', "graph network's"]
    """
    words = _words(text)
    return [_runs(text, words, [word.forms for word in _words(term)]) for term in terms]


def _runs(text: str, words: list[_Word], wanted: list[set[str]]) -> list[Span]:
    found = []
    for first in range(len(words) - len(wanted) + 1 if wanted else 0):
        run = words[first : first + len(wanted)]
        if all(forms & word.forms for forms, word in zip(wanted, run, strict=True)) and all(
            _WITHIN_PHRASE.fullmatch(text, one.end, other.start) for one, other in pairwise(run)
        ):
            found.append((run[0].start, run[-1].end))
    return found


def _words(text: str) -> list[_Word]:
    """The words of a text; an `'s` belongs to the word before it."""
    words: list[_Word] = []
    for token in tokens_of(text):
        if words and token.word == "s" and text[words[-1].end : token.start] in _POSSESSIVE:
            words[-1] = words[-1]._replace(end=token.end)
        else:
            words.append(_Word({token.word, *singular_forms(token.word)}, token.start, token.end))
    return words


def _merged(spans_of: list[list[Span]]) -> tuple[Span, ...]:
    """The spans of all terms in order, those that overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(span for spans in spans_of for span in spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _most_like(store: Store, index: int, others: list[int]) -> tuple[tuple[int, float], ...]:
    vectors = store.atlas.embeddings[others].astype(np.float32)
    similarities = vectors @ store.atlas.embeddings[index].astype(np.float32)
    nearest = np.argsort(-similarities, kind="stable")[:N_EXEMPLARS]
    return tuple((others[place], float(similarities[place])) for place in nearest)
