"""What a command is, and the exit codes that all of them share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

DONE: Final = 0
FAILED: Final = 1
UNUSABLE: Final = 2
"""Called wrongly, or nothing in the input could be used."""
SOME_REJECTED: Final = 3
"""Done, but some of the input was rejected."""
INTERRUPTED: Final = 130


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `python -m lib NAME ...`.

    `run` gives the exit code. It prints results to stdout, all else to stderr, and raises TopicAtlasError with the
    sentence that a person should read.
    """

    name: str
    help: str
    description: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
