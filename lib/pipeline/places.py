"""Where topics stand: their names on the map, and their places in the palette."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import gcd
from typing import Final

import numpy as np
from numpy.typing import NDArray

_NEAR: Final = 0.06
"""Radius in layout units (the map is two wide) within which papers count as close together."""
_MOST_JUDGED: Final = 2000
_WIDEST_REACH: Final = 0.12
"""Share of the ring of hues over which the topics of one area may spread, so that they still look related."""


def label_place(points: NDArray[np.float32]) -> tuple[float, float]:
    """Find the point around which most of a topic's points lie, so that the name stands on the topic.

    Parameters
    ----------
    points
        Places of the topic's papers, shape (n, 2), n at least 1; of very many an even sample is judged.
    """
    from scipy.spatial import cKDTree

    sample = points[:: -(-len(points) // _MOST_JUDGED)].astype(np.float64)
    tree = cKDTree(sample)
    close = tree.query_ball_point(sample, r=_NEAR, return_length=True)
    # Of equally crowded points the one nearest to the middle of them all.
    middle = np.median(sample, axis=0)
    best = np.lexsort((((sample - middle) ** 2).sum(axis=1), -close))[0]
    return float(sample[best, 0]), float(sample[best, 1])


def hues(places: Sequence[tuple[float, float]]) -> list[float]:
    """Give each top topic a hue in 0..1, evenly spaced, far apart for topics that are neighbours around the map.

    Topics are taken in their order around the map's middle, and hues in steps of about the golden section.
    """
    n = len(places)
    if n == 0:
        return []
    points = np.array(places)
    middle = points.mean(axis=0)
    around = np.argsort(np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0]), kind="stable")
    step = min((s for s in range(1, n + 1) if gcd(s, n) == 1), key=lambda s: (abs(s - 0.382 * n), s))
    result = [0.0] * n
    for turn, topic in enumerate(around.tolist()):
        result[topic] = (turn * step % n) / n
    return result


def shades(
    top: Sequence[int], default: Sequence[int], fine: Sequence[int], parent_of: Mapping[int, int | None]
) -> dict[int, float]:
    """Give each topic a shade in 0..1: siblings apart, a fine topic close to its parent."""
    result = dict.fromkeys(top, 0.5)
    widths = dict.fromkeys(top, 1.0)
    for level in (default, fine):
        children: dict[int, list[int]] = {}
        for topic in level:
            parent = parent_of[topic]
            assert parent is not None
            children.setdefault(parent, []).append(topic)
        for parent, siblings in children.items():
            width = widths[parent] / len(siblings)
            start = result[parent] - widths[parent] / 2
            for place, topic in enumerate(siblings):
                result[topic] = round(start + (place + 0.5) * width, 6)
                widths[topic] = width
    return result


def spread_hues(
    top: Mapping[int, float], shade: Mapping[int, float], parent_of: Mapping[int, int | None]
) -> dict[int, float]:
    """Give each topic below a top one a hue near it: by its shade, within half of the way to the next top topic.

    Parameters
    ----------
    top
        Hue of each top topic, evenly spaced.
    """
    reach = min(_WIDEST_REACH, 0.5 / max(1, len(top)))
    hue: dict[int, float] = {}
    for topic, parent in parent_of.items():
        area = topic
        while parent is not None:
            area, parent = parent, parent_of[parent]
        if area != topic:
            hue[topic] = round((top[area] + (shade[topic] - 0.5) * reach) % 1, 6)
    return hue
