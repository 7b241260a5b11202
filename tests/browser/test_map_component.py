"""The topic map in Chromium, on 2,000 invented papers in five topics (fixtures/map_app.py)."""

import base64
import io
import json
import math
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from lib.charts.palette import scale_colors
from lib.explore.coloring import MOST_STEPS
from tests.browser.fixtures import map_corpus as corpus
from tools.dashboard import HEALTH, ROOT, answers, free_port

APP = Path(__file__).parent / "fixtures" / "map_app.py"
FIRST, SECOND = (0.0, 0.0), (6.0, 1.0)
"""Middles of the first two topics in layout units."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The fixture's dashboard, as a process of its own."""
    with running_fixture(tmp_path_factory.mktemp("map") / "log.txt") as url:
        yield url


@contextmanager
def running_fixture(log: Path, **settings: str) -> Iterator[str]:
    """The fixture's dashboard with these environment variables; gives its address."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(APP), f"--server.port={port}", "--server.headless=true"]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while not answers(url + HEALTH):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


class Map:
    """The map on a page, and where things are on it."""

    def __init__(self, page: Page, address: str, n_drawn: int = corpus.N_PAPERS) -> None:
        self.page = page
        self.n_drawn = n_drawn
        self.errors: list[str] = []
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.goto(address)
        self.root = page.get_by_test_id("topic-map")
        self.card = page.get_by_test_id("topic-map-card")
        self.stage = self.root.get_by_role("application")
        self.wait_until_drawn()

    def wait_until_drawn(self) -> None:
        """All papers that are to be drawn are on the canvas."""
        expect(self.root).to_have_attribute("data-drawn", str(self.n_drawn), timeout=30_000)
        self.page.wait_for_timeout(150)

    @property
    def view(self) -> list[float]:
        """Middle and width of what is seen, in layout units."""
        found: list[float] = json.loads(self.root.get_attribute("data-view") or "")
        return found

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the layout is on the page."""
        box = self.stage.bounding_box()
        assert box
        cx, cy, span = self.view
        scale = box["width"] / span
        return box["x"] + box["width"] / 2 + (x - cx) * scale, box["y"] + box["height"] / 2 - (y - cy) * scale

    def paper(self, index: int) -> tuple[float, float]:
        """Where a paper is on the page."""
        x, y = corpus.ATLAS.layout[index]
        return self.pixel(float(x), float(y))

    def picture(self) -> NDArray[np.int16]:
        """The stage as it looks, the pointer elsewhere, shape (height, width, 3)."""
        self.page.mouse.move(2, 2)
        self.page.wait_for_timeout(300)
        with Image.open(io.BytesIO(self.stage.screenshot())) as image:
            return np.asarray(image.convert("RGB"), dtype=np.int16)

    def tool(self, name: str) -> None:
        """Press one of the map's buttons."""
        self.root.get_by_role("button", name=name).click()

    def switch(self, name: str) -> None:
        """Flip one of the page's switches and wait until the page has run and the map has drawn."""
        runs = self.said()["runs"]
        self.page.get_by_text(name, exact=True).click()
        self.wait_for(lambda said: said["runs"] > runs)
        self.page.wait_for_timeout(200)

    def draw_around(self, x: float, y: float, radius: float) -> None:
        """Drag a circle with the mouse."""
        px, py = self.pixel(x, y)
        self.page.mouse.move(px + radius, py)
        self.page.mouse.down()
        for step in range(1, 25):
            angle = 2 * math.pi * step / 24
            self.page.mouse.move(px + radius * math.cos(angle), py + radius * math.sin(angle))
        self.page.mouse.up()

    @contextmanager
    def page_key(self, key: str) -> Iterator[None]:
        """Hold a key down."""
        self.page.keyboard.down(key)
        yield
        self.page.keyboard.up(key)

    def said(self) -> dict[str, Any]:
        """What the page says of its last run: number of runs, clicks, kind of region, papers caught in it."""
        # While the page is drawn anew the old line stands beside the new one, which comes last.
        said: dict[str, Any] = json.loads(self.page.locator("#said").last.inner_text())
        return said

    def wait_for(self, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until the page says something of which the condition holds."""
        self.wait_until(lambda: condition(self.said()), "the page still says something else")
        return self.said()

    def wait_until(self, condition: Callable[[], bool], otherwise: str) -> None:
        """Ask again and again, for a loaded machine takes its time."""
        deadline = time.monotonic() + 15
        while not condition():
            assert time.monotonic() < deadline, otherwise
            self.page.wait_for_timeout(50)

    def wait_for_span(self, span: float) -> None:
        """Wait until the map shows that width of the layout."""
        self.wait_until(lambda: self.view[2] == pytest.approx(span), f"the map does not show a width of {span}")

    def wait_for_region(self, n_polygons: int | None = 1) -> set[int]:
        """Wait for a region of so many polygons; gives the papers that the server found in it."""
        return set(self.wait_for(lambda said: said["region"] == n_polygons)["caught"])

    def wait_for_clicks(self, *indices: int) -> None:
        """Wait until exactly these papers were clicked."""
        self.wait_for(lambda said: said["clicks"] == list(indices))


@pytest.fixture
def shown(page: Page, address: str) -> Iterator[Map]:
    """The map, drawn; the test fails if the page reports an error."""
    drawn = Map(page, address)
    yield drawn
    assert drawn.errors == []


def saturated(picture: NDArray[np.int16]) -> int:
    """Number of pixels that have a colour rather than a grey."""
    return int((picture.max(axis=2) - picture.min(axis=2) > 60).sum())


def test_papers_names_and_counts_are_drawn(shown: Map) -> None:
    """Points have their topics' colours, names stand apart, the legend counts the unassigned."""
    boxes = [box for label in shown.root.locator(".tmap-label:visible").all() if (box := label.bounding_box())]

    assert saturated(shown.picture()) > 10_000
    assert len(boxes) == 5
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            assert (
                a["x"] + a["width"] <= b["x"]
                or b["x"] + b["width"] <= a["x"]
                or a["y"] + a["height"] <= b["y"]
                or b["y"] + b["height"] <= a["y"]
            )
    expect(shown.root.get_by_text("Unassigned 200")).to_be_visible()
    assert shown.stage.get_attribute("aria-label", timeout=1000).startswith("Map of 2000 papers.")


def test_a_long_name_ends_after_a_word(shown: Map) -> None:
    """What does not fit in two lines is left out by whole words; the whole name is the span's title."""
    long = shown.root.get_by_title("Graph neural networks, message passing and their expressive power")
    said = " ".join(long.locator("span").all_inner_texts())

    assert said.endswith("…")
    assert "Graph neural networks, message passing and their expressive power ".startswith(said.removesuffix("…") + " ")


def test_a_name_makes_way_for_the_tools(shown: Map) -> None:
    """A topic under the map's tools has its name beside them."""
    name = shown.root.locator(".tmap-label", has_text="Protein folding")
    tools = shown.root.get_by_role("toolbar", name="Map tools").bounding_box()
    assert tools
    there, here = (tools["x"] + 10, tools["y"] + 120), shown.pixel(*SECOND)
    x, y = shown.pixel(-4, -2)
    shown.page.mouse.move(x, y)
    shown.page.mouse.down()
    shown.page.mouse.move(x + there[0] - here[0], y + there[1] - here[1], steps=5)
    shown.page.mouse.up()
    shown.page.wait_for_timeout(300)

    expect(name).to_be_visible()
    box = name.bounding_box()
    assert box
    assert box["x"] + box["width"] <= tools["x"]


def test_hover_shows_the_title_as_text(shown: Map) -> None:
    """The card has title, date and topic from the route; mark-up in a title is shown, not run."""
    shown.page.mouse.move(*shown.paper(corpus.HOSTILE))

    expect(shown.card).to_contain_text(corpus.HOSTILE_TITLE)
    expect(shown.card).to_contain_text("12 Mar 2024 · Graph neural networks, message passing")
    expect(shown.card).to_contain_text("· DOI, arXiv")
    expect(shown.card).to_contain_text("Most of its nearest papers lie elsewhere on the map.")
    assert shown.page.title() == "Map fixture"
    assert shown.root.locator("img").count() == 0

    shown.page.mouse.move(*shown.pixel(-4, -2))
    expect(shown.card).to_be_hidden()


def test_a_click_tells_the_paper(shown: Map) -> None:
    """A click on a point reaches Python with its index, once; one on empty ground does not; nor does a drag."""
    shown.page.mouse.click(*shown.paper(corpus.HOSTILE))
    shown.wait_for_clicks(corpus.HOSTILE)

    shown.page.mouse.click(*shown.pixel(-4, -2))
    x, y = shown.paper(corpus.HOSTILE)
    shown.page.mouse.move(x, y)
    shown.page.mouse.down()
    shown.page.mouse.move(x + 40, y, steps=4)
    shown.page.mouse.up()
    shown.switch("Show paper 42")
    assert shown.said()["clicks"] == [corpus.HOSTILE]


def test_a_lasso_comes_back_as_a_polygon(shown: Map) -> None:
    """The polygon holds the papers it was drawn around and no others; a click on a paper still works."""
    shown.tool("Draw around papers")
    shown.draw_around(*SECOND, radius=110)
    caught = shown.wait_for_region()

    scale = (shown.pixel(1, 0)[0] - shown.pixel(0, 0)[0]) / 110
    distance = np.hypot(*(corpus.ATLAS.layout - SECOND).T) * scale
    assert set(np.flatnonzero(distance < 0.9)) <= caught <= set(np.flatnonzero(distance < 1.05))
    assert len(caught) > 100

    shown.page.mouse.click(*shown.paper(corpus.HOSTILE))
    shown.wait_for_clicks(corpus.HOSTILE)
    assert shown.said()["region"] == 1


def test_a_lasso_that_ends_on_a_paper_is_no_click(shown: Map) -> None:
    """Whoever closes a lasso where it began, just on a paper, has drawn and not clicked."""
    shown.tool("Draw around papers")
    x, y = shown.paper(corpus.HOSTILE)
    shown.page.mouse.move(x, y)
    shown.page.mouse.down()
    for dx, dy in ((60, -10), (70, 50), (10, 70), (0, 0)):
        shown.page.mouse.move(x + dx, y + dy, steps=5)
    shown.page.mouse.up()
    shown.wait_for_region()
    # What the page does about a click would be seen by now.
    shown.switch("Show paper 42")

    assert shown.said()["clicks"] == []


def test_regions_are_replaced_joined_and_cut(shown: Map) -> None:
    """A new one replaces the last; with Shift it is added, with Alt it is taken away."""
    shown.tool("Draw around papers")
    with shown.page_key("Alt"):
        shown.draw_around(*SECOND, radius=60)
    expect(shown.root.locator(".tmap-said")).to_have_text(re.compile("Nothing is drawn that this could be taken from"))
    shown.draw_around(*SECOND, radius=60)
    first = shown.wait_for_region()
    shown.draw_around(*FIRST, radius=60)
    second = set(shown.wait_for(lambda said: set(said["caught"]) != first)["caught"])
    assert second
    assert not first & second

    with shown.page_key("Shift"):
        shown.draw_around(*SECOND, radius=60)
    assert shown.wait_for_region(2) >= second | set(sorted(first)[5:-5])
    with shown.page_key("Alt"):
        shown.draw_around(*FIRST, radius=80)
    rest = shown.wait_for_region(3)
    assert rest
    assert not rest & second

    outlines = shown.root.locator(".tmap-region path")
    shown.tool("Draw a box around papers")
    x, y = shown.pixel(*FIRST)
    with shown.page_key("Shift"):
        for n in range(4, 22):
            shown.page.mouse.move(x, y)
            shown.page.mouse.down()
            shown.page.mouse.move(x + 20, y + 20)
            shown.page.mouse.up()
            expect(outlines).to_have_count(min(n, 20))
    expect(shown.root.locator(".tmap-said")).to_have_text(re.compile("A region has 20 shapes at most"))
    expect(outlines).to_have_count(20)


def test_a_box_is_cleared_by_escape_and_by_its_button(shown: Map) -> None:
    """A box has four corners; Escape on the map, the button and a double click let it go."""

    def draw_box() -> set[int]:
        x, y = shown.pixel(*SECOND)
        shown.page.mouse.move(x - 50, y - 40)
        shown.page.mouse.down()
        shown.page.mouse.move(x + 50, y + 40, steps=5)
        shown.page.mouse.up()
        return shown.wait_for_region()

    shown.tool("Draw a box around papers")
    caught = draw_box()
    scale = shown.pixel(1, 0)[0] - shown.pixel(0, 0)[0]
    dx, dy = np.abs((corpus.ATLAS.layout - SECOND) * scale).T
    assert set(np.flatnonzero((dx < 49) & (dy < 39))) <= caught <= set(np.flatnonzero((dx < 51) & (dy < 41)))

    shown.page.keyboard.press("Escape")
    shown.wait_for_region(None)
    draw_box()
    shown.tool("Clear the drawn region")
    shown.wait_for_region(None)
    draw_box()
    shown.page.mouse.dblclick(*shown.pixel(-4, -2))
    shown.wait_for_region(None)


def test_zoom_survives_filter_and_change_of_page(shown: Map) -> None:
    """Wheel, buttons and drag move the view; new data and a new mount leave it."""
    home = shown.view
    pointer = shown.pixel(*SECOND)
    shown.page.mouse.move(*pointer)
    shown.page.mouse.wheel(0, -240)
    shown.wait_until(lambda: shown.view[2] < 0.7 * home[2], "the wheel did not zoom in")
    shown.page.wait_for_timeout(300)
    wheeled = shown.view
    assert shown.pixel(*SECOND) == pytest.approx(pointer, abs=1)

    x, y = shown.pixel(*FIRST)
    shown.page.mouse.move(x, y)
    shown.page.mouse.down()
    shown.page.mouse.move(x + 60, y + 30, steps=4)
    shown.page.mouse.up()
    shown.tool("Zoom in")
    shown.wait_for_span(wheeled[2] / 1.5)
    view = shown.view
    assert view[0] < wheeled[0]

    shown.switch("Only the first topic")
    shown.switch("Select the second topic")
    assert shown.view == view
    shown.switch("Show the map")
    expect(shown.root).to_have_count(0)
    shown.switch("Show the map")
    shown.wait_until_drawn()
    assert shown.view == view

    shown.tool("Show all papers")
    shown.wait_for_span(home[2])
    assert shown.view == pytest.approx(home)


def test_a_region_is_drawn_again_where_the_server_holds_it(shown: Map) -> None:
    """It outlives a filter, a change of page, and another atlas in between; it can be let go ever after."""
    outline = shown.root.locator(".tmap-region path")
    shown.tool("Draw around papers")
    shown.draw_around(*SECOND, radius=60)
    shown.wait_for_region()
    shown.switch("Only the first topic")
    expect(outline).to_be_visible()

    shown.switch("Show the map")
    shown.switch("Show the map")
    shown.wait_until_drawn()
    expect(outline).to_be_visible()
    assert shown.said()["region"] == 1

    shown.switch("later")
    shown.wait_until_drawn()
    expect(outline).to_have_count(0)
    assert shown.said()["region"] is None
    shown.switch(corpus.FINGERPRINT)
    shown.wait_until_drawn()
    expect(outline).to_be_visible()
    shown.tool("Clear the drawn region")
    shown.wait_for_region(None)
    shown.switch("Show the map")
    shown.switch("Show the map")
    shown.wait_until_drawn()
    expect(outline).to_have_count(0)


def test_papers_outside_the_view_turn_grey(shown: Map) -> None:
    """They stay on the map without their colour; what is in view keeps its own."""
    before = shown.picture()
    shown.switch("Only the first topic")
    after = shown.picture()

    assert saturated(after) < 0.35 * saturated(before)
    assert (after < 245).any(axis=2).sum() > 1.5 * saturated(after)
    expect(shown.root.get_by_text("Outside the view 1,600")).to_be_visible()
    assert abs(before - after).max() > 60


def test_selected_papers_have_a_ring(shown: Map) -> None:
    """The accent is on the map, and the legend counts them."""
    accent = np.array([15, 107, 120])

    def rings() -> int:
        return int((abs(shown.picture() - accent).max(axis=2) < 12)[:, :-60].sum())

    assert rings() < 50
    shown.switch("Select the second topic")
    assert rings() > 1000
    expect(shown.root.get_by_text("Selected 400")).to_be_visible()


def test_the_keyboard_reaches_papers(shown: Map) -> None:
    """Arrows go from paper to paper and say its title; Enter opens it; Escape ends it."""
    shown.stage.focus()
    live = shown.root.locator("[aria-live]")
    shown.page.keyboard.press("ArrowRight")
    expect(live).to_contain_text("Paper number")
    first = live.inner_text()
    shown.page.keyboard.press("ArrowRight")
    expect(live).not_to_have_text(first)
    expect(live).to_contain_text("Paper number")

    index = int(re.findall(r"number (\d+)", live.inner_text())[0])
    assert index != int(re.findall(r"number (\d+)", first)[0])
    shown.page.keyboard.press("Enter")
    shown.wait_for_clicks(index)
    shown.page.keyboard.press("Escape")
    expect(live).to_have_text("")


def test_names_follow_level_and_zoom(shown: Map) -> None:
    """At the top level the areas are named; nearer, what they are made of."""
    shown.page.get_by_text("top", exact=True).click()
    expect(shown.root.locator(".tmap-label:visible")).to_have_count(2)
    assert shown.root.get_by_title("Signals and waters").is_visible()

    shown.stage.focus()
    for _ in range(5):
        shown.page.keyboard.press("+")
    expect(shown.root.locator(".tmap-label:visible", has_text="theory").first).to_be_visible()


def test_every_tool_has_a_name_and_the_map_can_be_saved(shown: Map) -> None:
    """Buttons are named for what they do; there is a PNG of the map in its colours and an SVG with its names."""
    for button in shown.root.get_by_role("button").all():
        assert button.get_attribute("aria-label") or button.inner_text()
    shown.switch("Show own papers")
    shown.root.get_by_role("button", name="Topics").click()
    stage = shown.stage.bounding_box()
    assert stage
    with shown.page.expect_download() as download:
        shown.tool("Save the map as a picture")

    assert download.value.suggested_filename == "made-up-map.png"
    with Image.open(download.value.path()) as image:
        assert image.width > 1000
        assert image.height > 2 * stage["height"] + 100
        assert saturated(np.asarray(image.convert("RGB"), dtype=np.int16)) > 20_000
    with shown.page.expect_download() as download:
        shown.tool("Save the map as a drawing (SVG)")

    drawing = ET.fromstring(download.value.path().read_bytes())  # noqa: S314  the map's own
    names = ["".join(text.itertext()) for text in drawing.iter("{http://www.w3.org/2000/svg}text")]
    points = drawing.find("{http://www.w3.org/2000/svg}image")
    assert names[:2] == ["Map of <b>made up</b>", "400 of 2,000 papers."]
    assert {"Protein folding", "Protein folding 400", "In a topic 1,800", "My papers 2"} <= set(names)
    assert points is not None
    with Image.open(io.BytesIO(base64.b64decode(points.attrib["href"].partition(",")[2]))) as image:
        assert saturated(np.asarray(image.convert("RGB"), dtype=np.int16)) > 20_000

    shown.page.evaluate("() => { HTMLCanvasElement.prototype.toBlob = (give) => give(null); }")
    shown.tool("Save the map as a picture")
    expect(shown.root.locator(".tmap-said")).to_have_text(re.compile("The picture could not be saved"))


def test_a_range_of_dates_is_drawn_in_the_browser(shown: Map) -> None:
    """While it is drawn papers outside turn grey without a run; let go, it reaches Python. So do keys and bars."""
    shown.switch("Show dates")
    strip = shown.root.get_by_role("group", name="Papers by date")
    first, last = (strip.get_by_role("slider", name=f"{end} date") for end in ("First", "Last"))
    chart = strip.locator(".tmap-time-chart")
    expect(strip).to_contain_text("All dates, 2022 to 2024")
    expect(strip).to_contain_text(
        "1,900 of 1,900 dated in view · 100 undated · 91 known to the year alone are in no bar"
    )
    view, runs, colored = shown.view, shown.said()["runs"], saturated(shown.picture())
    box = chart.bounding_box()
    assert box

    def at(month: float) -> tuple[float, float]:
        return box["x"] + box["width"] * month / corpus.N_MONTHS, box["y"] + 20

    shown.page.mouse.move(*at(12.5))
    shown.page.mouse.down()
    shown.page.mouse.move(*at(17.5), steps=4)
    expect(strip).to_contain_text("Jan 2023 to Jun 2023")
    shown.page.wait_for_timeout(200)
    with Image.open(io.BytesIO(shown.stage.screenshot())) as image:
        assert saturated(np.asarray(image.convert("RGB"), dtype=np.int16)) < 0.5 * colored
    assert shown.said()["runs"] == runs
    shown.page.mouse.up()
    shown.wait_for(lambda said: said["dates"] == ["2023-01", "2023-06"])
    expect(last).to_have_attribute("aria-valuetext", "to Jun 2023")

    shown.page.mouse.move(*at(15))
    shown.page.mouse.down()
    shown.page.mouse.move(*at(18), steps=4)
    shown.page.mouse.up()
    shown.wait_for(lambda said: said["dates"] == ["2023-04", "2023-09"])
    first.focus()
    shown.page.keyboard.press("ArrowLeft")
    shown.page.keyboard.press("ArrowLeft")
    expect(first).to_have_attribute("aria-valuetext", "from Feb 2023")
    shown.wait_for(lambda said: said["dates"] == ["2023-02", "2023-09"])
    shown.page.mouse.click(*at(2.5))
    shown.wait_for(lambda said: said["dates"] == ["2022-03", "2022-03"])
    strip.get_by_role("button", name="All dates").click()
    shown.wait_for(lambda said: said["dates"] == ["None", "None"])
    expect(strip).to_contain_text("All dates, 2022 to 2024")
    shown.page.mouse.dblclick(*at(2.5))
    shown.page.wait_for_timeout(600)
    shown.wait_for(lambda said: said["dates"] == ["None", "None"])
    expect(strip).to_contain_text("All dates, 2022 to 2024")
    assert shown.view == view

    shown.switch("From a day on")
    expect(strip).to_contain_text("12 Mar 2022 to Dec 2024")
    last.press("ArrowLeft")
    shown.wait_for(lambda said: said["dates"] == ["2022-03-12", "2024-11"])

    shown.page.set_viewport_size({"width": 800, "height": 900})
    note = strip.locator(".tmap-time-note")
    shown.wait_until(lambda: note.evaluate("n => n.scrollWidth <= n.clientWidth"), "the counts are cut")


def test_time_is_played_in_the_browser(shown: Map) -> None:
    """A window of time moves until it is paused, in steps where less motion is asked for, without a run of the page."""
    shown.switch("Show dates")
    strip = shown.root.get_by_role("group", name="Papers by date")
    runs, words = shown.said()["runs"], strip.locator(".tmap-time-range")
    strip.get_by_role("button", name="Speed of time: 1×").click()

    def play(motion: Literal["no-preference", "reduce"]) -> str:
        shown.page.emulate_media(reduced_motion=motion)
        strip.get_by_role("button", name="Play through time").click()
        expect(words).not_to_contain_text("All dates")
        begun = words.inner_text()
        shown.wait_until(lambda: words.inner_text() != begun, "time does not move")
        strip.get_by_role("button", name="Pause").click()
        paused = words.inner_text()
        shown.page.wait_for_timeout(300)
        assert words.inner_text() == paused
        expect(strip).to_contain_text("Shown while playing; the filter is unchanged")
        expect(strip.get_by_role("button", name="All dates")).to_be_hidden()
        strip.get_by_role("button", name="Stop").click()
        expect(words).to_have_text("All dates, 2022 to 2024")
        expect(strip).not_to_contain_text("Shown while playing")
        return paused

    play("no-preference")
    # Steps are of whole bars, so no day is named.
    assert re.fullmatch(r"[A-Z][a-z]{2} 202\d to [A-Z][a-z]{2} 202\d", play("reduce"))
    assert shown.said()["runs"] == runs


def test_the_tools_are_one_stop_with_menus(shown: Map) -> None:
    """Arrows go from tool to tool; the menus choose names, which Python is told, and parts to zoom to."""
    tools = shown.root.get_by_role("toolbar", name="Map tools")
    home, keyboard = shown.view, shown.page.keyboard
    assert tools.locator("[tabindex='0']").count() == 1
    tools.get_by_role("button", name="Move the map").focus()
    keyboard.press("End")
    keyboard.press("ArrowUp")
    keyboard.press("ArrowUp")
    keyboard.press("Enter")
    expect(tools.get_by_role("menuitemradio", name="By zoom")).to_be_focused()
    assert tools.get_by_role("menuitemradio", name="By zoom").get_attribute("aria-checked") == "true"
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    shown.wait_for(lambda said: said["names"] == "top")
    expect(shown.root.locator(".tmap-label:visible")).to_have_count(2)
    expect(tools.get_by_role("button", name="Names on the map")).to_be_focused()

    tools.get_by_role("button", name="Names on the map").click()
    tools.get_by_role("menuitemradio", name="None").click()
    shown.wait_for(lambda said: said["names"] == "none")
    expect(shown.root.locator(".tmap-label:visible")).to_have_count(0)

    shown.switch("Only the first topic")
    assert shown.view == home
    tools.get_by_role("button", name="Zoom to").click()
    assert tools.get_by_role("menuitem", name="Drawn region").get_attribute("aria-disabled") == "true"
    tools.get_by_role("menuitem", name="What is in view").click()
    shown.wait_until(lambda: shown.view[2] < 0.6 * home[2], "the map does not zoom to what is in view")
    assert shown.view[:2] == pytest.approx(FIRST, abs=1)


def test_own_papers_are_diamonds_with_titles(shown: Map) -> None:
    """They have a card by mouse and by keyboard, a line of the legend, and can be zoomed to."""
    home = shown.view
    shown.switch("Show own papers")
    expect(shown.root.get_by_text("My papers 2")).to_be_visible()
    assert shown.view == home
    shown.page.mouse.move(*shown.pixel(corpus.OWN[1].x, corpus.OWN[1].y))
    expect(shown.card).to_contain_text("Mine, and elsewhere")
    expect(shown.card).to_contain_text("one of your papers, not in this atlas")
    expect(shown.stage).not_to_have_class(re.compile("is-over-paper"))
    shown.page.mouse.click(*shown.pixel(corpus.OWN[1].x, corpus.OWN[1].y))
    shown.page.mouse.move(*shown.pixel(corpus.OWN[0].x, corpus.OWN[0].y))
    expect(shown.stage).to_have_class(re.compile("is-over-paper"))
    shown.page.mouse.click(*shown.pixel(corpus.OWN[0].x, corpus.OWN[0].y))
    shown.wait_for_clicks(42)

    shown.stage.focus()
    shown.page.keyboard.press("o")
    expect(shown.root.locator("[aria-live]")).to_have_text("<b>Mine</b>, and in the atlas. one of your papers.")
    shown.tool("Zoom to")
    shown.root.get_by_role("menuitem", name="My papers").click()
    shown.wait_until(lambda: shown.view[2] != home[2], "the map does not zoom to the user's papers")


@pytest.mark.parametrize("width", [350, 900])
def test_the_map_follows_its_container(shown: Map, width: int) -> None:
    """It takes the width there is and shows all papers in it."""
    shown.page.set_viewport_size({"width": width, "height": 800})

    def all_papers_are_on_the_stage() -> bool:
        stage = shown.stage.bounding_box()
        assert stage
        places = np.array([shown.paper(index) for index in range(0, corpus.N_PAPERS, 50)]) - (stage["x"], stage["y"])
        is_inside = (places >= 0) & (places <= (stage["width"], stage["height"]))
        return stage["width"] <= width and bool(is_inside.all())

    shown.wait_until(all_papers_are_on_the_stage, f"papers are cut off at {width} pixels")


@pytest.mark.parametrize("switch", ["Break plotly.js", "Break the points"])
def test_what_cannot_be_loaded_is_said(page: Page, address: str, switch: str) -> None:
    """One sentence stands where the map was, and says where the same papers are."""
    shown = Map(page, address)
    shown.switch("Show the map")
    shown.switch(switch)
    shown.switch("Show the map")

    expect(shown.root.get_by_role("status")).to_contain_text("could not be loaded; reload the page")
    expect(shown.root.get_by_role("status")).to_contain_text("The page Papers has the same papers as a list.")
    shown.switch(switch)
    shown.wait_until_drawn()
    expect(shown.root.get_by_role("status")).to_have_text("")


def test_without_webgl_the_map_says_so(browser: Browser, address: str) -> None:
    """A browser without WebGL 2 gets a sentence, not an empty box."""
    with browser.new_context() as context:
        context.add_init_script(
            "const get = HTMLCanvasElement.prototype.getContext;"
            "HTMLCanvasElement.prototype.getContext = function (kind, ...more) {"
            "  return kind === 'webgl2' ? null : get.call(this, kind, ...more); };"
        )
        page = context.new_page()
        page.goto(address)
        page.get_by_text("Show dates", exact=True).click()

        expect(page.get_by_test_id("topic-map").get_by_role("status")).to_contain_text("does not offer WebGL 2")
        expect(page.get_by_role("group", name="Papers by date")).to_contain_text("All dates, 2022 to 2024")
        page.get_by_role("slider", name="First date").press("ArrowRight")
        expect(page.locator("#said")).to_contain_text('"dates": ["2022-02", "None"]')


def test_dark_theme_has_its_own_colours(browser: Browser, address: str) -> None:
    """On dark ground topics take their lighter colour."""
    with browser.new_context(color_scheme="dark", viewport={"width": 1440, "height": 900}) as context:
        shown = Map(context.new_page(), address)
        picture = shown.picture()

        red, green, blue = np.moveaxis(picture, 2, 0)
        assert np.median(picture) < 40
        # #7fb2ec on dark ground, a little seen through; #2f6db3, its form for light ground, has less blue than this.
        assert ((blue > 195) & (green > 140) & (red < 150)).sum() > 500


def test_a_change_of_theme_keeps_the_view(shown: Map) -> None:
    """Colours follow the page at once; the zoom stays."""
    home = shown.view
    shown.tool("Zoom in")
    shown.wait_for_span(home[2] / 1.5)
    view = shown.view
    assert np.median(shown.picture()) > 240

    shown.page.emulate_media(color_scheme="dark")
    shown.wait_until(lambda: bool(np.median(shown.picture()) < 40), "the map did not turn dark")
    assert shown.view == view


def test_a_lost_graphics_context_is_drawn_again(shown: Map) -> None:
    """Browsers take contexts away, after sleep or with too many tabs; the map comes back by itself."""
    before = saturated(shown.picture())
    lose = (
        "c => { window.lost = c.getContext('webgl2').getExtension('WEBGL_lose_context'); window.lost.loseContext(); }"
    )
    shown.root.locator(".tmap-canvas").evaluate(lose)
    shown.wait_until(lambda: saturated(shown.picture()) < 0.2 * before, "the context is not lost")

    shown.page.evaluate("window.lost.restoreContext()")
    shown.wait_until(lambda: saturated(shown.picture()) == pytest.approx(before, rel=0.02), "the map stays empty")


def test_the_first_session_knows_its_workspace(shown: Map) -> None:
    """The cookie set with the page is there in the session that the page opens."""
    cookies = {cookie["name"]: cookie for cookie in shown.page.context.cookies()}

    assert cookies["topic_atlas_id"]["httpOnly"]
    expect(shown.page.get_by_text(f"workspace {cookies['topic_atlas_id']['value']}")).to_be_visible()


def test_points_take_the_colours_of_a_field(shown: Map) -> None:
    """A scale from left to right, then categories: points, legend and card agree, and names stand in plain colour."""
    legend = shown.root.get_by_role("group", name="Legend")
    shown.switch("age")
    expect(legend.get_by_role("button", name="Age")).to_have_attribute("aria-expanded", "true")
    expect(legend).to_contain_text("1,777 of 1,777 with a value in view")
    expect(legend).to_contain_text("Steps are made up.")
    expect(legend).to_contain_text("Not known 223")

    def color_at(index: int) -> NDArray[np.int16]:
        x, y = np.subtract(shown.paper(index), [shown.stage.bounding_box()[side] for side in ("x", "y")])
        return shown.picture()[int(y), int(x)]

    steps = corpus.COLORINGS["age"].codes
    wanted = to_rgb(scale_colors(MOST_STEPS, dark=False)[steps[corpus.HOSTILE]])
    assert abs(color_at(corpus.HOSTILE) - wanted).max() < 40
    shown.page.mouse.move(*shown.paper(corpus.HOSTILE))
    expect(shown.card).to_contain_text(f"Age: {steps[corpus.HOSTILE]} years")

    shown.switch("kind")
    shown.switch("Only the first topic")
    expect(legend).to_contain_text("article400<b>letter</b>0 of 400Others0 of 1,200")
    assert shown.root.locator("b", has_text="letter").count() == 0
    shown.switch("match")
    expect(legend).to_contain_text("With a value 400")
    shown.switch("Only the second topic")
    shown.switch("Only the first topic")
    expect(legend).to_contain_text("full400Match")
    expect(legend).not_to_contain_text("Not known")
    shown.switch("topic")
    expect(legend.get_by_role("button", name="Topics")).to_have_attribute("aria-expanded", "false")


def test_the_legend_is_folded_and_stays_as_it_was_left(shown: Map) -> None:
    """Topics begin folded; opened they are counted in view, and are so again after the page was loaded anew."""
    entry = shown.root.get_by_role("listitem").filter(has_text="Protein folding")
    expect(entry).to_have_count(0)
    shown.root.get_by_role("button", name="Topics").press("Enter")
    expect(entry).to_have_text("Protein folding400")
    shown.switch("Only the first topic")
    expect(entry).to_have_count(0)
    expect(shown.root.get_by_role("listitem").filter(has_text="Dense retrieval")).to_contain_text("200")

    shown.page.reload()
    shown.wait_until_drawn()
    expect(entry).to_have_text("Protein folding400")


def test_the_ground_is_tinted_where_many_papers_lie(shown: Map) -> None:
    """Faintly, between the points of a cloud; far from all papers it is plain."""
    picture = shown.picture()
    box = shown.stage.bounding_box()
    assert box

    def ground(x: float, y: float) -> NDArray[np.int16]:
        px, py = (int(pixel - start) for pixel, start in zip(shown.pixel(x, y), (box["x"], box["y"]), strict=True))
        around = picture[py - 7 : py + 8, px - 7 : px + 8].reshape(-1, 3)
        # The brightest of a small square: no point and no letter.
        found: NDArray[np.int16] = around[around.sum(axis=1).argmax()]
        return found

    plain = ground(-6, -4)
    tinted = ground(FIRST[0] + 0.2, FIRST[1] - 1.1)
    assert abs(plain - picture[5, 5]).max() <= 1
    assert 3 < abs(tinted - plain).max() < 80


def test_of_a_large_corpus_a_sample_is_drawn(page: Page, tmp_path: Path) -> None:
    """500 of 2,000; all that is in view, once a filter leaves no more than that; a click tells the right paper."""
    with running_fixture(tmp_path / "log.txt", MAP_MOST_POINTS="500") as url:
        shown = Map(page, url, n_drawn=500)
        expect(shown.root.get_by_text("Drawn 500 of 2,000")).to_be_visible()
        expect(shown.root.get_by_text("In a topic 1,800")).to_be_visible()
        few = saturated(shown.picture())
        shown.switch("Only the first topic")
        expect(shown.root.get_by_text("Outside the view 1,600")).to_be_visible()
        shown.wait_until_drawn()
        shown.wait_until(lambda: saturated(shown.picture()) > few / 3, "the papers in view are not all drawn")

        first = np.flatnonzero(corpus.ATLAS.cloud == 0)
        distances = np.hypot(*(corpus.ATLAS.layout[first, None] - corpus.ATLAS.layout).transpose(2, 0, 1))
        lonely = first[np.sort(distances, axis=1)[:, 1].argmax()]
        shown.page.mouse.click(*shown.paper(int(lonely)))
        shown.wait_for_clicks(int(lonely))


def to_rgb(color: str) -> NDArray[np.int16]:
    """`#rrggbb` as numbers."""
    return np.frombuffer(bytes.fromhex(color[1:]), dtype=np.uint8).astype(np.int16)
