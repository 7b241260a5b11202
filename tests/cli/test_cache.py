"""`cache`: how much is kept, and how to be rid of it."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from lib.pipeline.stages import StageResult, StageStore
from lib.pipeline.vectors import VectorCache


def fill(home: Path) -> None:
    """Keep a vector and a result."""
    cache = VectorCache(home / ".cache" / "embeddings.sqlite", "m")
    cache.put([b"key"], np.ones((1, 4), dtype=np.float16))
    cache.close()
    StageStore(home / ".cache" / "stages").save("key", StageResult({"a": np.zeros(1_000_000)}))


def test_show(home: Path, run: Callable[..., tuple]) -> None:
    """The size is shown, also where nothing is kept yet."""
    assert run("cache").out.endswith(": 0.0 MB of embeddings and results of stages.\n")
    fill(home)

    assert run("cache").out.startswith(str(home / ".cache") + ": 7.6 MB")
    assert json.loads(run("cache", "--json").out)["bytes"] > 7_600_000


def test_clear(home: Path, run: Callable[..., tuple]) -> None:
    """After clearing both are empty, and atlases are still there."""
    fill(home)
    (home / "atlas").mkdir()
    code, out, _ = run("cache", "--clear")

    assert code == 0
    assert "MB deleted." in out
    assert StageStore(home / ".cache" / "stages").load("key") is None
    cache = VectorCache(home / ".cache" / "embeddings.sqlite", "m")
    assert cache.get([b"key"]) == {}
    cache.close()
    assert (home / "atlas").is_dir()


def test_clear_what_is_damaged(home: Path, run: Callable[..., tuple]) -> None:
    """A file of embeddings that is no database is deleted as it is."""
    fill(home)
    file = home / ".cache" / "embeddings.sqlite"
    file.write_bytes(b"junk" * 1000)
    code, out, _ = run("cache", "--clear")

    assert (code, file.exists()) == (0, False)
    assert "MB deleted." in out
