"""JSONL, read back line by line."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.paper import Paper
from lib.export.as_jsonl import write_jsonl
from lib.export.fields import FIELDS
from lib.export.rows import ExportRow

MakeRow = Callable[..., ExportRow]


def read(*rows: ExportRow) -> list[dict[str, Any]]:
    """Write papers and read them back."""
    return [json.loads(text) for text in write_jsonl(rows).decode("utf-8").splitlines()]


def test_article(article: ExportRow) -> None:
    """A paper is an object with its fields, lists as lists, CSL-JSON and attributes as objects."""
    (found,) = read(article)

    assert list(found) == [*FIELDS, "csl", "attributes"]
    assert found["authors"][3] == "Smith and Sons, Ltd"
    assert found["categories"] == ["cs.CL", "Tones, high"]
    assert (found["topic"], found["confidence"]) == ("Learning, deep", 0.75)
    assert found["csl"]["volume"] == 3
    assert found["attributes"] == {"included": True, "tags": ["a", "b"], "upvotes": -3}


def test_bare_paper(bare: ExportRow) -> None:
    """What is not known is empty or null, and there."""
    (found,) = read(bare)

    assert (found["authors"], found["doi"], found["confidence"], found["csl"]) == ([], "", None, {})


def test_no_number_that_json_has_not(make_row: MakeRow) -> None:
    """NaN and infinity are null."""
    (found,) = read(make_row(attributes={"a": float("nan"), "b": float("-inf")}))

    assert found["attributes"] == {"a": None, "b": None}


def test_nothing_makes_an_empty_file() -> None:
    """No papers are no lines."""
    assert write_jsonl([]) == b""


def test_half_a_character_does_no_harm(make_row: MakeRow) -> None:
    """A lone surrogate, which UTF-8 has not, becomes a question mark."""
    assert read(make_row("a\ud800b"))[0]["title"] == "a?b"


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_any_text_comes_back(texts: list[tuple[str, str]]) -> None:
    """Whatever texts hold, the same texts come back, one object a line."""
    rows = [
        ExportRow(Paper(paper_id=f"t:{n}", title=title, abstract=abstract)) for n, (title, abstract) in enumerate(texts)
    ]

    assert [(row["title"], row["abstract"]) for row in read(*rows)] == texts
