"""Where a job stands, worked out from its folder alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from lib.jobs.job import Job
from lib.jobs.process import is_running, read_mark
from lib.jobs.progress_file import ProgressState, read_progress

Phase = Literal[
    "reading",  # a process reads the files
    "unreadable",  # that ended without any paper; `message` says why
    "read",  # papers were found, a name is awaited
    "building",  # a process builds
    "stopping",  # it was asked to stop and has not yet
    "done",  # the atlas is there
    "failed",  # the build said why it cannot go on
    "cancelled",  # it stopped as asked
    "lost",  # its process is gone without a word
]

RUNNING: Final[frozenset[Phase]] = frozenset({"reading", "building", "stopping"})
"""Phases that end by themselves."""

_TAIL_LINES: Final = 8
_TAIL_BYTES: Final = 16_384


@dataclass(frozen=True, slots=True)
class ReadCounts:
    """How many records there were, and how they ended."""

    records: int
    papers: int
    merged: int
    rejected: int


@dataclass(frozen=True, slots=True)
class JobState:
    """Where a job stands. `progress` is there from a build's first sign on, `counts` when reading has ended."""

    phase: Phase
    message: str = ""
    counts: ReadCounts | None = None
    progress: ProgressState | None = None


def reading_mark(job: Job) -> Path:
    """The file that knows the process which reads."""
    return job.folder / "reading.process.json"


def build_mark(job: Job) -> Path:
    """The file that knows the process which builds."""
    return job.folder / "building.process.json"


def job_state(job: Job) -> JobState:
    """Work out where a job stands.

    Whether a process lives is asked of the system, not guessed from the age of its last sign: one step of a large
    build may be silent for minutes.
    """
    mark = read_mark(build_mark(job))
    if mark is None:
        return _reading_state(job)
    # Asked before what it wrote is read: a process that ends in between is then seen to have finished.
    running = is_running(mark)
    counts = _counts(job)
    progress = read_progress(job.progress_file)
    if progress is not None and progress.state != "running":
        return JobState(progress.state, progress.message, counts, progress)
    if running:
        return JobState("stopping" if job.cancel_file.exists() else "building", "", counts, progress)
    if progress is None and (said := _last_words(job.build_log)):
        return JobState("failed", said, counts)
    return JobState("lost", "The build ended unexpectedly.", counts, progress)


def log_tail(log: Path) -> list[str]:
    """The last lines of a job's log, without the innards of the program."""
    lines = _lines(log)
    plain = [line for line in lines if not line.startswith((" ", "\t", "Traceback"))]
    return plain[-_TAIL_LINES:]


def reading_line(job: Job) -> str:
    """The last line that the reading process wrote: how far it is."""
    lines = _lines(job.read_log)
    return lines[-1].strip() if lines else ""


def _lines(log: Path) -> list[str]:
    try:
        with log.open("rb") as stream:
            stream.seek(max(0, log.stat().st_size - _TAIL_BYTES))
            text = stream.read().decode("utf-8", "replace")
    except OSError:
        return []
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def _reading_state(job: Job) -> JobState:
    mark = read_mark(reading_mark(job))
    if mark is not None and is_running(mark):
        return JobState("reading")
    counts = _counts(job)
    if counts is not None and counts.papers and (job.read_folder / "papers.parquet").is_file():
        return JobState("read", "", counts)
    return JobState("unreadable", _last_words(job.read_log) or "The reading ended unexpectedly.", counts)


def _counts(job: Job) -> ReadCounts | None:
    try:
        raw: Any = json.loads((job.read_folder / "result.json").read_text(encoding="utf-8"))
        return ReadCounts(int(raw["records"]), int(raw["papers"]), int(raw["merged"]), int(raw["rejected"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _last_words(log: Path) -> str:
    """What a process said last; errors are one sentence, and stand there."""
    lines = log_tail(log)
    return lines[-1] if lines else ""
