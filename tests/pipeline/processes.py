"""Builds in processes of their own, with nothing stood in for, and what lies there when they have ended."""

import csv
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from lib.atlas.home import list_atlases
from lib.atlas.manifest import Manifest, read_manifest
from lib.atlas.reader import open_atlas
from lib.core.paper import Paper

ROOT = Path(__file__).resolve().parents[2]
KILLED = {-9, 15}
"""Exit codes: Unix gives the signal, Windows what it was ended with."""


class Ended(NamedTuple):
    """How a build ended."""

    code: int
    out: str
    err: str


class Builds:
    """Builds of one file into one data folder, each in a process of its own."""

    def __init__(self, home: Path, papers: Path, name: str = "log") -> None:
        self.home = home
        self.papers = papers
        self.out = home / "sea"
        self.progress = home.parent / f"{name}.json"
        self.log = home.parent / name
        self._environment = {**os.environ, "TOPIC_ATLAS_HOME": str(home)}

    def start(self, moment: str = "never", *options: str, **environment: str) -> subprocess.Popen[str]:
        """Start a build that is to end at a moment."""
        self.log.unlink(missing_ok=True)
        self.progress.unlink(missing_ok=True)
        command = [sys.executable, "-m", "tests.pipeline.killed_build", str(self.log), moment, "build"]
        command += [str(self.papers), "--out", str(self.out), "--progress-file", str(self.progress), *options]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env={**self._environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def end(self, moment: str = "never", *options: str, **environment: str) -> Ended:
        """Build until it ends, of itself or killed."""
        build = self.start(moment, *options, **environment)
        out, err = build.communicate(timeout=250)
        return Ended(build.returncode, out, err)

    def kill_at(self, moment: str, *options: str, **environment: str) -> None:
        """Build until the moment comes."""
        ended = self.end(moment, *options, **environment)
        assert ended.code in KILLED, f"{moment}: {ended}"

    def finish(self, *options: str, **environment: str) -> Manifest:
        """Build to the end."""
        ended = self.end("never", *options, **environment)
        assert ended.code == 0, ended.err
        return read_manifest(self.out)

    @property
    def told(self) -> list[str]:
        """What the last build did."""
        return self.log.read_text(encoding="utf-8").splitlines()

    @property
    def begun(self) -> list[str]:
        """The stages that the last build came to."""
        return [line.removeprefix("begin ") for line in self.told if line.startswith("begin ")]

    def kept(self) -> dict[str, int]:
        """The stages whose results are kept, and which file each is."""
        folders = [
            path for path in (self.home / ".cache" / "stages").glob("[!.]*") if not path.name.startswith("labels")
        ]
        return {path.name.partition("-")[0]: (path / "values.json").stat().st_ino for path in folders}

    def listed(self) -> list[str]:
        """The names of all atlases, each of which can be opened."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TOPIC_ATLAS_HOME", str(self.home))
            entries = list_atlases()
        for entry in entries:
            open_atlas(entry.folder)
        return [entry.name for entry in entries if not entry.is_sample]

    def leftovers(self) -> list[str]:
        """What lies in the data folder beside the atlas, the lock and the cache."""
        return sorted({path.name for path in self.home.iterdir()} - {"sea", ".sea.lock", ".cache"})


def write_papers(path: Path, papers: Iterable[Paper]) -> Path:
    """Write a file of papers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "title", "abstract"])
        writer.writerows((paper.paper_id, paper.title, paper.abstract) for paper in papers)
    return path
