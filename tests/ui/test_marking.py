"""Words of a text that stand out."""

import re
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from lib.explore.why import Span, places
from lib.ui.context import Context
from lib.ui.marking import marked
from lib.ui.words import md
from tests.atlas_maker import NASTY_TITLE

ANY = cast(Context, None)
"""No context is needed as long as no search is marked."""


def terms(text: str, term: str) -> list[Span]:
    """Where a term stands."""
    (spans,) = places(text, [term])
    return spans


def test_terms_are_bold() -> None:
    """What is around them is kept, blanks and marks."""
    text = "Graph networks:\n graphs, (a graph) and walks."

    assert marked(ANY, text, terms(text, "graph")) == r"**Graph** networks: **graphs**\, \(a **graph**\) and walks."


def test_nothing_in_a_text_works_as_markdown() -> None:
    """Marks that a text brings along are shown as they are, whatever stands out in it."""
    text = f"**{NASTY_TITLE}** :red[stars]"
    shown = marked(ANY, text, terms(text, "stars"))

    assert shown.count("**") == 4
    assert "$walks$" not in shown
    assert "<b>" not in shown
    assert re.search(r"(?<!\\)\[", shown) is None


@given(st.text())
def test_without_terms(text: str) -> None:
    """Nothing stands out, and the text is escaped as everywhere."""
    assert marked(ANY, text) == md(text)


@given(st.lists(st.sampled_from(["graph", "Graphs", "*", "**", "_", ":red[", "]", "$", "`", "<b>", " ", "\n", "x"])))
def test_any_text(parts: list[str]) -> None:
    """As many bold words as terms, and no star of the text's own that could make others."""
    text = "".join(parts)
    spans = terms(text, "graph")
    shown = marked(ANY, text, spans)

    assert len(re.findall(r"(?<!\\)\*\*[Gg]raphs?\*\*", shown)) == len(spans)
    assert len(re.findall(r"(?<!\\)\*", shown)) == 4 * len(spans)
