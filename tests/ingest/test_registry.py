"""The table of formats."""

import time

import pytest

from lib.core.formats import FORMATS
from lib.ingest.registry import READERS, find_reader
from lib.ingest.source import HEAD_BYTES, Source

ABSTRACT = "We study maps of topics and show that they help people to find what they need. " * 5


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("title,abstract\na,b\n", "x.txt", "csv"),
        ("Title;Abstract\na;b\n", "x", "csv"),
        ("title\na\n", "x", "csv"),
        ("name,size\na,b\n", "x.csv.gz", "csv"),
        ('{"title": "a"}\n', "x.csv", "json"),
        ('[\n {"title": "a"}]', "x", "json"),
        (f"A title\n{ABSTRACT}\n", "x", "capture-list"),
        (f"A title\n\n{ABSTRACT}\n\n• 3 authors\n·\nJul 14\n", "x", "capture-daily"),
        ("arxiv_id\nstringlengths\n10\n12\n| abstract\nstringlengths\n4\n9\n|\n---|---|\n", "x", "capture-viewer"),
        ("# Read me\n\nThis folder holds some files.\n\nUse them well.\n", "README.md", None),
        ("def f():\n    return 1\n", "x.py", None),
        ("TY  - JOUR\nTI  - A title\nER  -\n", "x.csv", "ris"),
        ("PMID- 1\nOWN - NLM\nTI  - A title\n", "x.ris", "medline"),
    ],
)
def test_the_content_decides_then_the_name(text: str, name: str, expected: str | None) -> None:
    """A wrong ending does no harm, and prose is no list of papers."""
    reader = find_reader(Source(name, text.encode()).head(), name)

    assert (reader.format.name if reader else None) == expected


def test_a_binary_file_is_no_table_whatever_its_name() -> None:
    """A picture called .csv is not read as one; a damaged Parquet file is still known by its name."""
    head = Source("x", bytes(range(256)) * 9).head()

    assert find_reader(head, "x.csv") is None
    reader = find_reader(head, "x.parquet")
    assert reader is not None
    assert reader.format.name == "parquet"


def test_every_format_has_its_reader() -> None:
    """The table for people and the table of readers name the same formats, each once."""
    assert sorted(reader.format.name for reader in READERS) == sorted(one.name for one in FORMATS)
    assert len({one.title for one in FORMATS}) == len(FORMATS)


def test_a_long_line_of_blanks_takes_no_time() -> None:
    """Whatever format is asked whether the file is its own."""
    head = Source("x", b"a" + b" " * HEAD_BYTES).head()
    begun = time.process_time()
    find_reader(head, "x")

    assert time.process_time() - begun < 10
