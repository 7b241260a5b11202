"""Finds a Chromium on this machine and opens it for Playwright."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def find_chromium(playwright: Playwright) -> str | None:
    """Path of a Chromium from the system or, failing that, from Playwright's own downloads; None without one."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@contextmanager
def open_chromium() -> Iterator[Browser | None]:
    """Open a browser without a window; None where the machine has none."""
    # A container's root cannot have Chromium's sandbox. WebGL is drawn in software, so that it works everywhere.
    is_root = sys.platform != "win32" and os.geteuid() == 0
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            yield None
            return
        browser = playwright.chromium.launch(
            executable_path=path, args=["--disable-gpu", *(["--no-sandbox"] if is_root else [])]
        )
        try:
            yield browser
        finally:
            browser.close()
