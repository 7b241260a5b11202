"""The writer: whole or not at all, one at a time, never over something else."""

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from lib.atlas import writer as writer_module
from lib.atlas.manifest import Manifest, read_manifest
from lib.atlas.writer import AtlasWriter, build_lock, check_place, new_atlas
from lib.core.errors import AtlasError, BuildRunning

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
    with pytest.raises(PermissionError):
        write_tiny(out, replace=True)

    assert names(tmp_path) == ["atlas"]
    assert read_manifest(out).name == "tiny"


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
