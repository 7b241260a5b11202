"""What the map is told of its points' colours."""

from dataclasses import replace

import numpy as np
import pytest

import lib.ui.map.coloring as map_colors
from lib.charts.palette import category_colors, scale_colors
from lib.explore.coloring import OTHERS, UNKNOWN, Coloring
from lib.explore.found import Found
from lib.explore.store import Store
from lib.ui.map.coloring import MapColoring, coloring_to_json, map_coloring

KINDS = Coloring("Kind", False, 2, np.array([0, 1, OTHERS, UNKNOWN, 1], dtype=np.uint8), ("a", "<b>b</b>"))


def test_a_code_is_a_letter_of_base64() -> None:
    """0 is A, 62 others, 63 unknown; categories have their own colours in both themes."""
    written = coloring_to_json(MapColoring(KINDS), None)

    assert written["codes"] == "AB+/B"
    assert written["labels"] == ("a", "<b>b</b>")
    light, dark = (category_colors(2, dark=dark) for dark in (False, True))
    assert written["colors"] == [[light[0], dark[0]], [light[1], dark[1]]]


def test_codes_of_a_search_are_those_of_papers_in_view() -> None:
    """Others have none; codes of a field go whole, since the legend counts all papers."""
    in_view = np.array([False, True, True, False, True])

    assert coloring_to_json(MapColoring(KINDS, is_of_view=True), in_view)["codes"] == "B+B"
    assert coloring_to_json(MapColoring(KINDS, is_of_view=True), None)["codes"] == "AB+/B"
    assert coloring_to_json(MapColoring(KINDS), in_view)["codes"] == "AB+/B"


def test_a_scale_has_the_colours_of_a_scale() -> None:
    """As many as it has steps."""
    written = coloring_to_json(MapColoring(replace(KINDS, is_scale=True, n_codes=5)), None)

    assert [light for light, _ in written["colors"]] == list(scale_colors(5, dark=False))


def test_many_codes_go_by_an_address(tiny_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which holds version and field; few go with the message."""
    everything = np.ones(tiny_store.n_papers, dtype=bool)
    few = map_coloring(tiny_store, "citations", None, everything)
    monkeypatch.setattr(map_colors, "MOST_IN_MESSAGE", 11)
    many = map_coloring(tiny_store, "citations", None, everything)
    assert few
    assert many

    assert few.url is None
    assert many.url
    assert many.url.startswith(f"/topic-atlas/colors/{tiny_store.name}/{tiny_store.fingerprint}/")
    assert many.url.endswith("?field=citations")
    assert coloring_to_json(many, everything)["codes"] is None


def test_a_search_is_coloured_by_its_scores(tiny_store: Store) -> None:
    """While there is one; an unknown field is none."""
    everything = np.ones(tiny_store.n_papers, dtype=bool)
    found = Found(np.arange(12) < 3, np.arange(12, dtype=np.float32))
    colored = map_coloring(tiny_store, "match", found, everything)
    assert colored

    assert colored.is_of_view
    assert colored.coloring.codes.tolist() == [0, 16, 31, *[UNKNOWN] * 9]
    assert map_coloring(tiny_store, "match", None, everything) is None
    assert map_coloring(tiny_store, "nothing", None, everything) is None
