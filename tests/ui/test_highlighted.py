"""Marked text: the marks are where they should be, and nothing of the text works as Markdown."""

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lib.core.query import parse
from lib.core.tokens import tokens_of
from lib.explore.highlight import highlights
from lib.ui.highlighted import highlighted
from lib.ui.query_help import QUERY_HELP
from lib.ui.words import md

MARK = ":yellow-background["
reader = MarkdownIt("commonmark")


def marked(text: str, query: str) -> str:
    """A text with what a query asks for marked."""
    return highlighted(text, highlights(text, parse(query), "title"))


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Dense graphs, and dense", "dense", f"{MARK}Dense] graphs, and {MARK}dense]"),
        ("a [dense](x) *graph*", "dense graph", rf"a \[{MARK}dense]\]\(x\) \*{MARK}graph]\*"),
        ("one: dense: two", "dense", f"one: {MARK}dense]: two"),
        ("title:dense", "dense", rf"title\:{MARK}dense]"),
        ("x ->dense-> y", "dense", r"x \-\>" + "\u2060" + f"{MARK}dense]" + "\u2060" + r"\-\> y"),
        ("see https://dense.org/a dense", "dense", rf"see https\:\/\/dense\.org\/a {MARK}dense]"),
        ("  dense\n\nretrieval ", '"dense retrieval"', f"{MARK}dense retrieval]"),
        ("nothing", "dense", "nothing"),
    ],
)
def test_marks(text: str, query: str, expected: str) -> None:
    """Words stand on yellow; punctuation beside them is escaped as ever."""
    assert marked(text, query) == expected


texts = st.text(max_size=60) | st.text("\\`*_{}[]()#+-.!|<>&:$~^=\"'/@%;, \nab1é\ue000\ue001", max_size=60)


@given(texts, st.data())
@example("]a[b](c)", None)
@example("a:yellow-background[b] c", None)
@example(":a:b:c: $a$ `b`", None)
def test_nothing_breaks_out(text: str, data: st.DataObject | None) -> None:
    """With the marks taken off it is the text, escaped; brackets that are not escaped are those of the marks."""
    text = text.replace("www.", "").replace("http", "")
    tokens = tokens_of(text)
    chosen = (
        tokens if data is None else data.draw(st.lists(st.sampled_from(tokens), unique=True) if tokens else st.just([]))
    )
    spans: list[tuple[int, int]] = []
    for token in sorted(chosen, key=lambda token: token.start):
        if not spans or token.start >= spans[-1][1]:
            spans.append((token.start, token.end))
    result = highlighted(text, spans)

    bare = re.sub(r"\\.", "", result, flags=re.DOTALL)
    assert re.findall(r"[\[\]]", bare) == ["[", "]"] * len(spans)
    assert bare.count(MARK) == len(spans)
    # A mark would not be read as one behind a colon.
    assert ":" + MARK not in bare
    inner = [re.sub(r"\\(.)", r"\1", part) for part in re.findall(r":yellow-background\[((?:\\.|[^\]\\])*)\]", result)]
    plain = text.translate({0xE000: None, 0xE001: None})
    assert [_seen(part) for part in inner] == [_seen(text[start:end]) for start, end in spans]
    without = re.sub(r":yellow-background\[((?:\\.|[^\]\\])*)\]", r"\1", result)
    shown = html.unescape(re.sub(r"</?p>", "", reader.render(without)))
    assert _seen(shown) == _seen(html.unescape(re.sub(r"</?p>", "", reader.render(md(plain)))))


def _seen(text: str) -> str:
    return " ".join(text.translate({0x2060: None, 0xE000: None, 0xE001: None}).split())


def test_help_is_true() -> None:
    """What the help shows as code is understood as it stands."""
    examples = re.findall(r"`([^`]+)`", QUERY_HELP)

    assert len(examples) > 8
    for text in examples:
        if not text.endswith(":"):
            assert parse(text).problems == (), text
            assert parse(text).root is not None
