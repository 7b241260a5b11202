"""Singular and plural of an English noun: who asks for a graph means graphs too."""

from __future__ import annotations

from typing import Final

_SHORTEST: Final = 3
_HISSING: Final = ("s", "x", "z", "ch", "sh")
_NO_PLURAL: Final = ("ss", "us", "is")


def number_forms(word: str) -> tuple[str, ...]:
    """A folded word and what it may be in the other number, by the regular rules; a form that is no word finds nothing.

    >>> number_forms("graph"), number_forms("studies"), number_forms("bus")
    (('graph', 'graphs'), ('studies', 'study', 'studie'), ('bus', 'buses'))
    """
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
        return (word,)
    if word.endswith("s") and not word.endswith(_NO_PLURAL):
        singular = [word[:-1]]
        if word.endswith("ies") and len(word) > _SHORTEST + 1:
            singular.insert(0, f"{word[:-3]}y")
        elif word.endswith("es") and word[:-2].endswith(_HISSING):
            singular.insert(0, word[:-2])
        return (word, *singular)
    if word.endswith("y") and word[-2] not in "aeiou":
        return (word, f"{word[:-1]}ies")
    return (word, f"{word}es" if word.endswith(_HISSING) else f"{word}s")
