"""The fields of a corpus: what papers can be coloured, filtered and sorted by, beside topics, dates and words.

Some come with every atlas (confidence, where a paper was read from ...); the others are what the input said of the
papers, its attributes. A field has numbers or categories; free text is no field, it is searched.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.core.languages import language_name
from lib.core.paper import FLAG_NAMES
from lib.core.view import UNKNOWN, Where
from lib.explore.belonging import BRIDGE_MARGIN
from lib.explore.caching import kept_with_store
from lib.explore.keeping import neighbors_kept
from lib.explore.store import Mask, Store

DATE: Final = "date"
MATCH: Final = "match"
"""What papers are coloured by beside topics and fields; no field has such a key."""

MOST_CATEGORIES: Final = 200
"""Categories of a field that can be named; rarer ones count as others."""

_FLOAT32_DIGITS: Final = 6
"""Decimals of a share that float32 holds."""
_REPEATED: Final = 2
"""How often the values of a text come on average, at least, for it to be one of categories."""


@dataclass(frozen=True, eq=False)
class NumberField:
    """A number for each paper. `is_share`: they are shares of 1, shown in percent."""

    key: str
    title: str
    load: Callable[[], NDArray[np.floating]]
    meaning: str = ""
    is_share: bool = False

    @cached_property
    def values(self) -> NDArray[np.floating]:
        """Shape (n_papers,), NaN where a paper has none; made when first asked for."""
        return self.load()

    @property
    def is_known(self) -> Mask:
        """Which papers have a number, shape (n_papers,)."""
        known: Mask = np.isfinite(self.values)
        return known


@dataclass(frozen=True, slots=True, eq=False)
class CategoryField:
    """The categories of each paper, none, one or several.

    Paper `rows[i]` has the category `values[codes[i]]`, by paper; `labels` are the values for people, both the most
    frequent first. `is_known` (n_papers,) tells papers whose only categories are too rare to be named from those that
    have none.
    """

    key: str
    title: str
    values: tuple[str, ...]
    labels: tuple[str, ...]
    rows: NDArray[np.int64]
    codes: NDArray[np.int32]
    is_known: Mask
    meaning: str = ""

    @property
    def counts(self) -> NDArray[np.int64]:
        """Papers by category, shape (n_values,)."""
        return np.bincount(self.codes, minlength=len(self.values))

    def first_codes(self) -> NDArray[np.int32]:
        """One category for each paper, its most frequent one, -1 where it has none, shape (n_papers,)."""
        first = np.full(len(self.is_known), np.iinfo(np.int32).max, dtype=np.int32)
        np.minimum.at(first, self.rows, self.codes)
        return np.where(first == np.iinfo(np.int32).max, np.int32(-1), first)


Field = NumberField | CategoryField


@kept_with_store(maxsize=1)
def fields_of(store: Store) -> dict[str, Field]:
    """The fields of an atlas by key: its own first, then the input's by name. Fields without any value are left out."""
    own = [
        _confidence(store),
        _kept(store),
        _marks(store),
        _categories("category", "Category", store.atlas.papers["categories"]),
        _languages(store),
        _categories("venue", "Venue", store.atlas.papers["venue"]),
        _categories("source", "Read from", store.atlas.papers["sources"]),
    ]
    found: dict[str, Field] = {field.key: field for field in own if field is not None}
    for name in store.atlas.attributes.column_names:
        if name == "paper_id":
            continue
        key = _free_key(name, {DATE, MATCH, *found})
        field = _attribute(key, _title(key), store.atlas.attributes[name])
        if field is not None:
            found[key] = field
    return found


def with_condition(field: Field, where: Where) -> Mask:
    """Which papers fulfil a condition on a field, shape (n_papers,)."""
    mask: Mask = np.zeros(len(field.is_known), dtype=bool)
    if isinstance(field, NumberField):
        if where.low is not None or where.high is not None:
            low = -np.inf if where.low is None else where.low
            high = np.inf if where.high is None else where.high
            with np.errstate(invalid="ignore"):
                mask |= (field.values >= low) & (field.values <= high)
    else:
        wanted = np.array([value in where.values for value in field.values], dtype=bool)
        mask[field.rows[wanted[field.codes]]] = True
    if UNKNOWN in where.values:
        mask |= ~field.is_known
    return mask


def condition_words(field: Field, where: Where) -> str:
    """A condition in words: `Citations 10 to 100`, `Category cs.CL or cs.LG`."""
    said = []
    if isinstance(field, NumberField):
        low, high = (None if bound is None else number_text(field, bound) for bound in (where.low, where.high))
        if low is not None and high is not None:
            said.append(low if low == high else f"{low} to {high}")
        elif low is not None:
            said.append(f"{low} or more")
        elif high is not None:
            said.append(f"{high} or less")
    else:
        label_of = dict(zip(field.values, field.labels, strict=True))
        said += [label_of.get(value, value) for value in where.values if value != UNKNOWN]
    if UNKNOWN in where.values:
        said.append("not known")
    return f"{field.title} {' or '.join(said)}"


def number_text(field: NumberField, value: float) -> str:
    """A number of a field for people."""
    if field.is_share:
        return f"{value:.0%}"
    # Beyond 2**53 neighbouring whole numbers are no longer different ones.
    if not float(value).is_integer() or abs(value) >= 2**53:
        return f"{value:,.6g}"
    return f"{int(value)}" if abs(value) < 10_000 else f"{int(value):,}"


def _confidence(store: Store) -> NumberField | None:
    meaning = "How surely a paper belongs to its topic of the level Topics"
    return _numbers("confidence", "Confidence", store.confidence, meaning=meaning, is_share=True)


def _kept(store: Store) -> NumberField | None:
    n_placed = int(np.isfinite(store.layout).all(axis=1).sum())
    if n_placed < 2 or not (store.atlas.neighbors >= 0).any():
        return None
    meaning = "How many of a paper's nearest papers in meaning are among its nearest on the map"
    return NumberField("kept", "Neighbours kept by the map", lambda: neighbors_kept(store), meaning, is_share=True)


def _marks(store: Store) -> CategoryField | None:
    """What is special about a paper: how it stands to the topics, and what it lacks."""
    unassigned = store.topic_ids["default"] == -1
    with np.errstate(invalid="ignore"):
        bridge = (store.margin < BRIDGE_MARGIN) & (store.second_topic != -1) & ~unassigned
    marks = {"bridge": bridge, "unassigned": unassigned, "undated": ~store.is_dated}
    names = {"bridge": "bridge paper", "unassigned": "unassigned", "undated": "without a date", **FLAG_NAMES}
    flags = store.atlas.papers["flags"].combine_chunks()
    rows = pc.list_parent_indices(flags).to_numpy(zero_copy_only=False)
    members = pc.list_flatten(flags).to_pylist()
    all_rows = [np.flatnonzero(mask) for mask in marks.values()] + [rows]
    all_names = [name for name, mask in marks.items() for _ in range(int(mask.sum()))] + members
    return _from_members(
        "mark", "Mark", store.n_papers, np.concatenate(all_rows).astype(np.int64), all_names, labels=names
    )


def _languages(store: Store) -> CategoryField | None:
    field = _categories("language", "Language", store.atlas.papers["language"])
    return field and _relabelled(field, tuple(language_name(code) for code in field.values))


def _free_key(name: str, taken: Container[str]) -> str:
    """The name of an attribute, or what it is called where something else has that name."""
    if name not in taken:
        return name
    others = (f"{name} of the input{f' {n}' if n > 1 else ''}" for n in count(1))
    return next(key for key in others if key not in taken)


def _attribute(key: str, title: str, column: pa.ChunkedArray) -> Field | None:
    """A field of a column of any type, None where it can be neither counted nor named."""
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _numbers(key, title, column.cast(pa.float64(), safe=False).to_numpy())
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return _categories(key, title, column) if _is_nameable(kind.value_type) else None
    if not _is_nameable(kind):
        return None
    if pa.types.is_boolean(kind):
        return _categories(key, title, column)
    # Free text has hardly a value twice. That is told here, since making categories of it would take far longer.
    distinct = pc.count_distinct(_plain(column)).as_py()
    if distinct * _REPEATED > len(column) - column.null_count:
        return None
    field = _categories(key, title, column)
    return field if field and distinct * _REPEATED <= int(field.is_known.sum()) else None


def _is_nameable(kind: pa.DataType) -> bool:
    """Whether values of a type can be written as short texts."""
    if pa.types.is_dictionary(kind):
        return _is_nameable(kind.value_type)
    is_time = pa.types.is_date(kind) or pa.types.is_timestamp(kind) or pa.types.is_time(kind)
    is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    return (
        is_text
        or is_time
        or any(is_kind(kind) for is_kind in (pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating))
    )


def _plain(values: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """The values themselves where they are given as numbers of a dictionary."""
    return values.cast(values.type.value_type) if pa.types.is_dictionary(values.type) else values


def _texts(values: pa.Array) -> pa.Array:
    """Values of a nameable type as texts, days without the hour where all are whole days."""
    values = _plain(values)
    kind = values.type
    if pa.types.is_boolean(kind):
        return pc.if_else(values, "yes", "no")
    if pa.types.is_timestamp(kind):
        # Without its zone, whose names Windows does not know.
        values = values.cast(pa.timestamp(kind.unit))
        days = values.cast(pa.date32(), safe=False)
        values = days if days.cast(values.type).equals(values) else values
    return values.cast(pa.string())


def _title(name: str) -> str:
    words = name.replace("_", " ").strip() or name
    return words[:1].upper() + words[1:]


def _numbers(
    key: str, title: str, values: NDArray[np.floating], *, meaning: str = "", is_share: bool = False
) -> NumberField | None:
    numbers = np.array(values, dtype=np.float64)
    if values.dtype == np.float32:
        # 0.9 in half the digits is a little less, and "0.9 or more" would leave it out.
        numbers = np.round(numbers, _FLOAT32_DIGITS)
    numbers[~np.isfinite(numbers)] = np.nan
    numbers.flags.writeable = False
    known = numbers[np.isfinite(numbers)]
    # One and the same number for all tells nothing apart.
    if len(known) == 0 or (len(known) == len(numbers) and known.min() == known.max()):
        return None
    return NumberField(key, title, lambda: numbers, meaning, is_share)


def _categories(key: str, title: str, column: pa.ChunkedArray) -> CategoryField | None:
    """The categories in a column of texts or of lists of texts; blank ones are none."""
    n_papers = len(column)
    values = column.combine_chunks()
    if pa.types.is_nested(column.type):
        rows, members = pc.list_parent_indices(values).to_numpy(zero_copy_only=False), pc.list_flatten(values)
    else:
        rows, members = np.arange(n_papers), values
    encoded = _texts(members).dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return _from_codes(key, title, n_papers, rows, codes, encoded.dictionary)


def _from_members(
    key: str, title: str, n_papers: int, rows: NDArray[np.int64], members: list[str], *, labels: dict[str, str]
) -> CategoryField | None:
    encoded = pa.array(members, type=pa.string()).dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    field = _from_codes(key, title, n_papers, rows, codes, encoded.dictionary)
    return field and _relabelled(field, tuple(labels.get(value, value) for value in field.values))


def _from_codes(
    key: str, title: str, n_papers: int, rows: NDArray[np.integer], codes: NDArray[np.integer], names: pa.Array
) -> CategoryField | None:
    is_filled = pc.not_equal(pc.utf8_trim_whitespace(names), "").to_numpy(zero_copy_only=False)
    # Index -1, no value, meets the spare last entry.
    filled = np.append(is_filled, False)[codes]
    # A paper may name a category twice.
    pairs = np.unique(rows[filled].astype(np.int64) * len(names) + codes[filled])
    papers, old_code = np.divmod(pairs, max(len(names), 1))
    counts = np.bincount(old_code, minlength=len(names))
    order = _most_frequent(counts, names)
    # One and the same category for all tells nothing apart.
    if not len(order) or (len(order) == 1 and counts[order[0]] == n_papers):
        return None
    new_code = np.full(len(names), -1, dtype=np.int32)
    new_code[order] = np.arange(len(order), dtype=np.int32)
    is_known = np.zeros(n_papers, dtype=bool)
    is_known[papers] = True
    named = new_code[old_code] >= 0
    values = tuple(names.take(pa.array(order)).to_pylist())
    return CategoryField(key, title, values, values, papers[named], new_code[old_code][named], is_known)


def _most_frequent(counts: NDArray[np.int64], names: pa.Array) -> NDArray[np.int64]:
    """The codes of the categories that are named, the most frequent first, equals by name."""
    ranked = pa.table({"papers": counts, "name": names})
    keys = [("papers", "descending"), ("name", "ascending")]
    order = pc.select_k_unstable(ranked, k=min(MOST_CATEGORIES, len(names)), sort_keys=keys).to_numpy()
    named: NDArray[np.int64] = order[counts[order] > 0].astype(np.int64)
    return named


def _relabelled(field: CategoryField, labels: tuple[str, ...]) -> CategoryField:
    return CategoryField(field.key, field.title, field.values, labels, field.rows, field.codes, field.is_known)
