"""Every page as people meet it who do not see it or use the keyboard alone: axe-core finds no barrier."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from lib.atlas.home import SAMPLE_ATLAS
from lib.atlas.reader import Atlas, open_atlas
from lib.atlas.workspace import Workspace
from lib.server.middleware import COOKIE_NAME
from lib.ui.nav import PAGES
from tools.pictures import draw_lasso, open_first_paper

ME = "m" * 43
GRAVE = {"serious", "critical"}
ORDER = {"heading-order", "page-has-heading-one", "landmark-one-main", "region"}
"""Rules that axe counts as moderate: without them a page is hard to find one's way in by its headings and parts."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which five of the sample's papers are selected."""
    folder = tmp_path_factory.mktemp("home")
    Workspace(folder, ME).add("sample", open_atlas(SAMPLE_ATLAS).papers["paper_id"].to_pylist()[:5])
    return folder


@pytest.fixture(scope="module")
def visitor(serve: Callable[..., str], home: Path, browser: Browser) -> Iterator[Page]:
    """A page of the browser that goes from test to test, on a dashboard with the sample."""
    url = serve(home)
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=url, reduced_motion="reduce")
    context.add_cookies([{"name": COOKIE_NAME, "value": ME, "url": url}])
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def sample() -> Atlas:
    """The sample as it lies on the disk."""
    return open_atlas(SAMPLE_ATLAS)


def open_menu(page: Page, _: Atlas) -> None:
    """Open the table and the files of a chart."""
    page.get_by_text("The same as a table").click()
    page.get_by_role("button", name="Download").click()
    page.get_by_role("button", name="(SVG)").wait_for()


def open_paper_on_map(page: Page, _: Atlas) -> None:
    """Open a paper by the map's keys."""
    page.get_by_role("application").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Close").wait_for()


STATES: dict[str, tuple[str, Callable[[Page, Atlas], None] | None]] = {
    "map": ("", None),
    "map with a paper": ("", open_paper_on_map),
    "map with a lasso": ("", draw_lasso),
    "trends": ("trends", open_menu),
    "topics": ("topics", None),
    "topic": ("topics?open=0", None),
    "compare": ("compare", None),
    "papers": ("papers", open_first_paper),
    "selection": ("selection", None),
    "own list": ("own", None),
    "records": ("records", open_menu),
    "new atlas": ("build", None),
    "atlases": ("atlases", None),
}


def test_every_page_is_looked_at() -> None:
    """A page that is added to the dashboard is added here."""
    assert {path.partition("?")[0] for path, _ in STATES.values()} == {spec.path for spec in PAGES}


@pytest.mark.parametrize("state", STATES)
def test_no_barriers(visitor: Page, sample: Atlas, state: str) -> None:
    """A page has no serious or critical fault, in light and in dark, and its headings are in order below its title."""
    path, prepare = STATES[state]
    visitor.emulate_media(color_scheme="light")
    visitor.goto(f"/{path}")
    at_rest(visitor)
    if prepare is not None:
        prepare(visitor, sample)
        at_rest(visitor)

    assert faults(visitor) == []
    assert visitor.locator("h1").count() == 1
    visitor.emulate_media(color_scheme="dark")
    at_rest(visitor)
    # Nothing else depends on the theme.
    assert faults(visitor, "color-contrast") == []


def at_rest(page: Page) -> None:
    """Wait until the script has run and the page shows what it gave."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", state="attached")
    page.locator("h1").wait_for()
    if page.get_by_test_id("topic-map").count():
        page.wait_for_selector("[data-testid=topic-map][data-drawn]")
    for skeleton in page.get_by_test_id("stSkeleton").all():
        skeleton.wait_for(state="detached")
    # Buttons change their colours, and columns their width, over a moment.
    page.wait_for_timeout(400)


def faults(page: Page, *rules: str) -> list[str]:
    """Each fault that matters in a line: rule, where, what is wrong; by all rules where none is named."""
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:150]} in {node['target']}: {node['failureSummary'][:250]}"
        for fault in found
        if fault["impact"] in GRAVE or fault["id"] in ORDER
        for node in fault["nodes"]
    ]
