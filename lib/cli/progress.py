"""Progress on stderr: a live display in a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final, Protocol

from lib.core.estimate import duration
from lib.core.pace import Pace
from lib.core.progress import STAGES, Progress

if TYPE_CHECKING:
    from rich.progress import Task, TaskID

_SECONDS_BETWEEN_LINES: Final = 10.0


class Display(Progress, Protocol):
    """A listener that has to be closed when all is done."""

    def close(self) -> None:
        """Leave the screen in order."""


def terminal_progress() -> Display:
    """Choose the display that suits stderr."""
    return LiveProgress() if sys.stderr.isatty() else PlainProgress()


class Several:
    """Passes all on to several listeners."""

    def __init__(self, *listeners: Progress) -> None:
        self._listeners = listeners

    def begin(self, stage: str, total: int | None = None, unit: str = "papers") -> None:
        """Pass it on."""
        for listener in self._listeners:
            listener.begin(stage, total, unit)

    def advance(self, n: int = 1) -> None:
        """Pass it on."""
        for listener in self._listeners:
            listener.advance(n)

    def note(self, text: str) -> None:
        """Pass it on."""
        for listener in self._listeners:
            listener.note(text)


class PlainProgress:
    """One line when a stage begins, and one every ten seconds while it lasts."""

    def __init__(self) -> None:
        self._stage = ""
        self._unit = ""
        self._pace = Pace(None, 0)
        self._last_line = 0.0

    def begin(self, stage: str, total: int | None = None, unit: str = "papers") -> None:
        """Name the stage."""
        self._stage, self._unit = stage, unit
        self._last_line = time.monotonic()
        self._pace = Pace(total, self._last_line)
        count = f": {total:,} {unit}" if total and unit != "bytes" else ""
        print(f"{STAGES[stage]}{count}", file=sys.stderr, flush=True)

    def advance(self, n: int = 1) -> None:
        """Say from time to time how far it is."""
        now = time.monotonic()
        self._pace.advance(n, now)
        if now - self._last_line >= _SECONDS_BETWEEN_LINES:
            self._last_line = now
            print(f"  {describe(self._pace, self._unit)}", file=sys.stderr, flush=True)

    def note(self, text: str) -> None:
        """Print the note."""
        print(text, file=sys.stderr, flush=True)

    def close(self) -> None:
        """Do nothing: lines need no tidying."""


class LiveProgress:
    """A bar for each stage, with count, rate and time left."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, TextColumn
        from rich.text import Text

        paces = self._paces = {}

        class _Words(ProgressColumn):
            def render(self, task: Task) -> Text:
                pace, unit = paces[task.id]
                return Text(describe(pace, unit) if not task.finished else f"{pace.done:,} {unit}")

        self._bars = Progress(
            SpinnerColumn(finished_text=" "),
            TextColumn("{task.description}", justify="left"),
            BarColumn(bar_width=24),
            _Words(),
            console=Console(stderr=True),
        )
        self._bars.start()
        self._task: TaskID | None = None

    _paces: dict[TaskID, tuple[Pace, str]]

    def begin(self, stage: str, total: int | None = None, unit: str = "papers") -> None:
        """Close the last bar and open the stage's."""
        self._finish()
        pace = Pace(total, time.monotonic())
        # The column is drawn as soon as there is a task, so what it shows has to be known before.
        from rich.progress import TaskID

        self._task = TaskID(len(self._paces))
        self._paces[self._task] = (pace, unit)
        added = self._bars.add_task(f"{STAGES[stage]:<20}", total=total)
        assert added == self._task

    def advance(self, n: int = 1) -> None:
        """Move the bar."""
        if self._task is not None:
            self._paces[self._task][0].advance(n, time.monotonic())
            self._bars.advance(self._task, n)

    def note(self, text: str) -> None:
        """Print the note above the bars."""
        from rich.text import Text

        self._bars.console.print(Text(text))

    def close(self) -> None:
        """Leave the bars on the screen and the cursor below."""
        self._bars.stop()

    def _finish(self) -> None:
        if self._task is not None:
            done = self._paces[self._task][0].done
            self._bars.update(self._task, completed=max(done, 1), total=max(done, 1))


def describe(pace: Pace, unit: str) -> str:
    """Say how far a stage is: "1,200 of 9,877 papers, 41 a second, 3 minutes left"."""
    if unit == "bytes":
        parts = [f"{pace.done / 2**20:,.1f} of {pace.total / 2**20:,.1f} MB" if pace.total else ""]
    else:
        parts = [f"{pace.done:,} of {pace.total:,} {unit}" if pace.total else ""]
        if pace.rate is not None:
            parts.append(f"{pace.rate:,.0f} a second" if pace.rate >= 2 else f"{pace.rate:.1f} a second")
    if pace.seconds_left is not None and pace.seconds_left >= 1:
        parts.append(f"{duration(pace.seconds_left)} left")
    return ", ".join(part for part in parts if part)
