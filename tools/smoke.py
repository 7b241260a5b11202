"""Looks at a started dashboard: does it answer, does it draw?

    python -m tools.smoke answers http://127.0.0.1:8501     # needs requirements.txt alone
    python -m tools.smoke draws http://127.0.0.1:8501       # needs Playwright and a Chromium

CI asks both of the dashboard that the README's commands have started on the sample.
"""

import argparse
import colorsys
import io
import time
from typing import TYPE_CHECKING

from tools.dashboard import HEALTH, ROOT, START_SECONDS, answers

if TYPE_CHECKING:
    from playwright.sync_api import Page

MAP = "topic-map"
# Topics have colours of their own, so a map with topics has several hues (of twelve); an empty one has none.
MIN_HUES = 3
MIN_PIXELS = 20


def check_answers(url: str) -> None:
    """Wait for the server, then run the first page as a visit does.

    Raises
    ------
    SystemExit
        If nothing answers within a minute, or if the page shows an error.
    """
    deadline = time.monotonic() + START_SECONDS
    while not (answers(url + HEALTH) and answers(url + "/")):
        if time.monotonic() > deadline:
            raise SystemExit(f"Nothing answers at {url}: see the server's log.")
        time.sleep(0.2)

    from streamlit.testing.v1 import AppTest

    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=START_SECONDS).run()
    shown = [*page.exception, *page.error]
    if shown:
        raise SystemExit(f"The first page shows an error: {shown[0].value}")


def check_draws(page: "Page", url: str) -> None:
    """Open the first page and wait until its map has the colours of topics.

    Raises
    ------
    AssertionError
        If it has not after a minute; the message says how many hues were seen.
    """
    page.goto(url)
    topic_map = page.get_by_test_id(MAP)
    topic_map.wait_for(state="visible", timeout=START_SECONDS * 1000)
    deadline = time.monotonic() + START_SECONDS
    while (seen := count_hues(topic_map.screenshot())) < MIN_HUES:
        assert time.monotonic() < deadline, f"the map at {url} shows {seen} hues, expected {MIN_HUES} or more"
        page.wait_for_timeout(200)


def count_hues(png: bytes) -> int:
    """How many of twelve hues a picture has, greys and stray pixels not counted."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        colours = image.convert("RGB").getcolors(maxcolors=image.width * image.height) or []
    pixels = [0] * 12
    for count, colour in colours:
        assert isinstance(colour, tuple)  # a number only where a picture has one band
        red, green, blue = colour
        hue, _, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
        if max(red, green, blue) - min(red, green, blue) > 60 and saturation > 0.2:
            pixels[int(hue * 12) % 12] += count
    return sum(count >= MIN_PIXELS for count in pixels)


def main() -> None:
    """Run one of the two looks."""
    parser = argparse.ArgumentParser(description="Look at a started dashboard: does it answer, does it draw?")
    parser.add_argument("what", choices=["answers", "draws"])
    parser.add_argument("url")
    arguments = parser.parse_args()
    url = arguments.url.rstrip("/")
    if arguments.what == "answers":
        check_answers(url)
    else:
        from tools.chromium import open_chromium

        with open_chromium() as browser:
            if browser is None:
                raise SystemExit("There is no Chromium on this machine: install it, or google-chrome.")
            check_draws(browser.new_page(viewport={"width": 1440, "height": 900}), url)
    print(f"The dashboard at {url} {arguments.what}.")


if __name__ == "__main__":
    main()
