"""Stops a build when a file appears: how the dashboard cancels a process, on any system, without signals."""

from __future__ import annotations

import _thread
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from lib.cli.command import INTERRUPTED

_LOOK_SECONDS: Final = 0.25
_PATIENCE_SECONDS: Final = 2.0


class CancelFile:
    """Watches for a file while its block runs, and then interrupts the main thread as Ctrl-C does.

    Native code hears an interrupt only when it returns. If that takes too long the process ends at once: an atlas is
    renamed into its place as the last act, kept results are whole or not there, and the lock is the system's.
    """

    def __init__(self, path: Path | None, last_words: Callable[[], None]) -> None:
        self._path = path
        self._last_words = last_words
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="cancel-file", daemon=True)

    def __enter__(self) -> CancelFile:
        if self._path is not None:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()

    def _watch(self) -> None:
        assert self._path is not None
        # Waits before the first look: an interrupt while the block is still being entered would never leave it, and
        # the process be ended though it had stopped as asked.
        while True:
            if self._stop.wait(_LOOK_SECONDS):
                return
            if self._path.exists():
                break
        _thread.interrupt_main()
        if not self._stop.wait(_PATIENCE_SECONDS):
            self._last_words()
            os._exit(INTERRUPTED)
