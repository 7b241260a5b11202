"""A region drawn on the map, of polygons that add to it and polygons that take away, and the papers in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lib.explore.selecting import in_polygon
from lib.explore.store import Mask, Store


@dataclass(frozen=True, slots=True)
class Polygon:
    """Corners in layout units, in order; `adds` False takes what lies inside out of the region drawn before."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    adds: bool = True


def in_region(store: Store, polygons: Sequence[Polygon]) -> Mask:
    """Find the papers in a region, shape (n_papers,): its polygons are taken in the order in which they were drawn."""
    inside = np.zeros(store.n_papers, dtype=bool)
    for polygon in polygons:
        here = in_polygon(store, polygon.xs, polygon.ys)
        inside = inside | here if polygon.adds else inside & ~here
    return inside
