"""Progress on stderr, in words and as bars."""

import io
import sys

import pytest
from rich.console import Console

from lib.cli import progress as progress_module
from lib.cli.progress import LiveProgress, PlainProgress, Several, describe, terminal_progress
from lib.core.pace import Pace
from lib.core.progress import STAGES


def paced(done: int, total: int | None, seconds: float) -> Pace:
    """A stage that did so much in so many seconds."""
    pace = Pace(total, 0.0)
    pace.advance(done, seconds)
    return pace


@pytest.mark.parametrize(
    ("pace", "unit", "words"),
    [
        (paced(1_200, 9_600, 30.0), "papers", "1,200 of 9,600 papers, 40 a second, 4 minutes left"),
        (paced(1, 3, 4.0), "steps", "1 of 3 steps, 0.2 a second, 10 seconds left"),
        (paced(5 * 2**20, 10 * 2**20, 10.0), "bytes", "5.0 of 10.0 MB, 10 seconds left"),
        (paced(7, None, 7.0), "papers", "1.0 a second"),
        (Pace(50, 0.0), "papers", "0 of 50 papers"),
    ],
)
def test_words(pace: Pace, unit: str, words: str) -> None:
    """Count, rate and time left are said as far as they are known."""
    assert describe(pace, unit) == words


def test_plain_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each stage is a line on stderr, and a long one says from time to time how far it is."""
    now = [100.0]
    monkeypatch.setattr(progress_module.time, "monotonic", lambda: now[0])
    progress = PlainProgress()
    progress.begin("read", 5_000, "bytes")
    progress.begin("embed", 3_000)
    for _ in range(30):
        now[0] += 1
        progress.advance(50)
    progress.note("Half is done.")
    progress.close()

    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "Reading files",
        "Reading meanings: 3,000 papers",
        "  500 of 3,000 papers, 50 a second, 50 seconds left",
        "  1,000 of 3,000 papers, 50 a second, 40 seconds left",
        "  1,500 of 3,000 papers, 50 a second, 30 seconds left",
        "Half is done.",
    ]


def test_live_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a terminal all stages stand on the screen at the end, and mark-up in notes is plain text."""
    screen = io.StringIO()
    monkeypatch.setattr("rich.console.Console", lambda **_: Console(file=screen, force_terminal=True, width=100))
    progress = LiveProgress()
    progress.begin("embed", 30)
    progress.advance(30)
    progress.begin("layout")
    progress.note("[red]Note[/red]")
    progress.begin("write")
    progress.close()

    text = screen.getvalue()
    for stage in ("embed", "layout", "write"):
        assert STAGES[stage] in text
    assert "30 papers" in text
    assert "[red]Note[/red]" in text


def test_display_suits_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bars are for terminals; a file gets lines."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())

    assert isinstance(terminal_progress(), PlainProgress)


def test_several_listeners_hear_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """What is told to several is told to each."""
    progress = Several(PlainProgress(), PlainProgress())
    progress.begin("graph", 5)
    progress.advance(5)
    progress.note("Done.")

    assert capsys.readouterr().err == "Finding neighbours: 5 papers\n" * 2 + "Done.\n" * 2
