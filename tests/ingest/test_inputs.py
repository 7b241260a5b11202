"""Paths that a person names."""

import io
import os
import pickle
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from lib.core.errors import InputError
from lib.ingest import read_corpus
from lib.ingest.inputs import find_inputs


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Two folders with files of the same name, and hidden ones."""
    for name in ("b/papers.csv", "a/papers.csv", "a/sub/more.csv", ".hidden/papers.csv", "a/.DS_Store"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("title\nx\n", encoding="utf-8")
    return tmp_path


def names(*paths: Path | str) -> list[str]:
    """What the files are called."""
    return [entry.source.name for entry in find_inputs(paths)]


def test_a_folder_stands_for_its_files(tree: Path) -> None:
    """All below it, sorted, called by their place in it, without hidden ones."""
    assert names(tree) == ["a/papers.csv", "a/sub/more.csv", "b/papers.csv"]
    assert all(entry.in_folder for entry in find_inputs([tree]))


def test_files_of_one_name_are_told_apart_by_their_folders(tree: Path) -> None:
    """By no more than it takes, so that no one's whole path is written down."""
    assert names(tree / "a/papers.csv") == ["papers.csv"]
    assert names(tree / "b/papers.csv", tree / "a/papers.csv") == ["b/papers.csv", "a/papers.csv"]


def test_a_file_is_read_once(tree: Path) -> None:
    """Named twice, or by itself and with its folder."""
    assert names(tree / "b/papers.csv", tree / "b", str(tree / "b" / ".." / "b" / "papers.csv")) == ["papers.csv"]


def test_an_archive_from_standard_input_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told to the process that reads its files is short, however large the archive is."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in ("a.csv", "b.csv"):
            file.writestr(name, b"title\nx\n" * 20_000)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(made.getvalue())))
    entries = find_inputs(["-"])

    assert [entry.source.name for entry in entries] == ["standard input/a.csv", "standard input/b.csv"]
    assert all(len(pickle.dumps(entry)) < 1_000 for entry in entries)
    assert entries[1].source.text().startswith("title\nx\n")


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another program writes can be read."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"title\nx\n")))
    (entry,) = find_inputs(["-"])

    assert (entry.source.name, entry.source.text()) == ("standard input", "title\nx\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are not files on Windows")
def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    """What a shell gives for <(command) cannot be opened again."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"title\nx\n",))
    writer.start()
    (entry,) = find_inputs([pipe])
    writer.join()

    assert [entry.source.text(), entry.source.text()] == ["title\nx\n"] * 2


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (["missing.csv"], r"^There is no file or folder .*missing\.csv: check the path"),
        (["empty"], r"^The folder .*empty has no files in it: "),
        ([], r"^No file was named: "),
    ],
)
def test_what_is_not_there_is_named(tmp_path: Path, paths: list[str], message: str) -> None:
    """Before anything is read."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=message):
        find_inputs([tmp_path / path for path in paths])


def test_an_atlas_inside_a_folder_is_passed_over(tree: Path) -> None:
    """Its tables are no further papers; named itself, it is read."""
    atlas = tree / "a" / "atlas"
    atlas.mkdir()
    for name in ("manifest.json", "papers.parquet"):
        (atlas / name).touch()

    assert names(tree) == ["a/papers.csv", "a/sub/more.csv", "b/papers.csv"]
    assert names(atlas) == ["manifest.json", "papers.parquet"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are not files on Windows")
def test_pipes_in_a_folder_are_passed_over(tree: Path) -> None:
    """Nobody may ever write into them, and reading would wait for that."""
    os.mkfifo(tree / "a" / "pipe")

    assert names(tree / "a") == ["papers.csv", "sub/more.csv"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such names")
def test_a_name_that_is_no_text_can_be_stored(tmp_path: Path) -> None:
    """Files whose names are not in UTF-8 are called by a text that can be written down."""
    Path(os.fsdecode(bytes(tmp_path) + b"/b\xffd.csv")).write_text("title\nx\n", encoding="utf-8")

    assert names(tmp_path) == ["b\\udcffd.csv"]


def test_a_folder_that_cannot_be_looked_into_is_a_problem(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read as a file that cannot be opened, so what it holds is not lost without a word."""
    plain = os.scandir

    def closed(place: str) -> object:
        if Path(place).name == "sub":
            raise PermissionError(13, "Permission denied", str(place))
        return plain(place)

    monkeypatch.setattr(os, "scandir", closed)
    corpus = read_corpus([tree / "a"])

    assert [(fate.file, fate.fate) for fate in corpus.records] == [("papers.csv", "kept"), ("sub", "rejected")]
    assert corpus.warnings[0].startswith("sub cannot be read (")
