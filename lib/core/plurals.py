"""Singular and plural of English nouns: who asks for a graph means graphs too, and terms in either are one."""

from __future__ import annotations

from typing import Final

_PLURALS: Final = (
    # The first ending that fits decides; an empty list of singulars keeps the word.
    ("topics", ("topic",)),
    ("metrics", ("metric",)),
    ("ices", ("ix", "ex", "ice")),
    ("ibria", ("ibrium",)),
    ("yses", ("ysis",)),
    ("heses", ("hesis",)),
    ("ies", ("y", "ie")),
    *((ending, (ending[:-2], ending[:-1])) for ending in ("ches", "shes", "sses", "xes", "zes")),
    *((ending, ()) for ending in ("ss", "us", "is", "as", "ics", "news", "lens")),
    ("s", ("",)),
)
"""Endings of plurals, and what the singular may end in instead."""
_SHORTEST_PLURAL: Final = 4

_SHORTEST: Final = 3
_HISSING: Final = ("s", "x", "z", "ch", "sh")
_LATIN: Final = ("rix", "dix", "lix", "dex", "tex", "pex")
"""Endings of words such as matrix and index, but not of suffix and complex."""
_NO_PLURALS: Final = ("gas", "its", "means")


def singulars(word: str) -> tuple[str, ...]:
    """What a folded word may be the plural of, the likeliest first; nothing where that would more often be wrong.

    >>> singulars("matrices"), singulars("analyses"), singulars("news")
    (('matrix', 'matrex', 'matrice'), ('analysis',), ())
    """
    if len(word) < _SHORTEST_PLURAL:
        return ()
    plural, endings = next(((plural, endings) for plural, endings in _PLURALS if word.endswith(plural)), ("", ()))
    return tuple(word.removesuffix(plural) + ending for ending in endings)


def singular_forms(word: str) -> tuple[str, ...]:
    """As `singulars`, with guesses that do no harm where they are no words, as in a search.

    >>> singular_forms("areas"), singular_forms("viruses"), singular_forms("gas")
    (('area',), ('viruse', 'virus', 'virusis'), ())
    """
    if word in _NO_PLURALS or not (word.isascii() and word.isalpha()):
        return ()
    found = singulars(word)
    is_short = len(word) < _SHORTEST_PLURAL and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    if is_short or word.endswith(("as", "ics")):
        found = (*found, word[:-1])
    if word.endswith(("ses", "xes")):
        found = (*found, word[:-2], f"{word[:-2]}is")
    return tuple(dict.fromkeys(found))


def number_forms(word: str) -> tuple[str, ...]:
    """A folded word and what it may be in the other number; a form that is no word finds nothing.

    >>> number_forms("graph"), number_forms("studies"), number_forms("bus")
    (('graph', 'graphs'), ('studies', 'study', 'studie'), ('bus', 'buses'))
    """
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
        return (word,)
    singular = singular_forms(word)
    # A bias may be the plural of what is no word, and has one itself.
    plural = () if singular and not word.endswith("as") else _plural_forms(word)
    return (word, *singular, *plural)


def _plural_forms(word: str) -> tuple[str, ...]:
    if word.endswith("y") and word[-2] not in "aeiou":
        return (f"{word[:-1]}ies",)
    if word.endswith(("sis", "xis")):
        return (f"{word[:-2]}es",)
    if word.endswith("ibrium"):
        return (f"{word[:-2]}a", f"{word}s")
    latin = (f"{word[:-2]}ices",) if word.endswith(_LATIN) else ()
    return (*latin, f"{word}es" if word.endswith(_HISSING) else f"{word}s")
