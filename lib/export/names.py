"""People's names in the parts by which reference managers sort them.

Reading a corpus splits names and keeps the parts in CSL-JSON; here they are taken from there. For an item without parts
there is the rule that BibTeX itself follows: the family name is before the comma, or the last word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lib.export.plain import line


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts. `family` has the particles; it is the whole name where nothing could or should be split."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the name is in one piece: a group, a single name, or one that cannot be split."""
        return not (self.given or self.suffix)

    def family_first(self) -> str:
        """The name as it is sorted: `Family, Given, Suffix`."""
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)

    def given_first(self) -> str:
        """The name as it is read: `Given Family Suffix`."""
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)


def name_from_text(text: str) -> Name:
    """Split `Lovelace, Ada` or `Ada Lovelace`; what has more commas, or an "and", stays whole."""
    whole = line(text).strip(" ,")
    parts = [part.strip() for part in whole.split(",")]
    words = whole.split()
    if len(parts) == 2 and all(parts):
        return Name(parts[0], parts[1])
    if len(parts) > 1 or len(words) < 2 or {"and", "&"} & {word.casefold() for word in words}:
        return Name(whole)
    return Name(words[-1], " ".join(words[:-1]))


def name_from_csl(item: object) -> Name | None:
    """Read a name of CSL-JSON; None where it has neither a family name nor a whole one."""
    if not isinstance(item, Mapping):
        return None
    literal, family, given, suffix, *particles = (
        line(value) if isinstance(value := item.get(key), str) else ""
        for key in ("literal", "family", "given", "suffix", "dropping-particle", "non-dropping-particle")
    )
    if not family:
        return Name(literal or given) if literal or given else None
    return Name(" ".join(part for part in (*particles, family) if part), given, suffix)
