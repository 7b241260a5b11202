"""A page that is open while the server ends and begins again: nothing is lost, and nobody has to do anything."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, expect

from tools.dashboard import running_dashboard


def test_a_restarted_server_costs_nothing(browser: Browser, tmp_path: Path) -> None:
    """Page, view and selection are there again, and the first thing done on the page counts."""
    # Not the fixture's page: that the server is away for a while is an error in its eyes.
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    boxes = page.get_by_test_id("stMain").get_by_role("checkbox", name="Select ")
    with running_dashboard(tmp_path, tmp_path / "log.txt") as url:
        page.goto(f"{url}/papers?atlas=sample&topic=0&sort=newest")
        expect(boxes).to_have_count(20, timeout=30_000)
        boxes.nth(0).locator("xpath=ancestor::label").click()
        expect(page.get_by_role("link", name="Selection (1)")).to_be_visible()
    address, said = page.url, page.get_by_text("25 of 296 papers on").inner_text()
    page.wait_for_selector('[data-testid=stApp]:not([data-test-connection-state="CONNECTED"])', state="attached")

    with running_dashboard(tmp_path, tmp_path / "log.txt", port=urlsplit(url).port or 0):
        # Only the server that is new can say that its script has run.
        page.wait_for_selector("[data-test-connection-state=CONNECTED][data-test-script-state=running]")
        page.wait_for_selector("[data-test-connection-state=CONNECTED][data-test-script-state=notRunning]")
        assert page.url == address
        expect(page.get_by_text(said)).to_be_visible()
        expect(page.get_by_role("link", name="Selection (1)")).to_be_visible()
        boxes.nth(1).locator("xpath=ancestor::label").click()
        expect(page.get_by_role("link", name="Selection (2)")).to_be_visible()
    context.close()
