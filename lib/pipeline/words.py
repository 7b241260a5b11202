"""Texts -> the words that may become terms: mark-up, numbers and words that say nothing are gone.

A text gives runs of words. A run ends at punctuation, a stop word or whatever was taken out, so that a phrase made
of neighbours in a run was written as such.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lib.core.text import digest

_MARKUP: Final = re.compile(
    r"""
    https?://\S+ | www\.\S+                     # addresses
    | <[^<>]{1,60}>                             # tags
    | &(?:[a-z]{2,8}|\#\d{1,6}|\#x[0-9a-f]{1,6});   # character entities
    | (?<!\\)\$\$.{1,400}?(?<!\\)\$\$ | (?<!\\)\$[^$]{1,200}(?<!\\)\$      # formulas
    | \\(?:begin|end|cite[a-z]*|ref|label|url|href|footnote)\s*\{[^{}]*\}    # LaTeX whose argument is no text
    | \\[a-zA-Z]+\*? | \\.                      # other LaTeX commands; their arguments are text
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ACCENT: Final = re.compile(
    r"""\\(["'`^~=.]|[uvHckr](?![a-zA-Z]))\s*(?:\{\\?([a-zA-Z])\}|\\?([a-zA-Z])(?![a-zA-Z]*\{))"""
)
_COMBINING: Final = dict(
    zip("\"'`^~=.uvHckr", "\u0308\u0301\u0300\u0302\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0328\u030a", strict=True)
)
_TOKEN: Final = re.compile(r"[^\W_]+(?:(?:[-‐‑'’+]|\.(?=\d))[^\W_]+)*['’]?|[^\s\w]|_")
_NUMBER_LIKE: Final = re.compile(r"[\d.,'’+-]+(?:st|nd|rd|th|x|k|m|b|d|s|gb|mb|ms)?", re.IGNORECASE)

_LISTS: Final = Path(__file__).parent / "word_lists"


def _read_list(name: str) -> frozenset[str]:
    lines = (_LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


STOP_WORDS: Final = _read_list("function") | _read_list("boilerplate")
"""Words that no term holds."""
WEAK_WORDS: Final = _read_list("weak")
"""Words that make a term only together with others."""
LISTS_KEY: Final = digest(*sorted(STOP_WORDS), "", *sorted(WEAK_WORDS))
"""Changes with the lists; part of the key of what is made with them."""


def runs(text: str) -> Iterator[list[str]]:
    """Give the runs of words of a text, as written but for dashes and possessives.

    >>> list(runs("We study the $k$-means of large language models, LoRA's too."))
    [['language', 'models'], ['LoRA']]
    """
    run: list[str] = []
    if "\\" in text:
        text = _ACCENT.sub(_accented, text)
    for match in _TOKEN.finditer(_MARKUP.sub(" § ", text)):
        word = clean(match.group())
        if word:
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def clean(token: str) -> str:
    """Return a token as a word, or "" where it can be no part of a term."""
    word = token.replace("’", "'").replace("‐", "-").replace("‑", "-")
    word = re.sub(r"'s$|s'$", lambda match: "s" if match.group() == "s'" else "", word).strip("'.-+")
    lower = word.casefold()
    letters = sum(char.isalpha() for char in word)
    if letters < 2 and not (letters == 1 and len(word) == 2 and lower in {"2d", "3d", "4d", "5g", "6g"}):
        return ""
    if len(word) == 2 and word.islower():
        # Units and remains of formulas; what two letters stand for in a name has a capital.
        return ""
    if lower in STOP_WORDS or (_NUMBER_LIKE.fullmatch(lower) and lower not in {"2d", "3d", "4d"}):
        return ""
    return word if len(word) <= 40 else ""


def _accented(match: re.Match[str]) -> str:
    letter = match.group(2) or match.group(3)
    return unicodedata.normalize("NFC", letter + _COMBINING[match.group(1)])
