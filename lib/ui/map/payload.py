"""What goes to the map in the browser and what comes back, as values and as JSON.

Out goes little: addresses, topics, labels and bit masks. The points themselves are fetched by their address and kept
by the browser. Back come polygons, a paper's index or a range of dates, never lists of papers. They carry the atlas's
version: the browser may still hold a region drawn on another atlas, which means nothing on this one.

What comes back is not trusted: anything odd counts as nothing.
"""

import base64
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from lib.core.dates import PartialDate
from lib.core.topic import LEVELS, Level
from lib.explore.region import Polygon
from lib.ui.map.coloring import MapColoring, coloring_to_json

Names = Literal["", "top", "default", "fine", "none"]
"""Which topics' names the map shows: those of a level, none, or ("") those that suit the zoom."""

_EPOCH = date(1970, 1, 1)
_NAMES: tuple[Names, ...] = get_args(Names)
_MAX_CORNERS = 10_000
_MAX_POLYGONS = 100
_NO_ROW = -1
# What a number in a list takes, in the bits of a mask that take as much.
_NUMBER_BITS = 50


@dataclass(frozen=True, slots=True)
class MapLabel:
    """A topic's name on the map; `x`, `y` in layout units, `size` in papers."""

    x: float
    y: float
    level: Level
    topic_id: int
    size: int
    text: str


@dataclass(frozen=True, slots=True)
class MapTopic:
    """A topic's name and its colour, as #rrggbb, on light and on dark ground."""

    topic_id: int
    label: str
    color_light: str
    color_dark: str


@dataclass(frozen=True, slots=True)
class MapDates:
    """What the strip of time under the map shows.

    `url` is where the papers' dates are. `first` and `last` are the view's bounds, None without. `has_undated`: papers
    without a date are in view whatever the bounds. `in_any` (None: all papers), shape (n_papers,), has the papers that
    would be in view were it not for the bounds: the browser greys them out itself while a range is being drawn.
    """

    url: str
    first: PartialDate | None
    last: PartialDate | None
    has_undated: bool
    in_any: NDArray[np.bool_] | None


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """A paper of the user's own list, in layout units; `index` is its number if the atlas has it, else None."""

    x: float
    y: float
    title: str
    index: int | None


@dataclass(frozen=True, slots=True)
class MapPicture:
    """What is written above the map in a picture of it: a title, and which papers it shows; `file` names it."""

    title: str
    about: str
    file: str


@dataclass(frozen=True, slots=True)
class MapPayload:
    """All that the map shows.

    `version` is the atlas's fingerprint; `paper_url` is followed by a paper's index. `topics` has one entry for
    each row of the topics table, in its order. `in_view` (None: all) and `selected` (None: none) have shape
    (n_papers,). `focus` is the index of the paper shown beside the map. `dark` None means: as the page is.
    `height` is in pixels, the strip of time included; `alt` says in words what is seen. `dates` None: no paper has a
    date. `coloring` None: points are coloured by topic.
    """

    version: str
    points_url: str
    plotly_url: str
    paper_url: str
    level: Level
    topics: tuple[MapTopic, ...]
    labels: tuple[MapLabel, ...]
    in_view: NDArray[np.bool_] | None
    selected: NDArray[np.bool_] | None
    focus: int | None
    dark: bool | None
    height: int
    alt: str
    picture: MapPicture
    names: Names = ""
    dates: MapDates | None = None
    own: tuple[OwnPaper, ...] = ()
    coloring: MapColoring | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """What was drawn on the map, in the order in which it was drawn; lib/explore/region.py finds the papers in it."""

    polygons: tuple[Polygon, ...]


@dataclass(frozen=True, slots=True)
class DateRange:
    """Bounds chosen on the strip of time, both included; None is no bound."""

    first: PartialDate | None
    last: PartialDate | None


@dataclass(frozen=True, slots=True)
class MapEvent:
    """What the user did on the map.

    `region` stays until it is cleared. The others are there only in the run right after they were done: `clicked` is a
    paper's index, `dates` the range chosen on the strip of time, `names` the names chosen to be shown.
    """

    region: Region | None
    clicked: int | None
    dates: DateRange | None = None
    names: Names | None = None


def payload_to_json(payload: MapPayload, *, key: str, region: Region | None) -> dict[str, Any]:
    """Write a payload as the browser reads it.

    Parameters
    ----------
    payload
        What to show.
    key
        The component's key: zoom is kept under it.
    region
        The region that the server holds, to be drawn again where the map is mounted anew.

    Returns
    -------
    Values for JSON; masks as base64 of bits in the papers' order, the lowest bit first, or, where that is shorter, as a
    list of numbers.
    """
    row_of = {topic.topic_id: row for row, topic in enumerate(payload.topics)}
    return {
        "key": key,
        "version": payload.version,
        "points_url": payload.points_url,
        "plotly_url": payload.plotly_url,
        "paper_url": payload.paper_url,
        "level": payload.level,
        "topics": [[topic.label, topic.color_light, topic.color_dark] for topic in payload.topics],
        # A place that is not a number would be no JSON.
        "labels": [
            _label_to_json(label, row_of.get(label.topic_id, _NO_ROW), payload.topics)
            for label in payload.labels
            if math.isfinite(label.x) and math.isfinite(label.y)
        ],
        "in_view": _mask_to_json(payload.in_view),
        "selected": _mask_to_json(payload.selected),
        "focus": payload.focus,
        "dark": payload.dark,
        "height": payload.height,
        "alt": payload.alt,
        "picture": asdict(payload.picture),
        "names": payload.names,
        "dates": None if payload.dates is None else _dates_to_json(payload.dates),
        "own": [
            [_short(own.x), _short(own.y), own.title, own.index]
            for own in payload.own
            if math.isfinite(own.x) and math.isfinite(own.y)
        ],
        "coloring": None if payload.coloring is None else coloring_to_json(payload.coloring, payload.in_view),
        "region": None if region is None else [_polygon_to_json(polygon) for polygon in region.polygons],
    }


def _label_to_json(label: MapLabel, row: int, topics: tuple[MapTopic, ...]) -> list[float | int | str | None]:
    # A name is said once: None stands for that of the topic.
    text = None if row != _NO_ROW and topics[row].label == label.text else label.text
    return [_short(label.x), _short(label.y), LEVELS.index(label.level), row, label.size, text]


def _short(value: float) -> float:
    return float(f"{value:.7g}")


def _dates_to_json(dates: MapDates) -> dict[str, Any]:
    return {
        "url": dates.url,
        # In days from 1970: what the browser counts in.
        "first": None if dates.first is None else (dates.first.first - _EPOCH).days,
        "last": None if dates.last is None else (dates.last.last - _EPOCH).days,
        "has_undated": dates.has_undated,
        "in_any": _mask_to_json(dates.in_any),
    }


def _polygon_to_json(polygon: Polygon) -> dict[str, Any]:
    return {"xs": polygon.xs, "ys": polygon.ys, "adds": polygon.adds}


def _mask_to_json(mask: NDArray[np.bool_] | None) -> str | list[int] | None:
    if mask is None:
        return None
    if np.count_nonzero(mask) * _NUMBER_BITS < len(mask):
        return np.flatnonzero(mask).tolist()
    bits = np.packbits(np.asarray(mask, dtype=np.bool_), bitorder="little")
    return base64.b64encode(bits.tobytes()).decode("ascii")


def region_from_json(raw: object, version: str) -> Region | None:
    """Read a region drawn on the atlas of that version; None for any other and for what is no region."""
    match raw:
        case {"version": str(drawn_on), "polygons": list(drawn)} if 0 < len(drawn) <= _MAX_POLYGONS:
            pass
        case _:
            return None
    polygons = [polygon for polygon in map(_polygon_from_json, drawn) if polygon is not None]
    n_corners = sum(len(polygon.xs) for polygon in polygons)
    if drawn_on != version or len(polygons) < len(drawn) or n_corners > _MAX_CORNERS:
        return None
    return Region(tuple(polygons))


def _polygon_from_json(raw: object) -> Polygon | None:
    match raw:
        case {"xs": list(xs), "ys": list(ys), "adds": bool(adds)} if (
            len(xs) == len(ys) and 3 <= len(xs) <= _MAX_CORNERS
        ):
            pass
        case _:
            return None
    if not all(_is_place(value) for value in (*xs, *ys)):
        return None
    return Polygon(tuple(map(float, xs)), tuple(map(float, ys)), adds)


def _is_place(value: object) -> bool:
    # Layouts are float32, so are their regions; larger whole numbers would not even fit a float.
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= float(np.finfo(np.float32).max)
    )


def click_from_json(raw: object, payload: MapPayload) -> int | None:
    """Read the index of a clicked paper; None if none was clicked, or not on this atlas."""
    match raw:
        case {"version": str(drawn_on), "index": int(index)} if not isinstance(index, bool):
            pass
        case _:
            return None
    limits = [len(mask) for mask in (payload.in_view, payload.selected) if mask is not None]
    if drawn_on != payload.version or index < 0 or index >= min(limits, default=2**32):
        return None
    return index


def dates_from_json(raw: object, payload: MapPayload) -> DateRange | None:
    """Read a range chosen on the strip of time; None if none was, or not on this atlas.

    The strip counts in bars and sends the bounds that were moved: one that was not stays as exact as it is.
    """
    match raw:
        case {"version": str(chosen_on), **bounds} if chosen_on == payload.version and payload.dates is not None:
            pass
        case _:
            return None
    try:
        first = _bound_from_json(bounds.get("from", payload.dates.first))
        last = _bound_from_json(bounds.get("to", payload.dates.last))
    except ValueError:
        return None
    if first and last and first.first > last.last:
        return None
    return DateRange(first, last)


def _bound_from_json(raw: object) -> PartialDate | None:
    if isinstance(raw, str):
        return PartialDate.parse(raw)
    if raw is None or isinstance(raw, PartialDate):
        return raw
    raise ValueError(f"A bound is a text, not a {type(raw).__name__}.")


def event_from_json(result: Mapping[str, object], payload: MapPayload) -> MapEvent:
    """Read what the component returned."""
    return MapEvent(
        region=region_from_json(result.get("region"), payload.version),
        clicked=click_from_json(result.get("click"), payload),
        dates=dates_from_json(result.get("dates"), payload),
        names=next((names for names in _NAMES if names == result.get("names")), None),
    )
