"""Reading and building by the real processes, and what keeps two of them apart."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from lib.atlas.manifest import read_manifest
from lib.core.errors import BuildError, BuildRunning, UsageError
from lib.core.paper import NEAR_COPIES
from lib.jobs.job import Job, find_job, list_jobs, new_job
from lib.jobs.mapping import read_layouts
from lib.jobs.process import ProcessMark, read_mark, start_process, stop_process, write_mark
from lib.jobs.reading import read_reading
from lib.jobs.run import cancel, discard, remove_old_jobs, start_build, start_reading, taken
from lib.jobs.state import RUNNING, JobState, ReadCounts, build_mark, job_state, reading_mark

CSV = "title,abstract\n" + "".join(
    f"The {thing} of {place},We looked at the {thing} near {place} for a year and say what we found.\n"
    for thing in ("moss", "stars", "rivers")
    for place in ("Bern", "Oslo", "Lima", "Pune")
)
ALIVE = ProcessMark(psutil.Process().pid, psutil.Process().create_time())


def wait(job: Job, seconds: float = 120.0) -> JobState:
    """Wait until nothing of a job runs."""
    end = time.monotonic() + seconds
    while (state := job_state(job)).phase in RUNNING:
        assert time.monotonic() < end, f"still {state}"
        time.sleep(0.05)
    return state


def test_files_are_read_and_looked_at(tmp_path: Path) -> None:
    """Papers, and the file that holds none, are told with their own names."""
    job = new_job(tmp_path, [("my papers.csv", CSV.encode()), ("../wrong.csv", b"a,b\n1,2\n")])

    start_reading(job)
    state = wait(job)

    assert state.phase == "read", state
    assert state.counts is not None
    assert (state.counts.papers, state.counts.rejected) == (12, 1)
    (rejected,) = read_reading(job).rejected
    assert rejected.file == "../wrong.csv"
    assert rejected.reason


def test_a_file_without_papers_says_why(tmp_path: Path) -> None:
    """The reader's one sentence is the message."""
    job = new_job(tmp_path, [("wrong.csv", b"a,b\n1,2\n")])

    start_reading(job)
    state = wait(job)

    assert state.phase == "unreadable"
    assert state.message.startswith("wrong.csv")
    assert "title" in state.message


def test_the_year_of_copied_pages_reaches_the_reader(tmp_path: Path) -> None:
    """Given when the files are read again, it is stored and dates without a year are of it."""
    abstract = "We looked at it for a year and say what we found. " * 3
    papers = [f"The moss of Bern, part {n}\n{abstract}{n}.\n  • 3 authors\n·\nMar 12" for n in range(4)]
    job = new_job(tmp_path, [("pasted text.txt", "\n".join(papers).encode())])
    start_reading(job)
    wait(job)

    start_reading(job, replace(job.config, capture_year=2019))
    assert wait(job).phase == "read"

    assert {str(paper.date) for paper in read_reading(job).first} == {"2019-03-12"}
    found = find_job(tmp_path, job.job_id)
    assert found is not None
    assert found.config.capture_year == 2019


def test_what_columns_are_reaches_the_reader(tmp_path: Path) -> None:
    """Said when the files are read again, it is stored, and the columns are told anew; also where nothing was read."""
    table = "Werk;Umriss\nThe moss of Bern;We looked\nThe moss of Oslo;We did so again\n"
    job = new_job(tmp_path, [("a.csv", table.encode())])
    start_reading(job)
    assert wait(job).phase == "unreadable"
    (layout,) = read_layouts(job)
    assert layout.columns[0].samples == ("The moss of Bern", "The moss of Oslo")

    start_reading(job, replace(job.config, mapping=(("title", "Werk"), ("abstract", "Umriss"))))
    assert wait(job).phase == "read"

    assert {paper.title for paper in read_reading(job).first} == {"The moss of Bern", "The moss of Oslo"}
    found = find_job(tmp_path, job.job_id)
    assert found is not None
    assert found.config.mapping == (("title", "Werk"), ("abstract", "Umriss"))
    assert read_layouts(job)[0].column_of("abstract") == "Umriss"


def test_near_copies_become_one_paper_when_that_is_wished(tmp_path: Path) -> None:
    """They are told of; said when the files are read again, they are one, and the build does as the reading did."""
    abstract = " ".join(f"word{n}" for n in range(60))
    rows = (
        f"title,abstract,authors\nThe moss of Bern,{abstract},Ada Frost\nThe mosses of Bern,{abstract} too,Ada Frost\n"
    )
    job = new_job(tmp_path, [("a.csv", rows.encode())])
    start_reading(job)
    assert wait(job).counts == ReadCounts(2, 2, 0, 0)
    assert any(NEAR_COPIES in note for note in read_reading(job).notes)

    start_reading(job, replace(job.config, merge_near=True))
    assert wait(job).counts == ReadCounts(2, 1, 1, 0)
    found = find_job(tmp_path, job.job_id)
    assert found is not None
    assert found.config.merge_near


def test_many_files_are_read_as_a_folder(tmp_path: Path) -> None:
    """However many files there are, all are read."""
    rows = CSV.splitlines()
    job = new_job(tmp_path, [(f"{n}.csv", f"{rows[0]}\n{rows[1 + n % 12]}\n".encode()) for n in range(120)])

    start_reading(job)
    state = wait(job)

    assert state.counts is not None
    assert (state.counts.records, state.counts.papers) == (120, 12)
    assert len(read_reading(job).files) == 120


def test_a_killed_build_is_lost_and_goes_on(tmp_path: Path) -> None:
    """While it runs nobody else gets its name or its files; killed it is lost; started again it makes the atlas."""
    job = start_build(new_job(tmp_path, [("a.csv", CSV.encode())]), "Field work")
    other = new_job(tmp_path, [("b.csv", CSV.encode())])
    with pytest.raises(BuildRunning, match="Field work is being built"):
        start_build(other, "field WORK")
    with pytest.raises(BuildRunning, match="worked on already"):
        start_build(job, "another name")
    while job_state(job).progress is None:
        time.sleep(0.05)
    mark = read_mark(build_mark(job))
    assert mark is not None
    psutil.Process(mark.pid).kill()

    assert wait(job).phase == "lost"
    assert not (tmp_path / "Field work").exists()

    job = start_build(job, "Field work")
    state = wait(job)
    assert state.phase == "done", state
    assert read_manifest(tmp_path / "Field work").counts["papers"] == 12
    with pytest.raises(BuildError, match="Field work lies in the data folder already"):
        start_build(other, "Field Work")


def test_a_cancelled_build_leaves_no_atlas(tmp_path: Path) -> None:
    """It stops as asked, within seconds."""
    job = start_build(new_job(tmp_path, [("a.csv", CSV.encode())]), "x")
    cancel(job)

    assert wait(job, 60).phase == "cancelled"
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == []


@pytest.mark.parametrize("name", ["", "../x", "sample", "con", ".hidden"])
def test_names_that_cannot_be_are_refused(tmp_path: Path, name: str) -> None:
    """A name is checked before anything is started."""
    job = new_job(tmp_path, [("a.csv", CSV.encode())])

    with pytest.raises(UsageError):
        start_build(job, name)
    assert job_state(job).phase == "unreadable"


def test_a_folder_that_is_no_atlas_keeps_its_name(tmp_path: Path) -> None:
    """Whatever lies in the data folder is never built over."""
    job = new_job(tmp_path, [("a.csv", CSV.encode())])
    (tmp_path / "Notes").mkdir()

    assert "no atlas" in str(taken(job, "notes"))
    assert taken(job, "other") is None


def test_discarding_ends_what_runs(tmp_path: Path) -> None:
    """The folder is gone, and the process with it."""
    job = new_job(tmp_path, [("a.csv", CSV.encode())])
    start_reading(job)
    mark = read_mark(reading_mark(job))

    discard(job)

    assert mark is not None
    assert list_jobs(tmp_path) == []
    assert not job.folder.exists()


def test_old_jobs_go_and_running_ones_stay(tmp_path: Path) -> None:
    """After a week without a sign a job's folder is removed, its uploaded files too."""
    idle, running = (new_job(tmp_path, [("a.csv", CSV.encode())]) for _ in range(2))
    write_mark(build_mark(running), ALIVE)

    remove_old_jobs(tmp_path, datetime.now(UTC) + timedelta(days=6))
    assert idle.folder.exists()

    remove_old_jobs(tmp_path, datetime.now(UTC) + timedelta(days=8))
    assert not idle.folder.exists()
    assert running.folder.exists()


def test_what_cannot_be_started_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that refuses is one sentence, and the job can be tried again."""
    job = new_job(tmp_path, [("a.csv", CSV.encode())])
    monkeypatch.setattr("sys.executable", str(tmp_path / "no python"))

    with pytest.raises(BuildError, match="try again"):
        start_reading(job)
    monkeypatch.undo()
    start_reading(job)
    assert wait(job).phase == "read"


def test_a_process_of_ours_is_modest(tmp_path: Path) -> None:
    """What is started here gives way to the dashboard."""
    mark = start_process(
        [psutil.Process().exe(), "-c", "import time; time.sleep(30)"],
        folder=tmp_path,
        out=tmp_path / "log",
        log=tmp_path / "log",
    )

    # Windows has classes, other systems numbers, where more is more modest; the tests themselves may run at any.
    assert psutil.Process(mark.pid).nice() == getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 10)
    stop_process(mark)
