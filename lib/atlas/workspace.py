"""What a person stores beside the atlases: the selection, by workspace and atlas, in `.workspace.sqlite`.

A workspace is known by the random id in its browser's cookie. A selection is a list of paper ids in the order in
which they were picked; ids that an atlas no longer has stay stored and are shown again when it has them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from lib.core.errors import WorkspaceError

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
)
"""Numbered by place; a released one is never edited."""


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

    def add(self, atlas: str, paper_ids: Iterable[str]) -> None:
        """Add papers at the end; those selected already keep their place."""
        with self._connect() as connection:
            (last,) = connection.execute(
                "SELECT coalesce(max(place), 0) FROM selection WHERE workspace = ? AND atlas = ?",
                (self._id, atlas),
            ).fetchone()
            connection.executemany(
                "INSERT OR IGNORE INTO selection VALUES (?, ?, ?, ?)",
                ((self._id, atlas, paper_id, last + place) for place, paper_id in enumerate(paper_ids, start=1)),
            )

    def remove(self, atlas: str, paper_ids: Iterable[str]) -> None:
        """Take papers out; those not selected are passed over."""
        with self._connect() as connection:
            connection.executemany(
                "DELETE FROM selection WHERE workspace = ? AND atlas = ? AND paper_id = ?",
                ((self._id, atlas, paper_id) for paper_id in paper_ids),
            )

    def clear(self, atlas: str) -> None:
        """Take all papers of an atlas out."""
        with self._connect() as connection:
            connection.execute("DELETE FROM selection WHERE workspace = ? AND atlas = ?", (self._id, atlas))

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
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
                f"The selection cannot be read or stored in {self._path} ({err}): make the folder writable, or move "
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
