"""Which parts of a text a query asks for, so that they can be made to stand out where the text is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lib.core.query import Query, TextField, Words
from lib.core.tokens import tokens_of

Span = tuple[int, int]
"""A part of a text: `text[start:end]`."""


def highlights(text: str, query: Query, field: TextField) -> list[Span]:
    """Find the words, beginnings of words (with the rest of them) and phrases of a query in the text of a field.

    What is not wanted lights nothing. Spans are in order, and what only a blank parts is one. Linear in the text, for
    each word asked for.
    """
    asked = (leaf for leaf in query.leaves() if isinstance(leaf, Words) and field in leaf.fields)
    wanted = {form for leaf in asked for form in leaf.forms}
    if not wanted:
        return []
    tokens = tokens_of(text)
    words = [token.word for token in tokens]
    found = sorted({(end - len(leaf.words), end) for leaf in wanted for end in _ends(words, leaf)})
    spans: list[Span] = []
    for first, behind in found:
        start, end = tokens[first].start, tokens[behind - 1].end
        if spans and (start <= spans[-1][1] or text[spans[-1][1] : start] == " "):
            start, end = spans[-1][0], max(end, spans.pop()[1])
        spans.append((start, end))
    return spans


def _ends(text: Sequence[str], wanted: Words) -> Iterator[int]:
    """Where the words stand in a row, each time the place behind the last one; Knuth, Morris and Pratt's way."""
    words, is_prefix = wanted.words, wanted.is_prefix
    fallback = [0]
    matched = 0
    for word in words[1:]:
        while matched and word != words[matched]:
            matched = fallback[matched - 1]
        matched += word == words[matched]
        fallback.append(matched)
    whole = words[:-1] if is_prefix else words
    matched = 0
    for place, word in enumerate(text):
        if is_prefix and matched == len(whole) and word.startswith(words[-1]):
            yield place + 1
        while matched and (matched == len(whole) or word != whole[matched]):
            matched = fallback[matched - 1]
        matched += bool(whole) and word == whole[matched]
        if not is_prefix and matched == len(whole):
            yield place + 1
