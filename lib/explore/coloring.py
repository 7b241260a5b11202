"""What papers are coloured by, where it is not their topics: a code for each paper and what the codes stand for.

Numbers and dates become steps of a scale, categories the most frequent ones and "others". A code has six bits, so that
it is one letter in a message and squeezes well: a colour for each of more values could not be told from its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from lib.core.dates import from_parts
from lib.explore.caching import kept_with_store
from lib.explore.fields import DATE, MATCH, CategoryField, NumberField, fields_of, number_text
from lib.explore.found import Found
from lib.explore.profile import is_skewed
from lib.explore.store import Mask, Store

MOST_STEPS: Final = 32
"""Steps of a scale; half as many where there are many papers, whose points are smallest and whose codes weigh most."""
_MANY_PAPERS: Final = 150_000
MOST_NAMED: Final = 20
"""Categories that have a colour of their own."""
OTHERS: Final = 62
"""The code of papers whose category is not named."""
UNKNOWN: Final = 63
"""The code of papers without a value."""

_MOST_TICKS: Final = 6
_SMALLEST_SPAN: Final = 1e-300
_DATE_STEPS: Final[tuple[tuple[Literal["D", "M", "Y"], int], ...]] = (
    *(("D", n) for n in (1, 2, 7)),
    *(("M", n) for n in (1, 2, 3, 6)),
    *(("Y", n) for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)),
)
_PRECISION: Final = {"D": "day", "M": "month", "Y": "year"}


@dataclass(frozen=True, slots=True, eq=False)
class Coloring:
    """The colours of all papers.

    `codes` (n_papers,) are 0..`n_codes`-1, OTHERS or UNKNOWN; on a scale higher ones stand for more. `labels` says in
    words what each code stands for; it is empty where that is said better elsewhere. `ticks` are places on the scale,
    0..1, with their words. `note` says how the scale is cut, if one might take it for another.
    """

    title: str
    is_scale: bool
    n_codes: int
    codes: NDArray[np.uint8]
    labels: tuple[str, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    note: str = ""


def colorings(store: Store, *, is_search: bool) -> dict[str, str]:
    """What the papers of an atlas can be coloured by, beside their topics: keys and what each is called."""
    found = {MATCH: "Search match"} if is_search else {}
    if store.is_dated.any():
        found[DATE] = "Date"
    return found | {key: field.title for key, field in fields_of(store).items()}


@kept_with_store(maxsize=16)
def coloring_of(store: Store, key: str) -> Coloring | None:
    """Colour the papers by a field or by DATE; None where the atlas has no such thing."""
    if key == DATE:
        return _by_date(store)
    field = fields_of(store).get(key)
    if field is None:
        return None
    if isinstance(field, CategoryField):
        return _by_category(field)
    return _by_number(field) if field.is_known.any() else None


def coloring_of_match(found: Found, mask: Mask) -> Coloring | None:
    """Colour the papers of a view by how well they match a search; None where none of them does."""
    is_known = found.mask & mask
    if not is_known.any():
        return None
    scores = found.scores.astype(np.float64)
    edges = _even_edges(scores[is_known], MOST_STEPS)
    # The numbers mean nothing beyond this search.
    ticks = ((0.0, "weakest"), (1.0, "best"))
    return Coloring("Search match", True, len(edges) - 1, _codes(scores, is_known, edges), ticks=ticks)


def _by_category(field: CategoryField) -> Coloring:
    first = field.first_codes()
    codes = np.where(first < 0, np.where(field.is_known, OTHERS, UNKNOWN), np.where(first < MOST_NAMED, first, OTHERS))
    labels = field.labels[:MOST_NAMED]
    return Coloring(field.title, False, len(labels), _read_only(codes), labels)


def _by_number(field: NumberField) -> Coloring:
    values, is_known = field.values.astype(np.float64), field.is_known
    known = values[is_known]
    # Beyond, neighbouring whole numbers are no longer different ones.
    is_whole = not np.mod(known, 1).any() and float(np.abs(known).max()) < 2**52
    grows = is_skewed(known)
    n_steps = _n_steps(len(values))
    edges = _growing_edges(known, n_steps, is_whole) if grows else _even_edges(known, n_steps, is_whole)
    labels = tuple(_range_text(field, low, high, is_whole) for low, high in pairwise(edges.tolist()))
    return Coloring(
        title=field.title,
        is_scale=True,
        n_codes=len(edges) - 1,
        codes=_codes(values, is_known, edges),
        labels=labels,
        ticks=_ticks(field, known, edges, _powers(known, is_whole) if grows else _round_numbers(known, is_whole)),
        note="Steps grow with the number." if grows else "",
    )


def _by_date(store: Store) -> Coloring | None:
    is_known = store.is_dated
    if not is_known.any():
        return None
    first, last = (dates.astype("datetime64[D]").astype(np.float64) for dates in (store.date_first, store.date_last))
    # What is known to the month or the year stands in its middle.
    days = np.where(is_known, np.floor((first + last) / 2), np.nan)
    edges = _even_edges(days[is_known], _n_steps(len(days)), is_whole=True)
    ticks = _date_ticks(days[is_known], edges)
    # A paper's date stands on its card anyhow, and more exactly.
    return Coloring("Date", True, len(edges) - 1, _codes(days, is_known, edges), ticks=ticks)


def _n_steps(n_papers: int) -> int:
    return MOST_STEPS if n_papers <= _MANY_PAPERS else MOST_STEPS // 2


def _even_edges(known: NDArray[np.float64], n_steps: int, is_whole: bool = False) -> NDArray[np.float64]:
    """Edges of steps of one width; whole numbers lie between them, and few ones have a step each."""
    low, high = float(known.min()), float(known.max())
    if is_whole and high - low < n_steps:
        return np.arange(low, high + 2) - 0.5
    if is_whole:
        low, high = low - 0.5, high + 0.5
    # Written so that no difference of huge numbers is taken.
    part = np.linspace(0, 1, n_steps + 1 if low < high else 2)
    return low * (1 - part) + high * part


def _growing_edges(known: NDArray[np.float64], n_steps: int, is_whole: bool) -> NDArray[np.float64]:
    """Edges of steps that widen, each by the same factor of 1 + value; whole numbers lie between them."""
    edges = np.expm1(np.linspace(np.log1p(known.min()), np.log1p(known.max()), n_steps + 1))
    if not is_whole:
        edges[0], edges[-1] = known.min(), known.max()
        return edges
    whole = np.unique(np.rint(edges))
    return np.append(whole[:-1], whole[-1] + 1) - 0.5


def _codes(values: NDArray[np.float64], is_known: Mask, edges: NDArray[np.float64]) -> NDArray[np.uint8]:
    codes = np.searchsorted(edges, np.where(is_known, values, edges[0]), side="right") - 1
    return _read_only(np.where(is_known, np.clip(codes, 0, len(edges) - 2), UNKNOWN))


def _read_only(codes: NDArray[np.integer]) -> NDArray[np.uint8]:
    small = codes.astype(np.uint8)
    small.flags.writeable = False
    return small


def _range_text(field: NumberField, low: float, high: float, is_whole: bool) -> str:
    first, last = (np.ceil(low), np.ceil(high) - 1) if is_whole else (float(f"{low:.3g}"), float(f"{high:.3g}"))
    one, other = number_text(field, float(first)), number_text(field, float(max(first, last)))
    return one if one == other else f"{one} to {other}"


def _ticks(
    field: NumberField, known: NDArray[np.float64], edges: NDArray[np.float64], values: NDArray[np.float64]
) -> tuple[tuple[float, str], ...]:
    """Those of the values that lie on the scale; its ends where hardly one does."""
    low, high = float(known.min()), float(known.max())
    inside = values[(values >= low) & (values <= high)]
    if len(inside) < 2:
        inside = np.array([low, high] if low < high else [low])
    return tuple((_place(float(value), edges), number_text(field, float(value))) for value in inside)


def _powers(known: NDArray[np.float64], is_whole: bool) -> NDArray[np.float64]:
    """Zero and the highest powers of ten up to the largest number."""
    highest = int(np.floor(np.log10(known.max())))
    lowest = max(highest - _MOST_TICKS + 2, 0 if is_whole else -2)
    return np.array([0.0, *(10.0**power for power in range(lowest, highest + 1))])


def _round_numbers(known: NDArray[np.float64], is_whole: bool) -> NDArray[np.float64]:
    """Few multiples of 1, 2 or 5 times a power of ten."""
    low, high = float(known.min()), float(known.max())
    span = high - low
    # Parts of the smallest numbers there are cannot be told from zero.
    if not _SMALLEST_SPAN <= span < np.inf:
        return np.array([low])
    power = 10.0 ** np.floor(np.log10(span / _MOST_TICKS))
    power = max(power, 1.0) if is_whole else power
    step = next(n * power for n in (1, 2, 5, 10, 20, 50) if span / (n * power) <= _MOST_TICKS - 1)
    numbers = np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step
    # A multiple of a tenth comes with a tail of digits.
    return np.array([float(f"{number:.12g}") for number in numbers])


def _date_ticks(days: NDArray[np.float64], edges: NDArray[np.float64]) -> tuple[tuple[float, str], ...]:
    """Where days, months or years begin, of the finest kind that is not too many."""
    low, high = (np.datetime64(int(day), "D") for day in (days.min(), days.max()))
    for unit, step in _DATE_STEPS:
        first, last = (int(bound.astype(f"datetime64[{unit}]").astype(np.int64)) for bound in (low, high))
        # Years are counted from 1970: the round ones are those of our calendar.
        shift = 1970 if unit == "Y" else 0
        begins = [n for n in range(first, last + 1) if (n + shift) % step == 0]
        starts = np.array(begins, dtype=np.int64).astype(f"datetime64[{unit}]").astype("datetime64[D]")
        starts = starts[starts >= low]
        if len(starts) <= _MOST_TICKS:
            break
    if not len(starts):
        unit, starts = "D", np.unique(np.array([low, high]))
    words = [from_parts(start.item(), _PRECISION[unit]) for start in starts]
    places = [_place(float(start.astype(np.int64)), edges) for start in starts]
    return tuple((place, date.for_people()) for place, date in zip(places, words, strict=True) if date)


def _place(value: float, edges: NDArray[np.float64]) -> float:
    """Where a value stands on the scale, 0..1, all steps being of one length there."""
    return round(float(np.interp(value, edges, np.linspace(0, 1, len(edges)))), 4)
