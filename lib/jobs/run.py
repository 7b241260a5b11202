"""Starts the two processes of a job, asks a build to stop, and removes jobs that are over."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from filelock import FileLock

from lib.atlas.home import CHECKOUT, check_name
from lib.atlas.manifest import MANIFEST
from lib.core.config import BuildConfig
from lib.core.errors import BuildError, BuildRunning
from lib.jobs.job import JOBS, KEPT, Job, changed, last_sign, list_jobs
from lib.jobs.mapping import columns_file
from lib.jobs.process import read_mark, start_process, stop_process, write_mark
from lib.jobs.settings import options_of
from lib.jobs.state import RUNNING, build_mark, job_state, reading_mark

_MOST_ARGUMENTS: Final = 100
"""Files named one by one on the command line, whose length Windows limits; of more, the folder is named."""


def start_reading(job: Job, config: BuildConfig | None = None) -> None:
    """Read a job's files in a process of its own; returns at once. A job that runs is left alone.

    Parameters
    ----------
    config
        What a person says of the files, for this reading and the build; None leaves it as it is.

    Raises
    ------
    BuildError
        If the process cannot be started.
    """
    with _starting(job.home):
        if job_state(job).phase in RUNNING:
            return
        job = changed(job, config=config)
        for path in (*job.read_folder.glob("*.parquet"), columns_file(job)):
            path.unlink(missing_ok=True)
        command = [
            *_program("read"),
            *_files(job),
            *_what_is_said(job),
            *("--out", str(job.read_folder / "papers.parquet")),
            *("--details", str(job.read_folder)),
            "--json",
        ]
        _start(command, job.home, out=job.read_folder / "result.json", log=job.read_log, mark=reading_mark(job))


def start_build(job: Job, name: str, config: BuildConfig | None = None) -> Job:
    """Build the atlas `name` in a process of its own; returns at once, with the job that knows name and settings.

    A build that stopped goes on where it was, since what it finished is kept.

    Parameters
    ----------
    config
        The settings of the build; None leaves them as they are.

    Raises
    ------
    UsageError
        If the name is not fit for an atlas.
    BuildRunning
        If the job runs, or another is building an atlas of that name.
    BuildError
        If something of that name is in the data folder, or the process cannot be started.
    """
    name = check_name(name)
    with _starting(job.home):
        if job_state(job).phase in RUNNING:
            raise BuildRunning("These papers are being worked on already: wait until that is done, or cancel it.")
        problem = taken(job, name)
        if problem is not None:
            raise problem
        job = changed(job, name=name, config=config)
        job.cancel_file.unlink(missing_ok=True)
        job.progress_file.unlink(missing_ok=True)
        command = [
            *_program("build"),
            *_files(job),
            *_what_is_said(job),
            *options_of(job.config),
            *("--out", str(job.home / name)),
            *("--progress-file", str(job.progress_file)),
            *("--cancel-file", str(job.cancel_file)),
        ]
        _start(command, job.home, out=job.build_log, log=job.build_log, mark=build_mark(job))
    return job


def taken(job: Job, name: str) -> BuildError | None:
    """Say why a name cannot be given to the atlas of a job, or None if it can. Case does not count."""
    folded = name.casefold()
    for other in list_jobs(job.home):
        if other.name.casefold() == folded and job_state(other).phase in RUNNING:
            return BuildRunning(
                f"The atlas {other.name} is being built at this moment: wait until it is done, or choose another name."
            )
    for path in job.home.iterdir() if job.home.is_dir() else ():
        if path.name.casefold() == folded:
            what = "An atlas" if (path / MANIFEST).is_file() else "Something that is no atlas and is"
            return BuildError(f"{what} called {path.name} lies in the data folder already: choose another name.")
    return None


def cancel(job: Job) -> None:
    """Ask the build of a job to stop; it does so within a step, and what it finished is kept."""
    job.cancel_file.touch()


def discard(job: Job) -> None:
    """End what a job runs and remove its folder. An atlas that it built stays."""
    for path in (reading_mark(job), build_mark(job)):
        mark = read_mark(path)
        if mark is not None:
            stop_process(mark)
    _remove(job.folder)


def remove_old_jobs(home: Path, now: datetime | None = None) -> None:
    """Remove the jobs, uploaded files included, that do not run and in which nothing happened for a week."""
    now = now or datetime.now(UTC)
    for job in list_jobs(home):
        if job_state(job).phase not in RUNNING and now - last_sign(job) > KEPT:
            _remove(job.folder)


def _program(command: str) -> list[str]:
    return [sys.executable, "-m", "lib", command]


def _files(job: Job) -> list[str]:
    if len(job.uploads) > _MOST_ARGUMENTS:
        return [str(job.upload_folder)]
    return [str(job.upload_folder / upload.stored) for upload in job.uploads]


def _what_is_said(job: Job) -> list[str]:
    """The options by which a job's files are read as a person said."""
    year = [] if job.config.capture_year is None else ["--capture-year", str(job.config.capture_year)]
    near = ["--merge-near"] if job.config.merge_near else []
    return [*year, *near, *(part for field, column in job.config.mapping for part in ("--map", f"{field}={column}"))]


def _start(command: list[str], home: Path, *, out: Path, log: Path, mark: Path) -> None:
    # Output is appended, and the last words in a log shall be those of the process that ran last.
    out.unlink(missing_ok=True)
    log.unlink(missing_ok=True)
    # What is kept between builds lies in the data folder; a relative name of it means another one elsewhere.
    environment = {"TOPIC_ATLAS_HOME": str(home)}
    write_mark(mark, start_process(command, folder=CHECKOUT, out=out, log=log, environment=environment))


@contextmanager
def _starting(home: Path) -> Iterator[None]:
    """Held while something is started, so that two pages cannot start the same twice."""
    try:
        (home / JOBS).mkdir(parents=True, exist_ok=True)
        with FileLock(home / JOBS / ".lock", timeout=10):
            yield
    except OSError as err:
        # Also where another page holds the lock for longer than it ever should.
        raise BuildError(
            f"Nothing could be started in {home / JOBS} ({err.strerror or err}): see that there is room and that it "
            "can be written to, then try again."
        ) from err


def _remove(folder: Path) -> None:
    """Remove a folder that a process may still hold for a moment; what is left goes with the next round."""
    shutil.rmtree(folder, ignore_errors=True)
