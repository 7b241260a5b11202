"""What a stage costs: seconds by the clock and the highest memory of the process meanwhile."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Final

import psutil

_SAMPLE_SECONDS: Final = 0.05


class Meter:
    """Measures the block it is used around; `seconds` and `peak_memory_mb` can be read after it.

    Memory is sampled, since only Unix keeps a peak and never one per stage; what lasts less than a sample is missed.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self.peak_memory_mb = 0.0
        self._process = psutil.Process()
        self._stop = threading.Event()

    def __enter__(self) -> Meter:
        self._start = time.perf_counter()
        self._sample()
        self._thread = threading.Thread(target=self._watch, name="memory-meter", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()
        self.update()

    def update(self) -> None:
        """Bring both figures up to date."""
        self._sample()
        self.seconds = time.perf_counter() - self._start

    def _watch(self) -> None:
        while not self._stop.wait(_SAMPLE_SECONDS):
            self._sample()

    def _sample(self) -> None:
        self.peak_memory_mb = max(self.peak_memory_mb, self._process.memory_info().rss / 2**20)
