"""Whether bytes are Chinese, Japanese or Korean, and in which of their encodings.

Most bytes can be read in several of them, so what counts is what they are read as: a Japanese text has kana, a Korean
one Hangul, and a Chinese one the few thousand letters that its standards list first, as the usual ones. Guessers made
for any text take two of them for each other, or for Western letters, where only titles or names are in one.
"""

from __future__ import annotations

import re
from typing import Final

EAST_ASIAN: Final = {
    "gb18030": "GB 18030",
    "big5": "Big5",
    "shift_jis": "Shift JIS",
    "euc_jp": "EUC-JP",
    "cp949": "Korean",
}
"""Encodings, and what people call them."""

_HIGH = re.compile(rb"[\x80-\xff]+")
_WESTERN_PAIR = re.compile(
    rb"(?<=[A-Za-z])[\x80-\xff]{2}(?![\x80-\xff])|(?<![\x80-\xff])[\x80-\xff]{2}(?=[A-Za-z])|(?<=\d)\xa0[\x80-\xff]"
)
"""Two letters in a Latin word, as in "Função" and "Größe", or a blank that does not break before a sign."""
_ODD = re.compile("[^\x00-\x7f]")
_KANA = re.compile("[\u3041-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_HAN = re.compile("[\u4e00-\u9fff]")
_LETTER_OR_SIGN = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")

_FEWEST: Final = 8
"""Letters from which can be told what they are; fewer are Chinese if they are anything."""
_USUAL: Final = 0.8
"""Share of letters that are the usual ones of a language."""
_FEWEST_KANA: Final = 0.15
_MOST_BROKEN: Final = 50
"""One line in so many may be in another encoding."""
_USUAL_LEADS: Final = {"gb18030": range(0xB0, 0xD8), "big5": range(0xA4, 0xC7)}
"""First bytes of the letters that a standard lists first, as the usual ones."""


def east_asian(data: bytes) -> str:
    """Tell the encoding of lines, "" where it is none of these."""
    lines = data.split(b"\n")
    for encoding in ("euc_jp", "shift_jis"):
        letters = _letters(lines, encoding)
        if _share(_KANA, letters) >= _FEWEST_KANA and _share(_LETTER_OR_SIGN, letters) >= _USUAL:
            return encoding
    runs = _HIGH.findall(data)
    # They could be Korean or Chinese letters too, but few of these stand so.
    are_western = 2 * len(_WESTERN_PAIR.findall(data)) > len(runs)
    letters = "" if are_western else _letters(lines, "cp949")
    if len(letters) >= 2 * _FEWEST and _share(_HANGUL, letters) >= _USUAL:
        return "cp949"
    if not are_western and _are_few_chinese(lines, runs):
        return "gb18030"
    for encoding in _USUAL_LEADS:
        letters = "" if are_western and encoding == "gb18030" else _letters(lines, encoding)
        usual = _usual_pairs(letters, encoding)
        # Where the second byte is always ASCII, the first is a sign such as the one of "µm".
        if letters and len(usual) >= _USUAL * len(letters) and 4 * sum(pair[1] >= 0xA1 for pair in usual) > len(usual):
            return encoding
    return ""


def _are_few_chinese(lines: list[bytes], runs: list[bytes]) -> bool:
    """Whether bytes outside of ASCII are Chinese, however few: pairs throughout, and the usual letters."""
    if sum(map(len, runs)) < 4 or any(len(run) % 2 for run in runs):
        return False
    letters = _letters(lines, "gb18030", fewest=2)
    han = "".join(_HAN.findall(letters))
    n_usual = len(_usual_pairs(han, "gb18030"))
    return bool(han) and n_usual >= _USUAL * len(han) and _share(_LETTER_OR_SIGN, letters) == 1


def _letters(lines: list[bytes], encoding: str, *, fewest: int = _FEWEST) -> str:
    """What is not ASCII in lines; "" for fewer letters, or where too many lines are not in the encoding."""
    letters: list[str] = []
    n_broken = 0
    for line in lines:
        try:
            letters += _ODD.findall(line.decode(encoding))
        except UnicodeDecodeError:
            n_broken += 1
    return "" if n_broken * _MOST_BROKEN > len(lines) or len(letters) < fewest else "".join(letters)


def _share(pattern: re.Pattern[str], letters: str) -> float:
    return len(pattern.findall(letters)) / max(len(letters), 1)


def _usual_pairs(letters: str, encoding: str) -> list[bytes]:
    """The usual letters, as two bytes in the older standard that an encoding goes back to."""
    older = "gb2312" if encoding == "gb18030" else encoding
    pairs = (letter.encode(older, "ignore") for letter in letters)
    return [pair for pair in pairs if len(pair) == 2 and pair[0] in _USUAL_LEADS[encoding]]
