"""The language that a paper is written in: as its record says, else guessed from its text by py3langid.

Its model, a table of letter sequences in 140 languages, comes with the package. It is asked about the beginning of
an abstract, which decides; a title alone has to be long, and in another language than English clearly so.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import py3langid

from lib.core.languages import LANGUAGE_NAMES

ENGLISH: Final = "en"

_LOOKED_AT: Final = 200
"""Characters of a text that are looked at. Of 3,000 English titles and abstracts all but 3 are known by as many; twice
as many take twice the time."""
_ENOUGH: Final = 80
"""Characters of an abstract that decide by themselves; of a shorter one the title counts too."""
_SHORTEST: Final = 40
"""Characters of the shortest text that is guessed at: of English titles below, a quarter are taken for others."""
_MARGIN: Final = 15.0
"""By how much, in log-probability, the best guess for a short text must lead where it is not English: of English titles
of 40 to 80 characters, less than one in 100 is taken for another language then."""

_ENGLISH_WORDS: Final = frozenset(
    (
        "the",
        "of",
        "and",
        "that",
        "this",
        "these",
        "which",
        "with",
        "from",
        "are",
        "we",
        "by",
        "to",
        "our",
        "have",
        "been",
    )
)
"""Four different ones of these do not stand together in another language, and save asking."""
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_CODE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE)
_PARTS = re.compile(r"[;,|/(]")
_NAMES: Final = {
    **{name.lower(): code for code, name in LANGUAGE_NAMES.items()},
    **{
        name: line[:2]
        for line in """
ar ara
bg bul
ca cat
cs cze ces
cy wel cym
da dan
de ger deu deutsch ngerman naustrian
el gre ell
en eng american british ukenglish usenglish canadian australian englisch anglais inglés ingles inglese
es spa castilian español
et est
eu baq eus
fa per fas farsi
fi fin
fr fre fra français
gl glg
he heb
hi hin
hr hrv
hu hun
id ind
is ice isl
it ita italiano
ja jpn
ko kor
lt lit
lv lav
ms may msa
nl dut nld
no nor
pl pol
pt por português
ro rum ron
ru rus
sk slo slk
sl slv
sr srp
sv swe
th tha
tr tur
uk ukr
ur urd
vi vie
zh chi zho
""".strip().splitlines()
        for name in line.split()
    },
}
_UNKNOWN: Final = frozenset({"und", "mul", "zxx", "mis", "unknown", "undetermined", "not specified", "other", "un"})


def code_of(text: str) -> str:
    """The two letters of a language that a record names: "eng", "English" and "en_US" are all "en".

    Of several the first counts. A name that is not known stays as it stands; "" where it says that nothing is known.
    """
    first = _PARTS.split(text, maxsplit=1)[0].strip()
    name = first.lower()
    if not name or name in _UNKNOWN:
        return ""
    if code := _NAMES.get(name):
        return code
    match = _CODE.fullmatch(name)
    return match[1] if match else first


@cache
def _can_be_asked() -> bool:
    """Whether the model can be loaded: it unpacks itself into a temporary file, for which a full disk has no room."""
    try:
        py3langid.classify("a text")
    except OSError:
        return False
    return True


def guess(title: str, abstract: str) -> str:
    """Guess the language of a paper: two letters, or "" where there is too little text to tell."""
    text = abstract if len(abstract) >= _ENOUGH else f"{title} {abstract}".strip()
    text = text[:_LOOKED_AT]
    if len(_ENGLISH_WORDS.intersection(text.lower().split())) >= 4:
        return ENGLISH
    latin = bool(_LATIN.search(text))
    if len(text) < (_SHORTEST if latin else _SHORTEST // 4) or not _can_be_asked():
        return ""
    if len(text) >= 2 * _ENOUGH or not latin:
        return str(py3langid.classify(text)[0])
    (best, score), (_, second) = py3langid.rank(text)[:2]
    return str(best) if best == ENGLISH or score - second >= _MARGIN else ""
