"""What does not fit together in an atlas is said where it is opened, in a sentence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lib.atlas.reader import open_atlas
from lib.core.errors import AtlasError
from lib.core.paper import Version
from tests.atlas_maker import TINY, write_atlas

Change = Callable[[list[Any]], list[Any]]


@pytest.fixture
def atlas(tmp_path: Path) -> Path:
    """The folder of a sound atlas."""
    near = (Version(name, "arxiv:2301.00001", 0.75) for name in ("arxiv:2301.00001", "arxiv:2301.00002"))
    return write_atlas(tmp_path / "atlas", replace(TINY, versions=tuple(near)))


def first(value: object) -> Change:
    """Another first value."""
    return lambda values: [value, *values[1:]]


@pytest.mark.parametrize(
    ("table", "column", "change", "said"),
    [
        ("assignments", "topic", first(9999), "names topic 9999 in topic, which is not in topics.parquet"),
        ("assignments", "topic_fine", first(0), "names topic 0 in topic_fine, which is not in topics.parquet"),
        ("assignments", "second_topic", first(-7), "names topic -7 in second_topic"),
        ("assignments", "topic_top", first(None), "lacks values in its column topic_top"),
        ("assignments", "paper_id", lambda ids: ids[::-1], r"has other papers than papers\.parquet, or another order"),
        ("attributes", "paper_id", first("t:x"), r"has other papers than papers\.parquet, or another order"),
        ("papers", "paper_id", lambda ids: [ids[1], *ids[1:]], "has the same paper_id twice"),
        ("papers", "title", first(None), "lacks values in its column title"),
        ("papers", "date_precision", first("century"), "has 'century' in its column date_precision"),
        ("papers", "date", first(date(1, 1, 1)), "has dates outside the years 1500 to 2199"),
        ("versions", "paper_id", first("t:x"), r"names papers that are not in papers\.parquet"),
        ("versions", "paper_id", lambda ids: [ids[1], *ids[1:]], "has the same paper_id twice"),
        ("versions", "group", first("doi:10.5555/a1"), "has a group that is not called by a paper of it"),
        ("versions", "similarity", first(None), "lacks values in its column similarity"),
        ("topics", "level", first("odd"), "has 'odd' in its column level"),
        ("topics", "topic_id", lambda ids: [ids[1], *ids[1:]], "has a topic_id twice"),
        ("topics", "topic_id", first(-1), "has a topic_id twice, or one below 0"),
        ("topics", "parent_id", lambda ids: [777] * len(ids), "has a topic whose parent, 777, is none of the level"),
        ("topics", "terms", first(None), "lacks values in its column terms"),
        ("words", "word", first(None), "lacks values in its column word"),
        ("words", "word", lambda words: [words[1], *words[1:]], "has the same word twice"),
    ],
)
def test_tables_that_do_not_fit(atlas: Path, table: str, column: str, change: Change, said: str) -> None:
    """A table that another one contradicts is named, with what is wrong and the cure."""
    path = atlas / f"{table}.parquet"
    rows = pq.read_table(path)
    place = rows.column_names.index(column)
    values = pa.array(change(rows[column].to_pylist()), type=rows.schema.field(column).type)
    pq.write_table(rows.set_column(place, column, values), path)

    with pytest.raises(AtlasError, match=rf"{table}\.parquet {said}.*: build it again from its files\.$"):
        open_atlas(atlas)


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("neighbors", lambda values: values + len(TINY.papers), "names papers that are not there"),
        ("neighbors", lambda values: values * 0 - 2, "names papers that are not there"),
        ("similarities", lambda values: values[:, :1], r"has another shape than neighbors\.npy"),
        ("layout", lambda values: values * np.nan, "has places that are no numbers"),
        ("word_starts", lambda values: values[:-1], "does not say for each paper where its words begin"),
        ("word_starts", lambda values: values[::-1], "does not say for each paper where its words begin"),
        ("word_counts", lambda values: values[1:], r"has another length than word_ids\.npy"),
        ("word_ids", lambda values: values + 1, r"names words that are not in words\.parquet"),
    ],
)
def test_arrays_that_do_not_fit(atlas: Path, name: str, change: Callable[[np.ndarray], np.ndarray], said: str) -> None:
    """An array that points nowhere is named, with what is wrong and the cure."""
    path = atlas / f"{name}.npy"
    np.save(path, change(np.array(np.load(path))))

    with pytest.raises(AtlasError, match=rf"{name}\.npy {said}, so the atlas is damaged"):
        open_atlas(atlas)


def test_words_are_gone(atlas: Path) -> None:
    """Arrays of a word index without its table are noticed."""
    (atlas / "words.parquet").unlink()

    with pytest.raises(AtlasError, match=r"word_ids\.npy names words that are not in words\.parquet"):
        open_atlas(atlas)


def test_topics_are_gone(atlas: Path) -> None:
    """A table of topics without a row is noticed while papers name topics."""
    path = atlas / "topics.parquet"
    pq.write_table(pq.read_table(path).slice(0, 0), path)

    with pytest.raises(AtlasError, match=r"assignments\.parquet names topic \d+ in topic_top"):
        open_atlas(atlas)
