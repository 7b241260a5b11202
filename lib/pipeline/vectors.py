"""Embeddings kept between builds, by model and text: a new build embeds only what is new.

They are written batch by batch, so a build that is killed has kept what it made. One SQLite file, safe between
processes; a damaged one is put aside and begun anew.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.core.errors import BuildError

SIZE_LIMIT_MB: Final = 2048
"""Size of all kept embeddings, about two million of 384 dimensions; the ones unused for longest go first."""

_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS vector (
        model TEXT NOT NULL, text BLOB NOT NULL, value BLOB NOT NULL, used INTEGER NOT NULL,
        PRIMARY KEY (model, text)
    ) WITHOUT ROWID
"""
_AT_ONCE: Final = 500
_SAME_USE_SECONDS: Final = 3600
"""Uses closer than this count as one, since to write down a use costs far more than to read the vector."""


def text_key(text: str) -> bytes:
    """The key of a text: its hash, 16 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


class VectorCache:
    """The kept embeddings of one model, as float16.

    Every call raises a BuildError where the file cannot be read or written.
    """

    def __init__(self, path: Path, model: str) -> None:
        self._path = path
        self._model = model
        with _explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._connection = self._open()
            except sqlite3.OperationalError:
                # Locked for long, or no room: nothing that is wrong with the file.
                raise
            except sqlite3.DatabaseError:
                path.replace(path.with_suffix(".damaged"))
                self._connection = self._open()

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float16]]:
        """Return the vectors that are kept, by key; they count as used now, give or take an hour."""
        found: dict[bytes, NDArray[np.float16]] = {}
        now = int(time.time())
        with _explained(self._path), self._connection:
            for start in range(0, len(keys), _AT_ONCE):
                part = keys[start : start + _AT_ONCE]
                # The only text put into the statements below is question marks, so S608 has nothing to find.
                marks = ",".join("?" * len(part))
                rows = self._connection.execute(
                    f"SELECT text, value FROM vector WHERE model = ? AND text IN ({marks})",  # noqa: S608
                    (self._model, *part),
                )
                found.update((key, np.frombuffer(value, dtype=np.float16)) for key, value in rows)
                self._connection.execute(
                    f"UPDATE vector SET used = ? WHERE used < ? AND model = ? AND text IN ({marks})",  # noqa: S608
                    (now, now - _SAME_USE_SECONDS, self._model, *part),
                )
        return found

    def put(self, keys: Sequence[bytes], vectors: NDArray[np.float16]) -> None:
        """Keep vectors, shape (len(keys), n_dims)."""
        now = int(time.time())
        with _explained(self._path), self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO vector VALUES (?, ?, ?, ?)",
                ((self._model, key, vector.tobytes(), now) for key, vector in zip(keys, vectors, strict=True)),
            )

    def trim(self, limit_mb: float = SIZE_LIMIT_MB) -> None:
        """Delete the vectors unused for longest, of all models, until the rest is within the limit."""
        with _explained(self._path):
            self._trim(limit_mb * 2**20)

    def _trim(self, limit: float) -> None:
        (size,) = self._connection.execute("SELECT coalesce(sum(length(value) + 100), 0) FROM vector").fetchone()
        if size <= limit:
            return
        with self._connection:
            for used, part in self._connection.execute(
                "SELECT used, sum(length(value) + 100) FROM vector GROUP BY used ORDER BY used"
            ).fetchall():
                self._connection.execute("DELETE FROM vector WHERE used = ?", (used,))
                size -= part
                if size <= limit:
                    break
        self._connection.execute("VACUUM")

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=30)
        try:
            # Not write-ahead logging: to switch it on, SQLite waits for nobody and fails beside another build.
            with connection:
                connection.execute(_SCHEMA)
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection


def clear(path: Path) -> None:
    """Delete all kept embeddings, also those that another build may be adding to; a damaged file goes as a whole.

    Raises
    ------
    BuildError
        If the file cannot be written.
    """
    for damaged in (path.with_suffix(".damaged"), *([] if _is_database(path) else [path])):
        damaged.unlink(missing_ok=True)
    if not path.exists():
        return
    with _explained(path), closing(sqlite3.connect(path, timeout=30)) as connection:
        with connection:
            connection.execute("DROP TABLE IF EXISTS vector")
        connection.execute("VACUUM")


def _is_database(path: Path) -> bool:
    """Whether a file is a sound database, or nothing can be said against it."""
    if not path.exists():
        return True
    try:
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            (found,) = connection.execute("PRAGMA quick_check").fetchone()
            return bool(found == "ok")
    except sqlite3.OperationalError:
        return True
    except sqlite3.DatabaseError:
        return False


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Make errors of the database and its folder into a sentence."""
    try:
        yield
    except (sqlite3.Error, OSError) as err:
        why = err.strerror if isinstance(err, OSError) else err
        raise BuildError(
            f"Embeddings cannot be kept in {path} ({why}): see that there is room and that it can be written to, or "
            "run python -m lib cache --clear, then try again."
        ) from err
