"""Small files with papers, and the command line called in this process."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from lib.cli.main import main

TITLES = (
    "Coral reefs in warm water",
    "Algae and the bleaching of corals",
    "Glaciers that slide on melt water",
    "Snow and the age of glaciers",
    "How honeybees dance for nectar",
    "Queens and swarms of honeybees",
)


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("TOPIC_ATLAS_HOME", str(folder))
    return folder


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs a command; wrong usage ends it as it ends the process."""

    def call(*arguments: object) -> Ran:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        return Ran(code, *capsys.readouterr())

    return call


@pytest.fixture
def papers_csv(tmp_path: Path) -> Path:
    """A file of six papers."""
    return write_csv(tmp_path / "papers.csv", [(title, f"On {title.lower()}.") for title in TITLES])


@pytest.fixture
def faulty_csv(tmp_path: Path) -> Path:
    """A file of six papers and two records that say nothing."""
    rows = [(title, "") for title in TITLES]
    return write_csv(tmp_path / "faulty.csv", [*rows, ("", ""), ("", "")])


def write_csv(path: Path, rows: list[tuple[str, str]]) -> Path:
    """Write titles and abstracts."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "title", "abstract"])
        writer.writerows((number, *row) for number, row in enumerate(rows, start=1))
    return path
