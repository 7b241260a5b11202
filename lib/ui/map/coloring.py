"""What the map's points are coloured by, where it is not their topics: colours, legend and codes for the browser.

The codes of a large atlas go by an address of their own, which the browser keeps. Those of a search change with each
query and go with the message, a letter for each paper in view.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lib.charts.palette import category_colors, scale_colors
from lib.explore.coloring import Coloring, coloring_of, coloring_of_match
from lib.explore.fields import MATCH
from lib.explore.found import Found
from lib.explore.store import Mask, Store
from lib.server.routes import colors_url

MOST_IN_MESSAGE: Final = 3000
"""Papers whose codes are sent with the message rather than by an address."""

# A code has six bits: one letter of base64.
_LETTERS: Final = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", dtype=np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class MapColoring:
    """What the points are coloured by.

    `url` is where the codes are, None where they go with the message. `is_of_view`: only papers in view have codes.
    """

    coloring: Coloring
    url: str | None = None
    is_of_view: bool = False


def map_coloring(store: Store, key: str, found: Found | None, mask: Mask) -> MapColoring | None:
    """Colour the map by a field, by date or by match with a search; None (by topic) where the atlas has no such thing.

    Parameters
    ----------
    store
        The open atlas.
    key
        One of `lib.explore.coloring.colorings`.
    found
        What the view's query found, None without one.
    mask
        The papers in view, shape (n_papers,).
    """
    if key == MATCH:
        matches = None if found is None else coloring_of_match(found, mask)
        return None if matches is None else MapColoring(matches, is_of_view=True)
    coloring = coloring_of(store, key)
    if coloring is None:
        return None
    if store.n_papers <= MOST_IN_MESSAGE:
        return MapColoring(coloring)
    return MapColoring(coloring, colors_url(store.name, store.fingerprint, key, coloring.codes))


def coloring_to_json(colored: MapColoring, in_view: NDArray[np.bool_] | None) -> dict[str, Any]:
    """Write what the points are coloured by as the browser reads it; `in_view` (None: all) has shape (n_papers,)."""
    coloring = colored.coloring
    colors = scale_colors if coloring.is_scale else category_colors
    codes = coloring.codes[in_view] if colored.is_of_view and in_view is not None else coloring.codes
    return {
        "title": coloring.title,
        "is_scale": coloring.is_scale,
        "colors": [
            [light, dark]
            for light, dark in zip(
                colors(coloring.n_codes, dark=False), colors(coloring.n_codes, dark=True), strict=True
            )
        ],
        "labels": coloring.labels,
        "ticks": coloring.ticks,
        "note": coloring.note,
        "url": colored.url,
        "is_of_view": colored.is_of_view,
        "codes": None if colored.url else _LETTERS[codes].tobytes().decode("ascii"),
    }
