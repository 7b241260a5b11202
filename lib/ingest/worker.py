"""The process in which files are read: `python -m lib.ingest.worker`, started by isolated.py and ended with it.

It takes one file after the other from its standard input and gives what it read on its standard output. A file that
fills the memory, hangs a parser or crashes a library ends this process and nothing else.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import IO, Final

import psutil

from lib.ingest.file_reading import read_file
from lib.ingest.frames import Told, receive, send
from lib.ingest.inputs import Input
from lib.ingest.reader import ReadOptions

_TELL_SECONDS: Final = 0.2
"""Between two signs of life."""
_LOOK_SECONDS: Final = 2.0
"""Between two looks at who started this."""


def main() -> None:
    """Read files until there are no more."""
    threading.Thread(target=_end_with, args=(psutil.Process(os.getppid()),), daemon=True).start()
    # Ctrl-C reaches every process of a terminal; the one that started us decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not stand among the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        while True:
            entry, options = receive(requests)
            _read(entry, options, answers)
    except (EOFError, BrokenPipeError):
        return


def _end_with(parent: psutil.Process) -> None:
    """End when the process that started this one does, also if it was killed while a parser hangs here."""
    while parent.is_running():
        time.sleep(_LOOK_SECONDS)
    os._exit(1)


def _read(entry: Input, options: ReadOptions, answers: IO[bytes]) -> None:
    waiting, told_at = 0, time.monotonic()

    def count(n_bytes: int) -> None:
        nonlocal waiting, told_at
        waiting += n_bytes
        if time.monotonic() - told_at > _TELL_SECONDS:
            send(answers, Told(waiting))
            waiting, told_at = 0, time.monotonic()

    entry.source.on_bytes = count
    for batch in read_file(entry, options):
        send(answers, Told(waiting, batch))
        waiting, told_at = 0, time.monotonic()
    send(answers, Told(waiting, done=True))


if __name__ == "__main__":
    main()
