"""Markdown, read back by markdown-it, a CommonMark parser."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from lib.core.dates import PartialDate
from lib.core.paper import Paper
from lib.export.as_markdown import escape, write_markdown
from lib.export.plain import line
from lib.export.rows import ExportRow

MakeRow = Callable[..., ExportRow]


def tokens(*rows: ExportRow) -> list[Token]:
    """Write papers and read the file back, inline tokens in their place."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return list(_flat(parser.parse(write_markdown(rows).decode("utf-8"))))


def _flat(parsed: list[Token]) -> Iterator[Token]:
    for token in parsed:
        yield from token.children if token.children is not None else [token]


def texts(*rows: ExportRow) -> list[str]:
    """The texts of a file as a reader sees them, line by line."""
    seen, current = [], ""
    for token in tokens(*rows):
        if token.type in ("text", "code_inline"):
            current += token.content
        elif token.type in ("hardbreak", "softbreak", "paragraph_close", "heading_close"):
            seen.append(current)
            current = ""
    return seen


def test_reading_list(article: ExportRow, preprint: ExportRow, bare: ExportRow) -> None:
    """Papers stand under their topics, numbered through, with authors, date and venue, the unassigned last."""
    assert texts(bare, article, preprint) == [
        "Reading list",
        "3 papers",
        "Learning, deep (1 paper)",
        article.paper.title,
        "Ludwig van Beethoven, The ATLAS Collaboration, Donald E. Knuth Jr., Smith and Sons, Ltd"
        " · 12 Mar 2023 · Journal of X & Y",
        "Unassigned (2 papers)",
        "结构与功能",
        "no date",
        "Attention is all you need, again",
        "Ada Lovelace, Alan Turing · Nov 2023",
    ]


def test_numbers_go_on(article: ExportRow, bare: ExportRow) -> None:
    """The second topic's list goes on where the first one's ended."""
    written = write_markdown([article, bare]).decode("utf-8")

    assert "\n1. **[Deep" in written
    assert "\n2. **结构" in written


def test_titles_link_to_papers(article: ExportRow, bare: ExportRow, make_row: MakeRow) -> None:
    """A title links to its paper; one without an address, or with another kind of address, is no link."""
    script = make_row(url="javascript:alert(1)")
    quoted = make_row(url="https://example.org/a(b)?c=1&copy=2")
    links = [t.attrGet("href") for t in tokens(article, bare, script, quoted) if t.type == "link_open"]

    assert links == ["https://doi.org/10.1002/%28sici%291:2%233%3B4", "https://example.org/a%28b%29?c=1&copy=2"]


def test_many_authors_are_counted(make_row: MakeRow) -> None:
    """After five authors the others are counted."""
    five, nine = "; ".join("ABCDE"), "; ".join("ABCDEFGHI")

    assert texts(make_row(authors=five))[-1] == "A, B, C, D, E · no date"
    assert texts(make_row(authors=nine))[-1] == "A, B, C, D, E and 4 more · no date"


def test_implied_year_is_said(make_row: MakeRow) -> None:
    """A year that was worked out is told from one that was given."""
    assert texts(make_row(date=PartialDate(2025, 3), date_source="implied"))[-1] == "Mar 2025 (year implied)"


def test_a_notice_is_said_once(article: ExportRow, bare: ExportRow) -> None:
    """What the atlas says of its papers stands at the head, once."""
    rows = [replace(row, notice="These papers are *invented*.") for row in (article, bare)]

    assert texts(*rows)[1:3] == ["2 papers", "These papers are *invented*."]
    assert "".join(texts(*rows)).count("invented") == 1


def test_nothing_makes_a_heading() -> None:
    """No papers are a list that says so."""
    assert write_markdown([]) == b"# Reading list\n\n0 papers\n"


ATTACKS = [
    "<script>alert(1)</script>",
    "<b>bold</b> &lt; &copy;",
    "![x](http://evil.example/a.png)",
    "[x](javascript:alert(1))",
    "**bold** _it_ `code` ~~gone~~ $x$",
    "# heading",
    "- item",
    "1. item",
    "12) item",
    "====",
    "---",
    "+ item",
    "| a | b |",
    "``` fence",
    "~~~",
    "\\",
    "x ](http://evil.example) [y",
    "<http://evil.example>",
    "a  \nb",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_is_never_markup(make_row: MakeRow, attack: str) -> None:
    """A title, a name, a venue or a topic that is Markdown or HTML reads as it stands in the paper."""
    row = make_row(attack, topic=attack, csl={"author": [{"literal": attack}]}, authors="x", venue=attack)
    shown = line(attack)

    assert texts(row)[2:] == [f"{shown} (1 paper)", shown, f"{shown} · no date · {shown}"]
    assert not [t for t in tokens(row) if t.type in ("link_open", "image", "html_inline", "html_block", "table_open")]


def test_bare_addresses_are_no_links() -> None:
    """What would become a link by itself on GitHub is broken up."""
    assert escape("see http://a.b or www.a.b") == "see http\\://a.b or www\\.a.b"


@settings(deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="\\`*_[]()<>&~|$#+-=:.!1a \n\t", max_size=40))
def test_any_text_comes_back(text: str) -> None:
    """Whatever a title or a name holds, it is read as it was written."""
    title = texts(ExportRow(Paper(paper_id="t:1", title=text)))
    csl = json.dumps({"author": [{"literal": text}]})
    named = texts(ExportRow(Paper(paper_id="t:1", title="x", authors=("x",), csl=csl)))

    assert title[3] == (line(text) or "Untitled")
    assert named[-1] == (f"{line(text)} · no date" if line(text) else "x · no date")
