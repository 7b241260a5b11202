"""Regions of several polygons, on places that can be checked by hand."""

import numpy as np

from lib.explore.region import Polygon, in_region
from lib.explore.store import Store


def square(x: float, y: float, half: float, *, adds: bool = True) -> Polygon:
    """A square around a place."""
    return Polygon((x - half, x + half, x + half, x - half), (y - half, y - half, y + half, y + half), adds)


def test_polygons_count_in_the_order_in_which_they_were_drawn(tiny_store: Store) -> None:
    """A later one adds its papers or takes them away; none holds nothing."""
    x, y = map(float, tiny_store.layout[0])
    around, everywhere = square(x, y, 1e-3), square(0, 0, 1e6)
    one = in_region(tiny_store, [around])

    assert one[0]
    assert not one.all()
    assert not in_region(tiny_store, []).any()
    assert (in_region(tiny_store, [everywhere, square(x, y, 1e-3, adds=False)]) == ~one).all()
    assert in_region(tiny_store, [square(x, y, 1e-3, adds=False), everywhere]).all()
    assert np.array_equal(in_region(tiny_store, [around, around]), one)
