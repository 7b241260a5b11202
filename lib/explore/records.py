"""The records of an open atlas: how each ended, what cleaning changed in it, and the paper that it became.

They are read when they are first asked for, since most pages need them not, and kept as the open atlases are. A search
for one paper's records runs through the column of ids: under a millisecond for 120,000 records, without an index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.atlas.manifest import read_manifest
from lib.atlas.reader import read_table
from lib.core.errors import AtlasError
from lib.core.paper import Change, RecordFate
from lib.explore.audit import ChangeCount, Ending, FileAudit, Rows, by_file, change_counts, endings, rows_of
from lib.explore.store import Store


@dataclass(frozen=True, eq=False)
class Records:
    """All records that an atlas was made from; `changes` has the column `paper_id` besides its own."""

    records: pa.Table
    changes: pa.Table

    @cached_property
    def endings(self) -> list[Ending]:
        """How many records of each file ended in which way."""
        return endings(self.records)

    @cached_property
    def files(self) -> list[FileAudit]:
        """The records of each file, counted."""
        return by_file(self.endings)

    @cached_property
    def change_counts(self) -> list[ChangeCount]:
        """What cleaning did, by field and reason."""
        return change_counts(self.changes)

    def count(self, what: Rows) -> int:
        """How many rows there are of one kind."""
        if what in ("read", "changed"):
            return int((self.changes if what == "changed" else self.records).num_rows)
        return sum(line.n for line in self.endings if line.fate == what)

    def rows(
        self, what: Rows, *, file: str | None = None, reason: str | None = None, field: str | None = None
    ) -> pa.Table:
        """The rows behind a number, as `lib.explore.audit.rows_of` gives them."""
        return rows_of(self.records, self.changes, what, file=file, reason=reason, field=field)

    def records_of(self, paper_id: str) -> list[RecordFate]:
        """The records that became a paper, in the order in which they were read."""
        return [RecordFate(**row) for row in _rows(self.records, paper_id)]

    def changes_of(self, paper_id: str) -> list[Change]:
        """What cleaning changed in the records of a paper, in the order in which they were read."""
        return [
            Change(**{name: row[name] for name in row if name != "paper_id"}) for row in _rows(self.changes, paper_id)
        ]


def open_records(store: Store) -> Records:
    """The records of an open atlas.

    Raises
    ------
    AtlasError
        If their files are missing or damaged, or the atlas was built again since it was opened.
    """
    manifest = store.atlas.manifest
    return _open(store.atlas.folder, (manifest.built_at, manifest.fingerprint))


def with_titles(store: Store, rows: pa.Table) -> pa.Table:
    """Rows with the column `title` added: that of the paper in which the record ended, empty where there is none."""
    papers = store.atlas.papers
    places = pc.index_in(rows["paper_id"], value_set=papers["paper_id"])
    return rows.append_column("title", pc.fill_null(papers["title"].take(places), ""))


def with_paper_ids(changes: pa.Table, records: pa.Table) -> pa.Table:
    """Changes with the column `paper_id` added: that of the record which they are about, empty where it has none."""
    files = pc.unique(records["file"])
    known, asked = _numbers(records, files), _numbers(changes, files)
    order = np.argsort(known, kind="stable")
    places = np.searchsorted(known, asked, sorter=order)
    found = places < len(known)
    rows = order[np.where(found, places, 0)] if len(known) else np.zeros(len(asked), dtype=np.int64)
    found[found] = known[rows[found]] == asked[found]
    paper_ids = records["paper_id"].take(pa.array(rows, mask=~found))
    return changes.append_column("paper_id", pc.fill_null(paper_ids, ""))


@lru_cache(maxsize=4)
def _open(folder: Path, version: tuple[str, str]) -> Records:
    manifest = read_manifest(folder)
    if (manifest.built_at, manifest.fingerprint) != version:
        raise AtlasError(f"{folder} was built again meanwhile: reload the page.")
    records, changes = read_table(folder, "records"), read_table(folder, "changes")
    return Records(records, with_paper_ids(changes, records))


def _numbers(table: pa.Table, files: pa.Array) -> NDArray[np.int64]:
    """A number for each row that is the same for the same file and record; -1 for a file that is none of `files`."""
    places = pc.fill_null(pc.index_in(table["file"], value_set=files), -1).to_numpy().astype(np.int64)
    numbers: NDArray[np.int64] = np.where(places < 0, -1, (places << 32) + table["record"].to_numpy())
    return numbers


def _rows(table: pa.Table, paper_id: str) -> Sequence[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.filter(pc.equal(table["paper_id"], paper_id)).to_pylist()
    return rows
