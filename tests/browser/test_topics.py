"""The boxes of the page Topics in a browser: a click on a topic opens its page, one on its area comes nearer."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

SLICES = ".treemaplayer .slice"
HEIGHTS = "(slices) => slices.map((slice) => slice.__data__.height)"
IDS = "(slices) => slices.map((slice) => slice.__data__.data.id)"
CORNER = {"x": 12, "y": 9}
"""Within a box, and above those within it."""


@pytest.fixture(scope="module")
def dashboard(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dashboard with the sample and nothing else."""
    return serve(tmp_path_factory.mktemp("home"))


def click_box(page: Page, height: int) -> str:
    """Click on the first box that has so many levels below it; returns its topic's id."""
    slices = page.locator(SLICES)
    expect(slices.nth(2)).to_be_visible(timeout=30_000)
    place = slices.evaluate_all(HEIGHTS).index(height)
    topic = str(slices.evaluate_all(IDS)[place])
    slices.nth(place).click(position=CORNER)
    return topic


def test_boxes_open_topics(dashboard: str, page: Page) -> None:
    """A topic's box opens its page and Back leads back; an area's box shows its topics alone, and these open too."""
    page.goto(f"{dashboard}/topics?atlas=sample")
    topic = click_box(page, 0)
    expect(page).to_have_url(re.compile(rf"open={topic}\b"))
    expect(page.get_by_role("heading", name="What it is about")).to_be_visible()
    page.go_back()
    expect(page).not_to_have_url(re.compile("open="))

    page.goto(f"{dashboard}/topics?atlas=sample&level=default")
    area = click_box(page, 1)
    expect(page.locator(SLICES)).to_have_count(1 + len(topics_of(page, area)), timeout=10_000)
    expect(page).not_to_have_url(re.compile("open="))
    topic = click_box(page, 0)
    expect(page).to_have_url(re.compile(rf"open={topic}\b"))


def topics_of(page: Page, area: str) -> list[str]:
    """The boxes within an area's."""
    found: list[str] = page.locator(".js-plotly-plot").first.evaluate(
        "(plot, area) => plot.data[0].ids.filter((_, place) => plot.data[0].parents[place] === area)", area
    )
    return found
