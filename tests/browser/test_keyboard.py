"""From the map to a file with keys alone, the place of the keys seen all the way."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

MOST_STOPS = 120
"""More than any page of the sample has between its beginning and its end."""

FOCUS = """() => {
  let it = document.activeElement;
  while (it?.shadowRoot?.activeElement) it = it.shadowRoot.activeElement;
  if (it === document.body) return { name: "", isSeen: false };
  const seen = [it, it.closest("label"), it.parentElement, it.closest("[data-testid=topic-map] > *")];
  const name = it.tagName === "MAIN" ? "main" : it.ariaLabel || it.closest("label")?.innerText || it.innerText;
  return { name, isSeen: seen.some((part) => part && getComputedStyle(part).outlineStyle !== "none") };
}"""
"""What the keys would act on: its name, and whether a ring shows it."""


@pytest.fixture(scope="module")
def dashboard(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dashboard with the sample and nothing else."""
    return serve(tmp_path_factory.mktemp("home"))


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the keys are on the part of that name; on the way and there it must be seen where they are."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if re.search(name, focus["name"]):
            assert focus["isSeen"], f"no ring around {focus['name']!r}"
            return
    raise AssertionError(f"Tab never came to {name!r}")


def test_with_keys_alone(dashboard: str, page: Page) -> None:
    """Filter by a topic, open a paper, select it, go to the selection and take it away, without a mouse."""
    page.goto(dashboard)
    page.wait_for_selector('[data-testid="topic-map"][data-drawn]')
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["name"] == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS)["name"] == "main"

    tab_to(page, r"^thaw, permafrost")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("topic="))
    expect(page.get_by_role("button", name="Clear filters")).to_be_visible()

    tab_to(page, r"^Map of 296 papers")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("paper="))
    expect(page.get_by_role("button", name="Close")).to_be_visible()
    tab_to(page, r"\bSelect$")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Selection (1)")).to_be_visible()

    tab_to(page, r"Selection \(1\)")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Selection", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="BibTeX")).to_be_visible()
    tab_to(page, "BibTeX")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.path().read_text(encoding="utf-8").startswith("@")
