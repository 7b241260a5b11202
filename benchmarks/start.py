"""How soon a started server shows the map and each page, beside an empty app: `python -m benchmarks.start [ATLAS...]`.

Of the atlases named, the map alone; of the sample, every page.
The empty app (one line of text) is the floor: what Streamlit and the browser take whatever a page holds. Both are
measured in turn in the same run, since a machine's speed drifts; medians and their ratio are what to quote.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser

from lib.atlas.home import SAMPLE_ATLAS
from tools.chromium import open_chromium
from tools.dashboard import running_dashboard

ROUNDS = 5
EMPTY = "import streamlit as st\n\nst.title('empty')\n"
MAP = '[data-testid="topic-map"][data-drawn]'
HEADING = '[data-testid="stMainBlockContainer"] h1'
PAGES = {
    "Map": ("/?atlas=sample", MAP),
    "Trends": ("/trends?atlas=sample", ".js-plotly-plot .scatterlayer"),
    "Topics": ("/topics?atlas=sample", '[data-testid="stDataFrame"]'),
    "A topic": ("/topics?atlas=sample&open=0", ".js-plotly-plot .barlayer"),
    "Papers": ("/papers?atlas=sample", '[class*="st-key-ta-papers"] button'),
    "Selection": ("/selection?atlas=sample", '[data-testid="stAlert"]'),
    "New atlas": ("/build", '[data-testid="stFileUploader"]'),
    "Atlases": ("/atlases", HEADING),
}


def seconds_to_show(browser: Browser, url: str, selector: str) -> float:
    """Open an address in a new profile (nothing cached) and wait for what it should show."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    began = time.perf_counter()
    page.goto(url)
    page.wait_for_selector(selector, timeout=60_000)
    seconds = time.perf_counter() - began
    context.close()
    return seconds


def started(browser: Browser, folder: Path, script: Path | None, selector: str, *arguments: str) -> tuple[float, float]:
    """Start a server; seconds until it answers, and until the first visitor sees what was asked for."""
    began = time.perf_counter()
    options = {} if script is None else {"script": script}
    with running_dashboard(folder / "home", folder / "log.txt", *arguments, **options) as url:
        answers = time.perf_counter() - began
        return answers, answers + seconds_to_show(browser, url, selector)


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("atlas", nargs="*", type=Path)
    atlases = [folder.resolve() for folder in parser.parse_args().atlas]
    with tempfile.TemporaryDirectory() as name, open_chromium() as browser:
        if browser is None:
            raise SystemExit("no Chromium on this machine: install chromium or google-chrome")
        folder = Path(name)
        empty = folder / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        print(f"\nFrom the command to the picture, seconds, median of {ROUNDS}\n")
        print("| | papers | server answers | first visitor sees the map | empty app | ratio |\n|" + " --- |" * 6)
        for atlas in (None, *atlases):
            arguments = () if atlas is None else ("--atlas", str(atlas))
            pairs = [
                (started(browser, folder, None, MAP, *arguments), started(browser, folder, empty, HEADING))
                for _ in range(ROUNDS)
            ]
            n_papers = len(np.load((atlas or SAMPLE_ATLAS) / "layout.npy", mmap_mode="r"))
            answers, seen, floor = (
                statistics.median(values)
                for values in zip(*((*ours, theirs[1]) for ours, theirs in pairs), strict=True)
            )
            ratio = statistics.median(ours[1] / theirs[1] for ours, theirs in pairs)
            shown = f"{answers:.2f} | {seen:.2f} | {floor:.2f} | {ratio:.2f}"
            print(f"| {atlas.name if atlas else 'sample'} | {n_papers:,} | {shown} |")

        with (
            running_dashboard(folder / "home", folder / "log.txt") as url,
            running_dashboard(folder / "home", folder / "empty.txt", script=empty) as empty_url,
        ):
            print(f"\nOpening a page in a new browser, server running, seconds, median of {ROUNDS}\n")
            print("| page | dashboard | empty app | ratio |\n| --- | --- | --- | --- |")
            for page, (path, selector) in PAGES.items():
                pairs = [
                    (seconds_to_show(browser, url + path, selector), seconds_to_show(browser, empty_url, HEADING))
                    for _ in range(ROUNDS)
                ]
                _row(page, [pair[0] for pair in pairs], [pair[1] for pair in pairs])


def _row(what: str, ours: list[float], floor: list[float]) -> None:
    ratio = statistics.median(one / other for one, other in zip(ours, floor, strict=True))
    print(f"| {what} | {statistics.median(ours):.2f} | {statistics.median(floor):.2f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
