"""A reliability diagram as SVG: how often what was told came true, on the diagonal where both are the same."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

import numpy as np
from numpy.typing import NDArray

COLORS: Final = ("#1b6ca8", "#c8553d", "#3a7d44", "#7b5ea7", "#8a6d1d")
SIDE: Final = 400
LEFT: Final = 70
TOP: Final = 20
BARS: Final = 70
"""Height of the bars that show how many papers lie in each bin."""
GAP: Final = 16
WIDTH: Final = LEFT + SIDE + 20
FEWEST: Final = 0.002
"""Share of the tries below which a bin says too little to be drawn."""

Curve = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
"""Chance told, share seen and share of all tries of each bin, as lib.pipeline.confidence.reliability gives them."""


def diagram(curves: Mapping[str, Curve]) -> str:
    """Draw the curves, with bars below for the first one's share of tries in each bin."""
    below = TOP + SIDE + GAP
    height = below + BARS + 56 + 20 * len(curves)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="13" fill="#333">',
        # Without a ground of its own it could not be read on a dark page.
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for tenth in range(0, 11, 2):
        share = tenth / 10
        x, y = _place(share, share)
        parts += [
            f'<path d="M{LEFT},{y:.1f}H{LEFT + SIDE}M{x:.1f},{TOP}V{TOP + SIDE}" stroke="#e3e3e3"/>',
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{share:.0%}</text>',
            f'<text x="{x:.1f}" y="{below + BARS + 18}" text-anchor="middle">{share:.0%}</text>',
        ]
    parts.append(f'<path d="M{LEFT},{TOP + SIDE}L{LEFT + SIDE},{TOP}" stroke="#999" stroke-dasharray="5 4"/>')
    parts += _bars(next(iter(curves.values()))[2], below + BARS)
    for number, (name, (told, seen, weight)) in enumerate(curves.items()):
        color = COLORS[number % len(COLORS)]
        shown = [_place(told[at], seen[at]) for at in np.flatnonzero(weight >= FEWEST)]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in shown)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{color}"/>' for x, y in shown]
        y = below + BARS + 62 + 20 * number
        parts.append(f'<circle cx="{LEFT + 6}" cy="{y - 4}" r="4.5" fill="{color}"/>')
        parts.append(f'<text x="{LEFT + 18}" y="{y}">{escape(name)}</text>')
    middle = TOP + SIDE / 2
    parts += [
        f'<text x="{LEFT + SIDE / 2}" y="{below + BARS + 38}" text-anchor="middle">confidence</text>',
        f'<text transform="translate(16,{middle}) rotate(-90)" text-anchor="middle">landed in the same topic</text>',
        f'<text x="{LEFT - 8}" y="{below + BARS - 4}" text-anchor="end" font-size="11">papers</text>',
        "</svg>\n",
    ]
    return "\n".join(parts)


def _place(told: float, seen: float) -> tuple[float, float]:
    """Where a point lies in the picture."""
    return LEFT + told * SIDE, TOP + (1 - seen) * SIDE


def _bars(share: NDArray[np.float64], foot: float) -> list[str]:
    width, tallest = SIDE / len(share), float(share.max())
    return [
        f'<rect x="{LEFT + number * width + 1:.1f}" y="{foot - BARS * part / tallest:.1f}" width="{width - 2:.1f}" '
        f'height="{BARS * part / tallest:.1f}" fill="#c9d3dc"/>'
        for number, part in enumerate(share)
    ]
