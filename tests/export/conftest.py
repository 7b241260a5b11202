"""Papers that are hard to write down, made once for all formats."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from lib.core.dates import PartialDate
from lib.core.paper import Paper
from lib.export.rows import ExportRow


def row(title: str = "A title", topic: str = "", confidence: float | None = None, **parts: Any) -> ExportRow:
    """A row with a paper of that title; authors are given as one text, parted by semicolons."""
    parts["authors"] = tuple(parts.pop("authors", "").split("; ")) if parts.get("authors") else ()
    parts["csl"] = json.dumps(parts.get("csl", {}))
    paper_id = parts.pop("paper_id", f"t:{title}")
    return ExportRow(Paper(paper_id=paper_id, title=title, **parts), topic=topic, confidence=confidence)


@pytest.fixture
def make_row() -> Callable[..., ExportRow]:
    """Makes a row of a title and whatever else counts."""
    return row


@pytest.fixture
def article() -> ExportRow:
    """A journal article of which everything is known."""
    return row(
        "Deep learning for GPT-4: a study of $x_1$ & 100% of {sets} in Berlin",
        topic="Learning, deep",
        confidence=0.75,
        paper_id="doi:10.1002/(sici)1:2#3;4",
        abstract="First line.\nSecond line with a stray } and \\command{x}.",
        authors="Ludwig van Beethoven; The ATLAS Collaboration; Donald E. Knuth Jr.; Smith and Sons, Ltd",
        date=PartialDate(2023, 3, 12),
        date_source="given",
        categories=("cs.CL", "Tones, high"),
        venue="Journal of X & Y",
        doi="10.1002/(sici)1:2#3;4",
        pmid="123",
        url="https://example.org/?a=1&b=2",
        language="en",
        csl={
            "type": "article-journal",
            "author": [
                {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
                {"literal": "The ATLAS Collaboration"},
                {"family": "Knuth", "given": "Donald E.", "suffix": "Jr."},
                {"literal": "Smith and Sons, Ltd"},
            ],
            "volume": 3,
            "issue": "4",
            "page": "12–34",
            "publisher": "Y Press",
            "ISSN": "1234-5678",
        },
        attributes={"upvotes": -3, "tags": ("a", "b"), "included": True},
    )


@pytest.fixture
def preprint() -> ExportRow:
    """A paper on arXiv, known to the month."""
    return row(
        "Attention is all you need, again",
        paper_id="arxiv:2311.08526",
        authors="Ada Lovelace; Turing, Alan",
        date=PartialDate(2023, 11),
        date_source="arxiv_id",
        arxiv_id="2311.08526",
    )


@pytest.fixture
def bare() -> ExportRow:
    """A paper of which nothing but the title is known."""
    return row("结构与功能")
