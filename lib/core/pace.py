"""How fast a stage goes and how long it has still to go, from what it did of late."""

from __future__ import annotations

from collections import deque
from typing import Final

_WINDOW_SECONDS: Final = 30.0
_SHORTEST_SECONDS: Final = 1.0


class Pace:
    """Watches one stage. Times are seconds of any clock that never goes back."""

    def __init__(self, total: int | None, now: float) -> None:
        self.total = total
        self.done = 0
        self._seen: deque[tuple[float, int]] = deque([(now, 0)])

    def advance(self, n: int, now: float) -> None:
        """`n` more units are done."""
        # What comes at once was kept from an earlier build and says nothing about the rest.
        sudden = now - self._seen[0][0] < _SHORTEST_SECONDS and self._seen[0][1] == self.done
        self.done += n
        if sudden:
            self._seen[0] = (self._seen[0][0], self.done)
            return
        self._seen.append((now, self.done))
        while len(self._seen) > 2 and now - self._seen[0][0] > _WINDOW_SECONDS:
            self._seen.popleft()

    @property
    def rate(self) -> float | None:
        """Units a second, None until that can be told."""
        (start, first), (end, last) = self._seen[0], self._seen[-1]
        return (last - first) / (end - start) if end - start >= _SHORTEST_SECONDS and last > first else None

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the stage is done, None until that can be told."""
        rate = self.rate
        return None if rate is None or self.total is None else max(0, self.total - self.done) / rate
