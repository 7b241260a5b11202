"""Names of people: one text split into names, and a name into its parts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from lib.core.text import fold, squeeze
from lib.ingest.values import text_of

_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.?[\s-]?){1,4}")
_FAMILY_FIRST = re.compile(r"[A-ZÀ-Þ]{1,3}|(?:[A-ZÀ-Þ]\.-?){1,4}")
"""Initials behind a name: what stands before them is the family name."""
_AND = re.compile(r"\s+(?:and|&)\s+")
_COMMA = re.compile(r",\s*(?:and\s+|&\s*)?")
_GROUP = re.compile(r"(?i)\b(collaboration|consortium|group|team|committee|network|project|society|association)\b")
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES: Final = frozenset(
    (
        *("af", "al", "ap", "ben", "bin", "da", "das", "de", "degli", "dei", "del", "della", "den", "der", "des", "di"),
        *("do", "dos", "du", "el", "ibn", "la", "las", "le", "lo", "los", "'t", "ten", "ter", "van", "vande"),
        *("vander", "vom", "von", "zu", "zum", "zur"),
    )
)
_NAME_KEYS = ("name", "full_name", "fullName", "display_name", "literal", "raw_author_name")
_GIVEN_KEYS = ("given", "first_name", "firstName", "first", "forename")
_FAMILY_KEYS = ("family", "last_name", "lastName", "last", "surname")


class Name(NamedTuple):
    """A name in parts; a group, and a name that cannot be split, has a family name alone."""

    family: str
    given: str = ""
    suffix: str = ""


def names_of(value: object) -> tuple[str, ...]:
    """Return the names in a value: a list of texts or objects, or a text with any of the usual separators."""
    if isinstance(value, str):
        return split_names(value)
    if isinstance(value, Mapping):
        value = [value]
    if isinstance(value, Iterable):
        return _filled(_one_name(member) for member in value)
    return ()


def split_names(text: str) -> tuple[str, ...]:
    """Split a text into names.

    Semicolons or bars part names in any form ("Curie, Marie; Bohr, Niels"). Commas part names ("Marie Curie,
    Niels Bohr"), but for "Curie, M., Bohr, N.", where they stand within them too, and "Curie, Marie S." alone.
    """
    text = text_of(text)
    if text.startswith("[") and text.endswith("]"):
        try:
            return names_of(json.loads(text))
        except ValueError:
            pass  # brackets of another kind
    for separator in (";", "|"):
        if separator in text:
            return _filled(text.split(separator))
    parts = [part for part in _COMMA.split(text) if part]
    if len(parts) == 1 or _AND.search(text):
        by_and = _AND.split(text)
        if len(by_and) > 1 and all(_is_inverted(name) for name in by_and):
            return _filled(by_and)
        return _filled(name for part in parts for name in _AND.split(part))
    if len(parts) % 2 == 0 and all(_INITIALS.fullmatch(part) for part in parts[1::2]):
        return _filled(f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True))
    if len(parts) == 2 and " " not in parts[0]:
        return (f"{parts[0]}, {parts[1]}",)
    return _filled(parts)


def split_name(name: str) -> Name:
    """Split a name into its parts: "Curie, Marie", "Marie Curie", "Curie M.", "Curie M", "Ludwig van Beethoven"."""
    if "," in name:
        family, *rest = [part.strip() for part in name.split(",")]
        suffix = rest.pop() if len(rest) > 1 and _is_suffix(rest[-1]) else ""
        if len(rest) == 1 and _is_suffix(rest[0]):
            whole = split_name(family)
            return Name(whole.family, whole.given, rest[0])
        return Name(family, " ".join(rest), suffix)
    words = name.split()
    if len(words) < 2 or _GROUP.search(name):
        return Name(name)
    suffix = words.pop() if len(words) > 2 and _is_suffix(words[-1]) else ""
    if _FAMILY_FIRST.fullmatch(words[-1]) and not words[0].isupper():
        return Name(" ".join(words[:-1]), words[-1], suffix)
    cut = len(words) - 1
    while cut > 1 and words[cut - 1] in _PARTICLES:
        cut -= 1
    return Name(" ".join(words[cut:]), " ".join(words[:cut]), suffix)


def author_key(authors: tuple[str, ...]) -> str:
    """Return the first author's family name, folded, as it is compared; "" if there is none."""
    return fold(split_name(authors[0]).family) if authors else ""


def same_first_author(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the first authors are the same as far as both are known: family name, and initials if given."""
    if not one or not other:
        return False
    first, second = split_name(one[0]), split_name(other[0])
    family = fold(first.family)
    if not family or family != fold(second.family):
        return False
    given = fold(first.given)[:1], fold(second.given)[:1]
    return not all(given) or given[0] == given[1]


def _one_name(value: object) -> str:
    if not isinstance(value, Mapping):
        return text_of(value)
    for key in _NAME_KEYS:
        if name := text_of(value.get(key)):
            return name
    family, given = (
        next((text for key in keys if (text := text_of(value.get(key)))), "") for keys in (_FAMILY_KEYS, _GIVEN_KEYS)
    )
    if family or given:
        return squeeze(f"{given} {family}")
    return _one_name(value["author"]) if isinstance(value.get("author"), Mapping) else ""


def _is_inverted(name: str) -> bool:
    return name.count(",") == 1


def _is_suffix(text: str) -> bool:
    return text.rstrip(".").lower() in _SUFFIXES


def _filled(names: Iterable[str]) -> tuple[str, ...]:
    """Names without the empty ones, in their order; two authors may well have the same name."""
    return tuple(filter(None, (squeeze(name).strip(" ,;") for name in names)))
