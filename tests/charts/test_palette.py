"""The topics' colours: right by the published formulas, and told apart by everybody."""

import itertools
import tomllib
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lib.charts.palette import (
    UNASSIGNED_COLORS,
    category_colors,
    palette_color,
    scale_colors,
    to_hex,
    to_oklab,
    topic_color,
)
from lib.explore.store import Store

ROOT = Path(__file__).resolve().parents[2]

# After Machado, Oliveira and Fernandes 2009, "A physiologically-based model for simulation of color vision deficiency":
# what is seen without one kind of cones (severity 1.0), in linear RGB.
SIGHTS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}

# The way over CIE XYZ, as the author of Oklab gives it beside the direct one that lib/charts takes.
SRGB_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
XYZ_TO_LMS = np.array(
    [
        [0.8189330101, 0.3618667424, -0.1288597137],
        [0.0329845436, 0.9293118715, 0.0361456387],
        [0.0482003018, 0.2643662691, 0.6338517070],
    ]
)
LMS_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(color: str) -> NDArray[np.float64]:
    """Linear RGB of `#rrggbb`."""
    srgb = np.array([int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def oklab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """Oklab of linear RGB, over XYZ."""
    return LMS_TO_OKLAB @ np.cbrt(XYZ_TO_LMS @ SRGB_TO_XYZ @ rgb)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2, 1 to 21."""
    dim, bright = sorted(float(linear(color) @ [0.2126, 0.7152, 0.0722]) for color in (one, other))
    return (bright + 0.05) / (dim + 0.05)


def grounds(dark: bool) -> list[str]:
    """All background colours of a theme in Streamlit's settings."""
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    part = theme["dark" if dark else "light"]
    names = ("backgroundColor", "secondaryBackgroundColor")
    return [place[name] for place in (part, part["sidebar"]) for name in names]


def smallest_distance(colors: list[str], sight: str) -> float:
    """Smallest distance in Oklab between any two colours as they are seen."""
    seen = [oklab(np.clip(SIGHTS[sight] @ linear(color), 0, 1)) for color in colors]
    return min(float(np.linalg.norm(one - other)) for one, other in itertools.combinations(seen, 2))


@pytest.mark.parametrize(
    ("color", "lab"),
    [
        # As CSS Color 4 lists the named colours.
        ("#ffffff", (1.0, 0.0, 0.0)),
        ("#000000", (0.0, 0.0, 0.0)),
        ("#ff0000", (0.62796, 0.22486, 0.12585)),
        ("#00ff00", (0.86644, -0.23389, 0.17950)),
        ("#0000ff", (0.45201, -0.03246, -0.31153)),
    ],
)
def test_known_colors(color: str, lab: tuple[float, float, float]) -> None:
    """The corners of sRGB have the published places in Oklab."""
    assert to_oklab(color) == pytest.approx(lab, abs=2e-4)


def test_over_xyz() -> None:
    """Going over CIE XYZ, as Oklab is defined, gives the same."""
    for numbers in np.random.default_rng(0).integers(0, 256, (200, 3)):
        color = "#" + bytes(numbers.tolist()).hex()

        assert to_oklab(color) == pytest.approx(oklab(linear(color)), abs=1e-3)


def test_there_and_back() -> None:
    """A colour taken to Oklab and back is the same to the last digit."""
    for numbers in np.random.default_rng(1).integers(0, 256, (200, 3)):
        color = "#" + bytes(numbers.tolist()).hex()

        assert to_hex(to_oklab(color)) == color


def test_outside_of_srgb() -> None:
    """A colour that no screen can show becomes one that it can."""
    assert to_hex(np.array([0.9, 0.4, 0.0])).startswith("#ff")
    assert to_hex(np.array([1.2, 0.0, 0.0])) == "#ffffff"
    assert to_hex(np.array([-0.1, 0.0, 0.0])) == "#000000"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("sight", "least"), [("normal", 0.1), ("protanopia", 0.075), ("deuteranopia", 0.075), ("tritanopia", 0.075)]
)
def test_eight_areas_are_told_apart(sight: str, least: float, dark: bool) -> None:
    """The colours of eight areas stay apart, also for those who lack one kind of cones.

    0.02 is about what can just be seen side by side.
    """
    colors = [palette_color(place / 8, 0.5, dark=dark) for place in range(8)]

    assert smallest_distance(colors, sight) >= least


@pytest.mark.parametrize("dark", [False, True])
def test_every_color_stands_out(dark: bool) -> None:
    """Every place of the palette, and the grey, has a contrast of 2.5 or more to every ground of its theme."""
    colors = {palette_color(hue / 48, shade / 8, dark=dark) for hue in range(48) for shade in range(9)}

    assert min(contrast(color, ground) for color in colors for ground in grounds(dark)) >= 2.5
    assert min(contrast(UNASSIGNED_COLORS[dark], ground) for ground in grounds(dark)) >= 2.5


@pytest.mark.parametrize("dark", [False, True])
def test_the_unassigned_are_no_topic(dark: bool) -> None:
    """The grey is not taken for one of the eight, whatever one's sight."""
    for sight, matrix in SIGHTS.items():
        grey = oklab(np.clip(matrix @ linear(UNASSIGNED_COLORS[dark]), 0, 1))
        for place in range(8):
            seen = oklab(np.clip(matrix @ linear(palette_color(place / 8, 0.5, dark=dark)), 0, 1))

            assert np.linalg.norm(seen - grey) >= 0.05, (sight, place)


@pytest.mark.parametrize("dark", [False, True])
def test_siblings(dark: bool) -> None:
    """Within one of eight areas each step from sibling to sibling is seen, and a higher shade is hardly ever darker."""
    for hue in np.arange(0, 1, 1 / 16):
        # A build spreads the hues of an area's topics by their shade, over half of the way to the next area.
        places = [(float(hue) + (shade - 0.5) / 16, shade) for shade in (0.0, 0.25, 0.5, 0.75, 1.0)]
        shades = [to_oklab(palette_color(*place, dark=dark)) for place in places]
        steps = [float(np.linalg.norm(one - other)) for one, other in itertools.pairwise(shades)]

        assert min(steps) >= 0.015
        assert np.linalg.norm(shades[0] - shades[-1]) >= 0.12
        assert all(one[0] <= other[0] + 0.01 for one, other in itertools.pairwise(shades))


@pytest.mark.parametrize("dark", [False, True])
def test_the_ring_closes(dark: bool) -> None:
    """Hue 1 is hue 0 again, and nowhere on the ring does the colour jump."""
    around = [to_oklab(palette_color(place / 240, 0.5, dark=dark)) for place in range(241)]

    assert palette_color(1.0, 0.5, dark=dark) == palette_color(0.0, 0.5, dark=dark)
    assert max(np.linalg.norm(one - other) for one, other in itertools.pairwise(around)) < 0.03


def test_themes_agree() -> None:
    """In light and in dark a topic has about the same hue."""
    for place in range(8):
        light, dark = (to_oklab(palette_color(place / 8, 0.5, dark=dark)) for dark in (False, True))
        turn = np.degrees(np.arctan2(light[2], light[1]) - np.arctan2(dark[2], dark[1]))

        assert abs((turn + 180) % 360 - 180) <= 30


def test_a_topic_s_color(tiny_store: Store) -> None:
    """A topic's colour comes from its place in the palette and from nothing else."""
    retrieval, graphs, cells = (tiny_store.topic_by_id[topic] for topic in (0, 1, 2))

    assert topic_color(retrieval, dark=False) == palette_color(0.0, 0.5, dark=False)
    assert len({topic_color(topic, dark=False) for topic in (retrieval, graphs, cells)}) == 3
    assert topic_color(cells, dark=True) == topic_color(tiny_store.topic_by_id[11], dark=True)


@pytest.mark.parametrize("dark", [False, True])
def test_a_scale_has_equal_steps(dark: bool) -> None:
    """Four steps of 48 are as wide as any other four, up to the rounding of colours, and go one way in lightness."""
    steps = np.array([to_oklab(color) for color in scale_colors(48, dark=dark)])
    widths = np.linalg.norm(steps[4:] - steps[:-4], axis=1)
    lighter = np.diff(steps[:, 0])

    assert widths.min() > 0.78 * widths.max()
    assert (lighter > 0).all() if dark else (lighter < 0).all()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("sight", SIGHTS)
def test_a_scale_is_read_by_everybody(sight: str, dark: bool) -> None:
    """A sixth of a scale is told from the next sixth, and its order is that of lightness, whatever one's sight."""
    steps = np.array([oklab(np.clip(SIGHTS[sight] @ linear(color), 0, 1)) for color in scale_colors(48, dark=dark)])

    assert np.linalg.norm(steps[8:] - steps[:-8], axis=1).min() >= 0.05
    lighter = np.diff(steps[::4, 0])
    assert (lighter > 0).all() if dark else (lighter < 0).all()


@pytest.mark.parametrize("dark", [False, True])
def test_scales_and_categories_stand_out(dark: bool) -> None:
    """Every colour has a contrast of 2.5 or more to each ground of its theme, and none is the grey of the unknown."""
    colors = [*scale_colors(48, dark=dark), *category_colors(20, dark=dark)]

    assert min(contrast(color, ground) for color in colors for ground in grounds(dark)) >= 2.5
    for matrix in SIGHTS.values():
        grey = oklab(np.clip(matrix @ linear(UNASSIGNED_COLORS[dark]), 0, 1))
        seen = [oklab(np.clip(matrix @ linear(color), 0, 1)) for color in category_colors(20, dark=dark)]
        assert min(np.linalg.norm(color - grey) for color in seen) >= 0.05


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("sight", "of_all", "of_eight"),
    [("normal", 0.1, 0.12), ("protanopia", 0.073, 0.09), ("deuteranopia", 0.073, 0.085), ("tritanopia", 0.073, 0.09)],
)
def test_twenty_categories_are_told_apart(sight: str, of_all: float, of_eight: float, dark: bool) -> None:
    """All twenty are hardly nearer to each other than eight areas are, and the eight most frequent farther apart."""
    assert smallest_distance(list(category_colors(20, dark=dark)), sight) >= of_all
    assert smallest_distance(list(category_colors(8, dark=dark)), sight) >= of_eight


def test_few_steps_and_categories() -> None:
    """A scale always ends with its strongest colour; no more categories are coloured than there are."""
    assert scale_colors(1, dark=False) == scale_colors(48, dark=False)[-1:]
    assert scale_colors(2, dark=True) == (scale_colors(48, dark=True)[0], scale_colors(48, dark=True)[-1])
    assert len(category_colors(3, dark=False)) == 3
    assert len(set(category_colors(20, dark=True))) == 20
