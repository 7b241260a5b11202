"""Arrow's files and streams."""

import io
from pathlib import Path

import psutil
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import feather, ipc

from lib.ingest.formats import arrow
from lib.ingest.reader import NO_OPTIONS
from lib.ingest.source import Source
from tests.ingest.formats.outcome import outcome, sniffs

TABLE = pa.table({"title": [f"T{n}" for n in range(5)], "authors": [["A", "B"]] * 5, "n": range(5)})


def as_file(table: pa.Table) -> bytes:
    """A table as the bytes of a file of several batches."""
    stream = io.BytesIO()
    with ipc.new_file(stream, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)
    return stream.getvalue()


def as_stream(table: pa.Table) -> bytes:
    """A table as the bytes of a stream of several batches."""
    stream = io.BytesIO()
    with ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)
    return stream.getvalue()


def as_feather(table: pa.Table) -> bytes:
    """A table as Feather, packed."""
    stream = io.BytesIO()
    feather.write_feather(table, stream, compression="zstd")
    return stream.getvalue()


@pytest.mark.parametrize("write", [as_file, as_stream, as_feather])
def test_rows_are_read_batch_by_batch(write, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # three of one form
    """From memory and from disk, values in their types."""
    path = tmp_path / "x"
    path.write_bytes(write(TABLE))

    for content in (path, path.read_bytes()):
        found = outcome(arrow.READER, content)
        assert [record.values for record in found.records] == TABLE.to_pylist()
        assert found.numbers == [1, 2, 3, 4, 5]
    assert sniffs(arrow.READER, path.read_bytes())


def test_a_large_file_takes_no_more_memory_than_a_batch(tmp_path: Path) -> None:
    """What was read of it does not stay with the process, whose memory has a limit."""
    path = tmp_path / "large.arrow"
    batch = pa.record_batch({"title": ["A"] * 100, "text": ["x" * 10_000] * 100})
    with ipc.new_file(path, batch.schema) as writer:
        for _ in range(128):
            writer.write_batch(batch)
    del writer, batch
    process = psutil.Process()
    before = process.memory_info().rss
    most = max(
        process.memory_info().rss - before
        for entry in arrow.READER.read(Source("large.arrow", path), NO_OPTIONS)
        if entry.number % 100 == 0
    )

    assert most < path.stat().st_size / 2


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (as_file(pa.table({"name": ["a"]})), "x has no column for titles or abstracts (its columns are: name)"),
        (as_stream(TABLE.slice(0, 0)), "x has columns but no rows"),
        (as_file(TABLE)[:-40], "x is no sound Arrow file ("),
        (as_stream(TABLE)[:-300], "x, after record "),
        (b"FEA1" + bytes(40), "x is a Feather file of the first version"),
    ],
    ids=["no titles", "no rows", "cut file", "cut stream", "old"],
)
def test_what_cannot_be_used_is_named(data: bytes, message: str) -> None:
    """In one sentence, with the cure."""
    assert outcome(arrow.READER, data).error.startswith(message)


def test_columns_of_one_name_are_told_apart() -> None:
    """Both are kept."""
    table = pa.Table.from_arrays([pa.array(["A"]), pa.array(["B"])], names=["title", "title"])

    assert outcome(arrow.READER, as_file(table)).records[0].values == {"title": "A", "title (2)": "B"}


@pytest.mark.parametrize("sound", [as_file(TABLE), as_stream(TABLE)], ids=["file", "stream"])
@given(cut=st.integers(8, 400), damage=st.binary(max_size=4))
def test_damaged_bytes_end_in_records_or_a_sentence(sound: bytes, cut: int, damage: bytes) -> None:
    """Cut anywhere, or with a few other bytes in between."""
    for data in (sound[:cut] + damage, sound[:cut] + damage + sound[cut + len(damage) :]):
        found = outcome(arrow.READER, data)
        assert found.records or found.error.startswith("x")
