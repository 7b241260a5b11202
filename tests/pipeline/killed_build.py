"""The command line in a process that ends as `kill -9` does at a moment that is named, and writes down what it did.

    python -m tests.pipeline.killed_build LOG MOMENT build ...

LOG gets a line for each stage begun and for each step of it. MOMENT is "never", or one of

    begin STAGE     the progress file says that the stage has begun
    half STAGE      half of its units are done
    keep STAGE      its result is made, and not yet in its place
    open PATH       before a file is opened whose path holds PATH
    rename PATH     before something is renamed of which a path holds PATH

or where it does not end, "hold STAGE": at its beginning it waits for a file LOG.go; "room BYTES": no file may grow
beyond that, as on a disk that is full.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from lib.cli.main import main
from lib.jobs.progress_file import FileProgress
from tests.killing import die, die_at


def run(log: Path, moment: str, arguments: list[str]) -> int:
    """Run a command; returns its exit code, unless the moment comes."""
    what, _, where = moment.partition(" ")
    if what == "keep":
        die_at("os.rename", f"stages{os.sep}{where}-")
    elif what in {"open", "rename"}:
        die_at({"rename": "os.rename"}.get(what, what), where.replace("/", os.sep))
    elif what == "room":
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(where), resource.RLIM_INFINITY))

    class Watched(FileProgress):
        _stage, _units, _done = "", 0, 0

        def begin(self, stage: str, total: int | None = None, unit: str = "papers") -> None:
            super().begin(stage, total, unit)
            self._stage, self._units, self._done = stage, total or 0, 0
            self._tell(f"begin {stage}")

        def advance(self, n: int = 1) -> None:
            super().advance(n)
            self._done += n
            self._tell(f"advance {self._stage} {n}")
            if 2 * self._done >= self._units:
                self._tell(f"half {self._stage}")

        def _tell(self, line: str) -> None:
            with log.open("a", encoding="utf-8") as stream:
                stream.write(f"{line}\n")
            if line == moment:
                die()
            while moment == line.replace("begin", "hold") and not log.with_suffix(".go").exists():
                time.sleep(0.01)

    # The command imports it when it is called.
    import lib.jobs.progress_file as place

    place.FileProgress = Watched  # type: ignore[misc]  # a class that does the same and more
    return main(arguments)


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
