"""Files read in a process of their own: the same papers, and a file that goes wrong takes nothing with it."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from lib.core.errors import NoPapersError
from lib.ingest.corpus import read_corpus
from lib.ingest.inputs import Input, find_inputs
from lib.ingest.isolated import Isolated, Limits
from lib.ingest.reader import NO_OPTIONS
from lib.ingest.source import Source


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two tables, a list of objects, and what is no paper."""
    rows = "".join(f"{n},Maps {n},We draw map {n} of the coast.,{n % 7}\n" for n in range(700))
    (tmp_path / "a.csv").write_text("id,title,abstract,stars\n" + rows)
    (tmp_path / "b.csv").write_text("title,abstract,stars\nTides,We measure tides.,3.5\n,,\nMaps 1,,\n")
    (tmp_path / "c.json").write_text(json.dumps([{"title": "Waves", "stars": 2}, 7]))
    (tmp_path / "d.bin").write_bytes(bytes(range(256)) * 20)
    return tmp_path


def test_the_same_corpus_either_way(folder: Path) -> None:
    """Papers, fates, changes, types of columns and warnings are those of reading in one's own process."""
    counts: list[int] = []

    class Listens:
        def begin(self, stage: str, total: int | None = None, unit: str = "papers") -> None:
            """A stage."""

        def advance(self, n: int = 1) -> None:
            """Some bytes or records."""
            counts.append(n)

        def note(self, text: str) -> None:
            """Nothing."""

    with Isolated() as isolated:
        apart = read_corpus([folder], progress=Listens(), read=isolated.read_file)

    assert apart == read_corpus([folder])
    assert len(apart.papers) == 703
    sizes = sum((folder / name).stat().st_size for name in ("a.csv", "b.csv", "c.json"))
    assert sum(counts) >= sizes + 703


def workers() -> set[int]:
    """Processes of ours that read files."""
    found = set()
    for child in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):  # one that has ended, perhaps another test's, has no command
            if "lib.ingest.worker" in child.cmdline():
                found.add(child.pid)
    return found


def test_one_process_for_all_files(folder: Path) -> None:
    """Starting takes time, so the process is kept while nothing goes wrong, and is gone afterwards."""
    with Isolated() as isolated:
        seen: set[int] = set()
        for entry in find_inputs([folder]):
            assert list(isolated.read_file(entry, NO_OPTIONS))
            seen |= workers()
        assert len(seen) == 1
    assert not any(psutil.pid_exists(pid) for pid in seen)


def test_too_much_memory_ends_one_file(folder: Path) -> None:
    """A file that needs more than is allowed is left with a sentence; those before and after it are read."""
    (folder / "b2.json").write_text(json.dumps({"title": "Big", "abstract": "x" * 60_000_000}))
    with Isolated(Limits(memory_bytes=130 * 2**20)) as isolated:
        corpus = read_corpus([folder], read=isolated.read_file)

    assert len(corpus.papers) == 703
    (fate,) = [fate for fate in corpus.records if fate.file == "b2.json"]
    assert fate.fate == "rejected"
    assert fate.reason.startswith("b2.json could not be read: it needs more than 0.1 GB of memory; split it")


def test_silence_ends_one_file(folder: Path) -> None:
    """A reader that hangs, here before a pipe into which nobody writes, is ended, and the next file is read."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes on this system")
    os.mkfifo(folder / "pipe.csv")
    began = time.monotonic()
    with Isolated(Limits(silent_seconds=5)) as isolated:
        hanging = list(isolated.read_file(Input(Source("pipe.csv", folder / "pipe.csv")), NO_OPTIONS))
        after = list(isolated.read_file(Input(Source("b.csv", folder / "b.csv")), NO_OPTIONS))

    assert time.monotonic() - began < 30
    assert hanging[0].rejected[0].reason.startswith("pipe.csv could not be read: nothing came for ")
    assert hanging[0].problems
    assert len(after[0].drafts) == 2


def test_a_process_that_dies_ends_one_file(folder: Path) -> None:
    """What kills the process in the middle of a file loses what was not read yet, and says from which record on."""
    # More than a pipe holds, so that the process waits to be heard when it is killed.
    rows = "".join(f"Title {n} of a long file,{'Words of an abstract. ' * 20}\n" for n in range(5000))
    (folder / "long.csv").write_text(f"title,abstract\n{rows}", encoding="utf-8")
    with Isolated() as isolated:
        entry = next(entry for entry in find_inputs([folder]) if entry.source.name == "long.csv")
        batches: Iterator = isolated.read_file(entry, NO_OPTIONS)
        first = next(batches)
        (worker,) = workers()
        psutil.Process(worker).kill()
        rest = list(batches)
        again = list(isolated.read_file(entry, NO_OPTIONS))

    assert len(first.drafts) == 256
    n_read = 256 + sum(len(batch.drafts) for batch in rest)
    assert rest[-1].rejected[-1].record == n_read + 1
    assert "ended unexpectedly" in rest[-1].rejected[-1].reason
    assert sum(len(batch.drafts) for batch in again) == 5000


def test_nothing_usable_is_said_as_ever(tmp_path: Path) -> None:
    """Where no file holds a paper the error has the fates."""
    (tmp_path / "d.bin").write_bytes(bytes(300))
    with Isolated() as isolated, pytest.raises(NoPapersError) as caught:
        read_corpus([tmp_path / "d.bin"], read=isolated.read_file)

    assert len(caught.value.records) == 1
