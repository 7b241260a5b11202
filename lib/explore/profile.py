"""What the fields of a table of papers hold, as data viewers show it: how filled, how varied, how long or large.

Columns are looked at one at a time, by Arrow and NumPy; beside the column there is each of its distinct values once,
with its count. So memory grows in line with the longest column, whatever the table holds beside it, and all counts are
exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from lib.core.dates import PartialDate, from_parts
from lib.core.errors import InputError
from lib.core.languages import LANGUAGE_NAMES
from lib.core.mapping import MAPPED_FIELDS
from lib.core.paper import FLAG_NAMES

Kind = Literal["text", "category", "list", "number", "date", "truth value"]
"""A category is a text of which there are few different ones: at most `N_BINS`, each twice on average or more often."""

N_FREQUENT: Final = 5
N_BINS: Final = 16

_SKEW: Final = 20
"""Values spread wider than so many times their median are counted in steps that grow."""

_PAPER_FIELDS: Final = (
    *((name, MAPPED_FIELDS[name], "") for name in ("title", "abstract", "authors", "date")),
    ("date_precision", "Date exact to the", "unknown"),
    ("date_source", "Date comes from", "none"),
    *(
        (name, MAPPED_FIELDS[name], "")
        for name in ("categories", "venue", "doi", "arxiv_id", "pmid", "url", "language")
    ),
    ("sources", "Read from", ""),
    ("flags", "Marks", ""),
)
"""Columns of papers.parquet with their names for people, and a word that stands for a missing value.

`paper_id` is ours, and what a reference manager needs in `csl` is one text.
"""

_NAMES_OF_VALUES: Final[dict[str, dict[str, str]]] = {
    "date_source": {"given": "the record", "arxiv_id": "the arXiv id", "implied": "the page it was copied from"},
    "language": LANGUAGE_NAMES,
    "flags": FLAG_NAMES,
}
"""Values that are ours, or codes, in words."""

_Read = Callable[[Sequence[str]], pa.Table]


@dataclass(frozen=True, slots=True)
class Histogram:
    """How values are spread: `counts[i]` of them lie from `edges[i]` to below `edges[i + 1]`, in the last bin to it.

    Whole numbers have whole bins with edges between them. `is_log`: the bins widen, each by the same factor of
    1 + value, since the values are skewed.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    is_log: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Smallest value, median (of an even number of values the mean of the middle two) and largest."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class DateSpan:
    """First, middle and last date by the days on which they begin; of an even number the earlier of the middle two."""

    low: PartialDate
    median: PartialDate
    high: PartialDate


@dataclass(frozen=True, slots=True)
class FieldProfile:
    """One field of `n` papers."""

    name: str
    """Its name for people."""
    kind: Kind
    n: int
    filled: int
    """Papers that have a value: not null, not blank, no list without members, a finite number."""
    distinct: int
    """Different values; of lists different members, over all papers; of dates different first days."""
    span: Span | DateSpan | None
    """Of texts the length in characters, of lists the number of members, of numbers and dates the values. None without
    values, for categories and for truth values."""
    frequent: tuple[tuple[str, int], ...]
    """At most `N_FREQUENT` values that come more than once with their counts, the most frequent first; of numbers only
    where there are few different ones, of dates none, of truth values always both."""
    histogram: Histogram | None
    """Of what `span` is of; dates are counted by year."""


def profile_papers(papers: pa.Table) -> tuple[FieldProfile, ...]:
    """Look at the fields of papers.parquet, in the order in which people think of them."""
    return _papers(papers.select)


def profile_papers_file(path: Path) -> tuple[FieldProfile, ...]:
    """The same of a file, of which no more than one column is in memory.

    Raises
    ------
    InputError
        If the file is not there or damaged.
    """
    try:
        with pq.ParquetFile(path, pre_buffer=False) as file:
            return _papers(lambda names: file.read(columns=list(names), use_threads=False))
    except (OSError, KeyError, pa.ArrowException) as err:
        raise InputError(f"What was read into {path.parent} is not there any more: read the files again.") from err


def profile_attributes(attributes: pa.Table) -> tuple[FieldProfile, ...]:
    """Look at what else the input said of papers, attributes.parquet, in the order of its columns."""
    names = [name for name in attributes.column_names if name != "paper_id"]
    return tuple(profile_column(name.replace("_", " "), attributes[name]) for name in names)


def profile_column(name: str, column: pa.ChunkedArray, *, missing: str = "") -> FieldProfile:
    """Look at one column of texts, lists of texts, numbers or truth values.

    Parameters
    ----------
    name
        What people call it.
    column
        The values, one for each paper.
    missing
        A text that stands for a missing value, as null and blank texts do.
    """
    if pa.types.is_list(column.type):
        return _lists(name, column)
    if pa.types.is_boolean(column.type):
        return _truth_values(name, column)
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return _numbers(name, column)
    return _texts(name, column, missing)


def profile_dates(name: str, dates: pa.ChunkedArray, precisions: pa.ChunkedArray) -> FieldProfile:
    """Look at dates: the first day of each as `date32`, null where it is unknown, and how exactly it is known."""
    days = dates.to_numpy().astype("datetime64[D]")
    rows = np.flatnonzero(~np.isnat(days))
    rows = rows[np.argsort(days[rows], kind="stable")]
    if not len(rows):
        return FieldProfile(name, "date", len(days), 0, 0, None, (), None)

    def at(place: int) -> PartialDate:
        date = from_parts(days[rows[place]].item(), precisions[int(rows[place])].as_py())
        assert date is not None
        return date

    years = days[rows].astype("datetime64[Y]").astype(np.int64) + 1970
    return FieldProfile(
        name=name,
        kind="date",
        n=len(days),
        filled=len(rows),
        distinct=len(np.unique(days[rows])),
        span=DateSpan(at(0), at((len(rows) - 1) // 2), at(-1)),
        frequent=(),
        histogram=histogram(years.astype(np.float64), may_be_log=False),
    )


def histogram(values: NDArray[np.float64], *, may_be_log: bool = True) -> Histogram | None:
    """Count finite values in at most `N_BINS` bins of one width, or of widths that grow where they are skewed.

    Bins of whole numbers hold as many whole numbers each, so that no bin stands out for its width alone.
    """
    if not len(values):
        return None
    low, high = float(values.min()), float(values.max())
    is_log = may_be_log and is_skewed(values)
    if is_log:
        edges = np.expm1(np.linspace(np.log1p(low), np.log1p(high), N_BINS + 1))
    elif high - low < 2**52 and not np.mod(values, 1).any():
        width = -(-(high - low + 1) // N_BINS)
        n_bins = int(-(-(high - low + 1) // width))
        edges = low - 0.5 + width * np.arange(n_bins + 1)
    else:
        # Written so that no difference of huge numbers is taken.
        part = np.linspace(0, 1, N_BINS + 1 if low < high else 2)
        edges = low * (1 - part) + high * part
    # Rounding must put no value outside, and no edge before another.
    edges[0], edges[-1] = min(edges[0], low), max(edges[-1], high)
    edges = np.maximum.accumulate(edges)
    counts, _ = np.histogram(values, edges)
    return Histogram(tuple(map(float, edges)), tuple(map(int, counts)), is_log)


def is_skewed(values: NDArray[np.float64]) -> bool:
    """Whether finite values are counted in steps that grow.

    They are if none is negative and the largest is more than 20 times as large as the median, one added to both.
    """
    return bool(values.min() >= 0 and values.max() + 1 > _SKEW * (_median(values) + 1))


def _papers(read: _Read) -> tuple[FieldProfile, ...]:
    profiles = []
    for column, name, missing in _PAPER_FIELDS:
        if column == "date":
            table = read(["date", "date_precision"])
            profiles.append(profile_dates(name, table["date"], table["date_precision"]))
            continue
        profile = profile_column(name, read([column])[column], missing=missing)
        profiles.append(_in_words(profile, _NAMES_OF_VALUES[column]) if column in _NAMES_OF_VALUES else profile)
    return tuple(profiles)


def _in_words(profile: FieldProfile, words: dict[str, str]) -> FieldProfile:
    return replace(profile, frequent=tuple((words.get(value, value), n) for value, n in profile.frequent))


def _texts(name: str, column: pa.ChunkedArray, missing: str) -> FieldProfile:
    values, counts = _value_counts(column)
    blank = pc.or_(pc.utf8_is_space(values), pc.equal(pc.utf8_length(values), 0))
    kept = pc.invert(pc.or_(blank, pc.equal(values, missing)))
    values, counts = values.filter(kept), counts[kept.to_numpy(zero_copy_only=False)]
    filled, frequent = int(counts.sum()), _frequent(values, counts)
    if 0 < len(values) <= min(N_BINS, filled // 2):
        return FieldProfile(name, "category", len(column), filled, len(values), None, frequent, None)
    lengths = np.repeat(pc.utf8_length(values).to_numpy().astype(np.float64), counts)
    return FieldProfile(
        name=name,
        kind="text",
        n=len(column),
        filled=filled,
        distinct=len(values),
        span=_span(lengths),
        frequent=frequent,
        histogram=histogram(lengths),
    )


def _lists(name: str, column: pa.ChunkedArray) -> FieldProfile:
    sizes = np.concatenate([_sizes(chunk) for chunk in column.chunks] or [np.zeros(0)])
    sizes = sizes[sizes > 0]
    values, counts = _value_counts(pc.list_flatten(column))
    return FieldProfile(
        name=name,
        kind="list",
        n=len(column),
        filled=len(sizes),
        distinct=len(values),
        span=_span(sizes),
        frequent=_frequent(values, counts),
        histogram=histogram(sizes),
    )


def _sizes(lists: pa.Array) -> NDArray[np.float64]:
    """How many members each list has; null is none."""
    rows = pc.list_parent_indices(lists).to_numpy()
    is_member = pc.is_valid(pc.list_flatten(lists)).to_numpy(zero_copy_only=False)
    return np.bincount(rows[is_member], minlength=len(lists)).astype(np.float64)


def _numbers(name: str, column: pa.ChunkedArray) -> FieldProfile:
    values = column.drop_null().to_numpy()
    values = values[np.isfinite(values)]
    different, counts = np.unique(values, return_counts=True)
    floats = values.astype(np.float64)
    few = len(different) <= N_BINS
    return FieldProfile(
        name=name,
        kind="number",
        n=len(column),
        filled=len(values),
        distinct=len(different),
        span=_span(floats),
        frequent=_frequent(pa.array(different), counts) if few else (),
        histogram=histogram(floats),
    )


def _truth_values(name: str, column: pa.ChunkedArray) -> FieldProfile:
    words = pc.if_else(column, "yes", "no")
    profile = _texts(name, words, "")
    counts = {word: int(pc.sum(pc.equal(words, word)).as_py() or 0) for word in ("yes", "no")} if profile.filled else {}
    # Of two values there is always room for both, however rare one is.
    frequent = tuple(sorted(counts.items(), key=lambda pair: -pair[1]))
    return replace(profile, kind="truth value", span=None, frequent=frequent, histogram=None)


def _value_counts(column: pa.ChunkedArray) -> tuple[Any, NDArray[np.int64]]:
    """Each distinct text once, in the order in which they come, and its count; null is none."""
    # With long offsets, since the distinct texts of a column may have more than 2 GB together.
    found = pc.value_counts(column.cast(pa.large_string()).drop_null())
    return found.field("values"), found.field("counts").to_numpy()


def _span(values: NDArray[np.float64]) -> Span | None:
    return Span(float(values.min()), _median(values), float(values.max())) if len(values) else None


def _median(values: NDArray[np.float64]) -> float:
    """NumPy's median, but that the sum of two huge values is not taken."""
    middle = [(len(values) - 1) // 2, len(values) // 2]
    below, above = np.partition(values, middle)[middle]
    return float(below / 2 + above / 2) if below != above else float(below)


def _frequent(values: Any, counts: NDArray[np.int64]) -> tuple[tuple[str, int], ...]:
    first = np.argsort(-counts, kind="stable")[:N_FREQUENT]
    return tuple((str(values[int(row)].as_py()), int(counts[row])) for row in first if counts[row] > 1)
