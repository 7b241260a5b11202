"""Files read in a process of their own, with limits: one that fills the memory or hangs a parser is left, and the next
ones are read by a new process.
"""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final

import psutil

from lib.core.errors import InputError
from lib.ingest.file_reading import Batch, add_problem
from lib.ingest.frames import Told, receive, send
from lib.ingest.inputs import Input
from lib.ingest.reader import ReadOptions

_ROOT: Final = Path(__file__).resolve().parents[2]
_LOOK_SECONDS: Final = 0.25
"""Between two looks at the process's memory."""
_SHARE_OF_MEMORY: Final = 0.7
_LEAST_MEMORY: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading a file may take."""

    silent_seconds: float = 60.0
    """Without a record, and without a byte read."""
    memory_bytes: int | None = None
    """Of the process; None takes most of what the machine has left when the process starts."""


class Isolated:
    """Reads files in another process; to be used in a `with` block, which ends it."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._told: queue.SimpleQueue[Told | None] = queue.SimpleQueue()
        self._most_bytes = 0

    def __enter__(self) -> Isolated:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read_file(self, entry: Input, options: ReadOptions) -> Iterator[Batch]:
        """Read a file as lib.ingest.file_reading does; a limit that it passes ends it with a sentence."""
        number, count = 0, entry.source.on_bytes
        try:
            for told in self._ask(entry, options):
                count(told.n_bytes)
                if told.batch is not None:
                    number = max(
                        number,
                        *(draft.record for draft in told.batch.drafts),
                        *(fate.record for fate in told.batch.rejected),
                        0,
                    )
                    yield told.batch
        except _EndedError as err:
            self._end()
            batch = Batch()
            after = f" beyond record {number:,}" if number else ""
            add_problem(batch, entry.source.name, number, f"{entry.source.name} could not be read{after}: {err}.")
            yield batch

    def _ask(self, entry: Input, options: ReadOptions) -> Iterator[Told]:
        try:
            process = self._running()
            assert process.stdin is not None
            send(process.stdin, (entry, options))
        except OSError as err:
            raise _EndedError("the process that read it did not start") from err
        # Counted in looks, not by the clock: time in which this program itself stood still says nothing of the other.
        silent, looked = 0.0, time.monotonic()
        while True:
            try:
                told = self._told.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                silent += _LOOK_SECONDS
                self._check(process, silent)
                continue
            if told is None:
                raise _EndedError("the process that read it ended unexpectedly, so something in the file crashes it")
            silent = 0.0
            if told.done:
                return
            yield told
            # A look costs milliseconds, since the system is asked for all processes: not one a batch.
            if time.monotonic() - looked >= _LOOK_SECONDS:
                self._check(process, silent)
                looked = time.monotonic()

    def _check(self, process: subprocess.Popen[bytes], silent: float) -> None:
        if silent > self._limits.silent_seconds:
            raise _EndedError(
                f"nothing came for {silent:,.0f} seconds, so something in it stops the reader; split it, or save it in "
                "another form"
            )
        try:
            # Within a virtual environment on Windows the process is a launcher, and its child the Python.
            own = psutil.Process(process.pid)
            used = sum(one.memory_info().rss for one in (own, *own.children(recursive=True)))
        except psutil.Error:
            return  # it has ended, which the next answer tells
        if used > self._most_bytes:
            raise _EndedError(
                f"it needs more than {self._most_bytes / 2**30:.1f} GB of memory; split it, or save it as CSV, JSON "
                "Lines or Parquet, which are read piece by piece"
            )

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            left = psutil.virtual_memory().available * _SHARE_OF_MEMORY
            self._most_bytes = self._limits.memory_bytes or max(int(left), _LEAST_MEMORY)
            self._told = queue.SimpleQueue()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "lib.ingest.worker"],
                cwd=_ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            threading.Thread(target=_listen, args=(self._process, self._told), daemon=True).start()
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()


def _listen(process: subprocess.Popen[bytes], told: queue.SimpleQueue[Told | None]) -> None:
    """Put what a process says into a queue, None at its end: a pipe cannot be waited at for a limited time."""
    assert process.stdout is not None
    try:
        while True:
            told.put(receive(process.stdout))
    # A frame that breaks off may look like anything.
    except Exception:  # noqa: BLE001
        told.put(None)


class _EndedError(InputError):
    """Why reading a file was ended, without a full stop."""
