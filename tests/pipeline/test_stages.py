"""Kept results of stages: whole or not there, found again only under the same conditions."""

import os
from pathlib import Path

import numpy as np
import pytest

from lib.pipeline.stages import StageResult, StageStore, stage_key

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

    monkeypatch.setattr(np, "save", stop)
    with pytest.raises(KeyboardInterrupt):
        StageStore(tmp_path).save("key", RESULT)

    assert list(tmp_path.iterdir()) == []


def test_full_disk_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result that cannot be kept is done without."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    StageStore(tmp_path).save("key", RESULT)

    assert list(tmp_path.iterdir()) == []


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
