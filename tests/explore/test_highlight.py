"""Which parts of a text a query asks for."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.core.query import Query, Words, parse
from lib.core.tokens import words_in
from lib.explore.highlight import highlights


def lit(text: str, query: str, field: str = "abstract") -> list[str]:
    """The parts that stand out."""
    return [text[start:end] for start, end in highlights(text, parse(query), field)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "query", "parts"),
    [
        ("Dense retrieval is dense.", "dense", ["Dense", "dense"]),
        ("An Étude, E\u0301TUDES", "etude", ["Étude", "E\u0301TUDES"]),
        ("An Étude, E\u0301TUDES", "étude*", ["Étude", "E\u0301TUDES"]),
        ("retrieving Retrieval; unretrieved", "retriev*", ["retrieving Retrieval"]),
        ("dense retrieval, dense or retrieval", '"dense retrieval"', ["dense retrieval"]),
        ("a state-of-the-art model", "state-of-the-art", ["state-of-the-art"]),
        ("dense retrievers and dense retrieval", '"dense retriev*"', ["dense retrievers", "dense retrieval"]),
        ("dense graphs", "dense -graphs", ["dense"]),
        ("dense graphs", "NOT (dense OR graphs)", []),
        ("dense graphs", "dense graphs", ["dense graphs"]),
        ("dense graphs", "title:dense abstract:graphs", ["graphs"]),
        ("dense 2023", "year:2023 topic:dense", []),
        ("a b a b a c", '"a b a"', ["a b a b a"]),
        ("a a b", '"a b"', ["a b"]),
        ("a a bc", '"a bb*" OR "a bc*"', ["a bc"]),
        ("密集检索模型", "检索", ["检索"]),
        ("the $\\alpha$ and α", "alpha", ["alpha", "α"]),
        ("ﬁne ½", "fine 2", ["ﬁne ½"]),
        ("dense", "", []),
        ("", "dense", []),
    ],
)
def test_parts(text: str, query: str, parts: list[str]) -> None:
    """Whole words as the index folds them; those that only a blank parts are one."""
    assert lit(text, query) == parts


def test_fields() -> None:
    """Words without a field are lit in title, abstract and authors; venues only when asked for."""
    for field in ("title", "abstract", "author"):
        assert lit("Nature", "nature", field) == ["Nature"]
    assert lit("Nature", "nature", "venue") == []
    assert lit("Nature", "venue:nature", "venue") == ["Nature"]


def _slowly(words: list[str], leaf: Words) -> set[int]:
    """Numbers of the lit words, by comparing everywhere."""
    lit: set[int] = set()
    n = len(leaf.words)
    for place in range(len(words) - n + 1):
        window = words[place : place + n]
        last = window[-1].startswith(leaf.words[-1]) if leaf.is_prefix else window[-1] == leaf.words[-1]
        if last and window[:-1] == list(leaf.words[:-1]):
            lit.update(range(place, place + n))
    return lit


small = st.sampled_from(["a", "b", "ab"])


@given(st.lists(small, max_size=30), st.lists(small, min_size=1, max_size=5), st.booleans())
@example(["a"] * 30, ["a"] * 5, True)
def test_same_as_comparing_everywhere(words: list[str], wanted: list[str], is_prefix: bool) -> None:
    """Every occurrence is lit, also one that overlaps another, and nothing else."""
    leaf = Words(tuple(wanted), is_prefix=is_prefix)
    text = " ".join(words)
    found = highlights(text, Query(leaf), "title")

    starts = [sum(len(word) + 1 for word in words[:place]) for place in range(len(words))]
    expected = _slowly(words, leaf)
    assert {place for place, start in enumerate(starts) if any(s <= start < e for s, e in found)} == expected


@given(st.text(), st.text())
@example("a " * 20000, '"' + "a " * 90 + 'b"')
@example("½½½ ﬁ", "1 2 f*")
def test_any_text_and_query(text: str, query: str) -> None:
    """Spans are in order, apart, within the text, and hold words."""
    spans = highlights(text, parse(query), "title")

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert all(words_in(text[start:end]) for start, end in spans)
