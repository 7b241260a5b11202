"""What reading left in a job's folder, as numbers and tables for a person."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lib.atlas.papers import papers_table
from lib.atlas.schema import TABLES
from lib.core.dates import PartialDate
from lib.core.errors import InputError
from lib.core.paper import Paper
from lib.jobs.job import Job, new_job
from lib.jobs.reading import N_FIRST, FileCounts, Glimpse, read_reading


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """Two files of one name: forty papers, one record merged, two rejected."""
    job = new_job(tmp_path, [("a.csv", b""), ("a.csv", b"")])
    papers = [Paper("p0", "First", "words", ("Ada Lovelace",), PartialDate(2024, 3))]
    papers += [Paper(f"p{n}", f"Paper {n}", authors=("X",) if n % 2 else ()) for n in range(1, 40)]
    pq.write_table(papers_table(papers), job.read_folder / "papers.parquet")
    first, second = (str(job.upload_folder / upload.stored) for upload in job.uploads)
    rows = [(first, n, "", "kept", f"p{n}", "") for n in range(40)]
    rows += [
        (second, 1, "", "merged", "p0", ""),
        (second, 2, "", "rejected", "", "no title"),
        (second, 0, "", "rejected", "", "cut off"),
    ]
    columns = list(zip(*rows, strict=True))
    table = pa.table(dict(zip(TABLES["records"].names, map(list, columns), strict=True)))
    pq.write_table(table.cast(TABLES["records"]), job.read_folder / "records.parquet")
    return job


def test_what_is_missing_is_counted(job: Job) -> None:
    """Papers without abstract, date, authors, each of all papers."""
    reading = read_reading(job)

    assert reading.n_papers == 40
    assert (reading.without_abstract, reading.without_date, reading.without_authors) == (39, 39, 19)


def test_the_first_papers_are_shown(job: Job) -> None:
    """As many as a glance takes in, in the order of the corpus."""
    reading = read_reading(job)

    assert len(reading.first) == N_FIRST
    assert reading.first[0] == Glimpse("First", ("Ada Lovelace",), PartialDate(2024, 3))


def test_rejected_records_have_file_number_and_reason(job: Job) -> None:
    """The file has the name with which it came."""
    reading = read_reading(job)

    assert [(record.file, record.record, record.reason) for record in reading.rejected] == [
        ("a.csv", 2, "no title"),
        ("a.csv", 0, "cut off"),
    ]


def test_each_file_is_counted(job: Job) -> None:
    """Two files of one name are two files."""
    assert read_reading(job).files == (FileCounts("a.csv", 40, 0, 0), FileCounts("a.csv", 3, 1, 2))


def test_nothing_read_is_nothing(tmp_path: Path) -> None:
    """Where no paper was found there are no files to look at, and that is no error."""
    reading = read_reading(new_job(tmp_path, [("a.csv", b"")]))

    assert (reading.n_papers, reading.first, reading.rejected) == (0, (), ())


def test_notes_are_those_of_the_reader(job: Job) -> None:
    """What the reading process marks as a note is passed on, once; other lines of its log are not."""
    job.read_log.write_text("Reading files\nNote: a.csv has no dates.\nNote: a.csv has no dates.\n", encoding="utf-8")

    assert read_reading(job).notes == ("a.csv has no dates.",)


def test_damaged_files_say_what_to_do(job: Job) -> None:
    """A cut-off file is one sentence."""
    (job.read_folder / "papers.parquet").write_bytes(b"PAR1")

    with pytest.raises(InputError, match="read the files again"):
        read_reading(job)
