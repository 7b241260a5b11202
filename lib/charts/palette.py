"""The colours of topics, of scales and of categories, in light and in dark; a topic keeps its own on every page.

A topic's `hue` picks a place on a ring of eight anchor colours, near that of its siblings, and its `shade` a lightness
around it, so that topics below one area look related. The anchors were searched for: ordered by hue, clear of every
ground that they stand on, and as far apart as can be for people with normal sight and for those who lack one kind of
cones (simulated after Machado, Oliveira and Fernandes 2009), who tell them by lightness; tests/charts has the distances
that they keep.
Between two of them hue, chroma and lightness are mixed in Oklab's polar form (Ottosson 2020,
bottosson.github.io/posts/oklab), where equal steps look equal and no mixture turns grey.

A scale goes through four hues from what stands out least on its ground to what stands out most, in steps that look
equal: lightness alone tells its order, whatever one's sight. The twenty colours of categories were searched for as the
anchors were, and are hardly nearer to each other. But no eye finds one of twenty small points again by its colour:
names in the legend and beside the pointer carry what colours cannot.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import Topic

_ANCHORS: Final = {
    False: ("#3c5ec6", "#299be3", "#15916b", "#4a6200", "#b49100", "#b26b34", "#a51a5f", "#783693"),
    True: ("#5b81cd", "#5bd8ff", "#00b781", "#cece68", "#bc9625", "#ba6641", "#ff8bba", "#af93f9"),
}
"""By whether the theme is dark; those of one place have about the same hue."""

_LIGHTNESS: Final = {False: (0.40, 0.67), True: (0.58, 0.90)}
"""Lightness in Oklab that stands out on a light and on a dark ground, by whether the theme is dark."""

_SHADE_SPAN: Final = 0.2
"""How far the lightness of siblings goes apart."""

_PALER: Final = 0.7
"""How much chroma stands for lightness where there is no room for it."""

UNASSIGNED_COLORS: Final = {False: "#8d9399", True: "#7d848c"}
"""The grey of papers without a topic, by whether the theme is dark."""

_SCALE: Final = {
    False: ("#b88c19", "#60834c", "#00666b", "#1d377b", "#290445"),
    True: ("#7d56b8", "#4d89d4", "#1dbcb5", "#95df68", "#faf392"),
}
"""What a scale passes through from its low end to its high one, by whether the theme is dark."""

_CATEGORIES: Final = {
    False: (
        "#c31e87",
        "#4b0000",
        "#b49600",
        "#692dff",
        "#0f0078",
        "#8796f0",
        "#785a2d",
        "#ff4b87",
        "#004b2d",
        "#b4690f",
        "#780096",
        "#785ac3",
        "#4b2d5a",
        "#0000d2",
        "#4b9669",
        "#006969",
        "#3c004b",
        "#870f00",
        "#a569ff",
        "#e169c3",
    ),
    True: (
        "#ffa5f0",
        "#f0780f",
        "#c3d2a5",
        "#8700ff",
        "#0096c3",
        "#e1ffd2",
        "#00f000",
        "#a5695a",
        "#4b7800",
        "#969669",
        "#b400c3",
        "#ffd2e1",
        "#c369ff",
        "#69c3b4",
        "#a5ff87",
        "#96c369",
        "#ff78ff",
        "#f0001e",
        "#785a78",
        "#ff1eb4",
    ),
}
"""By whether the theme is dark; the first eight are the farthest apart."""

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
    anchors = _ANCHORS[dark]
    place = (hue % 1.0) * len(anchors)
    left, part = int(place) % len(anchors), place % 1.0
    right = (left + 1) % len(anchors)
    lightness, chroma, angle = _mix(_polar(to_oklab(anchors[left])), _polar(to_oklab(anchors[right])), part)
    lighter = _step(shade, lightness, *_LIGHTNESS[dark])
    lightness += lighter
    # Siblings that cannot become lighter, or darker, become paler.
    chroma -= _PALER * max(0.0, abs(shade - 0.5) * _SHADE_SPAN - abs(lighter))
    return to_hex(np.array([lightness, chroma * math.cos(angle), chroma * math.sin(angle)]))


@lru_cache(maxsize=256)
def scale_colors(n: int, *, dark: bool) -> tuple[str, ...]:
    """The colours of a scale of `n` steps, the lowest first, as `#rrggbb`; neighbours are equally far apart."""
    through = np.array([to_oklab(color) for color in _SCALE[dark]])
    lengths = np.linalg.norm(np.diff(through, axis=0), axis=1)
    so_far = np.concatenate([[0], np.cumsum(lengths)]) / lengths.sum()
    places = np.linspace(0, 1, n) if n > 1 else np.array([1.0])
    return tuple(to_hex(np.array([np.interp(place, so_far, axis) for axis in through.T])) for place in places)


def category_colors(n: int, *, dark: bool) -> tuple[str, ...]:
    """The colours of at most twenty categories, the most frequent first, as `#rrggbb`."""
    return _CATEGORIES[dark][:n]


def _step(shade: float, lightness: float, low: float, high: float) -> float:
    """How much lighter a shade is than the middle one; where one side has no room, the other has more."""
    below, above = lightness - low, high - lightness
    if shade < 0.5:
        return (2 * shade - 1) * min(max(_SHADE_SPAN / 2, _SHADE_SPAN - above), below)
    return (2 * shade - 1) * min(max(_SHADE_SPAN / 2, _SHADE_SPAN - below), above)


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
