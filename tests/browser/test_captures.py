"""The five captures from one command to a reference manager: build, filter, lasso, select, download, read back."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import bibtexparser
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Page, expect

from lib.atlas.home import CHECKOUT
from lib.core.text import fold

CAPTURES = "data/captures"


@pytest.fixture(scope="module")
def home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the atlas `captures`, built by the command line."""
    home = tmp_path_factory.mktemp("home")
    command = [sys.executable, "-m", "lib", "build", *map(str, sorted((shared / CAPTURES).glob("0*.txt")))]
    done = subprocess.run(
        [*command, "--out", str(home / "captures")], cwd=CHECKOUT, capture_output=True, text=True, timeout=280
    )
    assert done.returncode == 0, done.stderr
    return home


def test_every_record_is_accounted_for(home: Path) -> None:
    """316 records are 299 papers: 64 dated to the day, 39 to the month by their arXiv id, 196 undated."""
    records = pq.read_table(home / "captures" / "records.parquet").to_pylist()
    papers = pq.read_table(home / "captures" / "papers.parquet").to_pylist()

    assert len(records) == 316
    assert sum(record["fate"] == "kept" for record in records) == len(papers) == 299
    assert sum(record["fate"] == "merged" for record in records) == 17
    dates = [(paper["date_precision"], paper["date_source"]) for paper in papers]
    assert sum(precision == "day" for precision, _ in dates) == 64
    assert sum(precision == "day" and source == "implied" for precision, source in dates) > 0
    assert {source for precision, source in dates if precision == "day"} == {"given", "implied"}
    assert sum(date == ("month", "arxiv_id") for date in dates) == 39
    assert sum(date == ("unknown", "none") for date in dates) == 196


def test_from_the_map_to_a_bibtex_library(home: Path, serve: Callable[..., str], page: Page, tmp_path: Path) -> None:
    """Filter to one topic, lasso its papers, select more in the list: BibTeX holds exactly what was selected."""
    page.goto(f"{serve(home)}/?atlas=captures")
    page.wait_for_selector('[data-testid="topic-map"][data-drawn="299"]', timeout=30_000)

    # One topic, by its line beside the map.
    first = page.locator(".st-key-ta-topic-list [data-testid=stCheckbox]").first
    size = int(re.findall(r"(\d+) of \1", first.inner_text())[0])
    first.click()
    expect(page).to_have_url(re.compile(r"topic=\d+"))
    expect(page.get_by_text(f"{size} of 299 papers on", exact=False)).to_be_visible()

    # A lasso around the whole map catches the papers in view, and those alone.
    page.get_by_role("button", name="Draw around papers").click()
    box = page.get_by_test_id("topic-map").bounding_box()
    assert box is not None
    corners = [(0.04, 0.06), (0.88, 0.06), (0.88, 0.9), (0.04, 0.9), (0.04, 0.07)]
    page.mouse.move(box["x"] + box["width"] * corners[0][0], box["y"] + box["height"] * corners[0][1])
    page.mouse.down()
    for x, y in corners[1:]:
        page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y, steps=12)
    page.mouse.up()
    expect(page.get_by_role("heading", name="caught")).to_be_visible()
    caught = int(page.get_by_role("heading", name="caught").inner_text().split()[0])
    assert 0 < caught <= size
    page.get_by_role("button", name=f"Select {caught}").click()
    expect(page.get_by_role("link", name=f"Selection ({caught})")).to_be_visible()

    # One more in the list, from outside of the topic.
    page.get_by_role("button", name="Clear filters").click()
    expect(page.get_by_text("All 299 papers.")).to_be_visible()
    page.get_by_role("link", name="Papers").click()
    page.get_by_label("Order", exact=True).click()
    page.get_by_role("option", name="By title").click()
    boxes = page.locator('[class*="st-key-ta-papers"] [data-testid=stCheckbox]:has(input:not(:checked))')
    boxes.first.click()
    n_selected = caught + 1
    expect(page.get_by_role("link", name=f"Selection ({n_selected})")).to_be_visible()

    # It survives a reload, and leaves as BibTeX.
    page.reload()
    page.get_by_role("link", name=f"Selection ({n_selected})").click()
    expect(page.get_by_text(f"{n_selected} of 299 papers selected")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="BibTeX").click()
    assert download.value.suggested_filename.endswith(".bib")
    download.value.save_as(tmp_path / "selection.bib")

    library = bibtexparser.parse_file(str(tmp_path / "selection.bib"))
    assert not library.failed_blocks
    assert len(library.entries) == n_selected
    shown = [title.inner_text() for title in page.locator('[class*="st-key-ta-papers"] [data-testid=stButton]').all()]
    titles = {_letters(entry["title"]) for entry in library.entries}
    assert {_letters(title) for title in shown} <= titles


def _letters(title: str) -> str:
    """Letters and digits alone: braces and backslashes are how BibTeX writes the same title."""
    return fold(re.sub(r"[{}\\]", "", title)).replace(" ", "")
