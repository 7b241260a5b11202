"""A list of papers in a browser: read, picked and opened by keys alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from lib.ui.paper_keys import KEYS

ON, OFF = (f'.st-key-ta-keys span[data-keys="{n}"]' for n in (len(KEYS), 0))


@pytest.fixture(scope="module")
def dashboard(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dashboard with the sample and nothing else."""
    return serve(tmp_path_factory.mktemp("home"))


def titles(page: Page) -> Locator:
    """The titles of the list."""
    return page.locator('[class*="st-key-ta-papers"] [class*="st-key-open_"] button')


def open_list(page: Page, address: str) -> None:
    """Go to a list and wait until its keys work."""
    page.goto(address)
    page.locator(ON).wait_for(state="attached")
    expect(titles(page)).to_have_count(20)


def wait_for_the_run(page: Page) -> None:
    """Wait until the whole page is drawn: what stands below the list comes after it."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    # What was drawn last takes a moment to listen; a key pressed before is heard by nobody.
    page.wait_for_timeout(1000)


def test_by_keys(dashboard: str, page: Page) -> None:
    """The focus goes from title to title, stays on its line when the list is drawn anew, and turns pages."""
    open_list(page, f"{dashboard}/papers?atlas=sample")
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(titles(page).nth(place)).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_role("link", name="Selection (1)")).to_be_visible()
    expect(titles(page).nth(1)).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator("details[open]")).to_have_count(1)
    expect(titles(page).nth(1)).to_be_focused()

    page.keyboard.press("o")
    expect(page).to_have_url(re.compile("paper="))
    expect(page.get_by_role("heading", level=2, name=titles(page).nth(1).inner_text())).to_be_visible()
    expect(titles(page).nth(1)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name=titles(page).nth(2).inner_text())).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("paper="))
    expect(titles(page).nth(2)).to_be_focused()

    wait_for_the_run(page)
    page.keyboard.press("n")
    expect(page.get_by_text("21 to 40 of 296 papers")).to_be_visible()
    expect(titles(page).nth(0)).to_be_focused()
    wait_for_the_run(page)
    page.keyboard.press("p")
    expect(page.get_by_text("1 to 20 of 296 papers")).to_be_visible()
    expect(titles(page).nth(19)).to_be_focused()


def test_keys_are_letters_where_one_writes(dashboard: str, page: Page) -> None:
    """In a box they are written; with Ctrl they are the browser's; switched off they do nothing."""
    open_list(page, f"{dashboard}/papers?atlas=sample")
    box = page.get_by_label("Search", exact=True)
    box.press_sequentially("jxn")
    expect(box).to_have_value("jxn")
    box.fill("")
    box.blur()
    page.keyboard.press("Control+j")
    expect(titles(page).nth(0)).not_to_be_focused()

    page.get_by_role("button", name="Keys").click()
    page.get_by_text("Use these keys").click()
    page.locator(OFF).wait_for(state="attached")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Use these keys")).to_be_hidden()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Selection", exact=True)).to_be_visible()
    expect(titles(page).nth(0)).not_to_be_focused()


def test_undo_after_a_reload(dashboard: str, page: Page) -> None:
    """A page of papers is picked by mistake; the line that undoes it is there after a reload too."""
    open_list(page, f"{dashboard}/papers?atlas=sample&group=topic")
    page.get_by_role("button", name="Select these 20").click()
    expect(page.get_by_text("20 papers added to the selection.")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("link", name="Selection", exact=True)).to_be_visible()
    expect(page.get_by_text("added to the selection.")).to_be_hidden()
