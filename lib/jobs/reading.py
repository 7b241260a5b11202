"""What reading a job's files gave: looked at by a person before anything is built."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lib.atlas.parquet import read_parquet
from lib.atlas.schema import TABLES
from lib.core.dates import PartialDate, from_parts
from lib.core.errors import InputError
from lib.core.paper import RecordFate
from lib.jobs.job import Job

N_FIRST: Final = 8
"""Papers shown as a taste."""
N_REJECTED: Final = 1_000
"""Rejected records listed; of more, the first."""
N_NOTES: Final = 20
_NOTE: Final = "Note: "

_NO_RECORDS: Final = TABLES["records"].empty_table()


@dataclass(frozen=True, slots=True)
class Glimpse:
    """As much of a paper as tells whether it was read well."""

    title: str
    authors: tuple[str, ...]
    date: PartialDate | None


@dataclass(frozen=True, slots=True)
class FileCounts:
    """How the records of one file ended. A file that could not be read at all counts as one rejected record."""

    file: str
    records: int
    merged: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. Files have the names with which they came."""

    n_papers: int
    without_abstract: int
    without_date: int
    without_authors: int
    first: tuple[Glimpse, ...]
    notes: tuple[str, ...]
    """What the reader thought worth saying, a sentence each."""
    files: tuple[FileCounts, ...]
    rejected: tuple[RecordFate, ...]


def read_reading(job: Job) -> Reading:
    """Look at what the reading of a job left in its folder; also where no paper was found.

    Raises
    ------
    InputError
        If its files are not there or damaged.
    """
    try:
        path = job.read_folder / "records.parquet"
        records = read_parquet(path) if path.is_file() else _NO_RECORDS
        papers = job.read_folder / "papers.parquet"
        n_papers, missing, first = _papers(papers) if papers.is_file() else (0, Counter[str](), ())
    except (OSError, KeyError, pa.ArrowException) as err:
        raise InputError(f"What was read into {job.read_folder} is not there any more: read the files again.") from err
    return Reading(
        n_papers=n_papers,
        without_abstract=missing["abstract"],
        without_date=missing["date"],
        without_authors=missing["authors"],
        first=first,
        notes=_notes(job.read_log),
        files=_files(job, records),
        rejected=_rejected(job, records),
    )


def _papers(path: Path) -> tuple[int, Counter[str], tuple[Glimpse, ...]]:
    """Count papers and what they lack; batch by batch, since abstracts of a large corpus fill memory."""
    missing: Counter[str] = Counter()
    first: list[Glimpse] = []
    with pq.ParquetFile(path, pre_buffer=False) as file:
        columns = ["title", "abstract", "authors", "date", "date_precision"]
        for batch in file.iter_batches(batch_size=4096, columns=columns, use_threads=False):
            missing["abstract"] += sum(not text for text in batch["abstract"].to_pylist())
            missing["authors"] += sum(not names for names in batch["authors"].to_pylist())
            missing["date"] += batch["date"].null_count
            if len(first) < N_FIRST:
                first += [_glimpse(row) for row in batch.slice(0, N_FIRST - len(first)).to_pylist()]
        return file.metadata.num_rows, missing, tuple(first)


def _notes(log: Path) -> tuple[str, ...]:
    """The sentences that `python -m lib read` marks as notes."""
    if not log.is_file():
        return ()
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return tuple(dict.fromkeys(line.removeprefix(_NOTE) for line in lines if line.startswith(_NOTE)))[:N_NOTES]


def _glimpse(row: dict[str, Any]) -> Glimpse:
    date = from_parts(row["date"], row["date_precision"])
    return Glimpse(row["title"] or "", tuple(row["authors"] or ()), date)


def _rejected(job: Job, records: pa.Table) -> tuple[RecordFate, ...]:
    rows = records.filter(pc.equal(records["fate"], "rejected")).slice(0, N_REJECTED).to_pylist()
    return tuple(
        RecordFate(
            file=job.shown_name(row["file"]),
            record=row["record"],
            source_id=row["source_id"] or "",
            fate="rejected",
            paper_id="",
            reason=row["reason"] or "",
        )
        for row in rows
    )


def _files(job: Job, records: pa.Table) -> tuple[FileCounts, ...]:
    groups = records.group_by(["file", "fate"], use_threads=False).aggregate([("record", "count")]).to_pylist()
    fates = Counter({(row["file"], row["fate"]): row["record_count"] for row in groups})
    return tuple(
        FileCounts(
            file=job.shown_name(file),
            records=sum(fates[file, fate] for fate in ("kept", "merged", "rejected")),
            merged=fates[file, "merged"],
            rejected=fates[file, "rejected"],
        )
        for file in dict.fromkeys(row["file"] for row in groups)
    )
