"""Keys by which BibTeX cites."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.dates import PartialDate
from lib.core.paper import Paper
from lib.export.citation import cite
from lib.export.keys import citation_keys
from lib.export.rows import ExportRow

MakeRow = Callable[..., ExportRow]


def keys(*rows: ExportRow) -> list[str]:
    """The keys of some papers."""
    papers = [row.paper for row in rows]
    return citation_keys(papers, [cite(row) for row in rows])


@pytest.mark.parametrize(
    ("title", "parts", "key"),
    [
        ("The deep end", {"authors": "Ada Smith", "date": PartialDate(2023)}, "smith2023deep"),
        ("k-means++", {"authors": "Łukasz Weiß-Øre", "date": PartialDate(2007, 1)}, "weissore2007kmeans"),
        ("How to be", {"authors": "Ada Smith"}, "smithhow"),
        ("Attention is all you need", {"date": PartialDate(2017)}, "attentionallyou2017"),
        ("结构与功能", {"authors": "王小明"}, "paper"),
        ("结构与功能", {"date": PartialDate(2020)}, "2020"),
    ],
)
def test_key(make_row: MakeRow, title: str, parts: dict[str, Any], key: str) -> None:
    """A key is first author, year and a telling word in ASCII; what is missing is left out."""
    assert keys(make_row(title, **parts)) == [key]


def test_shared_keys_are_told_apart_whatever_the_order(make_row: MakeRow) -> None:
    """Papers that would share a key get one each, the same in any order."""
    one, two, three = (make_row("Deep", authors="Ada Smith", paper_id=paper_id) for paper_id in ("t:1", "t:2", "t:3"))
    first, second, third = keys(one, two, three)

    assert len({first, second, third}) == 3
    assert keys(three, one, two) == [third, first, second]


def test_the_same_paper_twice(make_row: MakeRow) -> None:
    """Even a paper that is there twice has two keys."""
    assert len(set(keys(make_row(), make_row(), make_row()))) == 3


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=20)), max_size=20))
def test_keys_are_ascii_and_unique(texts: list[tuple[str, str]]) -> None:
    """Whatever titles and names hold, keys are different, lower-case ASCII and not empty."""
    papers = [Paper(paper_id=f"t:{n}", title=title, authors=(name,)) for n, (title, name) in enumerate(texts)]
    made = citation_keys(papers, [cite(ExportRow(paper)) for paper in papers])

    assert len(set(made)) == len(papers)
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in made)
