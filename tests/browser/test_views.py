"""One view on every page, in the URL and in the browser's history, as a person meets it on the sample."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.atlas_maker import JUDGED, write_atlas

DRAWN = '[data-testid="topic-map"][data-drawn="296"]'


@pytest.fixture(scope="module")
def dashboard(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dashboard with the sample and nothing else."""
    return serve(tmp_path_factory.mktemp("home"))


def go_to(page: Page, name: str) -> None:
    """Follow a link of the sidebar."""
    page.get_by_test_id("stSidebar").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def type_words(page: Page, words: str) -> None:
    """Filter by words."""
    field = page.get_by_label("Search", exact=True)
    field.fill(words)
    field.press("Enter")


def test_a_filter_holds_on_every_page(dashboard: str, page: Page) -> None:
    """Words typed once are in the field, in the sentence and in the URL of every page."""
    page.goto(dashboard)
    page.wait_for_selector(DRAWN)
    type_words(page, "carbon")
    sentence = page.get_by_text("of 296 papers with “carbon”.")
    expect(sentence).to_be_visible()
    said = sentence.inner_text()

    for name in ("Trends", "Topics", "Papers", "Map"):
        go_to(page, name)
        expect(page.get_by_text(said)).to_be_visible()
        expect(page.get_by_label("Search", exact=True)).to_have_value("carbon")
        expect(page).to_have_url(re.compile(r"q=carbon"))


def test_back_and_forward(dashboard: str, page: Page) -> None:
    """Each change of the view is one step back, and the widgets follow."""
    page.goto(f"{dashboard}/papers?atlas=sample")
    expect(page.get_by_text("All 296 papers.")).to_be_visible()
    type_words(page, "carbon")
    expect(page.get_by_text("with “carbon”")).to_be_visible()
    go_to(page, "Topics")

    page.go_back()
    expect(page.get_by_role("heading", name="Papers", exact=True)).to_be_visible()
    expect(page.get_by_label("Search", exact=True)).to_have_value("carbon")
    page.go_back()
    expect(page.get_by_text("All 296 papers.")).to_be_visible()
    expect(page.get_by_label("Search", exact=True)).to_have_value("")
    page.go_forward()
    expect(page.get_by_label("Search", exact=True)).to_have_value("carbon")


def test_a_copied_link_opens_the_same_view_and_nobodys_selection(dashboard: str, page: Page, browser: Browser) -> None:
    """Another browser sees the same papers with the same filters, and selects for itself."""
    page.goto(f"{dashboard}/papers?atlas=sample&q=carbon&from=2022&to=2024-06&undated=out&sort=newest")
    expect(page.get_by_text("with “carbon”, 2022 to Jun 2024")).to_be_visible()
    page.get_by_role("button", name="Select these").click()
    expect(page.get_by_role("link", name="Selection (")).to_be_visible()
    said = page.get_by_text("with “carbon”").inner_text()

    other = browser.new_context().new_page()
    other.goto(page.url)
    expect(other.get_by_text(said)).to_be_visible()
    expect(other.get_by_label("Search", exact=True)).to_have_value("carbon")
    expect(other.get_by_role("link", name="Selection", exact=True)).to_be_visible()
    other.context.close()


def test_the_selection_survives(dashboard: str, page: Page) -> None:
    """Picked papers stay picked over filters, sorting, pages and a reload; removing one takes out that one."""
    page.goto(f"{dashboard}/papers?atlas=sample")
    boxes = page.locator('[class*="st-key-ta-papers"] [data-testid=stCheckbox]')
    boxes.nth(0).click()
    expect(page.get_by_role("link", name="Selection (1)")).to_be_visible()
    boxes.nth(3).click()
    expect(page.get_by_role("link", name="Selection (2)")).to_be_visible()
    type_words(page, "qubits")
    go_to(page, "Map")
    page.wait_for_selector(DRAWN)
    page.reload()
    page.get_by_role("link", name="Selection (2)").click()
    expect(page.get_by_text("2 of 296 papers selected")).to_be_visible()

    boxes.nth(1).click()
    expect(page.get_by_text("1 of 296 papers selected")).to_be_visible()


def test_zoom_is_kept_when_something_else_changes(dashboard: str, page: Page) -> None:
    """A filter greys papers out and moves nothing; the zoom is there again after a visit to another page."""
    page.goto(dashboard)
    page.wait_for_selector(DRAWN)
    everything = _shown_range(page)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(500)
    zoomed = _shown_range(page)
    assert zoomed[1] - zoomed[0] < everything[1] - everything[0]

    type_words(page, "carbon")
    expect(page.get_by_text("with “carbon”")).to_be_visible()
    page.wait_for_timeout(500)
    assert _shown_range(page) == zoomed

    go_to(page, "Trends")
    go_to(page, "Map")
    page.wait_for_selector(DRAWN)
    page.wait_for_timeout(500)
    assert _shown_range(page) == pytest.approx(zoomed)


def _shown_range(page: Page) -> list[float]:
    """From where to where the map shows its first axis, in layout units."""
    return page.evaluate(
        "() => [...document.querySelector('[data-testid=topic-map] .js-plotly-plot')._fullLayout.xaxis.range]"
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?atlas=sample&topic=9999", "This atlas has no topic 9999"),
        ("?atlas=sample&paper=doi:10.1/nothing", "This atlas has no paper"),
        ("?atlas=nothing", "There is no atlas called"),
        ("?atlas=sample&from=yesterday", "The link's date"),
    ],
)
def test_a_wrong_link_says_so_and_the_page_goes_on(dashboard: str, page: Page, query: str, said: str) -> None:
    """What a URL names and is not there is said in a sentence above the papers."""
    page.goto(f"{dashboard}/papers{query}")

    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_text("All 296 papers.")).to_be_visible()


def test_a_first_visitor_with_a_deep_link(serve: Callable[..., str], tmp_path: Path, page: Page) -> None:
    """The very first visitor of a server comes to a topic's page by a link, without a word of "not found"."""
    page.goto(f"{serve(tmp_path)}/topics?atlas=sample&open=0")

    expect(page.get_by_role("heading", name="Typical papers")).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)


def test_stability_sorts_by_its_number(serve: Callable[..., str], page: Page, tmp_path: Path) -> None:
    """The column shows words, by whose letters very stable would come after unstable, and sorts by the numbers."""
    write_atlas(tmp_path / "judged", JUDGED)
    page.goto(f"{serve(tmp_path)}/topics")
    grid = page.get_by_test_id("stDataFrame").filter(has=page.locator("th", has_text="Stability"))
    head = grid.locator("th", has_text="Stability")
    expect(head).to_have_count(1)
    grid.scroll_into_view_if_needed()
    place = grid.locator("canvas").first.bounding_box()
    assert place is not None

    # The canvas has no parts to click at: the fifth column begins behind the widths of those before it.
    page.mouse.click(place["x"] + 520, place["y"] + 16)
    expect(grid.locator("th", has_text="↑ Stability")).to_have_count(1)
    names = grid.locator("tbody tr td:nth-child(1)")

    expect(names).to_have_text(["graphs, networks", "retrieval, search", "solid electrolytes"])
