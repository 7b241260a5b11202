"""Text from papers in a real browser: it is shown by every mark, whatever Streamlit or Plotly would make of it."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.atlas_maker import TINY, Made, MadeTopic, Placed, paper, write_atlas

LABEL = "a<b> & <i>c</i>, 100% of %{x}"
TITLES = (
    "Plain words",
    ":red[red] and :blue-background[blue] and :small[small]",
    ":material/home: :smile: :+1: :streamlit: :shortcode:",
    "$x_1$ and $$y$$ and \\(z\\)",
    "a -> b <- c <-> d -- e --- f >= g <= h ~= i != j",
    "-- at the beginning and at the end ->",
    "(c) (r) (tm) 1/2 ... -- 'single' \"double\"",
    "*stars* _lines_ **two** __two__ ~~gone~~ `code`",
    "[link](http://example.org) ![picture](http://example.org/x.png)",
    "<b>bold</b> <script>window.hacked = 1</script> <!-- comment -->",
    "<img src=x onerror='window.hacked = 1'>",
    "&amp; &lt;b&gt; &#65; R&D",
    "1. not a list",
    "- not a list",
    "# not a heading",
    "> not a quotation",
    "| a | b |",
    "--- *** ===",
    "[^1]: note [ ] task",
    "see https://example.org/a_b and www.example.org, me@example.org",
    "back\\slash and the end\\",
    "12:30:45 C:\\papers :) a:b:c",
    "Étude für Ωmega — 数学",
    "%s %d {x} {{y}} ${z} %(a)s",
)


@pytest.fixture(scope="module")
def address(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dashboard with papers whose titles are hard to show."""
    home = tmp_path_factory.mktemp("home")
    papers = tuple(
        Placed(paper(f"t:{number:02d}", title, "2024-01-01", f"Abstract: {title}"), (1, 0, -1))
        for number, title in enumerate(TITLES)
    )
    topics = (MadeTopic(0, "default", 1, LABEL, terms=((LABEL, 0.5),)), MadeTopic(1, "top", None, "All of it"))
    write_atlas(home / "hard", Made(papers, topics, manifest={"notice": TITLES[1]}))
    write_atlas(home / "tiny", replace(TINY, manifest={"built_at": "2020-01-01T00:00:00Z"}))
    return serve(home)


def shown(text: str) -> str:
    """What a person sees of a text: without what has no width."""
    return text.replace("\u2060", "").strip()


def test_titles_in_lists(address: str, page: Page) -> None:
    """In a list each title is shown by every mark."""
    seen: list[str] = []
    for number in (1, 2):
        page.goto(f"{address}/papers?atlas=hard&n={number}")
        titles = page.locator("[class*=st-key-open_]")
        expect(titles.filter(has_text=re.compile(r"\S"))).to_have_count(20 if number == 1 else len(TITLES) - 20)
        seen += [shown(text) for text in titles.all_inner_texts()]

    assert seen == list(TITLES)
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize("number", [1, 4, 7, 9, 20])
def test_an_open_paper(address: str, page: Page, number: int) -> None:
    """So it is in the heading and the abstract of an open paper."""
    page.goto(f"{address}/map?atlas=hard&paper=t:{number:02d}")
    heading = page.locator(".st-key-ta-open-paper").get_by_role("heading")
    expect(heading).to_be_visible()
    expect(page.get_by_test_id("stMarkdownContainer").filter(has_text="Abstract: ")).to_be_visible()

    assert shown(heading.inner_text()) == TITLES[number]
    texts = [shown(text) for text in page.get_by_test_id("stMarkdownContainer").all_inner_texts()]
    assert f"Abstract: {TITLES[number]}" in texts


def test_labels(address: str, page: Page) -> None:
    """A topic's label is shown by every mark in headings and charts."""
    page.goto(f"{address}/trends?atlas=hard&topic=0&by=month")
    title = page.locator(".annotation-text", has_text="a<b>")
    expect(title).to_be_visible()
    assert title.evaluate("node => node.textContent") == LABEL
    page.goto(f"{address}/topics?atlas=hard&open=0")
    expect(page.get_by_role("heading", name=LABEL, exact=True)).to_be_visible()
    expect(page.locator(".ytick text").first).to_be_visible()
    assert page.locator(".ytick text").first.evaluate("node => node.textContent") == LABEL
