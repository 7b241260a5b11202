"""Breaks files as they are broken in the world, and worse: the same number gives the same broken file each time."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from typing import Final

_MOST_CHANGES: Final = 4
_LARGE: Final = 100_000
"""Bytes that a file is made to grow to now and then, to see that time grows no faster."""
_ONE_IN: Final = 400
"""How often it is."""
_SIGNS: Final = b"""\0"'{}[]<>&\\%@,;|=#()$~^_*:-\t\n\r\x0b\x0c\x1a\x1c\x80\xff"""
_TEXTS: Final = (
    *("\r\n", "\n\n", "\n   ", "\ufeff", "\u202e", "\u2028", "\x85", "\xa0", "٣", "²", "Ⅳ", "😀", "\u0301", "中国"),
    *("9" * 30, "9" * 5000, "-1", "1e999", "NaN", "Infinity", "null", "true", "[]", "{}", '""', "0000-00-00", "20155"),
    *("31 February 2020", "2020-13-45", "[" * 10, "{" * 10, "(" * 10, "\\u0000", "\\ud800", '":', "crossref = {"),
    *("</", "/>", "]]>", "<!ENTITY a 'b'>", "<!DOCTYPE a [", "&a;", "&#0;", "&#x110000;", "<![CDATA[", "<!--", "<?x"),
    *("\nTY  - JOUR\n", "\nER  - \n", "\nPT J\n", "\nER\n", "\nPMID- 9\n", "\n%0 Book\n", "\nRT Book\n", "\n<9. >\n"),
    *("@article{", "@string{a = a # a}", " ", "a", ".", "/", " and ", "\ntitle\n", " | ", "---|---|"),
)
_INSERTED: Final = (
    *(bytes([sign]) for sign in _SIGNS),
    *(text.encode() for text in _TEXTS),
    # Halves of a surrogate pair, a mark of UTF-16, Chinese in GBK.
    *(b"\xed\xa0\x80", b"\xff\xfe", b"\xd6\xd0\xb9\xfa"),
)
_TOKENS: Final = re.compile(rb"[A-Za-z]+|\d+|\s+|.", re.DOTALL)
_NUMBERS: Final = re.compile(rb"\d+")


def mutated(sample: bytes, seed: str) -> bytes:
    """A broken file, made of a sound one; of a workbook the parts in it are broken, seldom the archive."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    if sample.startswith(b"PK") and chance.random() < 0.9:
        return _in_archive(sample, chance)
    return _changed(sample, chance)


def _changed(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        data = chance.choice(_CHANGES)(data, chance)
    return _grown(data, chance) if chance.randrange(_ONE_IN) == 0 else data


def _in_archive(sample: bytes, chance: random.Random) -> bytes:
    """The archive with one of its parts broken, or left out."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample)) as archive, zipfile.ZipFile(result, "w") as broken:
        names = archive.namelist()
        victim = chance.choice([name for name in names if "sheet" in name or "String" in name] + names)
        for name in names:
            data = archive.read(name)
            if name == victim:
                if chance.random() < 0.05:
                    continue
                data = _changed(data, chance)
            broken.writestr(name, data)
    return result.getvalue()


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    """Two places in order, near each other more often than not."""
    begin = chance.randint(0, len(data))
    length = chance.choice((1, 3, 10, 40, 200, len(data)))
    return begin, min(len(data), begin + chance.randint(0, length))


def _flip(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def _delete(data: bytes, chance: random.Random) -> bytes:
    begin, end = _span(data, chance)
    return data[:begin] + data[end:]


def _duplicate(data: bytes, chance: random.Random) -> bytes:
    begin, end = _span(data, chance)
    return data[:end] + data[begin:end] * chance.choice((1, 1, 2, 5)) + data[end:]


def _move(data: bytes, chance: random.Random) -> bytes:
    begin, end = _span(data, chance)
    rest = data[:begin] + data[end:]
    place = chance.randint(0, len(rest))
    return rest[:place] + data[begin:end] + rest[place:]


def _insert(data: bytes, chance: random.Random) -> bytes:
    place = chance.randint(0, len(data))
    return data[:place] + chance.choice(_INSERTED) * chance.choice((1, 1, 1, 2, 20)) + data[place:]


def _truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _token(data: bytes, chance: random.Random) -> bytes:
    """A word, number or sign replaced by something else."""
    place = chance.randint(0, len(data))
    match = _TOKENS.search(data, place)
    return data[: match.start()] + chance.choice(_INSERTED) + data[match.end() :] if match else data


def _number(data: bytes, chance: random.Random) -> bytes:
    match = _NUMBERS.search(data, chance.randint(0, len(data)))
    if match is None:
        return data
    other = chance.choice((b"0", b"-1", b"9" * 20, b"9" * 400, b"1.5", b"1e400", b"00", b""))
    return data[: match.start()] + other + data[match.end() :]


def _lines(data: bytes, chance: random.Random) -> bytes:
    """Two lines that change places, or one that is gone, stands twice or has lost its beginning or its end."""
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    how = chance.randrange(4)
    if how == 0:
        lines[one], lines[other] = lines[other], lines[one]
    elif how == 1:
        del lines[one]
    elif how == 2:
        lines.insert(other, lines[one])
    else:
        lines[one] = lines[one][chance.randint(0, 6) :]
    return b"\n".join(lines)


def _encoded(data: bytes, chance: random.Random) -> bytes:
    """The same text in another encoding, or with other line ends."""
    how = chance.choice(("utf-16", "utf-16-le", "utf-8-sig", "cp1252", "gb18030", "\r\n", "\r"))
    if how in ("\r\n", "\r"):
        return data.replace(b"\n", how.encode())
    return data.decode("utf-8", "replace").encode(how, "replace")


def _grown(data: bytes, chance: random.Random) -> bytes:
    begin, end = _span(data, chance)
    piece = chance.choice((data[begin:end], chance.choice(_INSERTED))) or b" "
    return data[:end] + piece * (_LARGE // len(piece)) + data[end:]


_CHANGES: Final[tuple[Callable[[bytes, random.Random], bytes], ...]] = (
    *(_flip, _delete, _duplicate, _move, _insert, _insert, _truncate, _token, _token, _number, _lines, _lines),
    _encoded,
)
