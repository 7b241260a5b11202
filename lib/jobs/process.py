"""Starts a process that outlives the page, the browser and the server that asked for it, and finds it again.

A process is known by its number and the time at which it began: numbers are given anew, to strangers too.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import psutil

_SAME_TIME_SECONDS: Final = 2.0
"""Two readings of one process's beginning may differ by this much, since systems work it out from their clock."""
_NICENESS: Final = 10
"""A build takes every core it can get; the dashboard must still answer."""


@dataclass(frozen=True, slots=True)
class ProcessMark:
    """By what a process is known. `began` is in seconds since 1970."""

    pid: int
    began: float


def start_process(
    command: Sequence[str], *, folder: Path, out: Path, log: Path, environment: Mapping[str, str] | None = None
) -> ProcessMark:
    """Start a command that nobody waits for.

    Parameters
    ----------
    command
        Program and arguments; no shell sees them.
    folder
        Where it runs.
    out, log
        Files to which its output and its errors are appended; they may be the same.
    environment
        Variables that it shall have besides ours.

    Raises
    ------
    OSError
        If it cannot be started.
    """
    with out.open("ab") as out_stream, log.open("ab") as log_stream:
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out_stream,
            stderr=log_stream,
            # Logs are text of any language, and read while they grow.
            env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", **(environment or {})},
            **_apart(),
        )
    mark = ProcessMark(process.pid, _began(process.pid) or time.time())
    _be_modest(process.pid)
    # Somebody must take note of its end, or it stays in the system's list for as long as this server runs.
    threading.Thread(target=process.wait, name=f"end of {process.pid}", daemon=True).start()
    return mark


def is_running(mark: ProcessMark) -> bool:
    """Whether a process still runs. One that has ended and was not taken note of does not."""
    return _find(mark) is not None


def stop_process(mark: ProcessMark, *, patience_seconds: float = 5.0) -> None:
    """End a process and what it started: politely, then without asking."""
    process = _find(mark)
    if process is None:
        return
    try:
        family = [*process.children(recursive=True), process]
    except psutil.Error:
        family = [process]
    for member in family:
        _try_to(member.terminate)
    _, alive = psutil.wait_procs(family, timeout=patience_seconds)
    for member in alive:
        _try_to(member.kill)
    psutil.wait_procs(alive, timeout=patience_seconds)


def write_mark(path: Path, mark: ProcessMark) -> None:
    """Write down by what a process is known."""
    path.write_text(json.dumps(asdict(mark)), encoding="utf-8")


def read_mark(path: Path) -> ProcessMark | None:
    """Read what `write_mark` wrote; None where there is nothing of the kind."""
    try:
        raw: Any = json.loads(path.read_text(encoding="utf-8"))
        return ProcessMark(int(raw["pid"]), float(raw["began"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _apart() -> dict[str, Any]:
    """What keeps a process from ending with the one that started it: Ctrl-C there is none of its business."""
    if os.name == "nt":
        flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
        return {"creationflags": flags}
    return {"start_new_session": True}


def _find(mark: ProcessMark) -> psutil.Process | None:
    try:
        process = psutil.Process(mark.pid)
        same = abs(process.create_time() - mark.began) <= _SAME_TIME_SECONDS
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.Error:
        return None


def _began(pid: int) -> float | None:
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return None


def _be_modest(pid: int) -> None:
    try:
        process = psutil.Process(pid)
        process.nice(getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", None) or _NICENESS)
    except (psutil.Error, OSError):
        # It runs as it is.
        return


def _try_to(end: Any) -> None:
    try:
        end()
    except psutil.Error:
        # Gone already, or not ours to end: what is left is seen by who waits.
        return
