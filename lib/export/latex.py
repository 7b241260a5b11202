r"""Text in BibTeX: what LaTeX or BibTeX would take for a command is escaped, all else stays UTF-8 as it is.

A text that holds LaTeX of its own, such as `$\ell_1$`, comes out as these characters and not as a formula: a title
from a file must not become a command on somebody's machine.
"""

from __future__ import annotations

import re
from typing import Final

_ESCAPES: Final = {
    "\\": r"{\textbackslash}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    # Braces that have no partner; the others are simply marked.
    "{": r"\{\vphantom{\}}",
    "}": r"\vphantom{\{}\}",
    **{char: f"\\{char}" for char in "&%$#_"},
}
_SPECIAL: Final = re.compile(r"[\\~^{}&%$#_]")
_WORD: Final = re.compile(r"[^\W_]+")
_OFTEN_SMALL: Final = frozenset(
    ("across", "between", "beyond", "from", "into", "over", "through", "toward", "towards", "under", "using", "with")
)
"""Words that are written small also in titles that write the others large; shorter ones are not looked at."""


def escape(text: str) -> str:
    r"""Escape text for a field in braces.

    BibTeX counts `\{` as an opening brace, so a stray one gets a partner that takes no space and is not seen,
    as Zotero writes it. pylatexenc, which bibtexparser decodes by, reads that as one brace and drops `\textbraceleft`.
    """
    return "".join(_escaped(text))


def escape_title(title: str) -> str:
    """Escape a title and put words into braces whose capitals a bibliography style must not take away.

    These are words with a capital behind their first character, with a capital and a digit, and single capitals but A.
    In a title that writes ordinary words small, each later word with a capital is a name and is kept too; in one all in
    capitals none is.
    """
    pieces = _escaped(title)
    if title.isupper():
        return "".join(pieces)
    words = list(_WORD.finditer(title))
    long_words = [word.group() for word in words[1:] if len(word.group()) > 3 and word.group() not in _OFTEN_SMALL]
    small = [word for word in long_words if word.islower()]
    names_stand_out = bool(small) and len(small) * 2 >= len(long_words)
    for place, word in enumerate(words):
        text = word.group()
        is_first = place == 0 or title[: word.start()].rstrip().endswith((":", "?", "!", ".", "—", "–"))
        if _has_kept_capitals(text) or (names_stand_out and not is_first and text[0].isupper() and text != "A"):
            pieces[word.start()] = "{" + pieces[word.start()]
            pieces[word.end() - 1] += "}"
    return "".join(pieces)


def _has_kept_capitals(word: str) -> bool:
    if len(word) == 1:
        return word.isupper() and word != "A"
    capitals = [char.isupper() for char in word]
    return any(capitals[1:]) or (any(capitals) and any(char.isdigit() for char in word))


def _escaped(text: str) -> list[str]:
    """The escaped form of each character."""
    pieces = list(text)
    open_braces: list[int] = []
    for match in _SPECIAL.finditer(text):
        place, char = match.start(), match.group()
        pieces[place] = _ESCAPES[char]
        if char == "{":
            open_braces.append(place)
        elif char == "}" and open_braces:
            pieces[open_braces.pop()], pieces[place] = r"\{", r"\}"
    return pieces
