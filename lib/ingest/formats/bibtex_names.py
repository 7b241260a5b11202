"""Names, keywords and other texts of BibTeX: parted, but for what stands in braces, or taken out of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lib.core.text import squeeze

_AND = re.compile(r"(?i)(?<=\s)and(?=\s)|[{}]")
_SIGN = re.compile(r"[{}]")
_EXTENDED = re.compile(r"(?i)\b(family|given|prefix|suffix)\s*=\s*([^,=]*)")


def split_names(text: str) -> list[str]:
    """Part names at each " and " outside braces; a name wholly in braces is a group's and loses them.

    >>> split_names("Curie, Marie AND {Barnes and Noble} and van Gogh, Jr, Vincent")
    ['Curie, Marie', 'Barnes and Noble', 'van Gogh, Vincent, Jr']
    """
    names: list[str] = []
    depth = begin = 0
    for match in _AND.finditer(text):
        sign = match[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        elif depth <= 0:
            names.append(text[begin : match.start()])
            begin = match.end()
    names.append(text[begin:])
    if len(names) == 1 and ";" in text and "{" not in text:
        names = text.split(";")
    return list(filter(None, (_name(squeeze(name).strip(" ,")) for name in names)))


def _name(name: str) -> str:
    if name.startswith("{") and name.endswith("}") and name.find("}") == len(name) - 1:
        return name[1:-1].strip()
    if "=" in name and (parts := {key.lower(): text.strip() for key, text in _EXTENDED.findall(name)}).get("family"):
        family = " ".join(filter(None, (parts.get("prefix"), parts["family"])))
        return ", ".join(filter(None, (family, parts.get("given"), parts.get("suffix"))))
    if name.count(",") == 2 and "{" not in name:
        family, suffix, given = (part.strip() for part in name.split(","))
        return f"{family}, {given}, {suffix}"
    return name


def split_keywords(texts: Iterable[str]) -> list[str]:
    """Keywords of all fields, parted by semicolons, else by commas, outside braces."""
    found: list[str] = []
    for text in texts:
        separator = ";" if ";" in text else ","
        found += _outside_braces(text, separator) if "{" in text else text.split(separator)
    return list(dict.fromkeys(filter(None, map(squeeze, found))))


def _outside_braces(text: str, separator: str) -> Iterator[str]:
    depth = begin = 0
    for place, sign in enumerate(text):
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        elif sign == separator and depth <= 0:
            yield text[begin:place]
            begin = place + 1
    yield text[begin:]


def without_braces(text: str) -> str:
    """A text that stands in braces once more, as in `"{Ice melts.}"`, taken out of them."""
    opened: list[int] = []
    closed_by: dict[int, int] = {}
    for sign in _SIGN.finditer(text):
        if sign[0] == "{":
            opened.append(sign.start())
        elif opened:
            closed_by[opened.pop()] = sign.start()
    begin, last = 0, len(text) - 1
    while closed_by.get(begin) == last:
        begin, last = begin + 1, last - 1
        while begin <= last and text[begin].isspace():
            begin += 1
        while begin <= last and text[last].isspace():
            last -= 1
    return text[begin : last + 1]
