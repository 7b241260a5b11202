"""The cancel file: seen soon, heard by code that listens, and stronger than code that does not."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from lib.cli.stopping import CancelFile

ROOT = Path(__file__).resolve().parents[2]


def test_without_a_file_nothing_happens(tmp_path: Path) -> None:
    """A block that ends by itself is left alone, whether a file is watched for or not."""
    for path in (None, tmp_path / "cancel"):
        with CancelFile(path, lambda: None):
            time.sleep(0.3)


def test_the_file_interrupts_the_main_thread(tmp_path: Path) -> None:
    """As soon as the file is there the block is interrupted as by Ctrl-C, and the last words are left to the block."""
    path = tmp_path / "cancel"
    path.touch()
    said: list[str] = []
    start = time.perf_counter()
    with pytest.raises(KeyboardInterrupt), CancelFile(path, lambda: said.append("stopped")):  # noqa: PT012 - a block
        for _ in range(500):
            time.sleep(0.01)

    assert time.perf_counter() - start < 3
    assert said == []


def test_code_that_does_not_listen_is_ended(tmp_path: Path) -> None:
    """A process whose main thread does not react says its last words and ends with 130."""
    (tmp_path / "cancel").touch()
    deaf = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from lib.cli import stopping\n"
        "stopping._PATIENCE_SECONDS = 0.3\n"
        "folder = Path(sys.argv[1])\n"
        "with stopping.CancelFile(folder / 'cancel', lambda: (folder / 'words').touch()):\n"
        "    while True:\n"
        "        try:\n"
        "            time.sleep(30)\n"
        "        except KeyboardInterrupt:\n"
        "            pass\n"
    )
    ended = subprocess.run([sys.executable, "-c", deaf, str(tmp_path)], cwd=ROOT, timeout=30, check=False)

    assert ended.returncode == 130
    assert (tmp_path / "words").exists()
