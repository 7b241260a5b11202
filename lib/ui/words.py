"""Text on its way to the screen: text from papers is data, so nothing in it works as Markdown.

Web addresses in it become links all the same; they show where they lead.
"""

from __future__ import annotations

import re

from lib.core.dates import PartialDate

_SPECIAL = re.compile(r"([!-/:-@\[-`{-~])")
_REPLACED = re.compile(r"(?<!\S)(?:<->|->|<-|--|>=|<=|~=)(?!\S)|:streamlit:")
"""What Streamlit replaces by other signs once Markdown is read, so that a backslash does not help."""
_WORD_JOINER = "\u2060"
"""Has no width and allows no line break; between two signs it keeps them from being replaced."""


def md(text: str) -> str:
    """Escape text so that Markdown shows it as it is: every ASCII punctuation mark gets a backslash."""
    kept = _REPLACED.sub(lambda match: match[0][0] + _WORD_JOINER + match[0][1:], " ".join(text.split()))
    return _SPECIAL.sub(r"\\\1", kept)


def date_words(date: PartialDate | None) -> str:
    """A date for people; "no date" where there is none."""
    return date.for_people() if date else "no date"


def authors_words(authors: tuple[str, ...], n: int = 4) -> str:
    """The first authors, and how many more there are."""
    if not authors:
        return "authors not known"
    if len(authors) <= n:
        return ", ".join(authors)
    return f"{', '.join(authors[:n])} and {len(authors) - n:,} more"
