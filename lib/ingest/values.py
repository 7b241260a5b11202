"""Values as files hold them, made into clean text: nothing but what every field and every format needs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from lib.core.text import squeeze

MISSING: Final = frozenset({"nan", "none", "null", "na", "n/a", "nat", "<na>"})
"""What programs write for "nothing here", in lower case."""

# Control characters say nothing in a text, and halves of surrogate pairs cannot be stored.
_UNFIT = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")


class NumberText(str):
    """A number of a JSON file as it was written there: as an id, 1607.00390 must keep its last zero."""

    __slots__ = ()


def clean(text: str) -> str:
    """Join a text's lines, and take out what is no letter, digit or sign."""
    if not text.isprintable() and _UNFIT.search(text):
        text = _UNFIT.sub(" ", text)
    return squeeze(text)


def is_missing(text: str) -> bool:
    """Whether a text, without blanks around it, is what a program writes for "nothing here"."""
    return len(text) <= 4 and text.lower() in MISSING


def text_of(value: object) -> str:
    """Return any value as clean text; nothing, and what stands for nothing, is ""."""
    if isinstance(value, str):
        text = clean(value)
        return "" if is_missing(text) else text
    if value is None or value != value:  # NaN alone differs from itself
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return clean(value.decode("utf-8", "replace"))
    if isinstance(value, list | tuple):
        return " ".join(filter(None, map(text_of, value)))
    if isinstance(value, Mapping):
        return clean(json_text(value))
    return clean(str(value))


def json_text(value: object) -> str:
    """Return a value as JSON text; what JSON does not know is written as text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=text_of)
