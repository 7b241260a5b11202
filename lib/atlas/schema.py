"""The files of an atlas, format 1: the one table from which they are written, checked and documented.

Parquet files have a fixed schema each (attributes.parquet keeps the types of its input); arrays have a dtype and a
shape. `docs/atlas-format.md` says the same in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

FORMAT: Final = 1
"""The version of the layout on disk; a reader refuses what is newer and says so."""

_TEXTS = pa.list_(pa.string())

TABLES: Final[dict[str, pa.Schema]] = {
    "records": pa.schema(
        [
            ("file", pa.string()),
            ("record", pa.int32()),
            ("source_id", pa.string()),
            ("fate", pa.string()),
            ("paper_id", pa.string()),
            ("reason", pa.string()),
        ]
    ),
    "changes": pa.schema(
        [
            ("file", pa.string()),
            ("record", pa.int32()),
            ("field", pa.string()),
            ("what", pa.string()),
            ("why", pa.string()),
        ]
    ),
    "papers": pa.schema(
        [
            ("paper_id", pa.string()),
            ("title", pa.string()),
            ("abstract", pa.string()),
            ("authors", _TEXTS),
            ("date", pa.date32()),
            ("date_precision", pa.string()),
            ("date_source", pa.string()),
            ("categories", _TEXTS),
            ("venue", pa.string()),
            ("doi", pa.string()),
            ("arxiv_id", pa.string()),
            ("pmid", pa.string()),
            ("url", pa.string()),
            ("language", pa.string()),
            ("sources", _TEXTS),
            ("flags", _TEXTS),
            ("csl", pa.string()),
        ]
    ),
    "aliases": pa.schema([("alias", pa.string()), ("paper_id", pa.string())]),
    "versions": pa.schema([("paper_id", pa.string()), ("group", pa.string()), ("similarity", pa.float32())]),
    "assignments": pa.schema(
        [
            ("paper_id", pa.string()),
            ("topic_top", pa.int32()),
            ("topic", pa.int32()),
            ("topic_fine", pa.int32()),
            ("confidence", pa.float32()),
            ("second_topic", pa.int32()),
            ("margin", pa.float32()),
        ]
    ),
    "topics": pa.schema(
        [
            ("topic_id", pa.int32()),
            ("level", pa.string()),
            ("parent_id", pa.int32()),
            ("label", pa.string()),
            ("size", pa.int32()),
            ("terms", pa.list_(pa.struct([("term", pa.string()), ("weight", pa.float32())]))),
            ("exemplars", _TEXTS),
            ("hue", pa.float32()),
            ("shade", pa.float32()),
            ("stability", pa.float32()),
            ("label_x", pa.float32()),
            ("label_y", pa.float32()),
            ("label_inside", pa.float32()),
            ("label_outside", pa.float32()),
            ("written_label", pa.string()),
        ]
    ),
    "words": pa.schema([("word", pa.string()), ("papers", pa.int32())]),
}
"""Parquet files by name, each with its columns in order. `attributes` is a table too, of any columns."""

SEARCH_INDEX: Final = "search.sqlite"
"""The keyword index, which `lib/atlas/search_index.py` writes; the first atlases of this format lack it."""

ADDED_LATER: Final[dict[str, frozenset[str]]] = {
    "topics": frozenset({"label_inside", "label_outside", "written_label"}),
}
"""Columns that the first atlases of this format lack; they are read as columns without values."""

TABLES_ADDED_LATER: Final = frozenset({"versions", "words"})
"""Files that the first atlases of this format lack; they are read as tables without rows."""


@dataclass(frozen=True, slots=True)
class ArraySpec:
    """A matrix with a row for each paper, or with `n_dims` of 1 a list of numbers; None is what the build decides."""

    dtype: np.dtype[np.generic]
    columns: int | None = None
    n_dims: int = 2

    def fits(self, shape: tuple[int, ...]) -> bool:
        """Whether an array may have this shape; the number of papers is not looked at."""
        return len(shape) == self.n_dims and (self.columns is None or shape[1] == self.columns)


ARRAYS: Final[dict[str, ArraySpec]] = {
    "embeddings": ArraySpec(np.dtype(np.float16)),
    "neighbors": ArraySpec(np.dtype(np.int32)),
    "similarities": ArraySpec(np.dtype(np.float16)),
    "layout": ArraySpec(np.dtype(np.float32), columns=2),
    "word_starts": ArraySpec(np.dtype(np.int64), n_dims=1),
    "word_ids": ArraySpec(np.dtype(np.int32), n_dims=1),
    "word_counts": ArraySpec(np.dtype(np.uint8), n_dims=1),
}
"""Arrays by name."""

ADDED_WITH: Final = dict.fromkeys(("word_starts", "word_ids", "word_counts"), "words")
"""Arrays that the first atlases of this format lack, each with the table that it came with; they are read as empty."""
