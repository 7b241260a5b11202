"""What goes to the map in the browser and what comes back, as values and as JSON.

Out goes little: addresses, topics, labels and two bit masks. The points themselves are fetched by their address
and kept by the browser. Back come a polygon or a paper's index, never lists of papers. Both carry the atlas's
version: the browser may still hold a region drawn on another atlas, which means nothing on this one.

What comes back is not trusted: anything odd counts as nothing.
"""

import base64
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import Level

RegionKind = Literal["lasso", "box"]
_MAX_CORNERS = 10_000
_NO_ROW = -1


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
class MapPayload:
    """All that the map shows.

    `version` is the atlas's fingerprint; `paper_url` is followed by a paper's index. `topics` has one entry for
    each row of the topics table, in its order. `in_view` (None: all) and `selected` (None: none) have shape
    (n_papers,). `focus` is the index of the paper shown beside the map. `dark` None means: as the page is.
    `height` is in pixels, `alt` says in words what is seen.
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


@dataclass(frozen=True, slots=True)
class Region:
    """A polygon in layout units, its corners in order; a box has four."""

    kind: RegionKind
    xs: tuple[float, ...]
    ys: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class MapEvent:
    """What the user did on the map.

    `region` stays until it is cleared; `clicked`, a paper's index, is there only in the run right after the click.
    """

    region: Region | None
    clicked: int | None


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
    Values for JSON; masks as base64 of bits in the papers' order, the lowest bit first.
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
            _label_to_json(label, row_of.get(label.topic_id, _NO_ROW))
            for label in payload.labels
            if math.isfinite(label.x) and math.isfinite(label.y)
        ],
        "in_view": _mask_to_text(payload.in_view),
        "selected": _mask_to_text(payload.selected),
        "focus": payload.focus,
        "dark": payload.dark,
        "height": payload.height,
        "alt": payload.alt,
        "region": None if region is None else {"kind": region.kind, "xs": region.xs, "ys": region.ys},
    }


def _label_to_json(label: MapLabel, row: int) -> list[float | int | str]:
    x, y = (float(f"{value:.7g}") for value in (label.x, label.y))
    return [x, y, label.level, row, label.size, label.text]


def _mask_to_text(mask: NDArray[np.bool_] | None) -> str | None:
    if mask is None:
        return None
    bits = np.packbits(np.asarray(mask, dtype=np.bool_), bitorder="little")
    return base64.b64encode(bits.tobytes()).decode("ascii")


def region_from_json(raw: object, version: str) -> Region | None:
    """Read a region drawn on the atlas of that version; None for any other and for what is no region."""
    match raw:
        case {"version": str(drawn_on), "kind": "lasso" | "box" as kind, "xs": list(xs), "ys": list(ys)}:
            pass
        case _:
            return None
    if drawn_on != version or len(xs) != len(ys) or not 3 <= len(xs) <= _MAX_CORNERS:
        return None
    if not all(_is_place(value) for value in (*xs, *ys)):
        return None
    return Region(kind, tuple(map(float, xs)), tuple(map(float, ys)))


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


def event_from_json(result: Mapping[str, object], payload: MapPayload) -> MapEvent:
    """Read what the component returned."""
    return MapEvent(
        region=region_from_json(result.get("region"), payload.version),
        clicked=click_from_json(result.get("click"), payload),
    )
