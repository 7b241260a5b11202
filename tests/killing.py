"""Ends this process as `kill -9` does, at a moment that is told by what it asks of the system."""

import os
import signal
import sys
from typing import Any


def die() -> None:
    """End at once: nothing is tidied, no `finally` is reached."""
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def die_at(event: str, path: str) -> None:
    """End just before the system is asked for something on a path that holds `path`.

    Parameters
    ----------
    event
        A name of Python's audit events, such as open, os.rename, os.remove.
    """

    def hook(name: str, arguments: tuple[Any, ...]) -> None:
        if name == event and any(isinstance(value, str | os.PathLike) and path in str(value) for value in arguments):
            die()

    sys.addaudithook(hook)
