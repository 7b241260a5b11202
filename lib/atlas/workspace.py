"""What a person stores beside the atlases: selection and own list, by workspace and atlas, in `.workspace.sqlite`.

A workspace is known by the random id in its browser's cookie. A selection is a list of paper ids in the order in
which they were picked; ids that an atlas no longer has stay stored and are shown again when it has them. The last
change of more than one paper is kept until the next change, so that it can be undone. An own list is one row, which the
next one takes the place of; while one is read, its job is remembered. What shows itself to newcomers and was sent away
is remembered too, for all atlases at once.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lib.atlas.own_lists import list_of, row_of
from lib.core.errors import WorkspaceError
from lib.core.own_list import OwnList

_MIGRATIONS = (
    """
    CREATE TABLE selection (
        workspace TEXT NOT NULL,
        atlas TEXT NOT NULL,
        paper_id TEXT NOT NULL,
        place INTEGER NOT NULL,
        PRIMARY KEY (workspace, atlas, paper_id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE selection_change (
        workspace TEXT NOT NULL,
        atlas TEXT NOT NULL,
        paper_id TEXT NOT NULL,
        place INTEGER NOT NULL,
        kind TEXT NOT NULL,
        n_papers INTEGER NOT NULL,
        at REAL NOT NULL,
        PRIMARY KEY (workspace, atlas, paper_id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE own_list (
        workspace TEXT NOT NULL,
        atlas TEXT NOT NULL,
        source TEXT NOT NULL,
        model TEXT NOT NULL,
        n_rejected INTEGER NOT NULL,
        n_dims INTEGER NOT NULL,
        papers TEXT NOT NULL,
        vectors BLOB NOT NULL,
        PRIMARY KEY (workspace, atlas)
    )
    """,
    """
    CREATE TABLE dismissed (
        workspace TEXT NOT NULL,
        what TEXT NOT NULL,
        PRIMARY KEY (workspace, what)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE own_list_job (
        workspace TEXT NOT NULL,
        atlas TEXT NOT NULL,
        job TEXT NOT NULL,
        PRIMARY KEY (workspace, atlas)
    ) WITHOUT ROWID
    """,
)
"""Numbered by place; a released one is never edited."""
_OWN_LIST = "Your own list"


@dataclass(frozen=True, slots=True)
class SelectionChange:
    """A change of the selection by more than one paper, with the time when it was made, seconds since 1970."""

    kind: Literal["added", "removed"]
    n_papers: int
    at: float


class Workspace:
    """The stored selection of one person. Every call is a transaction of its own, safe between processes.

    Every call raises a WorkspaceError where the file cannot be read or written.
    """

    def __init__(self, folder: Path, workspace_id: str) -> None:
        self._path = folder / ".workspace.sqlite"
        self._id = workspace_id

    def selection(self, atlas: str) -> list[str]:
        """The paper ids selected in an atlas, first picked first."""
        with self._connect() as connection:
            rows = connection.execute(
                "SELECT paper_id FROM selection WHERE workspace = ? AND atlas = ? ORDER BY place",
                (self._id, atlas),
            )
            return [row[0] for row in rows]

    def add(self, atlas: str, paper_ids: Iterable[str]) -> int:
        """Add papers at the end; those selected already keep their place. Returns how many were new."""
        with self._connect() as connection:
            (last,) = connection.execute(
                "SELECT coalesce(max(place), 0) FROM selection WHERE workspace = ? AND atlas = ?",
                (self._id, atlas),
            ).fetchone()
            before = connection.total_changes
            connection.executemany(
                "INSERT OR IGNORE INTO selection VALUES (?, ?, ?, ?)",
                ((self._id, atlas, paper_id, last + place) for place, paper_id in enumerate(paper_ids, start=1)),
            )
            n_new = connection.total_changes - before
            self._note(
                connection,
                atlas,
                n_new,
                # One row in place of very many: as long as this is the last change, all papers behind are its.
                "VALUES (?, ?, '', ?, 'added', ?, ?)",
                (self._id, atlas, last, n_new, time.time()),
            )
            return n_new

    def remove(self, atlas: str, paper_ids: Iterable[str]) -> int:
        """Take papers out; those not selected are passed over. Returns how many were taken out."""
        with self._connect() as connection:
            return self._take_out(connection, atlas, paper_ids)

    def clear(self, atlas: str) -> int:
        """Take all papers of an atlas out. Returns how many they were."""
        with self._connect() as connection:
            rows = connection.execute(
                "SELECT paper_id FROM selection WHERE workspace = ? AND atlas = ?", (self._id, atlas)
            )
            return self._take_out(connection, atlas, [row[0] for row in rows])

    def last_change(self, atlas: str) -> SelectionChange | None:
        """The change that can be undone; None where the last one was of a single paper, or undone."""
        with self._connect() as connection:
            row = connection.execute(
                "SELECT kind, n_papers, at FROM selection_change WHERE workspace = ? AND atlas = ? LIMIT 1",
                (self._id, atlas),
            ).fetchone()
            return SelectionChange(*row) if row else None

    def undo(self, atlas: str, change: SelectionChange) -> None:
        """Undo a change; where it is no longer the last, nothing happens."""
        this = (self._id, atlas, change.at)
        with self._connect() as connection:
            if change.kind == "added":
                connection.execute(
                    "DELETE FROM selection WHERE workspace = ? AND atlas = ? AND place > "
                    "(SELECT place FROM selection_change WHERE workspace = ? AND atlas = ? AND at = ?)",
                    (self._id, atlas, *this),
                )
            else:
                connection.execute(
                    "INSERT OR IGNORE INTO selection SELECT workspace, atlas, paper_id, place FROM selection_change "
                    "WHERE workspace = ? AND atlas = ? AND at = ?",
                    this,
                )
            connection.execute("DELETE FROM selection_change WHERE workspace = ? AND atlas = ? AND at = ?", this)

    def own_list(self, atlas: str) -> OwnList | None:
        """The own list that is held against an atlas, None where there is none; while it stays, the same object."""
        with self._connect(_OWN_LIST) as connection:
            row = connection.execute(
                "SELECT source, model, n_rejected, n_dims, papers, vectors FROM own_list "
                "WHERE workspace = ? AND atlas = ?",
                (self._id, atlas),
            ).fetchone()
        try:
            return list_of(row) if row else None
        except ValueError as err:
            raise WorkspaceError(
                f"Your own list, stored in {self._path}, is damaged: remove it, then give the file again."
            ) from err

    def keep_own_list(self, atlas: str, own: OwnList) -> None:
        """Hold a list against an atlas, in place of the one before."""
        with self._connect(_OWN_LIST) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO own_list VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (self._id, atlas, *row_of(own))
            )

    def drop_own_list(self, atlas: str) -> None:
        """Forget the list that is held against an atlas."""
        with self._connect(_OWN_LIST) as connection:
            connection.execute("DELETE FROM own_list WHERE workspace = ? AND atlas = ?", (self._id, atlas))

    def own_list_job(self, atlas: str) -> str | None:
        """The id of the job that reads an own list for an atlas, None where none was started."""
        with self._connect(_OWN_LIST) as connection:
            row = connection.execute(
                "SELECT job FROM own_list_job WHERE workspace = ? AND atlas = ?", (self._id, atlas)
            ).fetchone()
            return row[0] if row else None

    def keep_own_list_job(self, atlas: str, job_id: str) -> None:
        """Remember which job reads an own list for an atlas, in place of the one before."""
        with self._connect(_OWN_LIST) as connection:
            connection.execute("INSERT OR REPLACE INTO own_list_job VALUES (?, ?, ?)", (self._id, atlas, job_id))

    def drop_own_list_job(self, atlas: str) -> None:
        """Forget which job reads an own list for an atlas."""
        with self._connect(_OWN_LIST) as connection:
            connection.execute("DELETE FROM own_list_job WHERE workspace = ? AND atlas = ?", (self._id, atlas))

    def is_dismissed(self, what: str) -> bool:
        """Whether a help that shows itself to newcomers, such as the tour, was sent away for good."""
        with self._connect("What was dismissed") as connection:
            row = connection.execute("SELECT 1 FROM dismissed WHERE workspace = ? AND what = ?", (self._id, what))
            return row.fetchone() is not None

    def dismiss(self, what: str) -> None:
        """Send a help away for good."""
        with self._connect("What was dismissed") as connection:
            connection.execute("INSERT OR IGNORE INTO dismissed VALUES (?, ?)", (self._id, what))

    def _take_out(self, connection: sqlite3.Connection, atlas: str, paper_ids: Iterable[str]) -> int:
        connection.execute("CREATE TEMP TABLE gone (paper_id TEXT PRIMARY KEY) WITHOUT ROWID")
        connection.executemany("INSERT OR IGNORE INTO gone VALUES (?)", ((paper_id,) for paper_id in paper_ids))
        n_gone: int
        (n_gone,) = connection.execute(
            "SELECT count(*) FROM selection JOIN gone USING (paper_id) WHERE workspace = ? AND atlas = ?",
            (self._id, atlas),
        ).fetchone()
        self._note(
            connection,
            atlas,
            n_gone,
            "SELECT workspace, atlas, paper_id, place, 'removed', ?, ? FROM selection JOIN gone USING (paper_id) "
            "WHERE workspace = ? AND atlas = ?",
            (n_gone, time.time(), self._id, atlas),
        )
        connection.execute(
            "DELETE FROM selection WHERE workspace = ? AND atlas = ? AND paper_id IN (SELECT paper_id FROM gone)",
            (self._id, atlas),
        )
        return n_gone

    def _note(
        self, connection: sqlite3.Connection, atlas: str, n_papers: int, rows: str, values: tuple[str | float, ...]
    ) -> None:
        """Keep the papers of a change in place of those of the one before; `rows` is the query that gives them."""
        if n_papers:
            connection.execute("DELETE FROM selection_change WHERE workspace = ? AND atlas = ?", (self._id, atlas))
        if n_papers > 1:
            connection.execute(f"INSERT INTO selection_change {rows}", values)

    @contextmanager
    def _connect(self, what: str = "The selection") -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Not write-ahead logging: to switch it on, SQLite waits for nobody and fails beside another process.
            with (
                closing(sqlite3.connect(self._path, timeout=10, isolation_level=None)) as connection,
                _transaction(connection),
            ):
                _migrate(connection)
                yield connection
        except (OSError, sqlite3.Error) as err:
            raise WorkspaceError(
                f"{what} cannot be read or stored in {self._path} ({err}): make the folder writable, or move "
                "that file away if it is damaged."
            ) from err


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _migrate(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for number, statement in enumerate(_MIGRATIONS[version:], start=version + 1):
        connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number:d}")
