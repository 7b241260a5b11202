"""Text is data: no Markdown reader makes anything else of it."""

import html
import re

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lib.ui.words import md

SIGNS = "\\`*_{}[]()#+-.!|<>&:$~^=\"'/@%;, \n"
texts = st.text(max_size=60) | st.text(SIGNS + "abc012é", max_size=60)
readers = (MarkdownIt("commonmark"), MarkdownIt("gfm-like", {"linkify": False, "typographer": True}))


@given(texts)
@example("1. a\n2. b")
@example("a\n===")
@example("    code")
@example("<b>x</b> &amp; <!-- y --> https://example.org [z](y)")
@example("| a | b |\n|---|---|\n| c | d |")
@example("(c) ... -- --- 'q' \"r\"")
@example("\\")
def test_md_gives_the_text_back(text: str) -> None:
    """Escaped and read by a CommonMark reader, with and without GitHub's extras, text is one paragraph of itself."""
    # No Markdown has the character NUL: it stands for one that cannot be shown.
    expected = " ".join(text.split()).replace("\0", "\ufffd").replace("\u2060", "")
    for reader in readers:
        shown = reader.render(md(text)).strip()
        inner = re.fullmatch(r"<p>(.*)</p>", shown, re.DOTALL)

        assert html.unescape(inner[1] if inner else shown).replace("\u2060", "") == expected
        assert not re.search(r"<(?!/?p>)", shown)
