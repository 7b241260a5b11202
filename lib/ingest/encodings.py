"""Bytes -> text, in whatever encoding a program wrote them: by the byte order mark, else as UTF-8, else by a guess.

What is not UTF-8 is nearly always Windows-1252, or the encoding of a language of other letters. A file that is UTF-8
but for some bytes, as when two files were joined, is read so, and those bytes as Windows-1252.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; the longer before the shorter ones that they begin with."""

WINDOWS: Final = "Windows-1252"
_NAMES: Final = {
    "gb18030": "GB 18030",
    "big5": "Big5",
    "shift_jis": "Shift JIS",
    "euc_jp": "EUC-JP",
    "cp949": "Korean",
    "cp1251": "Windows-1251",
    "koi8_r": "KOI8-R",
    "cp1253": "Windows-1253",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "cp874": "Thai",
}
"""Encodings of languages in other than Latin letters, and what people call them."""

_FALLBACK: Final = "topic-atlas-cp1252"
_HIGH = re.compile(rb"[\x80-\xff]+")
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LETTERS = re.compile(rb"[A-Za-z\x80-\xff]+")
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]*")

_LOOKED_AT: Final = 1 << 16
"""Bytes by which is guessed."""
_FEWEST_GUESSED: Final = 32
"""Bytes outside of ASCII; of fewer a guess is worth nothing."""
_OTHER_LETTERS: Final = 0.4
"""Share of all letters that lie outside of ASCII, from which on the language is not one of Latin letters."""
_UTF16_ZEROS: Final = 0.4
"""Share of zero bytes among every second one from which on a text is UTF-16, as most of its letters are Latin."""


class TextDecoder(codecs.IncrementalDecoder):
    """Decodes a text as it comes. `guessed` is the encoding that was guessed, as people call it, "" for none."""

    def __init__(self) -> None:
        super().__init__()
        self.guessed = ""
        self._begin = b""
        self._known: codecs.IncrementalDecoder | None = None
        self._rest = b""
        self._begun = False

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]  # bytes are all that is given
        """Decode the next piece; a letter that it breaks off in waits for the next one."""
        if not self._begun:
            data = self._begin + data
            if len(data) < 4 and not final:
                self._begin = data
                return ""
            self._begun = True
            if encoding := _marked(data) or _utf16(data):
                self._take(encoding)
        if self._known is not None:
            return self._known.decode(data, final)
        data = self._rest + data
        try:
            text, used = codecs.utf_8_decode(data, "strict", final)
        except UnicodeDecodeError as err:
            if encoding := self._guess(data):
                text = data[: err.start].decode("utf-8")
                decoder = self._take(encoding)
                return text + decoder.decode(data[err.start :], final)
            codecs.register_error(_FALLBACK, _as_windows)
            text, used = codecs.utf_8_decode(data, _FALLBACK, final)
        self._rest = data[used:]
        return text

    def _take(self, encoding: str) -> codecs.IncrementalDecoder:
        self._known = codecs.getincrementaldecoder(encoding)("replace")
        return self._known

    def _guess(self, data: bytes) -> str:
        """Guess once; "" for UTF-8 with some bytes in Windows-1252, or Windows-1252 throughout."""
        if self.guessed:
            return ""
        encoding = guess(data)
        self.guessed = _NAMES.get(encoding, WINDOWS)
        return encoding


def guess(data: bytes) -> str:
    """Guess the encoding of bytes that are not UTF-8, "" for Windows-1252."""
    # Lines of ASCII alone, such as the tags of a format, say nothing.
    lines = [line for line in data.splitlines() if _HIGH.search(line)]
    some = b"\n".join(lines)[:_LOOKED_AT]
    n_high = _n_bytes(_HIGH, some)
    if 2 * _n_bytes(_UTF8_LETTER, some) >= n_high:
        return ""
    if _is_chinese(some):
        return "gb18030"
    if n_high < _FEWEST_GUESSED or n_high < _OTHER_LETTERS * _n_bytes(_LETTERS, some):
        return ""

    from charset_normalizer import from_bytes

    best = from_bytes(some, cp_isolation=["cp1252", *_NAMES]).best()
    return best.encoding if best is not None and best.encoding in _NAMES else ""


def _n_bytes(pattern: re.Pattern[bytes], data: bytes) -> int:
    return sum(map(len, pattern.findall(data)))


def _is_chinese(data: bytes) -> bool:
    """Whether all beyond ASCII are pairs of bytes, at least two, that are Chinese letters or signs.

    In Windows-1252 such bytes are letters with accents, which seldom come in pairs.
    """
    runs = _HIGH.findall(data)
    if len(data) == _LOOKED_AT:
        runs.pop()  # it may be cut
    if sum(map(len, runs)) < 4 or any(len(run) % 2 for run in runs):
        return False
    try:
        return all(_CHINESE.fullmatch(run.decode("gb18030")) for run in runs)
    except UnicodeDecodeError:
        return False


def _marked(data: bytes) -> str:
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")


def _utf16(data: bytes) -> str:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    some = data[:1024]
    half = len(some) // 2
    first, second = some[0 : 2 * half : 2].count(0), some[1 : 2 * half : 2].count(0)
    if first >= _UTF16_ZEROS * half and second < first / 8:
        return "utf-16-be"
    return "utf-16-le" if second >= _UTF16_ZEROS * half and first < second / 8 else ""


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """What the codecs module calls for bytes that are not UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end
