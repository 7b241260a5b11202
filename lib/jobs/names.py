"""Safe names for uploaded files: what a browser calls a file is data, never a path.

A file's name decides how it is read, so endings such as `.csv.gz` survive whatever happens to the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

LONGEST: Final = 80
"""Characters of a stored name; with the data folder before it, it stays below what Windows allows for a path."""
_LONGEST_ENDING: Final = 20

_UNFIT = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f\ud800-\udfff]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")


def safe_name(original: str) -> str:
    """Make a name that every system takes for a plain, visible file in one folder.

    Parts of a path before the name are left out, characters that some system forbids become `_`, names that Windows
    keeps for devices get a `_` before them. An empty rest is called `file`.
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", original)[-1])
    # Direction marks and the like would let a name look like another one.
    name = "".join("_" if unicodedata.category(char) == "Cf" else char for char in name)
    name = _UNFIT.sub("_", name).strip().lstrip(".").rstrip(". ") or "file"
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    if len(name) > LONGEST:
        ending = _ending(name)
        name = name[: LONGEST - len(ending)].rstrip(". ") + ending
    return name


def safe_names(originals: Sequence[str]) -> list[str]:
    """Make safe names for files of one folder, in the same order; no two are equal, even where case does not count."""
    taken: set[str] = set()
    names = []
    for original in originals:
        name = candidate = safe_name(original)
        number = 2
        while candidate.casefold() in taken:
            ending = _ending(name)
            candidate = f"{name.removesuffix(ending)} ({number}){ending}"
            number += 1
        taken.add(candidate.casefold())
        names.append(candidate)
    return names


def _ending(name: str) -> str:
    """The last endings of a name, two at most: `.csv.gz`."""
    ending = "".join(PurePosixPath(name).suffixes[-2:])
    return ending if len(ending) <= _LONGEST_ENDING else PurePosixPath(name).suffix[:_LONGEST_ENDING]
