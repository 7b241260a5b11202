"""Small helpers for the JSON of services: what lies deep, names in parts, dates in parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from lib.ingest.source import Head
from lib.ingest.values import text_of

HasText: TypeAlias = Callable[[object], bool]
"""Whether a value is an object with a title or an abstract."""


def has_names(head: Head, *names: str) -> bool:
    """Whether the beginning of a file has all these names of members, as JSON or Python write them."""
    return all(re.search(rf"""["']{re.escape(name)}["']\s*:""", head.text) for name in names)


def at(value: object, *path: str | int) -> Any:  # whatever the file holds there
    """What lies on a path in objects and lists, None where the path ends."""
    for step in path:
        if isinstance(value, Mapping) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step] if step < len(value) else None
        else:
            return None
    return value


def every(value: object, *path: str | int) -> list[object]:
    """What lies on a path in each member of a list, without what is nothing."""
    if not isinstance(value, list):
        return []
    return [found for member in value if (found := at(member, *path)) is not None and text_of(found)]


def first(*values: object) -> object:
    """The first of values that says something; of a list its first member that does."""
    for value in values:
        members = value if isinstance(value, list) else [value]
        for member in members:
            if not isinstance(member, Mapping) and text_of(member):
                return member
    return None


def first_mapping(*values: object) -> Mapping[str, object]:
    """The first that is an object, else an empty one."""
    return next((value for value in values if isinstance(value, Mapping)), {})


def listed(value: object) -> list[object]:
    """A list as it is, anything else as an empty one."""
    return value if isinstance(value, list) else []


def people(value: object) -> list[str]:
    """Names in parts (`family`, `given` ...) as "Family, Given"; those in one part as they are."""
    return [name for member in (value if isinstance(value, list) else []) if (name := _person(member))]


def _person(value: object) -> str:
    if not isinstance(value, Mapping):
        return text_of(value)
    family = " ".join(filter(None, (text_of(value.get("non-dropping-particle")), text_of(value.get("family")))))
    given = " ".join(filter(None, (text_of(value.get("given")), text_of(value.get("dropping-particle")))))
    parts = [part for part in (family, given, text_of(value.get("suffix"))) if part]
    return ", ".join(parts) if family else given or text_of(first(value.get("literal"), value.get("name")))


def date_of_parts(*values: object) -> object:
    """The first date among several, each as CSL has it: `{"date-parts": [[2013, 5, 31]]}`, or a text within it."""
    for value in values:
        given = at(value, "date-parts", 0)
        # A flat list is not the form, but is met: [2013, 5].
        found = given if isinstance(given, list) else listed(at(value, "date-parts"))
        parts = [text_of(part) for part in found]
        if parts and parts[0]:
            return "-".join((parts[0], *(part.zfill(2) for part in parts[1:3] if part.isdigit())))
        if text := first(value, at(value, "raw"), at(value, "literal"), at(value, "date-time")):
            return text
    return None


def plain_rest(value: Mapping[str, object], used: Iterable[str]) -> dict[str, object]:
    """The members that are texts, numbers, truth values or lists of these, but for those that were used."""
    gone = set(used)
    return {
        name: member
        for name, member in value.items()
        if name not in gone
        and not isinstance(member, Mapping)
        and not (isinstance(member, list) and any(isinstance(item, Mapping | list) for item in member))
    }
