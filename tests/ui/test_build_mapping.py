"""What the columns were taken for, on the page New atlas: shown, chosen, and read again."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from lib.core.mapping import Column, FileColumns, columns_to_json
from lib.jobs.job import Job, find_job, new_job
from lib.jobs.mapping import columns_file
from lib.jobs.run import start_reading
from lib.jobs.state import RUNNING, job_state

ROOT = Path(__file__).resolve().parents[2]
TABLE = "Werk;Umriss;Wer\nThe moss of Bern;We *looked* <b>at</b> $x$;Ada Frost\nThe moss of Oslo;We did so again;\n"
KNOWN = "title,abstract,tldr,created,updated\nThe fern of Lima,We saw it,Seen,2020,2021\n"


@pytest.fixture
def open_job(home: Path) -> Callable[[Job], AppTest]:
    """A function that opens the page of a job."""

    def start(job: Job) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        app.switch_page("pages/manage/build.py")
        app.query_params["job"] = job.job_id
        return checked(app.run())

    return start


def checked(app: AppTest) -> AppTest:
    """The page, if nothing in it failed."""
    assert not app.exception, app.exception
    return app


def read_job(home: Path, *files: tuple[str, str]) -> Job:
    """A job whose files were read by the real process."""
    job = new_job(home, [(name, text.encode()) for name, text in files])
    start_reading(job)
    wait(job)
    return job


def wait(job: Job) -> None:
    """Wait until nothing of a job runs."""
    end = time.monotonic() + 60
    while job_state(job).phase in RUNNING:
        assert time.monotonic() < end
        time.sleep(0.05)


def choose(app: AppTest, **columns: str) -> AppTest:
    """Choose columns for fields by their titles, and send the form."""
    for field, column in columns.items():
        next(box for box in app.selectbox if box.label == field).set_value(column)
    next(button for button in app.button if button.label == "Read again with this").click()
    return checked(app.run())


def said(job: Job) -> tuple[tuple[str, str], ...]:
    """What the job says of columns by now."""
    found = find_job(job.home, job.job_id)
    assert found is not None
    return found.config.mapping


def columns_table(app: AppTest) -> dict[str, list[object]]:
    """The table of columns."""
    (table,) = [table.value for table in app.dataframe if "Taken for" in table.value]
    return dict(table.to_dict("list"))


def test_unknown_columns_are_shown_and_named(home: Path, open_job: Callable[[Job], AppTest]) -> None:
    """Where nothing was read for want of titles the table is in sight, and the choice reads the files."""
    job = read_job(home, ("a.csv", TABLE))
    app = open_job(job)

    (box,) = [found for found in app.expander if found.label.startswith("Columns")]
    assert box.proto.expanded
    table = columns_table(app)
    assert table["Column"] == ["Werk", "Umriss", "Wer"]
    assert table["Taken for"] == ["kept as it is"] * 3
    assert table["Filled"] == [1, 1, 0.5]
    assert table["Values"][1] == "We *looked* <b>at</b> $x$ · We did so again"
    assert not any("looked" in str(text.value) for text in app.markdown)

    choose(app, Title="Werk", Abstract="Umriss", Authors="Wer")
    wait(job)
    app = open_job(job)

    assert said(job) == (("title", "Werk"), ("abstract", "Umriss"), ("authors", "Wer"))
    assert [metric.value for metric in app.metric] == ["2", "2", "0", "0"]
    assert columns_table(app)["Taken for"] == ["Title", "Abstract", "Authors"]
    assert {box.label: box.value for box in app.selectbox}["Abstract"] == "Umriss"


def test_a_guess_is_changed_and_taken_back(home: Path, open_job: Callable[[Job], AppTest]) -> None:
    """Only what differs is said, and the names alone can decide again."""
    job = read_job(home, ("a.csv", KNOWN))
    app = open_job(job)
    (box,) = [found for found in app.expander if found.label.startswith("Columns")]
    assert not box.proto.expanded
    uses = ["Title", "Abstract", "kept as it is", "Date", "Date, second choice"]
    assert columns_table(app)["Taken for"] == uses

    choose(app, Abstract="tldr")
    wait(job)
    assert said(job) == (("abstract", "tldr"),)

    app = open_job(job)
    next(button for button in app.button if button.label == "Read again by the names alone").click()
    checked(app.run())
    wait(job)
    assert said(job) == ()


def test_what_cannot_be_is_said(home: Path, open_job: Callable[[Job], AppTest]) -> None:
    """One column for two fields, or nothing changed: the files are not read again."""
    job = read_job(home, ("a.csv", KNOWN))
    app = choose(open_job(job), Title="abstract")
    assert "The column abstract is chosen for Title and for Abstract" in app.error[0].value

    app = choose(open_job(job))
    assert "This is how the files were read" in app.info[0].value
    assert said(job) == ()


def test_files_of_other_columns_stand_apart(home: Path, open_job: Callable[[Job], AppTest]) -> None:
    """Those without titles come first; what is said of one holds for it alone."""
    job = read_job(home, ("known.csv", KNOWN), ("a.csv", TABLE), ("again.csv", KNOWN.replace("fern", "palm")))
    app = open_job(job)
    files = next(box for box in app.selectbox if box.label == "Files")
    assert files.options == ["a.csv: no titles found", "known.csv and 1 more"]

    choose(app, Title="Werk")
    wait(job)
    assert titles(job) == ["The fern of Lima", "The moss of Bern", "The moss of Oslo", "The palm of Lima"]


def titles(job: Job) -> list[str]:
    """The titles of what was read."""
    return sorted(pq.read_table(job.read_folder / "papers.parquet")["title"].to_pylist())


def test_a_column_of_the_same_name_stays_what_it_is_elsewhere(home: Path, open_job: Callable[[Job], AppTest]) -> None:
    """Files that have a title keep it."""
    other = "Title;Name;Abstract\nThe fern of Lima;Ada Frost;We saw it\n"
    job = read_job(home, ("a.csv", "Name;Inhalt\nThe moss of Bern;We looked\n"), ("b.csv", other))
    app = choose(open_job(job), Title="Name")
    wait(job)

    assert titles(job) == ["The fern of Lima", "The moss of Bern"]
    assert not checked(app.run()).warning


def test_other_files_that_change_are_named(home: Path, open_job: Callable[[Job], AppTest]) -> None:
    """Where what is said of a name cannot but hold for them too."""
    other = "Author;Name;Abstract\nAda Frost;The fern of Lima;We saw it\n"
    job = read_job(home, ("a_1.csv", "Name;Inhalt\nThe moss of Bern;We looked\n"), ("b_1.csv", other))
    app = choose(open_job(job), Title="Name")
    wait(job)

    assert titles(job) == ["The fern of Lima", "The moss of Bern"]
    (warning,) = checked(app.run()).warning
    assert r"b\_1\.csv" in warning.value


def test_where_the_format_says_what_is_what_there_is_no_table(home: Path, open_job: Callable[[Job], AppTest]) -> None:
    """Nor where nothing was written of columns, as by an earlier version."""
    tagged = read_job(home, ("a.ris", "TY  - JOUR\nTI  - Moss\nER  - \n"))
    table = read_job(home, ("a.csv", KNOWN))
    columns_file(table).unlink()

    for job in (tagged, table):
        assert not [found for found in open_job(job).expander if found.label.startswith("Columns")]


def test_many_columns_of_any_name(home: Path, open_job: Callable[[Job], AppTest]) -> None:
    """However long and odd their names are."""
    job = read_job(home, ("a.csv", KNOWN))
    names = ["", "none", "(no column)", "x" * 5000, "x" * 4999, "**b**", *(f"c{n}" for n in range(300))]
    columns = tuple(Column(name, "title" if name == "none" else "", 0, 1, ("v" * 80,) * 3) for name in names)
    text = json.dumps(columns_to_json([FileColumns("a.csv", 0, True, columns)]))
    columns_file(job).write_text(text, encoding="utf-8")
    app = open_job(job)

    assert len(columns_table(app)["Column"]) == len(names)
    box = next(box for box in app.selectbox if box.label == "Title")
    # Nothing is to be chosen as a field whose column has no name.
    assert len(set(box.options)) == len(box.options) == len(names)
    assert (box.value, box.options[box.index]) == ("none", "none")


def test_columns_called_alike_are_told_apart(home: Path, open_job: Callable[[Job], AppTest]) -> None:
    """By their labels the page knows which one was chosen: long names of one beginning, one called as no choice is."""
    long = "What the work is about in the words of those who have made it part"
    job = read_job(home, ("a.csv", f"{long} 1;{long} 2;none\nWe looked;We saw;The moss of Bern\n"))
    choose(open_job(job), Title="none", Abstract=f"{long} 1")
    wait(job)

    assert said(job) == (("title", "none"), ("abstract", f"{long} 1"))


def test_files_called_alike_are_told_apart(home: Path, open_job: Callable[[Job], AppTest]) -> None:
    """Of two whose names begin alike the columns of the first can be seen and chosen too."""
    long = "An export of all works that were found on the twelfth of March, part"
    job = read_job(home, (f"{long} 1.csv", TABLE), (f"{long} 2.csv", "Oeuvre;Texte\nLa mousse;Nous avons vu\n"))
    app = open_job(job)
    box = next(box for box in app.selectbox if box.label == "Files")
    assert len(set(box.options)) == 2

    app = checked(box.select_index(0).run())
    assert columns_table(app)["Column"] == ["Werk", "Umriss", "Wer"]
