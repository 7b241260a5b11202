"""Characters that are no part of what a text says: controls, zero-width signs, hyphens at the end of a line."""

from __future__ import annotations

import re
from typing import Final

from lib.ingest.cleaning.words import words

UNSEEN: Final = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
"""What has no place in a text, as the inside of a pattern's brackets; the rest is `_REST`."""

_REST: Final = "\ufeff\ufff9-\ufffb\ud800-\udfff"
_MAY_HOLD = re.compile(f"[{UNSEEN}{_REST}]")
# Persian and Indian scripts spell with the joiner and the non-joiner, and some emoji are made with the former.
_JOINER_KEPT = re.compile("(?<=[^\x00-\u02ff\u2000-\u206f])[\u200c\u200d](?=[^\x00-\u02ff\u2000-\u206f])")
# Each begins where a run of letters does: begun at every letter of a long run, it would take the square of its length.
_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-[ \t]*\r?\n[ \t]*([^\W\d_]+)")
_HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]+-[^\W\d_]+")
_ENDS_LINE = re.compile(r"-[ \t]*\r?\n")

_AND: Final = frozenset({"and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e"})
"""After these words a hyphen stands for a word that follows later: "low- and high-level"."""

_FIRST_PARTS: Final = words(
    "all anti auto bi co cross data double early end ex few fine full half high in inter intra large late left long "
    "low macro meta micro mid mini mono multi nano near neo non off on one open out over para peer poly post pre "
    "pro pseudo quasi re real right self semi short single small state sub super text third three top tri two "
    "ultra under up well wide zero"
)
"""Before these a hyphen at the end of a line is one that is written inside a line too."""
_SECOND_PARTS: Final = words(
    "agent art based by dependent dimensional driven end fold free friendly guided in invariant language level "
    "like of oriented out performance quality related resolution scale series shot specific step the time to "
    "trained training turn tuned tuning type up vision wise world"
)
"""The same of what stands at the beginning of the next line."""

# What is decoded as Latin-1 and was written as Windows-1252: curly quotes, dashes, the euro sign.
_WINDOWS: Final = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0) if code != 0x85}


def without_unseen(text: str) -> str:
    """Take out controls, zero-width signs, marks of direction and halves of pairs; curly quotes are given back."""
    if not _MAY_HOLD.search(text):
        return text
    kept = {match.start() for match in _JOINER_KEPT.finditer(text)}
    return _MAY_HOLD.sub(lambda match: match[0] if match.start() in kept else _instead(match[0]), text)


def _instead(char: str) -> str:
    # A half of a pair stood for a sign of its own; a control character inside a word is a slip of some program.
    return " " if "\ud800" <= char <= "\udfff" else _WINDOWS.get(ord(char), "")


def join_lines(text: str) -> str:
    """Join words that a line end parts, "exam-" and "ple"; other line ends stay."""
    if "\n" not in text or not _ENDS_LINE.search(text):
        return text
    written = set(_HYPHENATED.findall(text))
    return _BROKEN.sub(lambda match: _joined(match, text, written), text)


def _joined(match: re.Match[str], text: str, written: set[str]) -> str:
    first, second = match[1], match[2]
    if second in _AND:
        return f"{first}- {second}"
    part_of_more = text[match.start() - 1 : match.start()] == "-" or text[match.end() : match.end() + 1] == "-"
    if (
        part_of_more
        or f"{first}-{second}" in written
        or not second[0].islower()
        or not first[-1].islower()
        or first.lower() in _FIRST_PARTS
        or second in _SECOND_PARTS
    ):
        return f"{first}-{second}"
    return first + second
