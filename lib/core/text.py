"""Small helpers for text that come up in several rooms."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

_NOT_WORD = re.compile(r"[^\w]+")
_FOLD_ASCII = str.maketrans({chr(n): chr(n).lower() if chr(n).isalnum() else " " for n in range(128)})


def squeeze(text: str) -> str:
    """Replace every run of white space by one blank and strip both ends."""
    # Every text goes through it, several times. Nearly all have no white space but single blanks, which a look tells.
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(text.split())  # several times as fast as a pattern


def fold(text: str) -> str:
    """Fold text for comparison: no case, no accents, letters and digits only, single blanks."""
    return " ".join(folded_words(text))


def folded_words(text: str) -> list[str]:
    """The words of a text as `fold` leaves them."""
    if text.isascii():
        return text.translate(_FOLD_ASCII).split()  # a quarter of a pattern's time, and most texts are of this kind
    # Signs such as ℌ come apart into capital letters, so case is folded between; folding may join anew.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    for char in set(plain):
        if unicodedata.combining(char):
            plain = plain.replace(char, "")
    return _NOT_WORD.sub(" ", plain.replace("_", " ")).split()


def cut(text: str, length: int) -> str:
    """Shorten text to `length` characters at a word boundary, with an ellipsis where something is gone."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:.") + "…"


def storable(text: str) -> str:
    r"""Write out halves of surrogate pairs, as a file's name has them where it is no UTF-8; nothing else changes.

    >>> storable("b\udcffd.csv")
    'b\\udcffd.csv'
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def count_of(n: int, noun: str) -> str:
    """A count with its noun, which takes an s for the plural: `1 paper`, `2,400 papers`."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def told_apart(labels: Sequence[str]) -> list[str]:
    """Labels that stand together, those that are equal numbered from the second on: `Moss`, `Moss [2]`.

    Labels of a box need it above all: Streamlit knows by its label which one was chosen, of equal ones always the last.
    """
    result: list[str] = []
    # With the last number that each was given, so that ten thousand equal ones take no longer than others.
    numbers = dict.fromkeys(labels, 1)
    seen: set[str] = set()
    for label in labels:
        name = label
        while name in seen or (name != label and name in numbers):
            numbers[label] += 1
            name = f"{label} [{numbers[label]}]"
        seen.add(name)
        result.append(name)
    return result


def digest(*parts: str, length: int = 16) -> str:
    """A short, stable hash of texts; the parts' borders count."""
    joined = "\x1f".join(parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:length]
