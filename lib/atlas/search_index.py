"""The keyword index of an atlas: which papers have which words, phrases and prefixes, and how well they match.

It is SQLite's FTS5 over words that `lib.core.tokens` has folded, so that what counts as a word does not depend on
SQLite's own tables; the texts themselves are not stored again. A search is an FTS5 expression made of `phrase`, `both`,
`either` and `but_not`, in which a text can be nothing but quoted words.
"""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lib.core.errors import AtlasError
from lib.core.tokens import words_in

COLUMNS: Final = ("title", "abstract", "author", "venue")
_WEIGHTS: Final = (3.0, 1.0, 1.0, 1.0)
"""What an occurrence in each column counts in BM25: a title says in ten words what a paper is about."""

_VERSION: Final = 1
"""Rises when words are folded or stored in another way; an index of another version is made anew in memory."""
_BATCH: Final = 2048
_CAN_STAY_OPEN: Final = os.name != "nt"
"""On Windows an open file would keep the atlas's folder from being replaced or deleted: it is read into memory."""
_BETWEEN_AUTHORS: Final = "␞"
"""A word that no query can have: a phrase does not go on from one author's name to the next."""

_CREATE: Final = f"CREATE VIRTUAL TABLE papers USING fts5({', '.join(COLUMNS)}, content='', tokenize='ascii')"
_INSERT: Final = f"INSERT INTO papers(rowid, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?)"  # noqa: S608 - our own names
# One long text of numbers: a row for each paper would take three times as long to come over from SQLite.
_MATCHING: Final = "SELECT group_concat(rowid) FROM papers WHERE papers MATCH ?"
_BM25: Final = f"bm25(papers, {', '.join(map(str, _WEIGHTS))})"
_RANKED: Final = f"SELECT rowid, {_BM25} FROM papers WHERE papers MATCH ?"  # noqa: S608 - our own numbers

Rows = NDArray[np.int64]
"""Row numbers of papers.parquet, rising."""


class SearchIndex:
    """An open index. It may be asked from several threads; they wait for each other.

    Every question raises an AtlasError where the index is damaged.
    """

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection = connection
        self._name = name
        self._lock = Lock()
        weakref.finalize(self, connection.close)

    def matching(self, expression: str) -> Rows:
        """Find the papers that match."""
        ((found,),) = self._ask(_MATCHING, expression)
        return np.fromstring(found or "", dtype=np.int64, sep=",")

    def ranked(self, expression: str) -> tuple[Rows, NDArray[np.float32]]:
        """Find the papers that match, each with its BM25, higher for a better match and above 0.

        FTS5's own: k1 = 1.2, b = 0.75 (https://sqlite.org/fts5.html#the_bm25_function); an occurrence in the title
        counts three times. A word of more than half of the papers adds next to nothing.
        """
        table = np.array(self._ask(_RANKED, expression), dtype=np.float64).reshape(-1, 2)
        return table[:, 0].astype(np.int64), -table[:, 1].astype(np.float32)

    def _ask(self, question: str, expression: str) -> list[Any]:
        try:
            with self._lock:
                return self._connection.execute(question, (expression,)).fetchall()
        except sqlite3.Error as err:
            raise _damaged(self._name) from err


def phrase(words: Sequence[str], columns: Sequence[str], *, is_prefix: bool = False) -> str:
    """Write the expression for words in a row in any of the columns; with `is_prefix` the last may go on."""
    quoted = " ".join(words).replace('"', '""')
    return f'{{{" ".join(columns)}}} : "{quoted}"{" *" if is_prefix else ""}'


def both(expressions: Sequence[str]) -> str:
    """Write the expression for papers that match all of them, one at least."""
    return f"({' AND '.join(expressions)})"


def either(expressions: Sequence[str]) -> str:
    """Write the expression for papers that match any of them, one at least."""
    return f"({' OR '.join(expressions)})"


def but_not(expression: str, unwanted: str) -> str:
    """Write the expression for papers that match the first and not the second."""
    return f"({expression} NOT {unwanted})"


def write_index(path: Path, papers: pa.Table) -> None:
    """Write the index of papers.parquet; the same papers give the same bytes, with the same SQLite.

    Raises
    ------
    OSError
        If the system refuses to write.
    """
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            # Half an index is never read: who writes it throws the whole folder away.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            _fill(connection, papers)
        finally:
            connection.close()
    except sqlite3.Error as err:
        raise OSError(f"{path.name}: {err}") from err


def index_in_memory(papers: pa.Table) -> SearchIndex:
    """Make the index of an atlas that has none.

    Raises
    ------
    AtlasError
        If SQLite cannot, as for want of memory.
    """
    try:
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        _fill(connection, papers)
    except sqlite3.Error as err:
        raise AtlasError(
            f"The keyword index could not be made in memory ({err}): close other programs, or build the atlas again."
        ) from err
    return SearchIndex(connection, "The keyword index in memory")


def open_index(path: Path, n_papers: int) -> SearchIndex | None:
    """Open the index of an atlas; None if there is none or it is of another version.

    Raises
    ------
    AtlasError
        If it is damaged or of other papers.
    """
    if not path.exists():
        return None
    try:
        connection = _connect(path)
        if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            connection.close()
            return None
        (last,) = connection.execute("SELECT coalesce(max(id), -1) FROM papers_docsize").fetchone()
    except (OSError, sqlite3.Error) as err:
        raise _damaged(str(path)) from err
    if last != n_papers - 1:
        raise AtlasError(f"{path} is of other papers, so the atlas is damaged: build it again from its files.")
    return SearchIndex(connection, str(path))


def _damaged(name: str) -> AtlasError:
    return AtlasError(f"{name} is damaged: build the atlas again from its files.")


def _connect(path: Path) -> sqlite3.Connection:
    if not _CAN_STAY_OPEN:
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.deserialize(path.read_bytes())
        return connection
    # An atlas never changes, and may lie where nothing can be written: no locks, no journal.
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)


def _fill(connection: sqlite3.Connection, papers: pa.Table) -> None:
    connection.execute(_CREATE)
    connection.execute("BEGIN")
    connection.executemany(_INSERT, _rows(papers))
    # One segment in place of many: smaller, faster, and the same however the writing went.
    connection.execute("INSERT INTO papers(papers) VALUES ('optimize')")
    connection.execute("COMMIT")
    connection.execute(f"PRAGMA user_version = {_VERSION}")
    connection.execute("VACUUM")


def _rows(papers: pa.Table) -> Iterator[tuple[int, str, str, str, str]]:
    row = 0
    for batch in papers.select(["title", "abstract", "authors", "venue"]).to_batches(max_chunksize=_BATCH):
        for title, abstract, authors, venue in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            names = f" {_BETWEEN_AUTHORS} ".join(" ".join(words_in(name)) for name in authors)
            yield row, _folded(title or ""), _folded(abstract or ""), names, _folded(venue or "")
            row += 1


def _folded(text: str) -> str:
    return " ".join(words_in(text))
