"""What can be taken away from a chart: pictures as the page shows it, and its numbers."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import defusedxml.ElementTree as ET
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def dashboard(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dashboard with the sample and nothing else."""
    return serve(tmp_path_factory.mktemp("home"))


def save(page: Page, name: str, folder: Path) -> Path:
    """Press a button of the menu that is open; gives the file that comes."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def drawn_size(chart: Locator) -> tuple[int, int]:
    """Width and height of a chart on the page, in pixels."""
    return tuple(chart.evaluate("it => [it._fullLayout.width, it._fullLayout.height].map(Math.round)"))


def words_of(svg: Path) -> list[str]:
    """The texts of a picture, from its first to its last."""
    root = ET.parse(svg).getroot()
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def test_pictures_and_table(dashboard: str, page: Page, tmp_path: Path) -> None:
    """The pictures have the chart, its title and what it is drawn from; the CSV has the table's rows."""
    page.goto(f"{dashboard}/trends?atlas=sample&by=quarter&q=carbon")
    chart = page.locator(".st-key-trends .js-plotly-plot")
    chart.get_by_text("Q1 2021").first.wait_for()
    width, height = drawn_size(chart)
    page.get_by_role("button", name="Download").click()
    png, svg, table = (save(page, name, tmp_path) for name in ("(PNG)", "(SVG)", "(CSV)"))
    assert len({path.stem for path in (png, svg, table)}) == 1
    assert re.fullmatch(r"sample-papers-per-quarter-[0-9a-f]{8}\.png", png.name)

    with Image.open(png) as image:
        assert image.format == "PNG"
        # Twice the pixels of the page, and above and below the chart room for words.
        assert image.width == 2 * width
        assert 2 * height + 100 < image.height < 2 * height + 300
        assert image.convert("RGB").getpixel((3, 3)) == (255, 255, 255)
    words = words_of(svg)
    assert "Papers per quarter" in words
    assert {"Q1 2021", "Q4 2022", "Q3 2024"} <= set(words)
    assert re.search(r"\d+ papers of the .* in view\..*Atlas sample: \d+ of 296 papers with “carbon”\.", "".join(words))

    page.keyboard.press("Escape")
    page.get_by_text("The same as a table").click()
    grid = page.get_by_test_id("stDataFrame").locator("table")
    expect(grid).to_be_attached()
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [cell.inner_text() for cell in grid.locator("thead th").all()] == rows[0]
    seen = [[cell.inner_text() for cell in row.locator("td").all()] for row in grid.locator("tbody tr").all()]
    assert len(seen) > 3
    assert [row[:4] for row in seen] == [row[:4] for row in rows[1 : len(seen) + 1]]
    assert int(grid.get_attribute("aria-rowcount") or 0) == len(rows)


def test_a_picture_in_the_dark(dashboard: str, browser: Browser, tmp_path: Path) -> None:
    """On a dark page the picture is as dark, its words as light."""
    context = browser.new_context(color_scheme="dark", accept_downloads=True)
    page = context.new_page()
    page.goto(f"{dashboard}/records?atlas=sample")
    page.locator(".st-key-flow .js-plotly-plot .main-svg").first.wait_for()
    page.get_by_role("button", name="Download").click()
    svg = save(page, "(SVG)", tmp_path)
    context.close()

    text = svg.read_text(encoding="utf-8")
    assert "rgb(16, 20, 23)" in text
    assert "rgb(227, 231, 234)" in text
    words = "".join(words_of(svg))
    assert words.startswith("How the records ended") or "How the records ended" in words
    assert "Atlas sample: 299 records were read from 1 file" in words
