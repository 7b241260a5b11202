"""A build's progress as a file: whole at any moment, alive while the build is, final when it ended."""

import json
import os
import threading
import time
from pathlib import Path

import pytest

from lib.jobs import progress_file
from lib.jobs.progress_file import FileProgress, ProgressState, read_progress


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A place for the file, in a folder that is not there yet."""
    return tmp_path / "job" / "progress.json"


def state_of(path: Path) -> ProgressState:
    """Read the file, which must be there."""
    state = read_progress(path)
    assert state is not None
    return state


def test_from_beginning_to_end(path: Path) -> None:
    """The file says what is done, what is under way, and at last where the atlas is."""
    with FileProgress(path) as progress:
        assert state_of(path).stage == ""
        progress.begin("embed", 300, "papers")
        progress.advance(120)
        progress.begin("graph", 300)
        under_way = state_of(path)
        progress.finish("done", atlas="/atlases/sea")

    assert (under_way.state, under_way.stage, under_way.stage_title) == ("running", "graph", "Finding neighbours")
    assert (under_way.done, under_way.total, under_way.unit) == (0, 300, "papers")
    assert under_way.stages_done == ("embed",)
    assert under_way.pid == os.getpid()
    ended = state_of(path)
    assert (ended.state, ended.atlas, ended.stages_done) == ("done", "/atlases/sea", ("embed", "graph"))
    assert ended.started_at <= ended.updated_at


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_ends_other_than_well(path: Path, state: progress_file.State) -> None:
    """A failed or cancelled build leaves its last words, and its last stage is not done."""
    with FileProgress(path) as progress:
        progress.begin("layout")
        progress.finish(state, message="The disk is full.")
        progress.advance(5)
        progress.finish("done")

    ended = state_of(path)
    assert (ended.state, ended.message, ended.stages_done) == (state, "The disk is full.", ())


def test_notes_are_the_message(path: Path) -> None:
    """What a person should know while it runs stands in the file."""
    with FileProgress(path) as progress:
        progress.note("About 2 minutes.")

        assert state_of(path).message == "About 2 minutes."


def test_heartbeat(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is written again while nothing is told, and no more after the block."""
    monkeypatch.setattr(progress_file, "_HEARTBEAT_SECONDS", 0.02)
    with FileProgress(path):
        path.unlink()
        deadline = time.monotonic() + 5
        while not path.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert path.exists()
    path.unlink()
    time.sleep(0.1)

    assert not path.exists()


def test_readers_never_see_half_a_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read as often as it is written, the file is whole every time."""
    monkeypatch.setattr(progress_file, "_SECONDS_BETWEEN", 0.0)
    seen: list[ProgressState | None] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.append(read_progress(path))

    with FileProgress(path) as progress:
        reader = threading.Thread(target=read)
        reader.start()
        progress.begin("embed", 200)
        for _ in range(200):
            progress.advance()
        stop.set()
        reader.join()

    assert seen
    assert None not in seen
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_writes_are_not_too_many(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand quick steps are a few writes."""
    writes = []
    plain = progress_file._replace
    monkeypatch.setattr(progress_file, "_replace", lambda *paths: (writes.append(1), plain(*paths)))
    with FileProgress(path) as progress:
        progress.begin("embed", 1000)
        for _ in range(1000):
            progress.advance()

    assert len(writes) < 50


def test_a_folder_that_cannot_be_written_fails_no_build(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the file cannot be replaced the build goes on, and nothing is left over."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(progress_file, "_replace", refuse)
    with FileProgress(path) as progress:
        progress.begin("embed")
        progress.finish("done")

    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"state": "running"}', '{"state": "odd", "pid": 1, "started_at": "", "updated_at": ""}'],
)
def test_a_file_that_is_none_is_none(path: Path, content: str) -> None:
    """What is missing, empty, cut short or something else reads as None."""
    assert read_progress(path) is None
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")

    assert read_progress(path) is None


def test_entries_of_later_versions_are_passed_over(path: Path) -> None:
    """A file with more in it can still be read."""
    with FileProgress(path):
        pass
    raw = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**raw, "colour": "blue"}), encoding="utf-8")

    assert state_of(path).state == "running"
