"""The page "New atlas" in every state that a job can have, drawn from folders made for it."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from lib.atlas.papers import papers_table
from lib.atlas.schema import TABLES
from lib.core.config import LABELS_URL, BuildConfig
from lib.core.dates import PartialDate
from lib.core.errors import BuildError
from lib.core.paper import Paper
from lib.jobs.job import Job, changed, list_jobs, new_job
from lib.jobs.process import ProcessMark, write_mark
from lib.jobs.progress_file import ProgressState
from lib.jobs.run import discard
from lib.jobs.state import build_mark, reading_mark
from lib.ui.build_progress import progress_words

ROOT = Path(__file__).resolve().parents[2]
GONE = ProcessMark(psutil.Process().pid, 1.0)
ALIVE = ProcessMark(psutil.Process().pid, psutil.Process().create_time())
NOW = "2026-03-12T10:00:00+00:00"


@pytest.fixture
def open_page(home: Path) -> Callable[..., AppTest]:
    """A function that opens the page, of a job if one is given."""

    def start(job: Job | None = None) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        app.switch_page("pages/manage/build.py")
        if job is not None:
            app.query_params["job"] = job.job_id
        return checked(app.run())

    return start


def checked(app: AppTest) -> AppTest:
    """The page, if nothing in it failed."""
    assert not app.exception, app.exception
    return app


def marked(app: AppTest) -> str:
    """All that the page's body says, as Markdown."""
    kinds = ("markdown", "caption", "error", "info", "success", "header", "warning")
    return "\n".join(str(element.value) for kind in kinds for element in app.main.get(kind))


def texts(app: AppTest) -> str:
    """The same without the marks that keep data from being Markdown."""
    return marked(app).replace("\\", "")


def button(app: AppTest, label: str) -> Any:
    """The one button of that label."""
    (found,) = [found for found in app.button if found.label == label]
    return found


def read_job(home: Path, name: str = "a.csv", n_papers: int = 3) -> Job:
    """A job whose file was read: papers without authors, two of them dated, one record rejected."""
    job = new_job(home, [(name, b"x")])
    papers = [
        Paper(f"p{n}", f"Paper {n} of *all*", "words", (), PartialDate(2024, 3, 12) if n else None)
        for n in range(n_papers)
    ]
    pq.write_table(papers_table(papers), job.read_folder / "papers.parquet")
    record = {"file": name, "record": 7, "source_id": "", "fate": "rejected", "paper_id": "", "reason": "no **title**"}
    pq.write_table(pa.Table.from_pylist([record], schema=TABLES["records"]), job.read_folder / "records.parquet")
    counts = {"records": n_papers + 1, "papers": n_papers, "merged": 0, "rejected": 1}
    (job.read_folder / "result.json").write_text(json.dumps(counts), encoding="utf-8")
    write_mark(reading_mark(job), GONE)
    return job


def build_job(home: Path, state: str, mark: ProcessMark, **progress: Any) -> Job:
    """A job whose build stands as its progress file says."""
    job = changed(read_job(home), name="field work")
    raw = {"state": state, "pid": mark.pid, "started_at": NOW, "updated_at": NOW, "stages_done": ["read", "merge"]}
    job.progress_file.write_text(json.dumps({**raw, **progress}), encoding="utf-8")
    write_mark(build_mark(job), mark)
    return job


def test_near_copies_become_one_paper(
    open_page: Callable[..., AppTest], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A turn of the switch reads the files again; where that cannot be it is said once, and the switch goes back."""
    asked: list[bool] = []

    def start(_: Job, config: BuildConfig) -> None:
        asked.append(config.merge_near)
        if not config.merge_near:
            raise BuildError("The disk is full: make room, then try again.")

    monkeypatch.setattr("lib.ui.read_again.start_reading", start)
    job = read_job(home)
    job = changed(job, config=replace(job.config, merge_near=True))
    app = open_page(job)
    checked(app.toggle[0].set_value(False).run())

    assert "The disk is full: make room, then try again." in texts(app)
    assert app.toggle[0].value is True
    assert "disk" not in texts(checked(app.run()))
    assert asked == [False]


def test_the_first_step_stands_alone(open_page: Callable[..., AppTest]) -> None:
    """Without jobs there is the form and no list; reading nothing is answered by what to do."""
    app = open_page()
    assert "Begun before" not in texts(app)

    button(app, "Read").click()
    assert "choose files, or paste text" in texts(checked(app.run()))


def test_pasted_text_is_read(open_page: Callable[..., AppTest], home: Path) -> None:
    """Text becomes a job, the URL names it, and what was read is shown before anything is built."""
    app = open_page()
    app.text_area[0].set_value("title,abstract\nThe moss of Bern,We looked at it\nThe moss of Oslo,We did so again\n")
    button(app, "Read").click()
    app.run()

    end = time.monotonic() + 60
    while "2. What was read" not in texts(checked(app)):
        assert time.monotonic() < end, texts(app)
        time.sleep(0.1)
        app.run()
    (job,) = list_jobs(home)
    assert app.query_params["job"] == job.job_id
    assert [(metric.label, metric.value) for metric in app.metric] == [
        ("Records", "2"),
        ("Papers", "2"),
        ("Merged", "0"),
        ("Rejected", "0"),
    ]
    assert "of memory for 2 papers" in texts(app)
    assert [path.name for path in home.iterdir() if not path.name.startswith(".")] == []


def test_what_was_read_is_told(open_page: Callable[..., AppTest], home: Path) -> None:
    """What is missing, the first papers, and each rejected record with file, number and reason."""
    app = open_page(read_job(home))

    assert "1 without a date (33%), 3 without authors (100%)" in texts(app)
    rejected, _, first = [table.value for table in app.dataframe]
    assert rejected.to_dict("list") == {"File": ["a.csv"], "Record": ["7"], "Reason": ["no **title**"]}
    assert first["Title"].tolist() == ["Paper 0 of *all*", "Paper 1 of *all*", "Paper 2 of *all*"]
    assert first["Date"].tolist() == ["no date", "12 Mar 2024", "12 Mar 2024"]


def test_a_files_name_is_no_markdown(open_page: Callable[..., AppTest], home: Path) -> None:
    """Whatever a file is called is shown as it is."""
    app = open_page(new_job(home, [("**x** [y](z).csv", b"")]))

    assert r"\*\*x\*\* \[y\]\(z\)\.csv" in marked(app)


def test_a_name_is_suggested_and_checked(open_page: Callable[..., AppTest], home: Path) -> None:
    """The file's own name is offered, a number behind it where it is taken; names that cannot be are explained."""
    (home / "Big Corpus").mkdir()
    app = open_page(read_job(home, "big corpus.2024.csv"))
    (name,) = app.text_input
    assert name.value == "big corpus 2"

    name.set_value("../up")
    button(app, "Build the atlas").click()
    assert "cannot be the name of an atlas" in texts(checked(app.run()))

    app.text_input[0].set_value("BIG corpus")
    button(app, "Build the atlas").click()
    assert "lies in the data folder already" in texts(checked(app.run()))


def chosen(app: AppTest, home: Path) -> BuildConfig:
    """Press the button that builds; the settings with which the job was started."""
    button(app, "Build the atlas").click()
    checked(app.run())
    (job,) = list_jobs(home)
    discard(job)
    return job.config


def test_settings_are_the_usual_ones(open_page: Callable[..., AppTest], home: Path) -> None:
    """Whoever chooses nothing builds as the command line does without options."""
    assert chosen(open_page(read_job(home)), home) == BuildConfig()


def test_settings_go_to_the_build(open_page: Callable[..., AppTest], home: Path) -> None:
    """What is chosen is what the job asks the build for; a field left or made empty means the usual."""
    app = open_page(read_job(home))
    assert [(field.label, field.value) for field in app.number_input] == [
        ("Number of topics", None),
        ("Neighbours", 30),
        ("Fewest papers in a topic", None),
        ("Seed", 42),
    ]
    detail, method = app.main.button_group
    assert (detail.value, method.value) == ("normal", "consensus")
    detail.set_value("more")
    method.set_value("hdbscan")
    topics, neighbors, fewest, seed = app.number_input
    topics.set_value(40)
    neighbors.set_value(None)
    fewest.set_value(7)
    seed.set_value(1)

    assert chosen(app, home) == BuildConfig(detail="more", method="hdbscan", topics=40, min_topic_size=7, seed=1)


def test_settings_are_kept(open_page: Callable[..., AppTest], home: Path) -> None:
    """A build that stopped is offered with the settings that it had."""
    job = changed(build_job(home, "cancelled", GONE), config=BuildConfig(topics=33, detail="less"))
    app = open_page(job)

    assert app.main.button_group[0].value == "less"
    assert app.number_input[0].value == 33


def test_what_leaves_the_machine(open_page: Callable[..., AppTest], home: Path, monkeypatch: Any) -> None:
    """Nothing, unless a language model is set: then it is said before the build is started."""
    job = read_job(home)
    assert "Nothing leaves this machine." in texts(open_page(job))

    monkeypatch.setenv(LABELS_URL, "http://127.0.0.1:9/v1")
    said = texts(open_page(job))
    assert "Nothing leaves this machine" not in said
    assert "it is sent each topic's terms, some titles and the beginnings of some abstracts" in said


def test_a_build_under_way_shows_how_far_it_is(open_page: Callable[..., AppTest], home: Path) -> None:
    """Stage, count and time left; cancelling leaves the word that the build looks for."""
    job = build_job(
        home, "running", ALIVE, stage="embed", stage_title="Reading meanings", done=5, total=20, seconds_left=120.0
    )
    app = open_page(job)
    (bar,) = app.get("progress")
    assert bar.proto.value == 25
    assert "5 of 20 papers" in bar.proto.text
    assert "about 2 minutes left" in bar.proto.text
    assert ":material/check: Reading files" in texts(app)
    assert "**Reading meanings**" in texts(app)

    button(app, "Cancel the build").click()
    app.run()
    assert job.cancel_file.exists()
    assert "Stopping at the end" in texts(checked(app))


@pytest.mark.parametrize(
    ("state", "mark", "said", "offered"),
    [
        ("running", GONE, "ended unexpectedly", "Go on where it stopped"),
        ("cancelled", GONE, "The build was stopped", "Go on where it stopped"),
        ("failed", GONE, "There is no room", "Go on where it stopped"),
    ],
)
def test_a_build_that_ended_badly_can_go_on(
    open_page: Callable[..., AppTest], home: Path, state: str, mark: ProcessMark, said: str, offered: str
) -> None:
    """What happened is one sentence, the name is still there, and a button goes on."""
    app = open_page(build_job(home, state, mark, message="There is no room"))

    assert said in texts(app)
    assert app.text_input[0].value == "field work"
    assert not button(app, offered).disabled


def test_a_lost_build_shows_its_last_words(open_page: Callable[..., AppTest], home: Path) -> None:
    """The log's last lines are there, without the innards of the program."""
    job = build_job(home, "running", GONE)
    job.build_log.write_text('Drawing the map\nTraceback (most recent call last):\n  File "x.py"\nBoom: why\n')

    app = open_page(job)

    assert [code.value for code in app.code] == ["Drawing the map\nBoom: why"]


def test_files_that_cannot_be_used_say_why(open_page: Callable[..., AppTest], home: Path) -> None:
    """The reader's sentence is shown, and the way back."""
    job = new_job(home, [("a.csv", b"x")])
    write_mark(reading_mark(job), GONE)
    (job.read_folder / "result.json").write_text('{"records": 0, "papers": 0, "merged": 0, "rejected": 0}')
    job.read_log.write_text("a.csv has no titles: choose another file.\n")

    app = open_page(job)
    assert "a.csv has no titles" in texts(app)

    button(app, "Choose other papers").click()
    checked(app.run())
    assert list_jobs(home) == []
    assert "1. Choose your papers" in texts(app)


def test_jobs_are_found_again(open_page: Callable[..., AppTest], home: Path) -> None:
    """Coming back without a link, each job has its line; one is shown, one removed."""
    running = build_job(home, "running", ALIVE, stage="embed", stage_title="Reading meanings", done=5, total=20)
    waiting = read_job(home, "other.csv")

    app = open_page()

    assert "**field work** is being built: Reading meanings: 5 of 20 papers" in texts(app)
    assert "**other.csv** is read and waits for a name" in texts(app)
    app.button(key=f"remove_{waiting.job_id}").click()
    checked(app.run())
    assert [job.job_id for job in list_jobs(home)] == [running.job_id]

    app.button(key=f"show_{running.job_id}").click()
    checked(app.run())
    assert app.query_params["job"] == running.job_id
    assert "3. Building field work" in texts(app)


def test_a_link_to_a_job_that_is_gone(open_page: Callable[..., AppTest], home: Path) -> None:
    """It is said, and one can begin anew."""
    job = new_job(home, [("a.csv", b"x")])
    (job.folder / "job.json").unlink()

    said = texts(open_page(job))

    assert "is not there any more" in said
    assert "1. Choose your papers" in said


def test_a_finished_build_is_opened_by_whom_it_surprises(open_page: Callable[..., AppTest], home: Path) -> None:
    """One who did not watch it end is given a link and not sent away."""
    said = texts(open_page(build_job(home, "done", GONE)))

    assert "The atlas field work is built" in said


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Reading meanings"),
        ({"total": 9877, "done": 1200}, "Reading meanings: 1,200 of 9,877 papers"),
        (
            {"total": 9877, "done": 1200, "rate": 85.4, "seconds_left": 100.0},
            "Reading meanings: 1,200 of 9,877 papers, 85 per second, about 2 minutes left",
        ),
        ({"total": 10, "done": 1, "rate": 0.5}, "Reading meanings: 1 of 10 papers, 30 per minute"),
        ({"total": 80_000_000, "done": 8_000_000, "unit": "bytes"}, "Reading meanings: 8.0 of 80.0 MB"),
    ],
)
def test_how_far_it_is_in_words(values: dict[str, Any], words: str) -> None:
    """Only what is known is said."""
    progress = ProgressState("running", 1, NOW, NOW, stage="embed", stage_title="Reading meanings", **values)

    assert progress_words(progress) == words
