"""Where a job stands is worked out from its folder, whatever became of its process."""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pyarrow.parquet as pq
import pytest

from lib.atlas.schema import TABLES
from lib.jobs.job import Job, new_job
from lib.jobs.process import ProcessMark, write_mark
from lib.jobs.state import ReadCounts, build_mark, job_state, log_tail, reading_mark

GONE = ProcessMark(os.getpid(), 1.0)
"""No process: this one's number with a beginning long ago."""
ALIVE = ProcessMark(os.getpid(), psutil.Process().create_time())


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A job of which nothing was started."""
    return new_job(tmp_path, [("a.csv", b"title\nx\n")])


def put_result(job: Job, papers: int) -> None:
    """What the reading process leaves behind."""
    counts = {"records": papers + 1, "papers": papers, "merged": 0, "rejected": 1}
    (job.read_folder / "result.json").write_text(json.dumps(counts), encoding="utf-8")
    if papers:
        pq.write_table(TABLES["papers"].empty_table(), job.read_folder / "papers.parquet")


def put_progress(job: Job, state: str, **values: Any) -> None:
    """What the build process leaves behind."""
    now = "2026-03-12T10:00:00+00:00"
    raw = {"state": state, "pid": 1, "started_at": now, "updated_at": now, "stages_done": ["read"], **values}
    job.progress_file.write_text(json.dumps(raw), encoding="utf-8")


def test_reading_then_read(job: Job) -> None:
    """While its process lives a job is being read; then what it wrote counts."""
    write_mark(reading_mark(job), ALIVE)
    assert job_state(job).phase == "reading"

    write_mark(reading_mark(job), GONE)
    put_result(job, 3)

    state = job_state(job)
    assert state.phase == "read"
    assert state.counts == ReadCounts(records=4, papers=3, merged=0, rejected=1)


def test_files_without_papers_are_unreadable_with_the_reason(job: Job) -> None:
    """The last thing that the process said is the reason."""
    write_mark(reading_mark(job), GONE)
    put_result(job, 0)
    job.read_log.write_text("reading a.csv\na.csv has no papers: choose another file.\n", encoding="utf-8")

    state = job_state(job)

    assert (state.phase, state.message) == ("unreadable", "a.csv has no papers: choose another file.")


def test_a_reading_that_vanished_is_unreadable(job: Job) -> None:
    """Without any word of it, it is said to have ended unexpectedly; so is one that was never started."""
    assert job_state(job).phase == "unreadable"
    write_mark(reading_mark(job), GONE)

    state = job_state(job)

    assert (state.phase, state.message) == ("unreadable", "The reading ended unexpectedly.")


def test_a_build_that_lives(job: Job) -> None:
    """It is building, with progress once there is some, and stopping once it was asked to."""
    write_mark(build_mark(job), ALIVE)
    assert job_state(job).phase == "building"
    put_progress(job, "running", stage="embed", done=5, total=10)

    state = job_state(job)
    assert state.phase == "building"
    assert state.progress is not None
    assert state.progress.done == 5

    job.cancel_file.touch()
    assert job_state(job).phase == "stopping"


@pytest.mark.parametrize("end", ["done", "failed", "cancelled"])
def test_a_build_that_ended_says_how(job: Job, end: str) -> None:
    """Its own last word counts, also while the process is still on its way out."""
    for mark in (ALIVE, GONE):
        write_mark(build_mark(job), mark)
        put_progress(job, end, message="why")

        state = job_state(job)
        assert (state.phase, state.message) == (end, "why")


def test_a_build_whose_process_is_gone_is_lost(job: Job) -> None:
    """A file that says "running" is not believed when nobody runs."""
    write_mark(build_mark(job), GONE)
    put_progress(job, "running", stage="embed")

    state = job_state(job)

    assert state.phase == "lost"
    assert "ended unexpectedly" in state.message


def test_a_build_that_failed_before_its_first_sign(job: Job) -> None:
    """Without progress, the log's last line is the reason."""
    write_mark(build_mark(job), GONE)
    assert job_state(job).phase == "lost"
    job.build_log.write_text("The atlas x is being built already: wait.\n", encoding="utf-8")

    state = job_state(job)

    assert (state.phase, state.message) == ("failed", "The atlas x is being built already: wait.")


def test_the_tail_of_a_log_has_no_innards(job: Job) -> None:
    """Tracebacks are left out; the error's own line and the last lines stay."""
    inside = 'Traceback (most recent call last):\n  File "x.py", line 3, in f\n    boom()\nRuntimeError: boom\n'
    job.build_log.write_text("x" * 50_000 + "\nfirst\n  half\ndone\r\n" + inside, encoding="utf-8")

    lines = log_tail(job.build_log)

    assert lines[-2:] == ["done", "RuntimeError: boom"]
    assert not any("File" in line or "Traceback" in line for line in lines)


def test_damaged_files_never_raise(job: Job) -> None:
    """Whatever stands in a job's files, there is a state."""
    for nonsense in ("", "[", "[]", "null", '{"pid": 1}'):
        for path in (reading_mark(job), build_mark(job), job.progress_file, job.read_folder / "result.json"):
            path.write_text(nonsense, encoding="utf-8")

        assert job_state(job).phase in ("unreadable", "lost")


def test_the_state_is_cheap(job: Job) -> None:
    """A list that watches twenty jobs asks for twenty states every two seconds."""
    write_mark(build_mark(job), ALIVE)
    put_progress(job, "running", stage="embed")
    begun = time.perf_counter()
    for _ in range(20):
        job_state(job)

    assert time.perf_counter() - begun < 1.0, sys.version
