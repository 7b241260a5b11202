"""The page Records in a browser: a row's paper opens and closes by Back, and all rows come as a file."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

ROW_HEIGHT = 35


@pytest.fixture(scope="module")
def dashboard(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dashboard with the sample and nothing else: 296 papers made of 299 records."""
    return serve(tmp_path_factory.mktemp("home"))


def test_a_row_s_paper_and_all_rows(dashboard: str, page: Page, tmp_path: Path) -> None:
    """A click on a title opens that paper, Back closes it; the file has the rows that are shown."""
    page.goto(f"{dashboard}/records?atlas=sample")
    expect(page.get_by_text("299 records were read from 1 file: 296 papers, 3 merged")).to_be_visible()
    expect(page.get_by_role("figure")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="All 3 as CSV").click()
    download.value.save_as(tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert download.value.suggested_filename.startswith("sample-merged-3-")
    assert {row["fate"] for row in rows} == {"merged"}

    table = page.get_by_test_id("stDataFrame").filter(has=page.locator("th", has_text="Its id"))
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    # Cells are drawn on a canvas: the title of the second row stands right of the middle.
    page.mouse.click(box["x"] + box["width"] * 0.55, box["y"] + 2.5 * ROW_HEIGHT)
    expect(page).to_have_url(re.compile(r"paper="))
    expect(page.get_by_role("heading", name=rows[1]["title"], exact=True)).to_be_visible()
    page.go_back()
    expect(page).not_to_have_url(re.compile(r"paper="))
