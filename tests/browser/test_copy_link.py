"""The button that copies the view's link."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.atlas_maker import write_atlas

VIEW = "papers?atlas=tiny&topic=0&topic=none&q=a&sort=title"


@pytest.fixture(scope="module")
def address(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dashboard with the tiny atlas."""
    home = tmp_path_factory.mktemp("home")
    write_atlas(home / "tiny")
    return serve(home)


def test_the_clipboard_has_the_address(address: str, page: Page) -> None:
    """The button puts the page's address into the clipboard and says so."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto(f"{address}/{VIEW}")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("copied", exact=True)).to_be_visible()

    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/{VIEW}"
    # The word goes away again.
    expect(page.get_by_text("copied", exact=True)).to_be_hidden(timeout=5000)


def test_the_link_follows_the_view(address: str, page: Page) -> None:
    """After a filter was taken off, the link is the new view's."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto(f"{address}/{VIEW}")
    page.get_by_role("button", name="“a”").click()
    expect(page.get_by_role("button", name="“a”")).to_be_hidden()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("copied", exact=True)).to_be_visible()

    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/{VIEW}".replace("&q=a", "")


def test_where_the_clipboard_is_forbidden(address: str, page: Page) -> None:
    """Where the browser gives no clipboard the address is shown to be copied by hand."""
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    asked: list[tuple[str, str]] = []
    page.on("dialog", lambda dialog: (asked.append((dialog.message, dialog.default_value)), dialog.dismiss()))
    page.goto(f"{address}/{VIEW}")
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_timeout(300)

    assert asked == [("Copy this link:", f"{address}/{VIEW}")]


def test_the_link_names_the_atlas(address: str, page: Page) -> None:
    """An address that names no atlas opens the newest; the link copied from it leads to the one that was open."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto(f"{address}/papers")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("copied", exact=True)).to_be_visible()

    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/papers?atlas=tiny"
