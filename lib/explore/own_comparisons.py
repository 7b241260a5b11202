"""Compares own lists with atlases in the background, and keeps the last results, for all sessions.

To compare thousands of own papers with a hundred thousand takes half a minute, for which no page waits: it is told how
far that is, and asks again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from lib.core.meaning import Refused, Waiting
from lib.core.own_list import OwnList
from lib.explore.own_list import Comparison, compare
from lib.explore.store import Store

_log = logging.getLogger(__name__)

_WAIT_SECONDS: Final = 0.3
"""What a call waits: a short list is compared with a small atlas within it."""
_MOST_BYTES: Final = 256 * 1024**2
"""Of results that are kept: some twenty lists of 5,000 papers on an atlas of 120,000."""
_LEFT_SECONDS: Final = 10.0
"""A list that nobody asked for so long when its turn comes is passed over."""
_REFUSED_SECONDS: Final = 30.0
"""How long a list that could not be compared is left alone."""
_COMPARING: Final = "Comparing your papers with those of the atlas"

_Key: TypeAlias = tuple[str, str]
"""Fingerprint of the atlas, digest of the list."""


@dataclass(slots=True, eq=False)
class _Underway:
    """A comparison that is worked at, or could not be made."""

    began: float
    asked_at: float
    n_done: int = 0
    refused_at: float | None = None


class Comparisons:
    """Own lists compared with atlases, one at a time.

    Parameters
    ----------
    most_bytes
        Of results that are kept; the last one is, however large.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._changed = threading.Condition()
        self._turn = threading.Lock()
        self._known: OrderedDict[_Key, Comparison] = OrderedDict()
        self._underway: dict[_Key, _Underway] = {}

    def ask(self, store: Store, own: OwnList, *, wait_seconds: float = _WAIT_SECONDS) -> Comparison | Waiting | Refused:
        """Compare a list with an atlas; waits at most `wait_seconds`. Equal lists give the same object while known."""
        key = (store.fingerprint, own.digest)
        end = time.monotonic() + wait_seconds
        with self._changed:
            while (known := self._known.get(key)) is None:
                now = time.monotonic()
                underway = self._underway.get(key)
                if underway is not None and underway.refused_at is not None:
                    if now - underway.refused_at < _REFUSED_SECONDS:
                        return Refused(
                            "Your papers could not be compared with this atlas: close other programs and look again "
                            "in a minute, or build the atlas again."
                        )
                    underway = None
                if underway is None:
                    underway = self._underway[key] = _Underway(now, now)
                    threading.Thread(target=self._work, args=(key, underway, store, own), daemon=True).start()
                underway.asked_at = now
                if now >= end:
                    return Waiting(_COMPARING, now - underway.began, underway.n_done, len(own.papers))
                self._changed.wait(end - now)
            self._known.move_to_end(key)
            return known

    def _work(self, key: _Key, underway: _Underway, store: Store, own: OwnList) -> None:
        def report(n_done: int) -> None:
            underway.n_done = n_done

        made: Comparison | None = None
        with self._turn:
            is_left = time.monotonic() - underway.asked_at > _LEFT_SECONDS
            try:
                made = None if is_left else compare(store, own, report)
            # Whatever it is, a page that waits must be told.
            except Exception:  # noqa: BLE001
                _log.exception("own list on atlas %s", store.name)
        with self._changed:
            if made is not None:
                self._keep(key, made)
            if made is not None or is_left:
                del self._underway[key]
            else:
                underway.refused_at = time.monotonic()
            self._changed.notify_all()

    def _keep(self, key: _Key, made: Comparison) -> None:
        self._known[key] = made
        while len(self._known) > 1 and sum(known.n_bytes for known in self._known.values()) > self._most_bytes:
            self._known.popitem(last=False)


@lru_cache(maxsize=1)
def shared_comparisons() -> Comparisons:
    """The comparisons of this process, for all sessions."""
    return Comparisons()
