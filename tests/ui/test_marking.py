"""Words of a text that stand out."""

import re
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.explore.why import Span, places
from lib.ui.context import Context
from lib.ui.marking import marked
from lib.ui.words import md
from tests.atlas_maker import NASTY_TITLE

ANY = cast(Context, None)
"""No context is needed as long as no search is marked."""
PIECES = ["graph", "Graphs", "*", ":", ":red[", ":gray-background[", "]", "\\", "$", "`", "<b>", " ", "\n", "x"]


def terms(text: str, term: str) -> list[Span]:
    """Where a term stands."""
    (spans,) = places(text, [term])
    return spans


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Graph networks:\n graphs.", r":gray-background[Graph] networks\: :gray-background[graphs]\."),
        ("a (graph) of x:graph", r"a \(:gray-background[graph]\) of x\::gray-background[graph]"),
        ("graph graph", ":gray-background[graph] :gray-background[graph]"),
    ],
)
def test_terms_stand_out(text: str, shown: str) -> None:
    """What is around them is kept, blanks and marks; a colon before one does not spoil it."""
    assert marked(ANY, text, terms(text, "graph")) == shown


def test_nothing_in_a_text_works_as_markdown() -> None:
    """Marks that a text brings along are shown as they are, whatever stands out in it."""
    shown = marked(ANY, NASTY_TITLE, terms(NASTY_TITLE, "graphs"))

    assert shown.count(":gray-background[graphs]") == 1
    assert not [mark for mark in ("<b>", ":red[", "$walks$", "*stars*") if mark in shown]


@given(st.text())
def test_without_terms(text: str) -> None:
    """Nothing stands out, and the text is escaped as everywhere, but for a colon that ends it."""
    assert marked(ANY, text).removesuffix(":").removesuffix("\\") == md(text).removesuffix(":").removesuffix("\\")


@given(st.lists(st.sampled_from(PIECES)))
def test_any_text(parts: list[str]) -> None:
    """As many marks as terms, and no mark of the text's own."""
    text = "".join(parts)
    spans = terms(text, "graph")
    shown = marked(ANY, text, spans)

    assert len(re.findall(r":gray-background\[[Gg]raphs?\]", shown)) == len(spans)
    # Every bracket and star is a mark's or has a backslash, which itself has none.
    unescaped = re.sub(r"\\.", "", shown)
    assert unescaped.count("[") == unescaped.count("]") == len(spans)
    assert "*" not in unescaped
