"""Bytes -> text, in whatever encoding a program wrote them: by the byte order mark, else as UTF-8, else by a guess.

What is not UTF-8 is nearly always Windows-1252, or the encoding of a language of other letters. A file that is UTF-8
but for some bytes, as when two files were joined, is read so, and those bytes as Windows-1252. One odd letter tells
nothing: what follows it waits until there are enough of them, or until many pages have come without.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from lib.ingest.east_asian import EAST_ASIAN, east_asian

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; the longer before the shorter ones that they begin with."""

WINDOWS: Final = "Windows-1252"
_SINGLE: Final = {
    "cp1251": "Windows-1251",
    "koi8_r": "KOI8-R",
    "cp1253": "Windows-1253",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "cp874": "Thai",
}
"""Encodings of other than Latin letters, a byte each, and what people call them."""
_NAMES: Final = _SINGLE | EAST_ASIAN

_FALLBACK: Final = "topic-atlas-cp1252"
_HIGH = re.compile(rb"[\x80-\xff]+")
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LETTERS = re.compile(rb"[A-Za-z\x80-\x9f\xa1-\xff]{2,}")
"""Words of two letters or more: a sign alone, such as that of the euro behind a blank that does not break, is none."""

_LOOKED_AT: Final = 1 << 16
"""Bytes by which is guessed."""
_MOST_WAITING: Final = 1 << 22
"""Bytes that wait for more odd ones."""
_ENOUGH: Final = 512
"""Bytes outside of ASCII that are waited for."""
_FEWEST_GUESSED: Final = 32
"""Bytes outside of ASCII; of fewer a guess is worth nothing."""
_OTHER_LETTERS: Final = 0.6
"""Share of bytes outside of ASCII in the words that have any, from which on they are not of Latin letters."""
_UTF16_ZEROS: Final = 0.4
"""Share of zero bytes among every second one from which on a text is UTF-16, as most of its letters are Latin."""


class TextDecoder(codecs.IncrementalDecoder):
    """Decodes a text as it comes. `guessed` is the encoding that was guessed, as people call it, "" for none."""

    def __init__(self, *, waits: bool = True) -> None:
        super().__init__()
        self.guessed = ""
        self._begin = b""
        self._known: codecs.IncrementalDecoder | None = None
        self._rest = b""
        self._begun = False
        self._most_waiting = _MOST_WAITING if waits else 0
        self._n_utf8 = 0
        """Bytes outside of ASCII that were UTF-8."""
        self._is_sure = False

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
            sound, odd = data[: err.start].decode("utf-8"), data[err.start :]
            self._note(sound)
            if not self.guessed and not final and len(odd) < self._most_waiting and _n_bytes(_HIGH, odd) < _ENOUGH:
                self._rest = odd
                return sound
            if encoding := self._guess(odd):
                return sound + self._take(encoding).decode(odd, final)
            codecs.register_error(_FALLBACK, _as_windows)
            text, used = codecs.utf_8_decode(odd, _FALLBACK, final)
            self._rest = odd[used:]
            return sound + text
        self._note(text)
        self._rest = data[used:]
        return text

    def _note(self, text: str) -> None:
        if not text.isascii():
            self._n_utf8 += _n_bytes(_HIGH, text.encode("utf-8"))

    def _take(self, encoding: str) -> codecs.IncrementalDecoder:
        self._known = codecs.getincrementaldecoder(encoding)("replace")
        return self._known

    def _guess(self, odd: bytes) -> str:
        """Guess, again while few odd bytes have come; "" for Windows-1252, throughout or here and there."""
        if self._is_sure:
            return ""
        n_odd = _n_bytes(_HIGH, odd)
        encoding = guess(odd) if n_odd > self._n_utf8 else ""
        self._is_sure = n_odd + self._n_utf8 >= _FEWEST_GUESSED
        name = _NAMES.get(encoding, WINDOWS)
        self.guessed = f"{self.guessed}, later as {name}" if self.guessed not in ("", name) else name
        return encoding


def guess(data: bytes) -> str:
    """Guess the encoding of bytes that are not UTF-8, "" for Windows-1252."""
    # Lines of ASCII alone, such as the tags of a format, say nothing.
    lines = [line for line in data.splitlines() if _HIGH.search(line)]
    some = b"\n".join(lines)
    if len(some) > _LOOKED_AT:
        some = some[: some.rfind(b"\n", 0, _LOOKED_AT) if b"\n" in some[:_LOOKED_AT] else _LOOKED_AT]
    n_high = _n_bytes(_HIGH, some)
    if 2 * _n_bytes(_UTF8_LETTER, some) >= n_high:
        return ""
    if encoding := east_asian(some):
        return encoding
    words = b" ".join(word for word in _LETTERS.findall(some) if _HIGH.search(word))
    n_high = _n_bytes(_HIGH, words)
    if n_high < _FEWEST_GUESSED or n_high < _OTHER_LETTERS * (len(words) - words.count(b" ")):
        return ""

    from charset_normalizer import from_bytes

    best = from_bytes(words, cp_isolation=["cp1252", *_SINGLE]).best()
    return best.encoding if best is not None and best.encoding in _SINGLE else ""


def _n_bytes(pattern: re.Pattern[bytes], data: bytes) -> int:
    return sum(map(len, pattern.findall(data)))


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
