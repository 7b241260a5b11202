"""The reader: what was written comes back, and what is wrong is said in a sentence."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from lib.atlas.manifest import Manifest
from lib.atlas.reader import open_atlas, read_table
from lib.atlas.schema import ARRAYS, TABLES
from lib.core.errors import AtlasError

OPENED = [*(f"{name}.npy" for name in ARRAYS), "papers.parquet", "aliases.parquet", "attributes.parquet"]
OPENED += ["assignments.parquet", "topics.parquet"]


def test_round_trip(tiny: Path, manifest: Manifest) -> None:
    """Papers, attributes, arrays and manifest are read as they were written."""
    atlas = open_atlas(tiny)

    assert atlas.manifest == manifest
    assert atlas.n_papers == 3
    assert atlas.papers["paper_id"].to_pylist() == ["arxiv:1607.00390", "t:1", "t:2"]
    assert atlas.papers["authors"].to_pylist() == [["Ada Lem", "Bo Ruiz"], [], []]
    assert atlas.papers["date_precision"].to_pylist() == ["month", "unknown", "unknown"]
    assert atlas.attributes["upvotes"].to_pylist() == [None, 7, 2]
    assert atlas.embeddings.tolist() == np.eye(3, 4).tolist()
    assert {name: getattr(atlas, name).dtype for name in ARRAYS} == {name: spec.dtype for name, spec in ARRAYS.items()}


def test_an_atlas_from_before_versions(tiny: Path) -> None:
    """The first atlases have no file of versions: none of their papers has any."""
    (tiny / "versions.parquet").unlink(missing_ok=True)
    versions = open_atlas(tiny).versions

    assert (versions.num_rows, versions.schema) == (0, TABLES["versions"])


def test_an_atlas_from_before_the_word_index(tiny: Path) -> None:
    """The first atlases have no word index: they open, and have no words."""
    for file in ("words.parquet", "word_starts.npy", "word_ids.npy", "word_counts.npy"):
        (tiny / file).unlink()
    atlas = open_atlas(tiny)

    assert (atlas.words.num_rows, atlas.words.schema) == (0, TABLES["words"])
    assert [len(array) for array in (atlas.word_starts, atlas.word_ids, atlas.word_counts)] == [0, 0, 0]


def test_records_are_read_when_asked_for(tiny: Path) -> None:
    """Tables that browsing seldom needs are there on demand."""
    assert read_table(tiny, "records").schema == TABLES["records"]


def test_arrays_cannot_be_written_to(tiny: Path) -> None:
    """An open atlas is read-only."""
    with pytest.raises(ValueError, match="read-only"):
        open_atlas(tiny).layout[0, 0] = 1


@pytest.mark.skipif(os.name == "nt", reason="Windows reads arrays into memory")
def test_a_replaced_atlas_stays_whole_for_its_reader(tiny: Path, write_tiny: Callable[..., Path]) -> None:
    """Who opened the old atlas goes on reading it after it was replaced."""
    atlas = open_atlas(tiny)
    write_tiny(tiny, replace=True)

    assert atlas.embeddings.sum() == 3
    assert atlas.papers.num_rows == 3


@pytest.mark.parametrize("name", OPENED)
def test_missing_files(tiny: Path, name: str) -> None:
    """A file that is not there is named, with the cure."""
    (tiny / name).unlink()

    with pytest.raises(AtlasError, match=rf"{name} is missing: build the atlas again from its files\.$"):
        open_atlas(tiny)


@pytest.mark.parametrize("name", OPENED)
@pytest.mark.parametrize("damage", ["empty", "cut", "junk"])
def test_damaged_files(tiny: Path, name: str, damage: str) -> None:
    """A file that is empty, cut short or something else is named, with the cure."""
    file = tiny / name
    data = file.read_bytes()
    file.write_bytes({"empty": b"", "cut": data[: len(data) // 2], "junk": b"junk" * 50}[damage])

    with pytest.raises(AtlasError, match=rf"{name} .*build the atlas again from its files\.$"):
        open_atlas(tiny)


def test_files_that_do_not_belong_together(tiny: Path) -> None:
    """An array with another number of rows is noticed."""
    np.save(tiny / "layout.npy", np.zeros((2, 2), dtype=np.float32))

    with pytest.raises(AtlasError, match=r"layout\.npy has 2 rows for 3 papers"):
        open_atlas(tiny)


def test_arrays_of_another_kind(tiny: Path) -> None:
    """An array of other numbers than it should hold is noticed."""
    np.save(tiny / "layout.npy", np.zeros((3, 2), dtype=np.float64))

    with pytest.raises(AtlasError, match=r"layout\.npy does not hold what it should"):
        open_atlas(tiny)


def test_pickles_are_never_loaded(tiny: Path) -> None:
    """An array file that holds Python objects is refused."""
    np.save(tiny / "layout.npy", np.array([[{}, {}]] * 3, dtype=object), allow_pickle=True)

    with pytest.raises(AtlasError, match=r"layout\.npy is damaged"):
        open_atlas(tiny)


def test_no_such_atlas(tmp_path: Path) -> None:
    """A folder that is not there is named, with the cure."""
    with pytest.raises(AtlasError, match=r"There is no atlas at .*: check the name, or make one"):
        open_atlas(tmp_path / "nowhere")


def test_a_folder_that_is_no_atlas(tiny: Path, tmp_path: Path) -> None:
    """A folder without a manifest is no atlas, whatever else is in it."""
    shutil.copytree(tiny, tmp_path / "copy")
    (tmp_path / "copy" / "manifest.json").unlink()

    with pytest.raises(AtlasError, match=r"is not an atlas, it has no manifest\.json"):
        open_atlas(tmp_path / "copy")
