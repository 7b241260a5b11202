"""Exploring as a person does it on the sample: search, colours, time, compare, one's own list, groups."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.atlas.home import SAMPLE_ATLAS
from lib.atlas.parquet import read_parquet

DRAWN = '[data-testid="topic-map"][data-drawn="296"]'
SLOW_MS = 60_000
QUESTION = "skeletons of people who crossed the ocean"


@pytest.fixture(scope="module")
def dashboard(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dashboard with the sample and nothing else."""
    return serve(tmp_path_factory.mktemp("home"))


def open_map(page: Page, dashboard: str, query: str = "") -> None:
    """Open the map and send the tour away."""
    page.set_default_timeout(SLOW_MS)
    page.goto(f"{dashboard}/?atlas=sample{query}")
    page.wait_for_selector(DRAWN)
    page.get_by_role("button", name="Skip the tour").click()
    expect(page.get_by_role("button", name="Skip the tour")).to_have_count(0, timeout=SLOW_MS)


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a box of the page."""
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_search_by_meaning_lights_the_map(dashboard: str, page: Page) -> None:
    """A question finds papers without its words; they are counted by topic, coloured by match, first in the list."""
    open_map(page, dashboard)
    field = page.get_by_label("Search", exact=True)
    field.fill(QUESTION)
    page.get_by_test_id("stSidebar").get_by_text("Meaning", exact=True).click()

    expect(page.get_by_text(f"near in meaning to “{QUESTION[:20]}").first).to_be_visible(timeout=SLOW_MS)
    expect(page).to_have_url(re.compile("search=meaning"))
    expect(page.get_by_role("checkbox", name=re.compile("ancestry"))).to_be_visible(timeout=SLOW_MS)

    choose(page, "Colour by", "Search match")
    expect(page.get_by_test_id("topic-map").get_by_text("Search match")).to_be_visible(timeout=SLOW_MS)
    page.get_by_role("link", name="Papers", exact=True).click()
    order = page.get_by_role("combobox", name="Order", exact=True)
    expect(order).to_have_value("Best match first", timeout=SLOW_MS)


def test_time_is_brushed_by_keys(dashboard: str, page: Page) -> None:
    """A bound moved on the strip under the map is the view's on every page, and Back takes it away."""
    open_map(page, dashboard)
    page.get_by_role("slider", name="First date").press("PageUp")

    expect(page).to_have_url(re.compile(r"from=\d{4}"), timeout=SLOW_MS)
    expect(page.get_by_role("button", name=re.compile("^from "))).to_be_visible(timeout=SLOW_MS)
    page.get_by_role("link", name="Trends", exact=True).click()
    expect(page).to_have_url(re.compile(r"trends\?.*from=\d{4}"), timeout=SLOW_MS)


def test_two_topics_are_compared(dashboard: str, page: Page) -> None:
    """From a topic's page two topics stand side by side: the words that tell them apart, and what lies between."""
    page.set_default_timeout(SLOW_MS)
    page.goto(f"{dashboard}/topics?atlas=sample&open=0")
    page.get_by_role("link", name=re.compile("^Compare it with")).first.click()

    expect(page.get_by_role("heading", name="Compare", exact=True)).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_role("heading", name="Words that tell them apart")).to_be_visible(timeout=SLOW_MS)
    expect(page.locator(".js-plotly-plot .bars").first).to_be_visible(timeout=SLOW_MS)


def test_a_list_of_ones_own(dashboard: str, page: Page, tmp_path: Path) -> None:
    """A library is held against the atlas, lies on the map as diamonds, and outlives a reload."""
    title = read_parquet(SAMPLE_ATLAS / "papers.parquet")["title"][3].as_py()
    library = tmp_path / "library.ris"
    library.write_text(f"TY  - JOUR\nTI  - {title}\nER  -\nTY  - JOUR\nTI  - Warm seas bleach corals\nER  -\n")
    page.set_default_timeout(SLOW_MS)
    page.goto(f"{dashboard}/own?atlas=sample")
    page.locator("input[type=file]").set_input_files(library)
    page.get_by_text("library.ris").first.wait_for()
    page.get_by_role("button", name="See them here").click()
    expect(page.get_by_text("2 papers of library.ris: 1 in the atlas")).to_be_visible(timeout=SLOW_MS)

    page.reload()
    expect(page.get_by_text("2 papers of library.ris: 1 in the atlas")).to_be_visible(timeout=SLOW_MS)
    page.get_by_role("link", name="See them on the map").click()
    page.wait_for_selector(DRAWN)
    expect(page.get_by_test_id("topic-map").get_by_text(re.compile("own|Your|My"), exact=False).first).to_be_visible()


def test_the_list_in_groups_and_narrowed(dashboard: str, page: Page) -> None:
    """Papers stand under their topics, and bridge papers alone, by the URL, with a way back."""
    page.set_default_timeout(SLOW_MS)
    page.goto(f"{dashboard}/papers?atlas=sample")
    page.get_by_text("Group by topic").click()
    expect(page).to_have_url(re.compile("group=topic"), timeout=SLOW_MS)
    page.get_by_text(re.compile(r"^bridge paper \(\d+\)$")).click()
    expect(page).to_have_url(re.compile(r"is\.mark=bridge"), timeout=SLOW_MS)
    page.go_back()
    expect(page).not_to_have_url(re.compile(r"is\.mark=bridge"), timeout=SLOW_MS)
