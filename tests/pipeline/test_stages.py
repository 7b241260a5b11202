"""Kept results of stages: whole or not there, found again only under the same conditions."""

import os
import time
from pathlib import Path

import numpy as np
import pytest

from lib.pipeline import stages
from lib.pipeline.stages import StageResult, StageStore, stage_key
from tests.full_disk import files_no_larger_than

RESULT = StageResult({"places": np.arange(6, dtype=np.float32).reshape(3, 2)}, {"names": ["a", "b"]})


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    """Arrays and values are read as they were kept."""
    store = StageStore(tmp_path)
    store.save("key", RESULT)
    loaded = store.load("key")

    assert loaded is not None
    assert loaded.arrays["places"].tolist() == RESULT.arrays["places"].tolist()
    assert loaded.values == {"names": ["a", "b"]}


def test_unknown_key_is_missing(tmp_path: Path) -> None:
    """What was never kept is None."""
    assert StageStore(tmp_path).load("key") is None


@pytest.mark.parametrize("name", ["places.npy", "values.json"])
def test_damaged_result_is_missing(tmp_path: Path, name: str) -> None:
    """A file that was cut short makes the result missing rather than wrong."""
    store = StageStore(tmp_path)
    store.save("key", RESULT)
    file = tmp_path / "key" / name
    file.write_bytes(file.read_bytes()[:-5])

    assert store.load("key") is None


def test_interrupted_save_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that is stopped while it keeps a result keeps none."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(stages, "write_array", stop)
    with pytest.raises(KeyboardInterrupt):
        StageStore(tmp_path).save("key", RESULT)

    assert list(tmp_path.iterdir()) == []


def test_full_disk_is_no_failure(tmp_path: Path) -> None:
    """A result for which there is no room is done without, and those that are kept stay."""
    store = StageStore(tmp_path)
    store.save("key", RESULT)
    for n_bytes in (20_000, 1000):
        with files_no_larger_than(n_bytes - 1):
            store.save("large", StageResult({"bytes": np.zeros(n_bytes - 128, dtype=np.uint8)}))

    assert [path.name for path in tmp_path.iterdir()] == ["key"]
    assert store.load("key") is not None


def test_a_place_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    """Nor is a store whose folder cannot be made: a file is where it should be."""
    (tmp_path / "stages").touch()
    store = StageStore(tmp_path / "stages")
    store.save("key", RESULT)
    store.trim()

    assert store.load("key") is None


def test_damaged_result_is_replaced(tmp_path: Path) -> None:
    """What cannot be read does not keep the place of what can."""
    store = StageStore(tmp_path)
    store.save("key", RESULT)
    (tmp_path / "key" / "places.npy").write_bytes(b"")
    store.save("key", RESULT)

    assert store.load("key") is not None
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_what_is_kept_already_stays(tmp_path: Path) -> None:
    """Of two builds that make the same result at once the first one's serves."""
    store = StageStore(tmp_path)
    store.save("key", RESULT)
    first = (tmp_path / "key" / "values.json").stat().st_ino
    store.save("key", RESULT)

    assert (tmp_path / "key" / "values.json").stat().st_ino == first
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_rests_of_killed_builds_are_swept_up(tmp_path: Path) -> None:
    """What has been in the making since yesterday goes; what another build may be writing now stays."""
    for name, age in ((".aa.partial", 90_000), (".bb.partial", 60)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "places.npy").touch()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    StageStore(tmp_path).trim()

    assert [path.name for path in tmp_path.iterdir()] == [".bb.partial"]


def test_oldest_goes_first(tmp_path: Path) -> None:
    """Over the limit, the result unused for longest is deleted."""
    store = StageStore(tmp_path)
    for age, key in enumerate(["new", "old"]):
        store.save(key, StageResult({"bytes": np.zeros(1000, dtype=np.uint8)}))
        os.utime(tmp_path / key, (1_000_000 - age, 1_000_000 - age))
    store.trim(limit_mb=1500 / 2**20)

    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_key_depends_on_all_of_it() -> None:
    """Another stage, code version or input is another key; the order of inputs is not."""
    key = stage_key("graph", 1, k=15, texts="abc")

    assert key == stage_key("graph", 1, texts="abc", k=15)
    assert len({key, stage_key("graph", 2, k=15, texts="abc"), stage_key("graph", 1, k=16, texts="abc")}) == 3
