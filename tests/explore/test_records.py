"""The records of an open atlas: by paper, with the papers that changes belong to, and never those of another build."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.atlas.home import AtlasEntry
from lib.atlas.manifest import read_manifest
from lib.atlas.schema import TABLES
from lib.core.errors import AtlasError
from lib.core.paper import Change, RecordFate
from lib.explore.opening import open_store
from lib.explore.records import Records, open_records, with_paper_ids, with_titles
from lib.explore.store import Store
from tests.atlas_maker import TINY, write_atlas

RECORDS = (
    RecordFate("a.bib", 0, "", "rejected", "", "cut off"),
    RecordFate("b.csv", 1, "x1", "kept", "doi:10.5555/a1"),
    RecordFate("b.csv", 2, "x2", "kept", "t:aaaa"),
    RecordFate("c.csv", 1, "", "merged", "doi:10.5555/a1", "same DOI"),
)
CHANGES = (
    Change("b.csv", 1, "title", "<b> -> ", "tags"),
    Change("c.csv", 1, "date", "2023-02-31", "no such day"),
    Change("c.csv", 9, "title", "x", "a record that is not there"),
    Change("a.bib", 0, "", "x", "of the file itself"),
)


def table(name: str, rows: tuple[RecordFate, ...] | tuple[Change, ...]) -> pa.Table:
    """A table of the atlas made of its rows."""
    names = TABLES[name].names
    return pa.Table.from_pylist([{name: getattr(row, name) for name in names} for row in rows], schema=TABLES[name])


def open_folder(folder: Path) -> Store:
    """Open an atlas as the dashboard does."""
    return open_store(AtlasEntry("tiny", folder, read_manifest(folder)))


@pytest.fixture
def store(tiny_atlas: Path) -> Store:
    """The tiny atlas with records and changes written down by hand."""
    pq.write_table(table("records", RECORDS), tiny_atlas / "records.parquet")
    pq.write_table(table("changes", CHANGES), tiny_atlas / "changes.parquet")
    return open_folder(tiny_atlas)


def test_a_paper_s_records(store: Store) -> None:
    """A paper has its records of all files, and what was changed in each of them."""
    records = open_records(store)

    assert records.records_of("doi:10.5555/a1") == [RECORDS[1], RECORDS[3]]
    assert records.changes_of("doi:10.5555/a1") == [CHANGES[0], CHANGES[1]]
    assert records.changes_of("t:aaaa") == []
    assert records.records_of("nobody") == []


def test_counts_and_rows(store: Store) -> None:
    """Counts are those of the rows behind them, changes with the paper of their record."""
    records = open_records(store)

    assert [records.count(what) for what in ("read", "kept", "merged", "rejected", "changed")] == [4, 2, 1, 1, 4]
    assert records.rows("changed")["paper_id"].to_pylist() == ["doi:10.5555/a1", "doi:10.5555/a1", "", ""]
    assert records.rows("merged", file="c.csv")["record"].to_pylist() == [1]
    assert [file.read for file in records.files] == [1, 2, 1]


def test_titles(store: Store) -> None:
    """Each row gets its paper's title, a record without a paper none."""
    rows = with_titles(store, open_records(store).rows("read"))

    assert rows["title"].to_pylist() == [
        "",
        "Graph networks for molecules",
        "Notes on nothing",
        "Graph networks for molecules",
    ]


def test_an_atlas_built_again(tiny_atlas: Path) -> None:
    """A store that is still open never gets the records of a later build."""
    old = open_folder(tiny_atlas)
    write_atlas(tiny_atlas, replace(TINY, manifest={"built_at": "2026-06-01T00:00:00Z"}), replace=True)

    with pytest.raises(AtlasError, match="built again meanwhile"):
        open_records(old)
    assert open_records(open_folder(tiny_atlas)).count("read") == 12


def test_damaged_records(tiny_atlas: Path) -> None:
    """Records that cannot be read are one sentence."""
    store = open_folder(tiny_atlas)
    (tiny_atlas / "changes.parquet").write_bytes(b"broken")

    with pytest.raises(AtlasError, match=r"changes\.parquet is damaged"):
        open_records(store)


NAMES = st.sampled_from(["a", "b", "c"])


@given(st.sets(st.tuples(NAMES, st.integers(0, 6))), st.lists(st.tuples(NAMES, st.integers(0, 6))))
@settings(max_examples=200)
def test_changes_find_their_papers(known: set[tuple[str, int]], asked: list[tuple[str, int]]) -> None:
    """A change belongs to the paper of the record of that file and number, whatever the order, and to none else."""
    records = table("records", tuple(RecordFate(file, n, "", "kept", f"t:{file}{n}") for file, n in known))
    changes = table("changes", tuple(Change(file, n, "title", "x", "y") for file, n in asked))

    found = with_paper_ids(changes, records)
    assert found["paper_id"].to_pylist() == [f"t:{file}{n}" if (file, n) in known else "" for file, n in asked]
    paper_ids = dict.fromkeys(found["paper_id"].to_pylist())
    all_changes = [Records(records, found).changes_of(paper_id) for paper_id in paper_ids]
    assert sum(map(len, all_changes)) == len(asked)
