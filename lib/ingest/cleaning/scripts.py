"""Text above and below the line, as HTML, MathML and LaTeX have it, written in one line."""

from __future__ import annotations

import re

_SIMPLE = re.compile(r"[+\-−–]?(?:[^\W_]|[.'′*∗∞†])+|[+\-−–*∗†°′∘|]+|[^\W_]+[+\-−–*]")
_ORDINAL = re.compile(r"(?i)st|nd|rd|th|°|[∘o]|′+|'+|®|™|tm|\(r\)")
_CHARGE = re.compile(r"\d*[+\-−–]")


def raised(base: str, text: str) -> str:
    """What stands above the line, to be put after `base`: 10 and -3 give "^-3", Ca and 2+ "2+", 3 and rd "rd"."""
    text = text.strip()
    last = base[-1:]
    if not text or not last or not (last.isalnum() or last in ")]|}'’′*"):
        # Nothing before it: the number of an isotope, or a degree sign.
        return "°" if text in {"∘", "\\circ"} else text
    if text == "∘":
        return "°"
    if _ORDINAL.fullmatch(text) or text in "+-−–" or (last.isalpha() and _CHARGE.fullmatch(text)):
        return text
    return "^" + grouped(text)


def lowered(base: str, text: str) -> str:
    """What stands below the line, to be put after `base`: H and 2 give "2", x and max "_max"."""
    text = text.strip()
    last = base[-1:]
    if not text or not last or not (last.isalnum() or last in ")]|}'’′*"):
        return text
    return text if text.isdigit() else "_" + grouped(text)


def grouped(text: str) -> str:
    """The text, in round brackets unless it is a single number, name or sign."""
    if len(text) == 1 or _SIMPLE.fullmatch(text) or (text[0] == "(" and text.find(")") == len(text) - 1):
        return text
    return f"({text})"
