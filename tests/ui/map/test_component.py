"""The component in a page, without a browser: what goes in and what is made of what comes back."""

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import lib.ui.map.component as component

JS_FOLDER = Path(component.__file__).parent / "js"


def page() -> None:
    """A page with one map; the version is a widget's, so that the atlas can change under it."""
    import numpy as np
    import streamlit as st

    from lib.ui.map import MapPayload, MapPicture, topic_map

    version = st.text_input("version", "v1")
    if not version:
        return
    payload = MapPayload(
        version=version, points_url="/points", plotly_url="/plotly.js", paper_url="/paper/", level="default",
        topics=(), labels=(), in_view=None, selected=np.ones(8, dtype=bool), focus=None, dark=None, height=500,
        alt="Map of 8 papers.", picture=MapPicture("Map of x", "All 8 papers.", "x-map"),
    )  # fmt: skip
    st.session_state.event = topic_map(payload, key="map")


@pytest.fixture
def app() -> AppTest:
    """The page after its first run."""
    return AppTest.from_function(page).run()


def send(app: AppTest, *, state: object = None, click: object = None) -> AppTest:
    """Run the page as if the browser had sent this; AppTest knows no components of its own."""
    proto: Any = app.get("bidi_component")[0].proto
    states = app._tree.get_widget_states()
    if state is not None:
        held = states.widgets.add()
        held.id, held.json_value = proto.id, json.dumps(state)
    if click is not None:
        trigger = states.widgets.add()
        trigger.id = f"$$STREAMLIT_INTERNAL_KEY_{proto.id}__events"
        trigger.json_trigger_value = json.dumps([{"event": "click", "value": click}])
    app._run(widget_state=states)
    assert not app.exception
    return app


TRIANGLE = {"version": "v1", "polygons": [{"xs": [0, 1, 0], "ys": [0, 0, 1], "adds": True}]}


def test_a_first_run_has_no_event(app: AppTest) -> None:
    """Nothing is drawn, nothing is clicked, and the data goes out as JSON."""
    event = app.session_state["event"]
    sent = json.loads(app.get("bidi_component")[0].proto.json)

    assert not app.exception
    assert (event.region, event.clicked) == (None, None)
    assert sent["key"] == "map"
    assert sent["alt"] == "Map of 8 papers."
    assert sent["region"] is None


def test_a_region_stays_until_the_atlas_changes(app: AppTest) -> None:
    """It is there in later runs, goes out again for a new mount, and means nothing on another atlas."""
    assert send(app, state={"region": TRIANGLE}).session_state["event"].region.polygons[0].xs == (0.0, 1.0, 0.0)

    send(app, state={"region": TRIANGLE})
    assert json.loads(app.get("bidi_component")[0].proto.json)["region"][0]["xs"] == [0.0, 1.0, 0.0]

    app.text_input[0].set_value("v2")
    assert send(app, state={"region": TRIANGLE}).session_state["event"].region is None
    assert json.loads(app.get("bidi_component")[0].proto.json)["region"] is None


def test_a_region_outlives_a_change_of_page(app: AppTest) -> None:
    """Streamlit forgets what the component held; a region that was let go stays away."""
    send(app, state={"region": TRIANGLE})
    app.text_input[0].set_value("").run()
    app.text_input[0].set_value("v1").run()

    assert app.session_state["event"].region.polygons[0].xs == (0.0, 1.0, 0.0)
    assert json.loads(app.get("bidi_component")[0].proto.json)["region"][0]["xs"] == [0.0, 1.0, 0.0]
    assert app.run().session_state["event"].region is not None

    assert send(app, state={"region": None}).session_state["event"].region is None
    app.text_input[0].set_value("").run()
    assert app.text_input[0].set_value("v1").run().session_state["event"].region is None


def test_a_click_lasts_one_run(app: AppTest) -> None:
    """The next run has none."""
    assert send(app, click={"version": "v1", "index": 5}).session_state["event"].clicked == 5
    assert app.run().session_state["event"].clicked is None


@pytest.mark.parametrize("state", [[1, 2], "text", {"region": "all"}, {"region": {"polygons": {}}}, {"odd": 1}])
def test_odd_state_counts_as_nothing(app: AppTest, state: object) -> None:
    """What a page's script could have put there does not break the page."""
    assert send(app, state=state, click=["odd"]).session_state["event"].region is None


def test_every_part_of_the_script_is_joined_once() -> None:
    """A file in js/ that is not listed would silently be missing."""
    assert sorted(component.JS_PARTS) == sorted(path.stem for path in JS_FOLDER.glob("*.js"))
    assert component.read_script().count("export default") == 1


def test_the_script_takes_no_text_for_html() -> None:
    """Titles and labels enter the page as text: nothing in the script parses HTML or code."""
    script = component.read_script()

    for parser in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert parser not in script
