"""What else the input says of a paper, typed: one type for a column over all files that are read together.

A column of texts (as CSV has them) becomes whole numbers, numbers or truth values when every value in it is one
and none would change by it: `007`, ids and `1607.00390` stay text. Values that have a type of their own keep it,
unless the column holds others as well; then it becomes numbers or, in the end, text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import IntEnum
from operator import is_
from typing import Final

from lib.core.paper import AttributeValue
from lib.core.text import fold
from lib.ingest.values import MISSING, NumberText, clean, json_text, text_of

_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
_ARXIV_LIKE = re.compile(r"\d{4}\.\d{4,5}")
_ID_WORDS: Final = frozenset({"id", "ids", "identifier", "code", "doi", "isbn", "issn", "pmid", "pmcid", "zip", "key"})


class Kind(IntEnum):
    """Types of a column, each wide enough for the ones before it within its family."""

    NOTHING = 0
    BOOL = 1
    INT = 2
    FLOAT = 3
    TEXT = 4
    LIST = 5


class Attributes:
    """Learns the type of every column from its values, then gives each value that type."""

    def __init__(self) -> None:
        self._kinds: dict[str, Kind] = {}
        self._all_like_ids: dict[str, bool] = {}

    def note(self, values: Mapping[str, object], *, typed: bool) -> dict[str, object]:
        """Take in the attributes of one record; return those that hold something, texts cleaned."""
        kept: dict[str, object] = {}
        for name, raw in values.items():
            value = _plain(raw)
            if value is None:
                continue
            kept[name] = value
            known = self._kinds.get(name, Kind.NOTHING)
            if known is Kind.LIST or (known is Kind.TEXT and not isinstance(value, tuple)):
                continue
            self._kinds[name] = _wider(known, self._kind(name, value, typed))
        return kept

    def learn(self, other: Attributes) -> None:
        """Take over what another one has learned of other values, or of more of the same."""
        for name, kind in other._kinds.items():
            self._kinds[name] = _wider(self._kinds.get(name, Kind.NOTHING), kind)
        for name, like_ids in other._all_like_ids.items():
            self._all_like_ids[name] = like_ids and self._all_like_ids.get(name, True)

    def typed(self, values: Mapping[str, object]) -> Mapping[str, object]:
        """Give the values of one record the types of their columns; the very mapping where they have them already.

        Where they have not, each becomes an `AttributeValue` or, where it says nothing, is left out.
        """
        result: dict[str, AttributeValue] = {}
        for name, raw in values.items():
            value = _as_kind(raw, self._kind_of_column(name))
            if value is not None:
                result[name] = value
        same = len(result) == len(values) and all(map(is_, result.values(), values.values()))
        return values if same else result

    def _kind_of_column(self, name: str) -> Kind:
        kind = self._kinds[name]
        # Decimals that could all be arXiv ids are not taken for numbers: the last zero would go.
        return Kind.TEXT if kind is Kind.FLOAT and self._all_like_ids.get(name) else kind

    def _kind(self, name: str, value: object, typed: bool) -> Kind:
        if isinstance(value, tuple):
            return Kind.LIST
        if isinstance(value, bool):
            return Kind.BOOL
        if isinstance(value, int):
            return Kind.INT if -(2**63) <= value < 2**63 else Kind.TEXT
        if isinstance(value, float):
            self._all_like_ids[name] = False
            return Kind.FLOAT
        assert isinstance(value, str)
        if typed and not isinstance(value, NumberText):
            return Kind.TEXT
        if value.lower() in MISSING:
            # A gap among numbers, a word among words: either way the rest of the column decides.
            return Kind.NOTHING
        if _looks_like_id(name):
            return Kind.TEXT
        if _WHOLE.fullmatch(value):
            self._all_like_ids[name] = False
            return Kind.INT
        if _NUMBER.fullmatch(value) and math.isfinite(float(value)):
            like_id = _ARXIV_LIKE.fullmatch(value) is not None
            self._all_like_ids[name] = like_id and self._all_like_ids.get(name, True)
            return Kind.FLOAT
        return Kind.BOOL if value.lower() in ("true", "false") else Kind.TEXT


def _wider(one: Kind, other: Kind) -> Kind:
    """The type that holds values of both."""
    low, high = sorted((one, other))
    if low is Kind.NOTHING or low is high:
        return high
    return Kind.TEXT if low is Kind.BOOL and high in (Kind.INT, Kind.FLOAT) else high


def _looks_like_id(name: str) -> bool:
    # "sourceId" and "source_id" end in the word id, "paid" does not.
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    words = fold(parted).split()
    return bool(words) and words[-1] in _ID_WORDS


def _plain(value: object) -> object:
    """Reduce a value to text, number, truth value or tuple of texts; None where it says nothing."""
    if isinstance(value, str):
        text = clean(value)
        if type(value) is NumberText:
            return NumberText(text)
        return text or None
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return NumberText(value)
    if isinstance(value, Mapping):
        return text_of(value) if value else None
    if isinstance(value, date | bytes):
        return text_of(value) or None
    if isinstance(value, Iterable):
        members = (
            clean(json_text(member)) if isinstance(member, Mapping | list) else text_of(member) for member in value
        )
        return tuple(filter(None, members)) or None
    return text_of(value) or None


def _as_kind(value: object, kind: Kind) -> AttributeValue | None:
    if isinstance(value, tuple):
        return value
    if kind is Kind.LIST:
        return (text_of(value),)
    if kind in (Kind.TEXT, Kind.NOTHING):
        return value if type(value) is str else str(value) if isinstance(value, NumberText) else text_of(value)
    if isinstance(value, str) and value.lower() in MISSING:
        return None
    if kind is Kind.BOOL:
        return value if isinstance(value, bool) else str(value).lower() == "true"
    return int(str(value)) if kind is Kind.INT else float(str(value))
