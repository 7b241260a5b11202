"""The writer: whole or not at all, one at a time, never over something else."""

import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from lib.atlas import writer as writer_module
from lib.atlas.home import list_atlases
from lib.atlas.manifest import Manifest, read_manifest
from lib.atlas.reader import open_atlas
from lib.atlas.schema import TABLES
from lib.atlas.writer import AtlasWriter, build_lock, check_place, new_atlas
from lib.core.errors import AtlasError, BuildError, BuildRunning
from tests.atlas_maker import write_atlas
from tests.full_disk import files_no_larger_than

ROOT = Path(__file__).resolve().parents[2]
Fill = Callable[[AtlasWriter], None]


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_nothing_is_there_before_the_end(tmp_path: Path, fill_tiny: Fill, manifest: Manifest) -> None:
    """Until the block ends well there is no atlas at its place, and then all of it."""
    out = tmp_path / "atlas"
    with new_atlas(out) as writer:
        fill_tiny(writer)
        writer.manifest(manifest)
        assert not out.exists()

    assert read_manifest(out) == manifest
    assert names(tmp_path) == ["atlas"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_failure_leaves_nothing(
    tmp_path: Path, write_tiny: Callable[..., Path], fill_tiny: Fill, error: type[BaseException]
) -> None:
    """A build that fails or is stopped leaves the old atlas and no trace of the new one."""
    out = write_tiny(tmp_path / "atlas")
    with pytest.raises(error), new_atlas(out, replace=True) as writer:  # noqa: PT012 - the block is the matter
        fill_tiny(writer)
        raise error

    assert read_manifest(out).name == "tiny"
    assert names(tmp_path) == ["atlas"]


def test_an_atlas_without_manifest_is_none(tmp_path: Path, fill_tiny: Fill) -> None:
    """Forgetting the manifest is a failure, so what is renamed into place is complete."""
    with pytest.raises(RuntimeError, match="manifest"), new_atlas(tmp_path / "atlas") as writer:
        fill_tiny(writer)

    assert names(tmp_path) == []


def test_replacing(tmp_path: Path, write_tiny: Callable[..., Path]) -> None:
    """The new atlas takes the old one's place as a whole: a file of the old one does not survive in it."""
    out = write_tiny(tmp_path / "atlas")
    (out / "extra.txt").touch()
    write_tiny(out, replace=True)

    assert "extra.txt" not in names(out)
    assert names(tmp_path) == ["atlas"]


def test_a_swap_that_fails_brings_the_old_one_back(
    tmp_path: Path, write_tiny: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the system refuses the last step the old atlas is at its place again."""
    out = write_tiny(tmp_path / "atlas")
    plain = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith(".partial"):
            raise PermissionError(13, "denied")
        return plain(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(BuildError, match=r"^The atlas atlas cannot be written to .* \(Permission denied\): see that"):
        write_tiny(out, replace=True)

    assert names(tmp_path) == ["atlas"]
    assert read_manifest(out).name == "tiny"


_CHILD = """
import sys
from pathlib import Path
from tests.atlas_maker import write_atlas
from tests.full_disk import files_no_larger_than
from tests.killing import die_at
die_at(*sys.argv[2:])
write_atlas(Path(sys.argv[1]), replace=True)
"""


@pytest.mark.parametrize(
    ("event", "path", "listed"),
    [
        ("open", ".partial/layout.npy", True),
        ("open", ".partial/manifest.json", True),
        # Both renames of the swap, then the removal of the old version.
        ("os.rename", "/atlas", True),
        ("os.rename", ".partial", False),
        ("os.remove", "manifest.json", True),
        ("shutil.rmtree", ".old", True),
        ("os.remove", "topics.parquet", True),
    ],
)
def test_killed_while_it_replaces(event: str, path: str, listed: bool, tmp_path: Path, monkeypatch) -> None:
    """A build that is killed at any moment of its last act loses nothing: the old atlas or the new one is there, whole.

    Only between the two renames there is none at the place; the next build brings the old one back before all else.
    """
    home = tmp_path / "home"
    out = write_atlas(home / "atlas")
    before = (out / "manifest.json").stat().st_ino
    command = [sys.executable, "-c", _CHILD, str(out), event, path.replace("/", os.sep)]
    child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert child.returncode in {-9, 15}, child.stderr
    monkeypatch.setenv("TOPIC_ATLAS_HOME", str(home))
    assert [entry.name for entry in list_atlases()] == ([out.name] if listed else []) + ["sample"]
    with build_lock(out):
        atlas = open_atlas(out)
        assert [row["paper_id"] for row in atlas.assignments.to_pylist()] == atlas.papers["paper_id"].to_pylist()
        assert listed or (out / "manifest.json").stat().st_ino == before
    write_atlas(out, replace=True)
    assert [name for name in names(home) if not name.endswith(".lock")] == ["atlas"]


@pytest.mark.parametrize("n_bytes", [0, 300])
@pytest.mark.parametrize(
    "write",
    [
        lambda writer: writer.array("embeddings", np.ones((300, 4))),
        lambda writer: writer.table("topics", pa.Table.from_pylist([], schema=TABLES["topics"])),
    ],
    ids=["array", "table"],
)
def test_no_room_for_it(write: Fill, n_bytes: int, tmp_path: Path, write_tiny: Callable[..., Path]) -> None:
    """Where the disk is full, in a table or in an array, that is said in a sentence and the old atlas stays."""
    out = write_tiny(tmp_path / "atlas")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    said = r"^The atlas atlas cannot be written to .* \(.+\): see that there is room"
    with pytest.raises(BuildError, match=said), files_no_larger_than(n_bytes), new_atlas(out, replace=True) as writer:
        write(writer)

    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert names(tmp_path) == ["atlas"]


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    """The lock is the first thing that is written, so a place without room or rights is told before any work."""
    (tmp_path / "file").touch()
    with (
        pytest.raises(BuildError, match=r"The atlas atlas cannot be written to .*file \("),
        build_lock(tmp_path / "file" / "atlas"),
    ):
        pass


def test_an_old_version_that_was_given_up_does_not_come_back(tmp_path: Path, write_tiny: Callable[..., Path]) -> None:
    """What is left of a replaced version has no manifest; where the new one was deleted since, nothing is put back."""
    shutil.copytree(write_tiny(tmp_path / "atlas"), tmp_path / ".atlas.12345678.old")
    (tmp_path / ".atlas.12345678.old" / "manifest.json").unlink()
    shutil.rmtree(tmp_path / "atlas")
    with build_lock(tmp_path / "atlas"):
        assert not (tmp_path / "atlas").exists()


def test_rests_of_a_killed_build_are_swept_up(tmp_path: Path, write_tiny: Callable[..., Path]) -> None:
    """What a killed process left of the same atlas goes with the next build; another atlas's does not."""
    others = [".atlas.2.12345678.partial", ".other.12345678.partial"]
    for name in (".atlas.12345678.partial", ".atlas.87654321.old", *others):
        (tmp_path / name).mkdir()
    write_tiny(tmp_path / "atlas")

    assert names(tmp_path) == [*others, "atlas"]


def test_what_must_not_be_replaced(tmp_path: Path, write_tiny: Callable[..., Path]) -> None:
    """An atlas needs `replace`; a file or a folder with other things is never touched; an empty folder may be used."""
    atlas = write_tiny(tmp_path / "atlas")
    file, folder, empty = tmp_path / "file", tmp_path / "folder", tmp_path / "empty"
    file.touch()
    folder.mkdir()
    (folder / "thesis.tex").touch()
    empty.mkdir()

    with pytest.raises(AtlasError, match=r"There is an atlas at .* already: .* or add --replace\."):
        check_place(atlas, replace=False)
    check_place(atlas, replace=True)
    extension = tmp_path / "extension"
    extension.mkdir()
    (extension / "manifest.json").write_text('{"manifest_version": 3}', encoding="utf-8")
    for place in (file, folder, extension):
        with pytest.raises(AtlasError, match="is not an atlas: choose another name"):
            check_place(place, replace=True)
    write_tiny(empty)
    assert read_manifest(empty).name == "tiny"


def test_lock(tmp_path: Path) -> None:
    """Only one holds the right to build an atlas, and gives it back; that to another atlas is not concerned."""
    with build_lock(tmp_path / "atlas"):
        with (
            pytest.raises(BuildRunning, match="The atlas atlas is being built already"),
            build_lock(tmp_path / "atlas"),
        ):
            pass
        with build_lock(tmp_path / "other"):
            pass
    with build_lock(tmp_path / "atlas"):
        pass


def hold_and_die(out: Path) -> None:
    """Take the lock and end without giving it back."""
    lock = build_lock(out)
    lock.__enter__()
    writer_module.shutil.os._exit(9)


def test_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    """A build that was killed does not keep others from building."""
    process = multiprocessing.get_context("spawn").Process(target=hold_and_die, args=(tmp_path / "atlas",))
    process.start()
    process.join()

    assert process.exitcode == 9
    with build_lock(tmp_path / "atlas"):
        pass


def test_fingerprint_is_of_content(tmp_path: Path, fill_tiny: Fill) -> None:
    """It changes with what is in the files, and not with records, changes or the manifest."""
    prints = []
    for name, scale, records in (("one", 1, 0), ("two", 1, 3), ("three", 2, 0)):
        folder = tmp_path / name
        folder.mkdir()
        writer = AtlasWriter(folder)
        fill_tiny(writer)
        writer.array("layout", np.full((3, 2), scale))
        (folder / "records.parquet").write_bytes(b"x" * records)
        prints.append(writer.fingerprint())

    assert prints[0] == prints[1] != prints[2]
    assert len(prints[0]) == 32


def test_tables_keep_their_schema(tmp_path: Path) -> None:
    """A table that lacks a column, or an array of another width, is a mistake of the program and is refused."""
    writer = AtlasWriter(tmp_path)
    with pytest.raises(KeyError):
        writer.table("aliases", pa.table({"alias": ["a"]}))
    with pytest.raises(ValueError, match="layout"):
        writer.array("layout", np.zeros((3, 3)))
