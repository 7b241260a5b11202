"""Atlases come and go in the browser: from pasted text to a map by real processes, and deleted after a question."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.atlas.home import SAMPLE_ATLAS, SAMPLE_PAPERS
from lib.atlas.manifest import read_manifest

BUILD_MS = 180_000
"""A small build takes some 20 seconds, most of them to load the model; a busy machine takes its time."""


@pytest.fixture(scope="module")
def pasted() -> str:
    """Twenty invented papers as a page's list of titles and abstracts."""
    lines = SAMPLE_PAPERS.read_text(encoding="utf-8").splitlines()[:20]
    papers = [json.loads(line) for line in lines]
    return "\n".join(f"{paper['title']}\n{paper['abstract']}" for paper in papers)


def test_pasted_text_becomes_a_map(serve: Callable[..., str], page: Page, tmp_path: Path, pasted: str) -> None:
    """Paste, read, look, build, leave and come back: the page opens the map of the new atlas when it is done."""
    page.goto(f"{serve(tmp_path)}/build")
    page.get_by_label("Or text").fill(pasted)
    page.get_by_role("button", name="Read", exact=True).click()

    expect(page.get_by_test_id("stMetric").filter(has_text="Papers")).to_contain_text("20", timeout=60_000)
    expect(page.get_by_text("20 without a date")).to_be_visible()
    assert not list(tmp_path.glob("[!.]*")), "nothing is built before one asks for it"

    page.get_by_label("Name of the atlas", exact=True).fill("from the browser")
    page.get_by_role("button", name="Build the atlas").click()
    expect(page.get_by_role("button", name="Cancel the build")).to_be_visible(timeout=30_000)

    # Another page and back, by the links: the build is in the list, and goes on.
    page.get_by_test_id("stSidebar").get_by_role("link", name="Atlases").click()
    expect(page.get_by_role("heading", name="Atlases")).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_role("link", name="New atlas").click()
    expect(page.get_by_text("from the browser is being built")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("button", name="Cancel the build")).to_be_visible()
    page.reload()

    page.wait_for_url(re.compile(r"/\?atlas=from"), timeout=BUILD_MS)
    expect(page.get_by_role("heading", name="Map")).to_be_visible()
    expect(page.get_by_text("All 20 papers.")).to_be_visible()
    assert (tmp_path / "from the browser" / "manifest.json").is_file()


def test_unknown_columns_are_named(serve: Callable[..., str], page: Page, tmp_path: Path) -> None:
    """A table whose names say nothing is refused with a sentence, its columns are shown, and what they are is said."""
    table = "Werk;Umriss\nThe moss of Bern;We looked\nThe moss of Oslo;We did so again\n"
    page.goto(f"{serve(tmp_path)}/build")
    page.locator("input[type=file]").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.get_by_text("a.csv has no column for titles or abstracts").first).to_be_visible(timeout=60_000)

    for field, column in (("Title", "Werk"), ("Abstract", "Umriss")):
        page.get_by_role("combobox", name=re.compile(rf"{field}$")).click()
        page.get_by_role("option", name=column).click()
    page.get_by_role("button", name="Read again with this").click()

    expect(page.get_by_test_id("stMetric").filter(has_text="Papers")).to_contain_text("2", timeout=60_000)
    expect(page.get_by_text("2 without a date")).to_be_visible()


def test_a_cancelled_build_goes_on_later(serve: Callable[..., str], page: Page, tmp_path: Path, pasted: str) -> None:
    """Cancel leaves no atlas; "go on" builds it."""
    page.goto(f"{serve(tmp_path)}/build")
    page.get_by_label("Or text").fill(pasted)
    page.get_by_role("button", name="Read", exact=True).click()
    page.get_by_label("Name of the atlas", exact=True).fill("second thoughts")
    page.get_by_role("button", name="Build the atlas").click()
    page.get_by_role("button", name="Cancel the build").click(timeout=30_000)

    expect(page.get_by_text("The build was stopped")).to_be_visible(timeout=60_000)
    assert not (tmp_path / "second thoughts").exists()

    page.get_by_role("button", name="Go on where it stopped").click()
    page.wait_for_url(re.compile(r"/\?atlas=second"), timeout=BUILD_MS)
    assert (tmp_path / "second thoughts" / "manifest.json").is_file()


def test_the_open_atlas_is_deleted(serve: Callable[..., str], page: Page, tmp_path: Path) -> None:
    """After a question it is gone, and the dashboard goes on with another without a word of complaint."""
    shutil.copytree(SAMPLE_ATLAS, tmp_path / "doomed")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "manifest.json").write_text("{oops", encoding="utf-8")
    page.goto(f"{serve(tmp_path)}/atlases?atlas=doomed")

    for name, left in (("damaged", 1), ("doomed", 0)):
        delete = page.locator(f".st-key-delete_{name} button")
        # While the list grows shorter, a line stands for a moment at its old and at its new place.
        expect(delete).to_have_count(1)
        delete.click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text(f"The atlas {name}")
        assert (tmp_path / name).is_dir()
        dialog.get_by_role("button", name="Delete").click()
        expect(page.get_by_role("button", name="Delete")).to_have_count(left)
        assert not (tmp_path / name).exists()

    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Topics").click()
    n_papers = read_manifest(SAMPLE_ATLAS).counts["papers"]
    expect(page.get_by_text(f"All {n_papers} papers.")).to_be_visible()
