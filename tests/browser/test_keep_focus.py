"""Where the focus is after a button that vanished with its own press."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


def press(button: Locator) -> None:
    """Press a button by the keyboard."""
    button.focus()
    button.press("Enter")


def test_the_focus_is_not_lost(serve: Callable[..., str], page: Page, tmp_path: Path) -> None:
    """It goes to what took the button's place, to what led there, or to the page's heading."""
    address = serve(tmp_path)
    page.goto(address)
    for _ in range(5):
        expect(page.get_by_role("button", name="Next")).to_be_enabled()
        card = page.get_by_text(re.compile(r"^Tour, \d of 6$")).inner_text()
        press(page.get_by_role("button", name="Next"))
        expect(page.get_by_text(card, exact=True)).to_have_count(0)
    expect(page.locator(".st-key-ta-tour :focus")).to_have_count(1)
    press(page.get_by_role("button", name="Done"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()

    page.goto(f"{address}/papers?atlas=sample")
    title = page.locator('[class*="st-key-open_"] button').nth(2)
    press(title)
    press(page.get_by_role("button", name="Close"))
    expect(page).not_to_have_url(re.compile("paper="))
    expect(title).to_be_focused()

    press(page.get_by_role("button", name="Select these 20"))
    press(page.get_by_role("button", name="Undo"))
    expect(page.get_by_text("added to the selection.")).to_be_hidden()
    expect(page.locator("body:focus")).to_have_count(0)
    expect(page.locator(":focus")).to_have_count(1)
