"""Make requirements.txt and requirements-dev.txt from the short lists beside them.

    python -m tools.lock                # after a change to a list: keeps every version that still fits
    python -m tools.lock --upgrade      # newest versions of everything
    python -m tools.lock --upgrade-package pandas

The resolver is uv, for all platforms and every Python from the oldest one supported, with one version of a
package for all of them. One thing is taken out of its answer: the CUDA packages. Only PyTorch's CUDA build for
Linux needs them, several gigabytes, and it asks for exactly the versions it wants; written into the lock they
would be installed beside the CPU build too.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = "3.11"
COMPILE = "uv pip compile --quiet --no-header --annotation-style line --universal --fork-strategy fewest"
CUDA_PACKAGE = re.compile(r"(nvidia-|cuda-|triton\b)")
HEADER = "# Made by `python -m tools.lock` from {source}: change that list, not this file."


def lock(source: str, target: str, options: list[str], *, on_top_of: str | None = None) -> None:
    """Resolve one list and write its lock.

    Parameters
    ----------
    source, target
        File names in the project's root: the list of direct dependencies and the lock made from it.
        Versions that the lock already has are kept where they still fit.
    options
        Further options for ``uv pip compile``.
    on_top_of
        Another lock, which this one includes instead of repeating its lines.

    Raises
    ------
    SystemExit
        If the list cannot be resolved; uv has said why on stderr.
    """
    command = [sys.executable, "-m", *COMPILE.split(), "--python-version", OLDEST_PYTHON, *options, source]
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder, target)
        if (ROOT / target).exists():
            draft.write_text("\n".join(pins(ROOT / target)), encoding="utf-8")
        if subprocess.run([*command, "--output-file", str(draft)], cwd=ROOT, check=False).returncode:
            raise SystemExit(f"{source} cannot be resolved, uv says why above: change the list and lock again.")
        lines = [line for line in draft.read_text(encoding="utf-8").splitlines() if not CUDA_PACKAGE.match(line)]
    head = [HEADER.format(source=source)]
    if on_top_of:
        head.append(f"-r {on_top_of}")
        known = set(pins(ROOT / on_top_of))
        lines = [line for line in lines if pin(line) not in known]
    (ROOT / target).write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8", newline="\n")


def pins(path: Path) -> list[str]:
    """What a lock asks for itself: no comments, and not what it includes."""
    asked = [pin(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in asked if line and not line.startswith("-")]


def pin(line: str) -> str:
    """What a line of a lock asks for, without the note on who needs it."""
    return line.partition("#")[0].strip()


def main() -> None:
    """Write both locks, the second on top of the first."""
    parser = argparse.ArgumentParser(description="Make requirements.txt and requirements-dev.txt.")
    parser.add_argument("--upgrade", action="store_true", help="newest versions of everything")
    parser.add_argument("--upgrade-package", action="append", default=[], metavar="NAME", help="newest of one")
    arguments = parser.parse_args()
    options = ["--upgrade"] if arguments.upgrade else []
    options += [f"--upgrade-package={name}" for name in arguments.upgrade_package]

    lock("requirements.in", "requirements.txt", options)
    lock("requirements-dev.in", "requirements-dev.txt", options, on_top_of="requirements.txt")


if __name__ == "__main__":
    main()
