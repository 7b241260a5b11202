"""Text on its way to the screen: text from papers is data, so nothing in it works as Markdown.

Web addresses in it become links all the same; they show where they lead.
"""

from __future__ import annotations

import re

from lib.core.dates import PartialDate
from lib.core.mapping import MAPPED_FIELDS

_PLAIN = r"(?<=[^\W_])(?:[,;?](?=\s|$)|-(?=[^\W_]))|(?<=[^\W\d_])\.(?=\s|$)"
"""Marks that mean nothing in Markdown where words have them: after a word and before a blank, a hyphen within one."""
_SPECIAL = re.compile(rf"(?!{_PLAIN})([!-/:-@\[-`{{-~])")
_PLAIN_COLON = re.compile(r"(?<!\S)([^\s:\\]+)\\:(?!\S)")
"""A colon after a word; one that might end `:smile:` is none."""
_REPLACED = re.compile(r"(?<!\S)(?:<->|->|<-|--|>=|<=|~=)(?!\S)|:streamlit:")
"""What Streamlit replaces by other signs once Markdown is read, so that a backslash does not help."""
_WORD_JOINER = "\u2060"
"""Has no width and allows no line break; between two signs it keeps them from being replaced."""

_YEAR = re.compile(r"(?<![^\W_])year(?![^\W_])", re.IGNORECASE)
_LONGEST = 10.0**15
"""Broken numbers from here on are written with a power of ten."""


def md(text: str) -> str:
    """Escape text so that Markdown shows it as it is: a punctuation mark that could mean something gets a backslash.

    The plain marks of a sentence get none: Streamlit gives a checkbox's label to screen readers without reading it as
    Markdown, and they would say every backslash.
    """
    kept = _REPLACED.sub(lambda match: match[0][0] + _WORD_JOINER + match[0][1:], " ".join(text.split()))
    return _PLAIN_COLON.sub(r"\1:", _SPECIAL.sub(r"\\\1", kept))


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


def number_words(value: int | float, *, is_year: bool = False) -> str:
    """A whole number in full, thousands parted but for years; a broken or huge one by its first four digits."""
    if isinstance(value, float) and (abs(value) >= _LONGEST or not value.is_integer()):
        return f"{value:g}" if is_year else f"{value:,.4g}"
    return str(int(value)) if is_year else f"{int(value):,}"


def percent(part: int, whole: int) -> float:
    """A share in percent to be shown without decimals: neither 0 nor 100 unless it is none or all of them."""
    share = 100 * part / whole if whole else 0.0
    return min(max(share, 1.0), 99.0) if 0 < part < whole else share


def is_year_name(name: str) -> bool:
    """Whether one of the words of an attribute's name is "year"."""
    return _YEAR.search(name) is not None


def field_name(field: str) -> str:
    """What a field that cleaning changed is called; "" is the whole record."""
    return MAPPED_FIELDS.get(field) or field.replace("_", " ") or "whole record"
