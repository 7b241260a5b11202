"""Small files, made in memory or in a temporary folder."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from lib.core.paper import Corpus, Paper
from lib.ingest import read_text

ReadRecords = Callable[..., Corpus]


def as_jsonl(records: Iterable[Mapping[str, Any]]) -> str:
    """Records as JSON Lines."""
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.fixture
def read_records() -> ReadRecords:
    """Read records that are given as dictionaries."""

    def read(*records: Mapping[str, Any]) -> Corpus:
        return read_text("papers.jsonl", as_jsonl(records))

    return read


@pytest.fixture
def read_one(read_records: ReadRecords) -> Callable[..., Paper]:
    """Read a record, given by its values, as the paper that it becomes."""

    def read(**values: Any) -> Paper:
        (paper,) = read_records({"title": "A title", **values}).papers
        return paper

    return read
