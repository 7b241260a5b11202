"""Whether the files of an atlas fit together: whoever reads an open one may then rely on it.

A file may be whole and still come from another atlas, or from a hand that edited it. What is asked here costs little
beside reading the files, and turns an error on some page into a sentence where the atlas is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.atlas.schema import ADDED_LATER, ARRAYS, TABLES
from lib.core.dates import FIRST_YEAR, LAST_YEAR, DateSource, Precision
from lib.core.topic import ASSIGNMENT_COLUMNS, LEVELS, UNASSIGNED, Level

_MAY_LACK: Final = {
    "papers": {"date"},
    "assignments": {"confidence", "second_topic", "margin"},
    "topics": {"parent_id", "stability", *ADDED_LATER["topics"]},
    "versions": set(),
    "words": set(),
}
"""Columns in which a row may have no value; in all others of these tables every row has one."""


class Problem(NamedTuple):
    """What is wrong with one file, said so that a sentence may begin with the file's name."""

    file: str
    what: str


def problems(tables: Mapping[str, pa.Table], arrays: Mapping[str, NDArray[Any]]) -> Iterator[Problem]:
    """Find what does not fit, the most basic first; what comes later may rely on what came before.

    Parameters
    ----------
    tables
        All tables that are read when an atlas is opened, in the columns of their schemas.
    arrays
        All arrays, in their dtypes and shapes.
    """
    yield from _rows(tables, arrays)
    yield from _values(tables)
    yield from _papers(tables)
    yield from _versions(tables["versions"], tables["papers"]["paper_id"])
    yield from _topics(tables["topics"], tables["assignments"])
    yield from _numbers(arrays, tables["papers"].num_rows)
    yield from _words(tables["words"], arrays, tables["papers"].num_rows)


def _rows(tables: Mapping[str, pa.Table], arrays: Mapping[str, NDArray[Any]]) -> Iterator[Problem]:
    n_papers = tables["papers"].num_rows
    rows = {f"{name}.parquet": tables[name].num_rows for name in ("assignments", "attributes")}
    rows |= {f"{name}.npy": array.shape[0] for name, array in arrays.items() if ARRAYS[name].n_dims == 2}
    for file, n_rows in rows.items():
        if n_rows != n_papers:
            yield Problem(file, f"has {n_rows:,} rows for {n_papers:,} papers")


def _values(tables: Mapping[str, pa.Table]) -> Iterator[Problem]:
    for table, may_lack in _MAY_LACK.items():
        for column in TABLES[table].names:
            if column not in may_lack and tables[table][column].null_count:
                yield Problem(f"{table}.parquet", f"lacks values in its column {column}")
    for table, column, known in (
        ("papers", "date_precision", get_args(Precision)),
        ("papers", "date_source", get_args(DateSource)),
        ("topics", "level", LEVELS),
    ):
        if odd := sorted(set(pc.unique(tables[table][column]).to_pylist()) - set(known)):
            yield Problem(f"{table}.parquet", f"has {odd[0]!r} in its column {column}")


def _papers(tables: Mapping[str, pa.Table]) -> Iterator[Problem]:
    papers = tables["papers"]
    ids = papers["paper_id"]
    if pc.count_distinct(ids).as_py() != papers.num_rows:
        yield Problem("papers.parquet", "has the same paper_id twice")
    for name in ("assignments", "attributes"):
        if "paper_id" not in tables[name].column_names or not tables[name]["paper_id"].equals(ids):
            yield Problem(f"{name}.parquet", "has other papers than papers.parquet, or another order")
    span = pc.min_max(papers["date"]).as_py()
    if span["min"] is not None and not date(FIRST_YEAR, 1, 1) <= span["min"] <= span["max"] <= date(LAST_YEAR, 12, 31):
        yield Problem("papers.parquet", f"has dates outside the years {FIRST_YEAR} to {LAST_YEAR}")


def _versions(versions: pa.Table, paper_ids: pa.ChunkedArray) -> Iterator[Problem]:
    ids, groups = versions["paper_id"].to_pylist(), versions["group"].to_pylist()
    if len(set(ids)) != len(ids):
        yield Problem("versions.parquet", "has the same paper_id twice")
    if not pc.all(pc.is_in(versions["paper_id"], value_set=paper_ids), min_count=0).as_py():
        yield Problem("versions.parquet", "names papers that are not in papers.parquet")
    group_of = dict(zip(ids, groups, strict=True))
    if any(group_of.get(group) != group for group in groups):
        yield Problem("versions.parquet", "has a group that is not called by a paper of it")


def _topics(topics: pa.Table, assignments: pa.Table) -> Iterator[Problem]:
    ids = _numpy(topics["topic_id"])
    if len(np.unique(ids)) != len(ids) or (ids < 0).any():
        yield Problem("topics.parquet", "has a topic_id twice, or one below 0")
    level_of = dict(zip(ids.tolist(), topics["level"].to_pylist(), strict=True))
    for level, parent in zip(topics["level"].to_pylist(), topics["parent_id"].to_pylist(), strict=True):
        above = LEVELS[LEVELS.index(level) - 1] if level in LEVELS[1:] else None
        if parent is not None if above is None else level_of.get(parent) != above:
            yield Problem("topics.parquet", f"has a topic whose parent, {parent}, is none of the level above")
            break
    columns: list[tuple[str, Level]] = [(column, level) for level, column in ASSIGNMENT_COLUMNS.items()]
    for column, level in [*columns, ("second_topic", "default")]:
        known = [topic for topic, its_level in level_of.items() if its_level == level]
        named = np.unique(_numpy(assignments[column].drop_null()))
        if len(unknown := np.setdiff1d(named, [*known, UNASSIGNED])):
            yield Problem(
                "assignments.parquet", f"names topic {unknown[0]} in {column}, which is not in topics.parquet"
            )


def _numbers(arrays: Mapping[str, NDArray[Any]], n_papers: int) -> Iterator[Problem]:
    neighbors = arrays["neighbors"]
    if neighbors.shape != arrays["similarities"].shape:
        yield Problem("similarities.npy", "has another shape than neighbors.npy")
    # -1 is an empty place.
    if neighbors.size and not -1 <= neighbors.min() <= neighbors.max() < n_papers:
        yield Problem("neighbors.npy", "names papers that are not there")
    if not np.isfinite(arrays["layout"]).all():
        yield Problem("layout.npy", "has places that are no numbers")


def _words(words: pa.Table, arrays: Mapping[str, NDArray[Any]], n_papers: int) -> Iterator[Problem]:
    starts, ids, counts = (arrays[name] for name in ("word_starts", "word_ids", "word_counts"))
    if not (words.num_rows or len(starts) or len(ids) or len(counts)):
        # Built before there was a word index.
        return
    if pc.count_distinct(words["word"]).as_py() != words.num_rows:
        yield Problem("words.parquet", "has the same word twice")
    if len(starts) != n_papers + 1 or starts[0] != 0 or starts[-1] != len(ids) or (np.diff(starts) < 0).any():
        yield Problem("word_starts.npy", "does not say for each paper where its words begin")
    if len(counts) != len(ids):
        yield Problem("word_counts.npy", "has another length than word_ids.npy")
    if ids.size and not 0 <= ids.min() <= ids.max() < words.num_rows:
        yield Problem("word_ids.npy", "names words that are not in words.parquet")


def _numpy(column: pa.ChunkedArray) -> NDArray[np.int64]:
    values: NDArray[np.int64] = column.cast(pa.int64()).to_numpy()
    return values
