"""Opens an atlas for reading: tables by Arrow, arrays as read-only memory maps.

All is opened at once, so that an atlas that is replaced meanwhile stays whole for whoever reads it. On Windows
arrays are read into memory: an open map would keep the folder from being replaced or deleted.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lib.atlas.check import problems
from lib.atlas.manifest import Manifest, read_manifest
from lib.atlas.parquet import read_parquet
from lib.atlas.schema import ADDED_LATER, ADDED_WITH, ARRAYS, SEARCH_INDEX, TABLES, TABLES_ADDED_LATER
from lib.atlas.search_index import SearchIndex, open_index
from lib.core.errors import AtlasError

_CAN_MAP: Final = os.name != "nt"
_TABLES: Final = ("papers", "aliases", "versions", "assignments", "topics", "attributes", "words")
"""The tables that are read when an atlas is opened."""


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """An open atlas. Arrays cannot be written to; row i of every matrix is the paper in row i of `papers`.

    The words of paper i are the rows `word_ids[word_starts[i] : word_starts[i + 1]]` of `words`; an atlas that was
    built before there was a word index has empty arrays and no words. `search` is None where there is no keyword index,
    or one of another version.
    """

    folder: Path
    manifest: Manifest
    papers: pa.Table
    aliases: pa.Table
    versions: pa.Table
    attributes: pa.Table
    assignments: pa.Table
    topics: pa.Table
    words: pa.Table
    embeddings: NDArray[np.float16]
    neighbors: NDArray[np.int32]
    similarities: NDArray[np.float16]
    layout: NDArray[np.float32]
    word_starts: NDArray[np.int64]
    word_ids: NDArray[np.int32]
    word_counts: NDArray[np.uint8]
    search: SearchIndex | None

    @property
    def n_papers(self) -> int:
        """Number of papers."""
        return int(self.papers.num_rows)


def open_atlas(folder: Path) -> Atlas:
    """Open an atlas and check that its files belong together.

    Raises
    ------
    AtlasError
        If the folder is no atlas, or a file is missing, damaged or does not fit the others.
    """
    manifest = read_manifest(folder)
    tables = {name: read_table(folder, name) for name in _TABLES}
    arrays = {name: _read_array(folder, name) for name in ARRAYS}
    for file, what in problems(tables, arrays):
        raise AtlasError(f"{folder / file} {what}, so the atlas is damaged: build it again from its files.")
    search = open_index(folder / SEARCH_INDEX, tables["papers"].num_rows)
    return Atlas(folder=folder, manifest=manifest, search=search, **tables, **arrays)


def read_table(folder: Path, name: str) -> pa.Table:
    """Read one Parquet file of an atlas, in the columns of its schema.

    Raises
    ------
    AtlasError
        If it is missing, damaged, or lacks a column.
    """
    path = folder / f"{name}.parquet"
    schema = TABLES.get(name)
    if name in TABLES_ADDED_LATER and not path.exists():
        return TABLES[name].empty_table()
    try:
        table = read_parquet(path)
        for column in sorted(ADDED_LATER.get(name, frozenset()) - set(table.column_names)):
            table = table.append_column(column, pa.nulls(table.num_rows))
        return table if schema is None else table.select(schema.names).cast(schema)
    except (OSError, KeyError, pa.ArrowException) as err:
        raise _damaged(path, err) from err


def _read_array(folder: Path, name: str) -> NDArray[Any]:
    path = folder / f"{name}.npy"
    spec = ARRAYS[name]
    if name in ADDED_WITH and not path.exists() and not (folder / f"{ADDED_WITH[name]}.parquet").exists():
        return np.empty(0, dtype=spec.dtype)
    try:
        array: NDArray[Any] = np.load(path, mmap_mode="r" if _CAN_MAP else None, allow_pickle=False)
    except (OSError, ValueError, EOFError) as err:
        raise _damaged(path, err) from err
    if array.dtype != spec.dtype or not spec.fits(array.shape):
        raise AtlasError(f"{path} does not hold what it should: build the atlas again from its files.")
    array.flags.writeable = False
    return array


def _damaged(path: Path, err: Exception) -> AtlasError:
    what = "is missing" if isinstance(err, FileNotFoundError) else "is damaged"
    return AtlasError(f"{path} {what}: build the atlas again from its files.")
