"""A build's progress as a file: the build writes it, whoever wants to know reads it.

The file is replaced as a whole, so a reader sees one state or the next. While the build lives, `updated_at` moves on,
also through a step that has nothing to tell.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
import uuid
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal, get_args

from lib.core.pace import Pace
from lib.core.progress import STAGES

State = Literal["running", "done", "failed", "cancelled"]

_SECONDS_BETWEEN: Final = 0.25
_HEARTBEAT_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class ProgressState:
    """How far a build is, or how it ended."""

    state: State
    pid: int
    started_at: str
    """UTC, ISO 8601, seconds; `updated_at` alike."""
    updated_at: str
    stage: str = ""
    """A name of STAGES; "" before the first."""
    stage_title: str = ""
    done: int = 0
    total: int | None = None
    unit: str = "papers"
    rate: float | None = None
    """Units a second."""
    seconds_left: float | None = None
    """Of this stage."""
    stages_done: tuple[str, ...] = ()
    message: str = ""
    """The last thing a person should know; after a failure, why."""
    atlas: str = ""
    """The folder of the finished atlas."""


def read_progress(path: Path) -> ProgressState | None:
    """Read a progress file; None where there is none yet, or it holds something else."""
    try:
        raw: Any = json.loads(path.read_text(encoding="utf-8"))
        known = {entry.name for entry in fields(ProgressState)}
        state = ProgressState(**{name: value for name, value in raw.items() if name in known})
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    if state.state not in get_args(State) or not isinstance(state.stages_done, list):
        return None
    return ProgressState(**{**asdict(state), "stages_done": tuple(state.stages_done)})


class FileProgress:
    """Listens to a build and keeps the file up to date. Use it as a context: its heartbeat ends with the block.

    A file that cannot be written is passed over: a build never fails because nobody can watch it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._written = 0.0
        self._pace = Pace(None, time.monotonic())
        now = _now()
        self._state = ProgressState("running", os.getpid(), now, now)
        self._heart = threading.Thread(target=self._beat, name="progress-file", daemon=True)

    def __enter__(self) -> FileProgress:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._write()
        self._heart.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._heart.join()

    def begin(self, stage: str, total: int | None = None, unit: str = "papers") -> None:
        """A stage begins; the one before it is done."""
        with self._lock:
            self._pace = Pace(total, time.monotonic())
            self._change(
                stage=stage,
                stage_title=STAGES[stage],
                done=0,
                total=total,
                unit=unit,
                stages_done=self._with_last_stage(),
            )
        self._write()

    def advance(self, n: int = 1) -> None:
        """Units of the stage are done."""
        with self._lock:
            self._pace.advance(n, time.monotonic())
        if time.monotonic() - self._written >= _SECONDS_BETWEEN:
            self._write()

    def note(self, text: str) -> None:
        """Something a person should know."""
        with self._lock:
            self._change(message=text)
        self._write()

    def finish(self, state: State, *, message: str = "", atlas: str = "") -> None:
        """Write how the build ended; nothing is written after it."""
        with self._lock:
            if self._state.state != "running":
                return
            done = self._with_last_stage() if state == "done" else self._state.stages_done
            self._change(state=state, message=message, atlas=atlas, stages_done=done)
        self._stop.set()
        self._write(last=True)

    def _with_last_stage(self) -> tuple[str, ...]:
        stage = self._state.stage
        return (*self._state.stages_done, stage) if stage else self._state.stages_done

    def _change(self, **values: Any) -> None:
        self._state = ProgressState(**{**asdict(self._state), **values})

    def _beat(self) -> None:
        while not self._stop.wait(_HEARTBEAT_SECONDS):
            self._write()

    def _write(self, *, last: bool = False) -> None:
        with self._lock:
            if self._state.state != "running" and not last:
                return
            self._written = time.monotonic()
            self._change(
                done=self._pace.done,
                rate=self._pace.rate,
                seconds_left=self._pace.seconds_left,
                updated_at=_now(),
            )
            partial = self._path.with_name(f".{self._path.name}.{uuid.uuid4().hex[:8]}")
            try:
                partial.write_text(json.dumps(asdict(self._state)), encoding="utf-8")
                _replace(partial, self._path)
            except OSError:
                with contextlib.suppress(OSError):
                    partial.unlink(missing_ok=True)


def _replace(partial: Path, path: Path) -> None:
    """Rename over the old file; on Windows a reader may hold that for a moment."""
    for attempt in range(5):
        try:
            partial.replace(path)
            return
        except PermissionError:
            if attempt == 4:
                raise
            time.sleep(0.02)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
