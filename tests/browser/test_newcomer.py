"""What somebody does who opens the program for the first time: find a subject, pick papers, take them away."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from lib.ui.paper_keys import KEYS

MOST_CLICKS = 8
N_PICKED = 5


def test_from_the_first_page_to_a_file(serve: Callable[..., str], page: Page, tmp_path: Path) -> None:
    """A subject's topic is found, five of its papers picked by mouse and keys, and written, in eight clicks at most."""
    clicks: list[str] = []

    def click(target: Locator) -> None:
        clicks.append(target.inner_text() or "a box")
        target.click()

    page.goto(serve(tmp_path))
    click(page.get_by_label("Search", exact=True))
    page.keyboard.type("reefs")
    page.keyboard.press("Enter")
    topics = page.locator(".st-key-ta-topic-list [data-testid=stCheckbox]")
    # The topic of the subject stands there with its numbers.
    topic = topics.filter(has_text="reef")
    expect(topic).to_contain_text(re.compile(r"\(\d+ of \d+\)"))
    click(topic)
    expect(page).to_have_url(re.compile("topic="))

    click(page.get_by_role("link", name="Papers", exact=True))
    expect(page.get_by_role("heading", level=1, name="Papers")).to_be_visible()
    page.locator(f'.st-key-ta-keys span[data-keys="{len(KEYS)}"]').wait_for(state="attached")
    for n_picked in range(1, N_PICKED + 1):
        page.keyboard.press("j")
        page.keyboard.press("x")
        expect(page.get_by_role("link", name=f"Selection ({n_picked})")).to_be_visible()
    click(page.get_by_role("link", name=f"Selection ({N_PICKED})"))
    with page.expect_download() as download:
        click(page.get_by_role("button", name="RIS"))

    written = Path(download.value.path()).read_text(encoding="utf-8")
    assert written.count("TY  - ") == N_PICKED
    assert len(clicks) <= MOST_CLICKS, clicks
