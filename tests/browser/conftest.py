"""A real Chromium, and real dashboards for it to open."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tools.chromium import open_chromium
from tools.dashboard import running_dashboard

# Playwright's own five seconds are too few where tests run side by side on two cores.
expect.set_options(timeout=30_000)
THIS_MACHINE = {"127.0.0.1", "localhost"}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each has a profile of its own in `page`."""
    with open_chromium() as found:
        if found is None:
            pytest.skip("no Chromium on this machine: install chromium or google-chrome")
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page, 1440 by 900; the test fails if a script in it fails or if it asks another machine for anything."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    abroad: list[str] = []
    errors: list[str] = []
    context.on("request", lambda request: _is_here(request.url) or abroad.append(request.url))
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context.new_page()
    context.close()

    assert not abroad, f"the page asked other machines: {abroad}"
    assert not errors, f"scripts in the page failed: {errors}"


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """A function that starts a dashboard: `serve(home, *arguments)` gives its address.

    `home` is the data folder; the arguments are those after `--`, such as `"--atlas", path`. The server runs until
    the file's last test.
    """
    with ExitStack() as stack:

        def start(home: Path, *arguments: str) -> str:
            log = tmp_path_factory.mktemp("server") / "log.txt"
            return stack.enter_context(running_dashboard(home, log, *arguments))

        yield start


def _is_here(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"blob", "data", "about"} or parts.hostname in THIS_MACHINE
