"""What goes to the map and what is believed of what comes back."""

import base64
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.dates import PartialDate
from lib.explore.region import Polygon
from lib.ui.map.payload import (
    DateRange,
    MapDates,
    MapEvent,
    MapLabel,
    MapPayload,
    MapPicture,
    MapTopic,
    OwnPaper,
    Region,
    event_from_json,
    payload_to_json,
    region_from_json,
)

PAYLOAD = MapPayload(
    version="v1",
    points_url="/points",
    plotly_url="/plotly.js",
    paper_url="/paper/",
    level="default",
    topics=(MapTopic(7, "Optics", "#112233", "#445566"), MapTopic(3, "<b>Tides</b>", "#778899", "#aabbcc")),
    labels=(MapLabel(0.5, -1.25, "default", 3, 12, "<b>Tides</b>"),),
    in_view=np.array([True, False, True, True, False, False, False, False, False, True]),
    selected=None,
    focus=2,
    dark=None,
    height=600,
    alt="Map of 10 papers.",
    picture=MapPicture("Map of x", "All 10 papers.", "x-map"),
)
SQUARE = {"xs": [0, 1, 1, 0], "ys": [0.5, 0.5, 2, 2], "adds": True}


def drawn(*polygons: object) -> dict[str, object]:
    """A region as the browser sends it."""
    return {"version": "v1", "polygons": list(polygons)}


def test_topics_are_named_by_their_row() -> None:
    """Labels carry the row of their topic, by which the points know it too, and its name where it is another one."""
    written = payload_to_json(PAYLOAD, key="map", region=None)

    assert written["topics"] == [["Optics", "#112233", "#445566"], ["<b>Tides</b>", "#778899", "#aabbcc"]]
    assert written["labels"] == [[0.5, -1.25, 1, 1, 12, None]]


def test_masks_are_bits_in_the_papers_order() -> None:
    """Paper 0 is the lowest bit of the first byte; None stays None."""
    written = payload_to_json(PAYLOAD, key="map", region=None)

    assert base64.b64decode(written["in_view"]) == bytes([0b00001101, 0b00000010])
    assert written["selected"] is None


def test_few_papers_are_numbers() -> None:
    """Of 100 papers one is shorter as a number than as bits, fifty are not."""
    one, half = np.arange(100) == 70, np.arange(100) < 50
    written = payload_to_json(replace(PAYLOAD, in_view=one, selected=half), key="map", region=None)

    assert written["in_view"] == [70]
    assert base64.b64decode(written["selected"]) == np.packbits(half, bitorder="little").tobytes()


def test_all_of_it_is_json() -> None:
    """Numbers from numpy and places that are none do not stop it."""
    odd = replace(
        PAYLOAD,
        labels=(
            MapLabel(float("nan"), 0.0, "top", 7, 1, "nowhere"),
            MapLabel(float(np.float32(0.1)), 0.0, "fine", 99, 1, "without a topic"),
        ),
    )

    written = json.loads(json.dumps(payload_to_json(odd, key="map", region=None), allow_nan=False))
    assert written["labels"] == [[0.1, 0.0, 2, -1, 1, "without a topic"]]


def test_a_region_comes_back_as_polygons() -> None:
    """Their corners are those drawn, and they stay in order."""
    region = region_from_json(drawn(SQUARE, {**SQUARE, "adds": False}), "v1")

    corners = (0.0, 1.0, 1.0, 0.0), (0.5, 0.5, 2.0, 2.0)
    assert region == Region((Polygon(*corners), Polygon(*corners, adds=False)))


def test_the_held_region_goes_out_again() -> None:
    """A map mounted anew draws the region that the server still has."""
    region = region_from_json(drawn(SQUARE, {**SQUARE, "adds": False}), "v1")

    written = payload_to_json(PAYLOAD, key="map", region=region)["region"]
    assert region_from_json(json.loads(json.dumps(drawn(*written))), "v1") == region


@pytest.mark.parametrize(
    "change",
    [
        {"xs": [0, 1]},
        {"xs": [0, 1], "ys": [0, 1]},
        {"xs": [0, 1, None, 0]},
        {"xs": [0, 1, "1", 0]},
        {"xs": [0, 1, True, 0]},
        {"xs": [0, 1, float("nan"), 0]},
        {"ys": [0, 1, float("inf"), 0]},
        {"ys": [0, 1, 10**400, 0]},
        {"xs": "0110"},
        {"xs": [0] * 10_001, "ys": [0] * 10_001},
        {"adds": 1},
    ],
)
def test_what_is_no_polygon_makes_no_region(change: dict[str, object]) -> None:
    """Too few corners or too many, corners that are no numbers."""
    assert region_from_json(drawn(SQUARE, {**SQUARE, **change}), "v1") is None


@pytest.mark.parametrize(
    "region",
    [
        {**drawn(SQUARE), "version": "v2"},
        {**drawn(SQUARE), "version": None},
        drawn(),
        drawn(*[SQUARE] * 101),
        drawn(*[{**SQUARE, "xs": [0, 1] * 2000, "ys": [0, 1] * 2000}] * 3),
    ],
)
def test_what_is_no_region_of_this_atlas_counts_as_none(region: dict[str, object]) -> None:
    """Another atlas, no polygon, too many polygons, too many corners in all."""
    assert region_from_json(region, "v1") is None


MARCH = PartialDate(2024, 3)


DATED = replace(PAYLOAD, dates=MapDates("/dates", MARCH, MARCH, has_undated=True, in_any=None))


def test_the_view_s_dates_go_out_as_days() -> None:
    """Bounds are the first day of the first and the last of the last, from 1970 on."""
    written = payload_to_json(DATED, key="map", region=None)["dates"]
    assert written == {"url": "/dates", "first": 19783, "last": 19813, "has_undated": True, "in_any": None}
    assert payload_to_json(PAYLOAD, key="map", region=None)["dates"] is None


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024-03", "2024", DateRange(MARCH, PartialDate(2024))),
        (None, "2024-03", DateRange(None, MARCH)),
        (None, None, DateRange(None, None)),
        ("2024-04", "2024-03", None),
        ("2024-13", None, None),
        (2024, None, None),
    ],
)
def test_a_range_of_dates_comes_back(first: object, last: object, expected: DateRange | None) -> None:
    """Bounds are read; what is no range counts as nothing."""
    event = event_from_json({"dates": {"version": "v1", "from": first, "to": last}}, DATED)

    assert event.dates == expected
    assert event_from_json({"dates": {"version": "v2", "from": None, "to": None}}, DATED).dates is None


def test_a_bound_that_was_not_moved_stays_exact() -> None:
    """The strip of time counts in months or years; a day in the view's other bound is kept."""
    exact = PartialDate(2024, 3, 12)
    payload = replace(DATED, dates=MapDates("/dates", exact, None, has_undated=True, in_any=None))

    def chosen(**moved: object) -> DateRange | None:
        return event_from_json({"dates": {"version": "v1", **moved}}, payload).dates

    assert chosen(to="2024-05") == DateRange(exact, PartialDate(2024, 5))
    assert chosen(**{"from": "2024-02"}) == DateRange(PartialDate(2024, 2), None)
    assert chosen(**{"from": None, "to": None}) == DateRange(None, None)
    assert chosen(to="2024-02") is None


@pytest.mark.parametrize(("sent", "names"), [("fine", "fine"), ("", ""), ("none", "none"), ("all", None), (3, None)])
def test_a_choice_of_names_comes_back(sent: object, names: str | None) -> None:
    """One of those that there are, else nothing."""
    assert event_from_json({"names": sent}, PAYLOAD).names == names


def test_own_papers_go_out_with_their_titles() -> None:
    """Those without a place are left out."""
    own = (OwnPaper(0.5, 1.0, "<i>Mine</i>", 4), OwnPaper(float("nan"), 0.0, "Nowhere", None))

    assert payload_to_json(replace(PAYLOAD, own=own), key="map", region=None)["own"] == [[0.5, 1.0, "<i>Mine</i>", 4]]


def test_a_click_is_an_index() -> None:
    """The clicked paper is told by its place in the corpus."""
    assert event_from_json({"click": {"version": "v1", "index": 9}}, PAYLOAD) == MapEvent(None, 9)


@pytest.mark.parametrize(
    "click", [None, 3, {"index": 3}, *({"version": "v1", "index": i} for i in (-1, 10, True, 2.0, "3", None)),
              {"version": "v2", "index": 3}]
)  # fmt: skip
def test_what_is_no_click_on_this_atlas_counts_as_none(click: object) -> None:
    """Another atlas, an index outside of it, or no whole number."""
    assert event_from_json({"click": click}, PAYLOAD).clicked is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("v1"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["version", "polygons", "xs", "ys", "adds", "index", "from", "to", "odd"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(json_values, json_values, json_values)
def test_nothing_from_the_browser_raises(region: object, click: object, dates: object) -> None:
    """Whatever arrives gives an event."""
    event = event_from_json({"region": region, "click": click, "dates": dates, "names": dates}, DATED)

    assert event.clicked is None or 0 <= event.clicked < 10
