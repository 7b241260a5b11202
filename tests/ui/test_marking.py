"""A paper's text with what is searched for and what is said of its topic marked."""

from dataclasses import dataclass
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.view import SearchMode, View
from lib.explore.why import places
from lib.ui.context import Context
from lib.ui.marking import marked
from tests.atlas_maker import NASTY_TITLE

PIECES = ["graph", "Graphs", "*", ":", ":red[", ":gray-background[", "]", "\\", "$", "`", "<b>", " ", "\n", "x"]


@dataclass(frozen=True)
class _Run:
    """What of a run the text's marks depend on."""

    view: View


def shown(text: str, query: str = "", search: SearchMode = "words", term: str = "graph") -> str:
    """A title as it is shown, with a term of its topic."""
    (terms,) = places(text, [term])
    return marked(cast(Context, _Run(View(query=query, search=search))), text, "title", terms)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Graph networks:\n graphs.", "", r":gray-background[Graph] networks: :gray-background[graphs]\."),
        ("a (graph) of x:graph", "", r"a \(:gray-background[graph]\) of x\::gray-background[graph]"),
        ("graph walks", "walks", ":gray-background[graph] :yellow-background[walks]"),
        ("a graph", "graph", "a :yellow-background[graph]"),
        ("graph of words", "abstract:words", ":gray-background[graph] of words"),
        ("graph of words", "word*", ":gray-background[graph] of :yellow-background[words]"),
    ],
)
def test_terms_and_matches(text: str, query: str, expected: str) -> None:
    """The topic's terms are grey, what is searched for in this field yellow, also where it is such a term."""
    assert shown(text, query) == expected


def test_a_search_by_meaning_has_no_words() -> None:
    """Its sentence is not looked for in the text; that of both is."""
    assert shown("words and graph", "words", "meaning") == "words and :gray-background[graph]"
    assert shown("words", "words", "both") == ":yellow-background[words]"


def test_nothing_in_a_text_works_as_markdown() -> None:
    """Marks that a text brings along are shown as they are, whatever stands out in it."""
    title = shown(NASTY_TITLE, "stars")

    assert title.count(":gray-background[graphs]") == title.count(":yellow-background[stars]") == 1
    assert not [mark for mark in ("<b>", ":red[", "$walks$", "*stars*") if mark in title]


@given(st.lists(st.sampled_from(PIECES)))
def test_any_text(parts: list[str]) -> None:
    """As many marks as terms: no bracket of the text's own opens or closes one."""
    text = "".join(parts)
    (terms,) = places(text, ["graph"])
    result = shown(text)

    unescaped = result.replace("\\\\", "").replace("\\[", "").replace("\\]", "")
    assert unescaped.count(":gray-background[") == len(terms)
    assert unescaped.count("[") == unescaped.count("]") == len(terms)
