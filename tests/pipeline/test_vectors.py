"""Kept embeddings: by model and text, within a size."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lib.core.errors import BuildError
from lib.pipeline import vectors
from lib.pipeline.vectors import VectorCache, clear, text_key
from tests.full_disk import files_no_larger_than

ROOT = Path(__file__).resolve().parents[2]
ROWS = np.arange(8, dtype=np.float16).reshape(2, 4)
KEYS = [text_key("one"), text_key("two")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A place for the file."""
    return tmp_path / "embeddings.sqlite"


def kept(path: Path, model: str = "m") -> int:
    """Count the vectors of KEYS that are there."""
    cache = VectorCache(path, model)
    try:
        return len(cache.get(KEYS))
    finally:
        cache.close()


def fill(path: Path) -> None:
    """Keep two vectors."""
    cache = VectorCache(path, "m")
    cache.put(KEYS, ROWS)
    cache.close()


def test_what_is_kept_comes_back(path: Path) -> None:
    """Vectors are read bit for bit after the file was closed."""
    fill(path)
    cache = VectorCache(path, "m")
    found = cache.get([*KEYS, text_key("three")])
    cache.close()

    assert sorted(found) == sorted(KEYS)
    assert np.stack([found[key] for key in KEYS]).tobytes() == ROWS.tobytes()


def test_models_are_never_mixed(path: Path) -> None:
    """What one model made is not given for another."""
    fill(path)

    assert kept(path, "another") == 0


def test_damaged_file_is_begun_anew(path: Path) -> None:
    """A file that is no database is put aside."""
    path.write_bytes(b"not a database" * 100)

    assert kept(path) == 0
    fill(path)
    assert kept(path) == 2


def test_size_is_limited_oldest_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over the limit the vector unused for longest is deleted."""
    cache = VectorCache(path, "m")
    for second, (key, row) in enumerate(zip(KEYS, ROWS, strict=True)):
        monkeypatch.setattr(vectors.time, "time", lambda now=second: now)
        cache.put([key], row[None])
    cache.trim(limit_mb=150 / 2**20)
    found = cache.get(KEYS)
    cache.close()

    assert list(found) == [KEYS[1]]


def test_clear(path: Path) -> None:
    """Clearing forgets all, and the file can be used again."""
    fill(path)
    clear(path)

    assert kept(path) == 0


def test_clear_without_a_file(path: Path) -> None:
    """Clearing what is not there does nothing."""
    clear(path)

    assert not path.exists()


def test_what_cannot_be_written_is_explained(tmp_path: Path) -> None:
    """A file that cannot be opened is no damaged one: it stays, and a sentence says what to do."""
    path = tmp_path / "embeddings.sqlite"
    path.mkdir()

    with pytest.raises(BuildError, match=r"Embeddings cannot be kept in .*embeddings\.sqlite \(.*\): see that"):
        VectorCache(path, "m")
    assert path.is_dir()


def test_damage_within_is_explained(path: Path) -> None:
    """A database with a damaged page is explained, and clearing mends it."""
    cache = VectorCache(path, "m")
    keys = [text_key(str(number)) for number in range(2000)]
    cache.put(keys, np.ones((2000, 4), dtype=np.float16))
    cache.close()
    data = bytearray(path.read_bytes())
    data[8192:-4096] = b"x" * (len(data) - 12288)
    path.write_bytes(data)

    cache = VectorCache(path, "m")
    with pytest.raises(BuildError, match="cache --clear"):
        cache.get(keys)
    cache.close()
    clear(path)
    fill(path)
    assert kept(path) == 2


def test_a_full_disk_is_explained(path: Path) -> None:
    """Vectors for which there is no room end in a sentence; those kept before are there, the others can come later."""
    fill(path)
    many = [text_key(str(number)) for number in range(2000)]
    cache = VectorCache(path, "m")
    with files_no_larger_than(100_000), pytest.raises(BuildError, match=r"cannot be kept in .* see that there is room"):
        cache.put(many, np.ones((2000, 384), dtype=np.float16))
    cache.close()

    assert kept(path) == 2
    cache = VectorCache(path, "m")
    assert cache.get(many) == {}
    cache.put(many, np.ones((2000, 384), dtype=np.float16))
    assert len(cache.get(many)) == 2000
    cache.close()


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    """Where the folder of what is kept cannot be, the sentence is the same."""
    (tmp_path / "home").touch()

    with pytest.raises(BuildError, match=r"Embeddings cannot be kept in .*home.*: see that there is room"):
        VectorCache(tmp_path / "home" / ".cache" / "embeddings.sqlite", "m")


_CHILD = """
import sys
from pathlib import Path
import numpy as np
from lib.pipeline.vectors import VectorCache, text_key
from tests.killing import die
cache = VectorCache(Path(sys.argv[1]), "m")
cache.put([text_key("one"), text_key("two")], np.arange(8, dtype=np.float16).reshape(2, 4))
def some():
    for number in range(5000):
        yield text_key(str(number))
    die()
class Keys(list):
    __iter__ = lambda self: some()
cache.put(Keys([b""] * 6000), np.ones((6000, 384), dtype=np.float16))
"""


def test_killed_in_the_middle_of_a_shard(path: Path) -> None:
    """What was put before is there, of the shard under way nothing, and the file can be used as ever."""
    child = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert child.returncode in {-9, 15}, child.stderr
    assert kept(path) == 2
    cache = VectorCache(path, "m")
    assert cache.get([text_key(str(number)) for number in range(5000)]) == {}
    cache.close()
    fill(path)
