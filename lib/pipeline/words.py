"""Texts -> tokens -> the words that may become terms: mark-up, numbers and words that say nothing are gone."""

from __future__ import annotations

import html
import re
import unicodedata
from importlib.metadata import version
from pathlib import Path
from typing import Final

from lib.core.text import digest

_MARKUP: Final = re.compile(
    r"""
    https?://\S+ | www\.\S+                     # addresses
    | </?[a-zA-Z!][^<>]{0,200}>                 # tags
    | (?<!\\)\$\$.{1,400}?(?<!\\)\$\$ | (?<!\\)\$[^$]{1,200}(?<!\\)\$      # formulas
    | \\(?:begin|end|cite[a-z]*|ref|label|url|href|footnote)\s*\{[^{}]*\}    # LaTeX whose argument is no text
    | \\[a-zA-Z]+\*? | \\.                      # other LaTeX commands; their arguments are text
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_MAY_BE_MARKUP: Final = re.compile(r"[\\$<]|://|www", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&?(?:amp;)?\b(lt|gt|quot|amp|nbsp|apos);|&?(?:amp;)?(\#\d{2,6});|&([a-zA-Z]{2,8});")
"""Character entities, also those that have lost their ampersand."""
_ACCENT: Final = re.compile(
    r"""\\(["'`^~=.]|[uvHckr](?![a-zA-Z]))\s*(?:\{\\?([a-zA-Z])\}|\\?([a-zA-Z])(?![a-zA-Z]*\{))"""
)
_BRACED_ACCENT: Final = re.compile(r"""\{(\\["'`^~=.uvHckr]\s*\\?[a-zA-Z])\}""")
_COMBINING: Final = dict(
    zip("\"'`^~=.uvHckr", "\u0308\u0301\u0300\u0302\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0328\u030a", strict=True)
)
_HAN: Final = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_KANA: Final = "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff"
_NEW_PLACES: Final = "york|zealand|england|jersey|mexico|delhi|orleans|guinea|caledonia|hampshire|haven|south\\ wales"
TOKEN: Final = re.compile(
    rf"""
    [{_HAN}]                                                # Chinese characters one by one: there are no blanks
    | [\u30a1-\u30fa\u30fc-\u30ff]+ | [\u3041-\u309f]+      # Katakana, which writes words; Hiragana, which joins them
    | \b[Nn][Ee][Ww]\ (?i:{_NEW_PLACES})\b                     # names whose first word would be a stop word
    | [^\W_{_HAN}{_KANA}]+(?:(?:[-‐‑'’+]|\.(?=\d))[^\W_{_HAN}{_KANA}]+)*['’]?
    | [^\s\w] | _ | \n
    """,
    re.VERBOSE,
)
_ONE_HAN: Final = re.compile(rf"[{_HAN}]")
_HIRAGANA: Final = re.compile(r"[\u3041-\u309f]+")
_JOINING: Final = frozenset(
    "的了着是在和与與及或其之对對于於以为為由从從被把将將而但也都就该該此这這那们們我你他她它并並能会會等"
)
"""Chinese characters that stand between the words of a sentence."""
_SAYS_NOTHING: Final = re.compile(
    "本文|本研究|研究|提出|方法|结果|結果|论文|論文|表明|基于|通过|进行|实验|利用|针对|采用|一种|具有|可以|有效|不同|手法|提案|検討"
)
"""What Chinese and Japanese papers say whatever they are about."""
_NUMBER_LIKE: Final = re.compile(
    r"[\d.,'’+-]+(?:st|nd|rd|th|x|k|m|b|d|s|bn|mn|gb|mb|tb|ms|nm|mm|cm|km|kg|[kmgt]?hz|[kmgt]?ev)?", re.IGNORECASE
)
_ELISION: Final = re.compile(r"^(?i:[cdjlmnst]|qu|lorsqu|[dns]?[eau]ll|un)'(?=[^\W\d_A-Z])")
"""Articles before a vowel in French and Italian; names such as d'Alembert have a capital behind it."""
_SHORT_WORDS: Final = frozenset({"2d", "3d", "4d", "5g", "6g"})
LONGEST_WORD: Final = 40

_LISTS: Final = Path(__file__).parent / "word_lists"


def read_lines(name: str) -> list[str]:
    """Read the lines of a word list, those that are no comments."""
    lines = (_LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _read_list(name: str) -> frozenset[str]:
    return frozenset(word for line in read_lines(name) for word in line.split())


ENGLISH: Final = _read_list("function")
"""Function words of English."""
STOP_WORDS: Final = ENGLISH | _read_list("boilerplate") | _read_list("foreign")
"""Words that no term holds."""
WEAK_WORDS: Final = _read_list("weak")
"""Words that make a term only together with others."""
OTHER_LANGUAGES: Final = tuple(read_lines("other_languages"))
"""Lines "language: words" with the words that no term of a text in that language holds."""
LISTS_KEY: Final = digest(*sorted(STOP_WORDS), "", *sorted(WEAK_WORDS), "", *OTHER_LANGUAGES, version("stop-words"))
"""Changes with the lists; part of the key of what is made with them."""


def plain(text: str) -> str:
    r"""Take mark-up out of a text.

    >>> plain(r'K{\"a}hler, the $k$-means &lt;b&gt;of&lt;/b&gt; users #39; bikes')
    "Kähler, the  § -means  § of §  users ' bikes"
    """
    if "\\" in text:
        text = _ACCENT.sub(_accented, _BRACED_ACCENT.sub(r"\1", text))
    if ";" in text:
        text = _ENTITY.sub(_character, text)
    if _MAY_BE_MARKUP.search(text):
        text = _MARKUP.sub(" § ", text)
    return text if text.isascii() else _SAYS_NOTHING.sub("。", text)


def clean(token: str) -> str:
    """Return a token as a word, or "" where it can be no part of a term."""
    if len(token) == 1:
        return token if is_han(token) and token not in _JOINING else ""
    word = token.replace("’", "'").replace("‐", "-").replace("‑", "-")
    word = re.sub(r"'s$|s'$", lambda match: "s" if match.group() == "s'" else "", word).strip("'.-+")
    word = _ELISION.sub("", word)
    lower = word.casefold()
    letters = sum(char.isalpha() for char in word)
    if letters < 2 and lower not in _SHORT_WORDS:
        return ""
    if len(word) == 2 and word.islower():
        # Units and remains of formulas; what two letters stand for in a name has a capital.
        return ""
    if lower in STOP_WORDS or (_NUMBER_LIKE.fullmatch(lower) and lower not in _SHORT_WORDS):
        return ""
    return word if len(word) <= LONGEST_WORD and not _HIRAGANA.fullmatch(word) else ""


def is_han(word: str) -> bool:
    """Whether a word is a single Chinese character, which is joined to its neighbours without a blank."""
    return _ONE_HAN.fullmatch(word) is not None


def _accented(match: re.Match[str]) -> str:
    letter = match.group(2) or match.group(3)
    return unicodedata.normalize("NFC", letter + _COMBINING[match.group(1)])


def _character(match: re.Match[str]) -> str:
    name = next(group for group in match.groups() if group)
    return html.unescape(f"&{name};")
