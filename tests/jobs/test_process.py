"""Processes are known by number and beginning, and end when told to. All of them are real."""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from lib.jobs.process import ProcessMark, is_running, read_mark, start_process, stop_process, write_mark

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def wait_until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for something that must come."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def start(tmp_path: Path, command: list[str]) -> ProcessMark:
    """Start a command whose output and errors go to two files."""
    return start_process(command, folder=tmp_path, out=tmp_path / "out", log=tmp_path / "log")


def test_output_and_errors_go_to_their_files(tmp_path: Path) -> None:
    """Both files hold what was said, in UTF-8, and the end is noticed."""
    mark = start(tmp_path, [sys.executable, "-c", "import sys; print('out ü'); print('log ü', file=sys.stderr)"])
    wait_until(lambda: not is_running(mark))

    assert (tmp_path / "out").read_text(encoding="utf-8").strip() == "out ü"
    assert (tmp_path / "log").read_text(encoding="utf-8").strip() == "log ü"


def test_a_process_is_stopped(tmp_path: Path) -> None:
    """It runs until it is stopped; stopping it again does nothing."""
    mark = start(tmp_path, SLEEP)
    assert is_running(mark)

    stop_process(mark)

    assert not is_running(mark)
    stop_process(mark)


def test_what_it_started_ends_with_it(tmp_path: Path) -> None:
    """A child of the process does not outlive its being stopped."""
    code = f"import subprocess, time; print(subprocess.Popen({SLEEP!r}).pid, flush=True); time.sleep(60)"
    mark = start(tmp_path, [sys.executable, "-c", code])
    wait_until(lambda: (tmp_path / "out").read_text(encoding="utf-8").endswith("\n"))
    child = int((tmp_path / "out").read_text(encoding="utf-8"))

    stop_process(mark)

    wait_until(lambda: not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE)


def test_a_number_given_anew_is_a_stranger(tmp_path: Path) -> None:
    """The same number with another beginning is not the process, and is not stopped for it."""
    mark = start(tmp_path, SLEEP)
    stranger = replace(mark, began=mark.began - 3600)

    stop_process(stranger)

    assert not is_running(stranger)
    assert is_running(mark)
    stop_process(mark)


def test_a_process_nobody_waited_for_is_over(tmp_path: Path) -> None:
    """An ended process that is still in the system's list does not run."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    mark = ProcessMark(child.pid, psutil.Process(child.pid).create_time())

    wait_until(lambda: not is_running(mark))
    child.wait()


def test_it_outlives_the_one_who_started_it(tmp_path: Path) -> None:
    """When the server ends, what it started goes on."""
    root = Path(__file__).resolve().parents[2]
    code = (
        "import sys; from pathlib import Path; from lib.jobs.process import *; "
        "here = Path(sys.argv[1]); "
        f"write_mark(here / 'mark', start_process({SLEEP!r}, folder=here, out=here / 'out', log=here / 'log'))"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=root, check=True)

    mark = read_mark(tmp_path / "mark")
    assert mark is not None
    assert is_running(mark)
    stop_process(mark)


def test_a_program_that_is_not_there_raises(tmp_path: Path) -> None:
    """What cannot be started says so at once."""
    with pytest.raises(OSError, match="nothing-of-this-name"):
        start(tmp_path, [str(tmp_path / "nothing-of-this-name")])


def test_a_mark_is_read_back(tmp_path: Path) -> None:
    """A mark survives being written; nonsense and nothing are none."""
    mark = ProcessMark(123, 1_700_000_000.25)
    write_mark(tmp_path / "mark", mark)
    (tmp_path / "bad").write_text('{"pid": "x"}', encoding="utf-8")

    assert read_mark(tmp_path / "mark") == mark
    assert read_mark(tmp_path / "bad") is None
    assert read_mark(tmp_path / "none") is None
