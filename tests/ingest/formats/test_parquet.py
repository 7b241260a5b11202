"""Parquet."""

import gzip
import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lib.core.dates import PartialDate
from lib.core.errors import InputError
from lib.ingest import read_corpus, read_text


def parquet(**columns: Any) -> bytes:
    """A table as the bytes of a Parquet file."""
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


def test_values_keep_their_types(tmp_path: Path) -> None:
    """Texts of digits stay text, times count by their day in UTC, lists are lists."""
    path = tmp_path / "a.parquet"
    path.write_bytes(
        parquet(
            id=["1607.00390"],
            title=["One"],
            published=[datetime(2024, 3, 12, 23, tzinfo=UTC)],
            authors=[["Marie Curie", "Niels Bohr"]],
            n=[3],
            ratio=[0.5],
            digits=["12"],
            open=[True],
            seen=[date(2024, 1, 2)],
            nothing=pa.nulls(1),
        )
    )

    (paper,) = read_corpus([path]).papers

    assert paper.paper_id == "arxiv:1607.00390"
    assert paper.date == PartialDate(2024, 3, 12)
    assert paper.authors == ("Marie Curie", "Niels Bohr")
    assert paper.attributes == {"digits": "12", "n": 3, "open": True, "ratio": 0.5, "seen": "2024-01-02"}


def test_a_packed_file_is_read() -> None:
    """Though it has to be unpacked as a whole."""
    assert len(read_text("a.parquet.gz", gzip.compress(parquet(title=["One", "Two"]))).papers) == 2


def test_many_rows_are_numbered_through() -> None:
    """Across the batches in which they are read."""
    corpus = read_text("a.parquet", parquet(title=[f"Title {n}" for n in range(5000)]))

    assert [fate.record for fate in corpus.records] == list(range(1, 5001))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            parquet(name=["a"], size=[1]),
            r"^a\.parquet has no column for titles or abstracts \(its columns are: name, size\)",
        ),
        (parquet(title=pa.array([], pa.string())), r"^a\.parquet has columns but no rows"),
        (parquet(title=["One"] * 99)[:-20], r"^a\.parquet is no sound Parquet file"),
    ],
)
def test_what_cannot_be_used_is_named(data: bytes, message: str) -> None:
    """No titles, no rows, or a file cut off."""
    with pytest.raises(InputError, match=message):
        read_text("a.parquet", data)


def test_a_value_that_python_cannot_hold_costs_its_record_alone() -> None:
    """A time in the far future is named as the reason; the other rows are read."""
    data = parquet(title=["One", "Two", "Three"], seen=pa.array([0, 2**45, 1], type=pa.timestamp("s")))
    corpus = read_text("a.parquet", data)

    assert sorted(paper.title for paper in corpus.papers) == ["One", "Three"]
    assert [fate.fate for fate in corpus.records] == ["kept", "rejected", "kept"]
    assert corpus.records[1].reason.startswith("a value cannot be read (")
