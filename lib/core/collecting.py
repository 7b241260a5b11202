"""The search for objects that hold each other in a ring, held off where there are none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let Python not look for rings of objects meanwhile: where a million objects are made to stay, it looks at all of
    them again and again, which takes a tenth of the time. Nothing else is held back.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
