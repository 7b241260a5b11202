"""What became of every record that was read: counted, and the rows behind each number.

Each record ends as a paper (kept), in a paper that another one made (merged) or left out (rejected); a file that could
not be read counts as one rejected record with number 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeVar, get_args

import pyarrow as pa
import pyarrow.compute as pc

from lib.core.paper import Fate
from lib.core.text import count_of

T = TypeVar("T")

FATES: Final[tuple[Fate, ...]] = get_args(Fate)

Rows = Literal["read", "kept", "merged", "rejected", "changed"]
"""What rows can be asked for: all records, those of one fate, or what cleaning changed in them."""
ROWS: Final[tuple[Rows, ...]] = get_args(Rows)


@dataclass(frozen=True, slots=True)
class Ending:
    """How many records of one file ended in one way."""

    file: str
    fate: Fate
    reason: str
    """Why they were merged or rejected, "" for those that were kept."""
    n: int
    is_rest: bool = False
    """Whether the reason stands for rare ones that were put together."""


@dataclass(frozen=True, slots=True)
class FileAudit:
    """The records of one file; `read` is the sum of the other three."""

    file: str
    read: int
    kept: int
    merged: int
    rejected: int


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """How many times cleaning changed one field for one reason."""

    field: str
    why: str
    n: int


def endings(records: pa.Table) -> list[Ending]:
    """Count records by file, fate and reason, the files in their order, the most frequent reasons first."""
    found = records.group_by(["file", "fate", "reason"], use_threads=False).aggregate([([], "count_all")]).to_pylist()
    place = {file: n for n, file in enumerate(pc.unique(records["file"]).to_pylist())}
    lines = [Ending(row["file"], row["fate"], row["reason"] or "", row["count_all"]) for row in found]
    return sorted(lines, key=lambda line: (place[line.file], FATES.index(line.fate), -line.n, line.reason))


def by_file(lines: Sequence[Ending]) -> list[FileAudit]:
    """Sum up each file."""
    totals: dict[str, dict[Fate, int]] = {}
    for line in lines:
        n = totals.setdefault(line.file, dict.fromkeys(FATES, 0))
        n[line.fate] += line.n
    return [FileAudit(file, sum(n.values()), n["kept"], n["merged"], n["rejected"]) for file, n in totals.items()]


def by_reason(lines: Sequence[Ending], fate: Fate) -> list[tuple[str, int]]:
    """Reasons of one fate over all files, the most frequent first; those that were put together come last."""
    totals: dict[tuple[bool, str], int] = {}
    for line in lines:
        if line.fate == fate:
            key = (line.is_rest, line.reason)
            totals[key] = totals.get(key, 0) + line.n
    found = sorted(totals.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    return [(reason, n) for (_, reason), n in found]


def change_counts(changes: pa.Table) -> list[ChangeCount]:
    """Count what cleaning did by field and reason, the most frequent first."""
    found = changes.group_by(["field", "why"], use_threads=False).aggregate([([], "count_all")]).to_pylist()
    lines = [ChangeCount(row["field"], row["why"], row["count_all"]) for row in found]
    return sorted(lines, key=lambda line: (-line.n, line.field, line.why))


def rows_of(
    records: pa.Table,
    changes: pa.Table,
    what: Rows,
    *,
    file: str | None = None,
    reason: str | None = None,
    field: str | None = None,
) -> pa.Table:
    """Return the rows behind a number, in the order in which they were read.

    Parameters
    ----------
    what
        `read` for all records, a fate, or `changed` for what cleaning changed.
    file, reason
        Only rows of that file, and for that reason (of changes: `why`).
    field
        Of changes only those in that field.
    """
    table = changes if what == "changed" else records
    if what in FATES:
        table = table.filter(pc.equal(table["fate"], what))
    if file is not None:
        table = table.filter(pc.equal(table["file"], file))
    if reason is not None:
        table = table.filter(pc.equal(table["why" if what == "changed" else "reason"], reason))
    if field is not None and what == "changed":
        table = table.filter(pc.equal(table["field"], field))
    return table


def grouped(lines: Sequence[Ending], *, n_files: int, n_reasons: int) -> list[Ending]:
    """Put small files into one, and of each fate the rare reasons, so that no more are left than can be drawn.

    Files keep their order; the largest stay, and of those alike the first. The rest comes last and is called "12 other
    files", "3 other reasons". Nothing is put together that would be alone in its group.
    """
    files = sorted(by_file(lines), key=lambda file: -file.read)
    shown = {file.file for file in _first(files, n_files)}
    reasons = {fate: {reason for reason, _ in _first(by_reason(lines, fate), n_reasons)} for fate in FATES}
    n_others = {fate: len(by_reason(lines, fate)) - len(reasons[fate]) for fate in FATES}
    place = {file: n for n, file in enumerate(dict.fromkeys(line.file for line in lines))}
    totals: dict[tuple[str, Fate, str, bool], int] = {}
    for line in lines:
        file = line.file if line.file in shown else count_of(len(files) - len(shown), "other file")
        is_rest = line.reason not in reasons[line.fate]
        reason = count_of(n_others[line.fate], "other reason") if is_rest else line.reason
        key = (file, line.fate, reason, is_rest)
        totals[key] = totals.get(key, 0) + line.n
    found = [Ending(file, fate, reason, n, is_rest) for (file, fate, reason, is_rest), n in totals.items()]
    return sorted(found, key=lambda line: (place[line.file] if line.file in shown else len(place), line.is_rest))


def _first(items: Sequence[T], n: int) -> Sequence[T]:
    return items if len(items) <= n else items[: n - 1]


def describe_records(files: Sequence[FileAudit]) -> str:
    """One sentence on all records: `316 records were read from 5 files: 299 papers, 17 merged into another, ...`."""
    n = {fate: sum(getattr(file, fate) for file in files) for fate in FATES}
    total = sum(n.values())
    were = "was" if total == 1 else "were"
    return (
        f"{count_of(total, 'record')} {were} read from {count_of(len(files), 'file')}: {count_of(n['kept'], 'paper')}, "
        f"{n['merged']:,} merged into another, {n['rejected']:,} rejected."
    )
