"""Jobs are folders: stored, found again, listed."""

from pathlib import Path

import pytest

from lib.core.config import BuildConfig
from lib.core.errors import InputError
from lib.jobs.job import changed, find_job, list_jobs, new_job


def test_a_job_is_found_again_from_its_folder(tmp_path: Path) -> None:
    """All that was asked for is read back, the files' own names too."""
    job = new_job(tmp_path, [("../a b.csv", b"title\nx\n"), ("a b.csv", b"title\ny\n")])
    job = changed(changed(job, config=BuildConfig(capture_year=2024, topics=30)), name="my atlas")

    assert find_job(tmp_path, job.job_id) == job
    assert [(upload.shown, upload.stored) for upload in job.uploads] == [
        ("../a b.csv", "a b.csv"),
        ("a b.csv", "a b (2).csv"),
    ]
    assert (job.upload_folder / "a b (2).csv").read_bytes() == b"title\ny\n"
    assert job.shown_name(str(job.upload_folder / "a b.csv")) == "../a b.csv"


@pytest.mark.parametrize("job_id", ["", "..", "../x", "20260101-000000-abcdef01/../../x", "20260101-000000-00000000"])
def test_an_id_that_is_none_finds_nothing(tmp_path: Path, job_id: str) -> None:
    """An id may come from a URL; it never leaves the folder of jobs."""
    new_job(tmp_path, [("a.csv", b"")])

    assert find_job(tmp_path, job_id) is None


def test_a_damaged_job_is_passed_over(tmp_path: Path) -> None:
    """A job.json that cannot be understood hides its own job alone; the newest of the others comes first."""
    jobs = [new_job(tmp_path, [("a.csv", b"")]) for _ in range(3)]
    (jobs[0].folder / "job.json").write_text("[1, 2", encoding="utf-8")

    found = list_jobs(tmp_path)

    assert {job.job_id for job in found} == {jobs[1].job_id, jobs[2].job_id}
    assert found == sorted(found, key=lambda job: job.job_id, reverse=True)


def test_no_files_are_refused(tmp_path: Path) -> None:
    """Without files there is no job, and a sentence says what to do."""
    with pytest.raises(InputError, match="choose files, or paste text"):
        new_job(tmp_path, [])


def test_a_data_folder_that_takes_nothing_is_said(tmp_path: Path) -> None:
    """Where the data folder cannot be made, the sentence names it."""
    (tmp_path / "home").write_text("a file", encoding="utf-8")

    with pytest.raises(InputError, match="could not be stored in"):
        new_job(tmp_path / "home", [("a.csv", b"x")])


def test_no_jobs_where_there_is_no_folder(tmp_path: Path) -> None:
    """A data folder that was never used has no jobs."""
    assert list_jobs(tmp_path / "nowhere") == []
