"""Arrays in files: the bytes of np.save, or an error."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lib.atlas.npy import write_array
from tests.full_disk import files_no_larger_than

ARRAYS = pytest.mark.parametrize(
    "array",
    [
        np.arange(12, dtype=np.float32).reshape(4, 3),
        np.arange(12, dtype=np.float16).reshape(3, 4).T,
        np.arange(100, dtype=np.int32)[::3],
        np.zeros((5, 0), dtype=np.float32),
        np.zeros((0, 3), dtype=np.int8),
        np.array([True, False]),
        np.array(3.5),
    ],
    ids=str,
)


@ARRAYS
def test_the_bytes_are_those_of_numpy(array: NDArray, tmp_path: Path) -> None:
    """Whatever the shape, the order and the type, NumPy would write the same."""
    write_array(tmp_path / "own.npy", array)
    np.save(tmp_path / "numpy.npy", np.ascontiguousarray(array))

    assert (tmp_path / "own.npy").read_bytes() == (tmp_path / "numpy.npy").read_bytes()
    assert np.load(tmp_path / "own.npy").tolist() == np.atleast_1d(array).tolist()


@pytest.mark.parametrize("n_bytes", [1, 3000, 5000, 100_000])
def test_no_byte_is_lost_unheard(n_bytes: int, tmp_path: Path) -> None:
    """Where room is missing for the very last byte, that is an error."""
    array = np.ones(n_bytes, dtype=np.uint8)
    write_array(tmp_path / "whole.npy", array)
    with files_no_larger_than((tmp_path / "whole.npy").stat().st_size - 1), pytest.raises(OSError, match="too large"):
        write_array(tmp_path / "short.npy", array)
