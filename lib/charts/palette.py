"""The colours of topics: a topic keeps its own on every page, in light and in dark.

A topic's `hue` picks a place on a ring of eight anchor colours, its `shade` a lightness and a small turn around it, so
that topics below one area look related. Six anchors are from Okabe and Ito's set for colour-blind readers
(jfly.uni-koeln.de/color), ordered by hue; between two of them hue, chroma and lightness are mixed in Oklab's polar
form (Ottosson 2020, bottosson.github.io/posts/oklab), where equal steps look equal and no mixture turns grey.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import Topic

_ANCHORS: Final = ("#0072b2", "#56b4e9", "#009e73", "#a8a018", "#e69f00", "#d55e00", "#cc79a7", "#8461b5")

_LIGHTNESS: Final = {False: (0.50, 0.74), True: (0.62, 0.84)}
"""Lightness in Oklab that stands out on a light and on a dark ground, by whether the theme is dark."""

_SHADE_SPAN: Final = 0.2
"""How far the lightness of siblings goes apart."""

_HUE_SPAN: Final = 0.07
"""How far siblings go apart on the ring, a little more than half the way between two anchors."""

UNASSIGNED_COLORS: Final = {False: "#9aa0a6", True: "#7d848c"}
"""The grey of papers without a topic, by whether the theme is dark."""

_TO_LMS: Final = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB: Final = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)

Oklab = NDArray[np.float64]
"""Lightness 0..1 and two colour axes, shape (3,)."""


def topic_color(topic: Topic, *, dark: bool) -> str:
    """A topic's colour as `#rrggbb`."""
    return palette_color(round(topic.hue, 4), round(topic.shade, 4), dark=dark)


@lru_cache(maxsize=4096)
def palette_color(hue: float, shade: float, *, dark: bool) -> str:
    """The colour at a place of the palette, both coordinates 0..1, as `#rrggbb`."""
    place = ((hue + (shade - 0.5) * _HUE_SPAN) % 1.0) * len(_ANCHORS)
    left, part = int(place) % len(_ANCHORS), place % 1.0
    right = (left + 1) % len(_ANCHORS)
    lightness, chroma, angle = _mix(_polar(to_oklab(_ANCHORS[left])), _polar(to_oklab(_ANCHORS[right])), part)
    low, high = _LIGHTNESS[dark]
    lightness = min(max(lightness + (shade - 0.5) * _SHADE_SPAN, low), high)
    return to_hex(np.array([lightness, chroma * math.cos(angle), chroma * math.sin(angle)]))


def _polar(lab: Oklab) -> tuple[float, float, float]:
    """Lightness, chroma and hue angle in radians."""
    return float(lab[0]), math.hypot(lab[1], lab[2]), math.atan2(lab[2], lab[1])


def _mix(
    left: tuple[float, float, float], right: tuple[float, float, float], part: float
) -> tuple[float, float, float]:
    """Go from one polar colour to another, the hue along the shorter arc; `part` is 0..1."""
    turn = (right[2] - left[2] + math.pi) % (2 * math.pi) - math.pi
    lightness, chroma = (left[place] + part * (right[place] - left[place]) for place in (0, 1))
    return lightness, chroma, left[2] + part * turn


def to_oklab(color: str) -> Oklab:
    """Convert `#rrggbb` to Oklab."""
    srgb = np.array([int(color[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    lab: Oklab = _TO_LAB @ np.cbrt(_TO_LMS @ linear)
    return lab


def to_hex(lab: Oklab) -> str:
    """Convert Oklab to the nearest `#rrggbb`, channel by channel."""
    linear = np.linalg.inv(_TO_LMS) @ (np.linalg.inv(_TO_LAB) @ lab) ** 3
    linear = np.clip(linear, 0, 1)
    srgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(float(channel) * 255):02x}" for channel in srgb)
