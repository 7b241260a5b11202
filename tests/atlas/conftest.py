"""A tiny atlas, written by hand through the writer."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from lib.atlas.manifest import Manifest, StageCost
from lib.atlas.papers import attributes_table, papers_table
from lib.atlas.schema import TABLES
from lib.atlas.writer import AtlasWriter, new_atlas
from lib.core.config import BuildConfig
from lib.core.dates import PartialDate
from lib.core.paper import Paper

PAPERS = (
    Paper("arxiv:1607.00390", "Reefs", "Coral.", ("Ada Lem", "Bo Ruiz"), PartialDate(2021, 3), "arxiv_id"),
    Paper("t:1", "Ice", attributes={"upvotes": 7, "tags": ("cold", "old")}),
    Paper("t:2", "Hives", "Bees.", attributes={"upvotes": 2}),
)
MANIFEST = Manifest(
    name="tiny",
    fingerprint="0" * 32,
    built_at="2025-01-02T03:04:05+00:00",
    config=BuildConfig(seed=7),
    counts={"papers": 3},
    embedding={"model": "none", "path": "cpu", "dimensions": "4"},
    versions={"python": "3"},
    stages=(StageCost("embed", 1.5, 100.0, reused=True),),
    warnings=("Mind the gap.",),
    notice="Invented.",
)


def fill(writer: AtlasWriter) -> None:
    """Write all files of the tiny atlas but the manifest."""
    writer.table("papers", papers_table(PAPERS))
    writer.table("attributes", attributes_table(PAPERS))
    for name in ("records", "changes", "aliases", "topics", "words"):
        writer.table(name, pa.Table.from_pylist([], schema=TABLES[name]))
    rows = [{"paper_id": paper.paper_id, "topic_top": -1, "topic": -1, "topic_fine": -1} for paper in PAPERS]
    writer.table("assignments", pa.Table.from_pylist(rows, schema=TABLES["assignments"]))
    writer.array("embeddings", np.eye(3, 4))
    writer.array("neighbors", np.array([[1, 2], [0, 2], [0, 1]]))
    writer.array("similarities", np.full((3, 2), 0.5))
    writer.array("layout", np.zeros((3, 2)))
    writer.array("word_starts", np.zeros(4))
    writer.array("word_ids", np.empty(0))
    writer.array("word_counts", np.empty(0))


@pytest.fixture
def write_tiny() -> Callable[..., Path]:
    """Writes the tiny atlas to a place."""

    def write(out: Path, *, replace: bool = False) -> Path:
        with new_atlas(out, replace=replace) as writer:
            fill(writer)
            writer.manifest(MANIFEST)
        return out

    return write


@pytest.fixture
def tiny(tmp_path: Path, write_tiny: Callable[..., Path]) -> Path:
    """The folder of the tiny atlas."""
    return write_tiny(tmp_path / "tiny")


@pytest.fixture
def manifest() -> Manifest:
    """The tiny atlas's manifest."""
    return MANIFEST


@pytest.fixture
def fill_tiny() -> Callable[[AtlasWriter], None]:
    """Writes all files of the tiny atlas but the manifest."""
    return fill
