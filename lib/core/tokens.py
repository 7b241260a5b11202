r"""The words of a text as keyword search knows them: one way for the index, for queries and for what is lit in a text.

Case and accents are folded, signs such as ﬁ or ² are written out, and whatever is neither letter nor digit parts words:
`Étude`, `ETUDE` and `etude` are one word, `state-of-the-art` is four in a row. Scripts that are written without
blanks (Chinese, Japanese, Thai ...) have a word for each sign, so that a term of theirs is found as signs in a row. A
Greek letter that stands alone is its name, as LaTeX has it: `α` and `$\alpha$` are `alpha`.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate
from typing import Final, NamedTuple

_GREEK_NAMES: Final = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi "
    "psi omega"
)
_GREEK: Final = dict(zip("αβγδεζηθικλμνξπρστυφχψω", _GREEK_NAMES.split(), strict=True))
"""Omicron is none of the signs of formulas."""
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Signs of scripts without blanks: Thai, Lao, Burmese, Khmer, kana and Chinese characters."""
_DROPPED: Final = frozenset("\u00ad\u200c\u200d\u2060\ufeff")
"""Signs without width that part no words: the soft hyphen, joiners and the mark of byte order."""


class Token(NamedTuple):
    """A word of a text, folded, and where it stands: `text[start:end]`."""

    word: str
    start: int
    end: int


def words_in(text: str) -> list[str]:
    """The words of a text, folded, in their order; linear in its length."""
    words = text.translate(_FOLDED).split()
    return words if text.isascii() else [_GREEK.get(word, word) for word in words]


def tokens_of(text: str) -> list[Token]:
    """The words of a text as `words_in` gives them, each with its place; linear in its length."""
    folded = text.translate(_FOLDED)
    found = re.finditer(r"\S+", folded)
    if text.isascii():
        return [Token(match[0], *match.span()) for match in found]
    # Folding may have made none or several signs of one.
    ends = list(accumulate(len(_FOLDED[ord(sign)]) for sign in text))
    origin = [place for place, end in enumerate(ends) for _ in range(end - (ends[place - 1] if place else 0))]
    return [
        Token(_GREEK.get(match[0], match[0]), origin[match.start()], origin[match.end() - 1] + 1) for match in found
    ]


def is_unspaced(word: str) -> bool:
    """Whether a word is one sign of a script that is written without blanks."""
    return _UNSPACED.fullmatch(word) is not None


class _Folding(dict[int, str]):
    """What becomes of each character, made when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(sign: str) -> str:
    whole = unicodedata.normalize("NFKC", sign)
    if len(whole) > 1:
        return "".join(_folded(part) for part in whole)
    if whole in _DROPPED or unicodedata.combining(whole):
        return ""
    if _UNSPACED.match(whole):
        # Not taken apart: the marks of kana and the vowels of Thai are no accents.
        return f" {whole} " if _is_letter(whole) else " "
    # Signs such as ℌ come apart into capital letters, so case is folded between.
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", whole).casefold())
    return "".join(part if _is_letter(part) else " " for part in parts if not unicodedata.combining(part))


def _is_letter(sign: str) -> bool:
    """Whether it is part of a word: a letter, a digit, or a vowel sign as the scripts of India have them."""
    return sign.isalnum() or unicodedata.category(sign) in ("Mc", "Mn")


_FOLDED: Final = _Folding({code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)})
