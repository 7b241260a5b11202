"""The process in which one model runs: started when something is asked, anew after it ended, given up when it is stuck.

Nothing here waits: a question is put down, and its answer stands in it when it has come. Two threads a process speak
and listen, since a pipe may be full or empty for long, and a third looks whether it still says anything.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Final

from lib.atlas.home import CHECKOUT
from lib.core.meaning import EmbeddingModel, Vectors
from lib.core.query_lines import Answer, Opening, Ready, opening_line, question_line, read_from_process

SERVER: Final = (sys.executable, "-m", "lib.pipeline.query_server")
"""The program that is started; by its name, since nothing of the dashboard imports the heavy packages."""
_LOOK_SECONDS: Final = 0.25
_END_SECONDS: Final = 5.0
"""How long the end of a process that was killed is waited for."""
_TRIES: Final = 2
"""How often a question is put to a process that ends over it."""
_STUCK: Final = (
    "The language model gave no answer for {seconds:,.0f} seconds and was ended: try again, or search by words."
)
_ENDED: Final = (
    "The process of the language model ended unexpectedly, perhaps for want of memory: close other programs and try "
    "again, or search by words."
)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a process may be silent when it is asked something, and when it is not."""

    silent_seconds: float = 120.0
    """With a question open; loading counts."""
    idle_seconds: float = 15 * 60.0
    """Without a question; then it ends, and its memory is free."""


@dataclass(eq=False, slots=True)
class Asked:
    """Texts that were asked for; once `done` is set, `vectors` are there or `refusal` says why not."""

    texts: tuple[str, ...]
    began: float = field(default_factory=time.monotonic)
    done: threading.Event = field(default_factory=threading.Event)
    vectors: Vectors | None = None
    refusal: str = ""
    is_passing: bool = False
    """Whether the refusal is of the process and its machine, so that the same may go well when it is asked again."""
    tries: int = 1

    @property
    def seconds(self) -> float:
        """Since it was asked."""
        return time.monotonic() - self.began

    def end(self, vectors: Vectors | None, refusal: str = "", *, is_passing: bool = False) -> None:
        """Put the answer down."""
        self.vectors, self.refusal, self.is_passing = vectors, refusal, is_passing
        self.done.set()


class QueryProcess:
    """The process of one model. All calls return at once and are safe between threads."""

    def __init__(
        self, model: EmbeddingModel, *, command: Sequence[str] = SERVER, patience: Patience = Patience()
    ) -> None:
        self._opening = Opening(model, patience.idle_seconds)
        self._command = list(command)
        self._patience = patience
        self._lock = threading.RLock()
        self._child: _Child | None = None
        self._number = 0

    def ask(self, texts: Sequence[str]) -> Asked:
        """Ask for the vectors of some texts; what is asked alone is answered first."""
        asked = Asked(tuple(texts))
        with self._lock:
            self._put(asked)
        return asked

    @property
    def is_loading(self) -> bool:
        """Whether the model is not ready yet."""
        child = self._child
        return child is None or not child.is_ready

    @property
    def is_busy(self) -> bool:
        """Whether a question is open."""
        child = self._child
        return child is not None and bool(child.open)

    @property
    def pid(self) -> int | None:
        """The number of the process, None where none runs."""
        child = self._child
        return None if child is None else child.process.pid

    def close(self) -> None:
        """End the process; what is still asked gets no answer."""
        with self._lock:
            child, self._child = self._child, None
            if child is not None:
                child.refuse_all(_ENDED, is_passing=True)
        if child is not None:
            child.process.kill()
            child.has_ended.wait(_END_SECONDS)

    def _put(self, asked: Asked) -> None:
        if self._child is None:
            try:
                self._child = self._start()
            except OSError as err:
                asked.end(
                    None,
                    f"The process of the language model could not be started ({err.strerror or err}): close other "
                    "programs and try again, or search by words.",
                    is_passing=True,
                )
                return
        self._number += 1
        self._child.put(self._number, asked)

    def _start(self) -> _Child:
        process = subprocess.Popen(
            self._command,
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # It leaves the other cores to the pages, and asks no network for a model.
            env={
                **os.environ,
                "PYTHONUTF8": "1",
                "OMP_NUM_THREADS": "1",
                "TOKENIZERS_PARALLELISM": "false",
                "HF_HUB_OFFLINE": "1",
                # PyTorch and oneDNN keep what they compiled for each length of text, in time hundreds of megabytes.
                "LRU_CACHE_CAPACITY": "16",
                "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "16",
            },
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        child = _Child(process)
        child.outbox.put(opening_line(self._opening))
        for work in (self._speak, self._listen, self._look):
            threading.Thread(target=work, args=(child,), name=f"query {process.pid}", daemon=True).start()
        return child

    def _speak(self, child: _Child) -> None:
        assert child.process.stdin is not None
        # What could not be said is known when listening ends.
        with suppress(OSError, ValueError):
            while (line := child.outbox.get()) is not None:
                child.process.stdin.write(line)
                child.process.stdin.flush()

    def _listen(self, child: _Child) -> None:
        assert child.process.stdout is not None
        # A process that ends breaks off in the middle of a line, and one that says anything else is of no use.
        with suppress(OSError, ValueError):
            for line in child.process.stdout:
                child.silent_seconds = 0.0
                self._take(child, read_from_process(line))
        self._ended(child)

    def _take(self, child: _Child, said: Ready | Answer) -> None:
        with self._lock:
            if isinstance(said, Ready):
                child.is_ready = not said.refusal
                if said.refusal:
                    child.refuse_all(said.refusal)
                return
            asked = child.open.get(said.number)
            if asked is None:
                return
            # Left open, it is asked again.
            if said.vectors is not None and len(said.vectors) != len(asked.texts):
                raise ValueError("not an answer to what was asked")
            del child.open[said.number]
            asked.end(said.vectors, said.refusal)

    def _look(self, child: _Child) -> None:
        """End a process that is silent for too long. Counted in looks: while this program stands still, nothing is."""
        while not child.has_ended.wait(_LOOK_SECONDS):
            child.silent_seconds = child.silent_seconds + _LOOK_SECONDS if child.open else 0.0
            if child.silent_seconds > self._patience.silent_seconds:
                with self._lock:
                    child.refuse_all(_STUCK.format(seconds=self._patience.silent_seconds), is_passing=True)
                child.process.kill()
                return

    def _ended(self, child: _Child) -> None:
        """Take note of a process's end; it may have ended for idleness just when something was asked."""
        child.end()
        with self._lock:
            if self._child is child:
                self._child = None
            left, child.open = list(child.open.values()), {}
            for asked in left:
                if asked.tries >= _TRIES:
                    asked.end(None, _ENDED, is_passing=True)
                else:
                    asked.tries += 1
                    self._put(asked)


class _Child:
    """One process and what is open with it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self.open: dict[int, Asked] = {}
        self.is_ready = False
        self.silent_seconds = 0.0
        self.has_ended = threading.Event()

    def put(self, number: int, asked: Asked) -> None:
        self.open[number] = asked
        self.outbox.put(question_line(number, asked.texts))

    def refuse_all(self, refusal: str, *, is_passing: bool = False) -> None:
        left, self.open = list(self.open.values()), {}
        for asked in left:
            asked.end(None, refusal, is_passing=is_passing)

    def end(self) -> None:
        """End the process if it runs, and what speaks and looks."""
        self.process.kill()
        self.process.wait()
        self.outbox.put(None)
        for stream in (self.process.stdin, self.process.stdout):
            _close(stream)
        self.has_ended.set()


def _close(stream: IO[bytes] | None) -> None:
    if stream is not None:
        with suppress(OSError, ValueError):
            stream.close()
