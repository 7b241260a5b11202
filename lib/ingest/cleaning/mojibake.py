"""Text that was decoded with the wrong encoding, repaired where ftfy is sure of it."""

from __future__ import annotations

import re

from ftfy import TextFixerConfig, fix_encoding

# Whatever is no repair of an encoding is done elsewhere, or not at all; where bytes are lost, nothing is sure.
_CONFIG = TextFixerConfig(unescape_html=False, restore_byte_a0=False, replace_lossy_sequences=False, explain=False)
# A letter that UTF-8 writes in two bytes or more stands as two signs or more beyond ASCII.
_TWO_ODD = re.compile("[^\x00-\x7f]{2}")
_WORD = re.compile(r"[^ \t\r\n]+")


def repair(text: str) -> str:
    """Undo a wrong decoding: "SchrÃ¶dinger" is read as "Schrödinger"; good text comes back as it is.

    ftfy tries encodings only where signs stand together that no language puts together. It is asked word by word:
    given all, it takes the variable Ã with a blank behind it for a garbled à.
    """
    if text.isascii() or not _TWO_ODD.search(text):
        return text
    return _WORD.sub(lambda word: fix_encoding(word[0], _CONFIG) if _TWO_ODD.search(word[0]) else word[0], text)
