"""The map's points as bytes."""

import struct

import numpy as np
import pytest

from lib.server.points import encode_points

LAYOUT = np.array([[1.5, -2.0], [0.25, 4.0], [-1.0, np.nan]], dtype=np.float32)
TOP = np.array([0, 1, -1], dtype=np.int32)
DEFAULT = np.array([2, -1, 3], dtype=np.int32)
FINE = np.array([65534, 4, -1], dtype=np.int64)


def test_three_papers_by_hand() -> None:
    """Magic, number, x, y and three columns of rows follow one another, little endian."""
    expected = (
        b"TAP1"
        + struct.pack("<I", 3)
        + struct.pack("<3f", 1.5, 0.25, -1.0)
        + struct.pack("<3f", -2.0, 4.0, float("nan"))
        + struct.pack("<3H", 0, 1, 65535)
        + struct.pack("<3H", 2, 65535, 3)
        + struct.pack("<3H", 65534, 4, 65535)
    )

    assert encode_points(LAYOUT, TOP, DEFAULT, FINE) == expected


def test_no_papers() -> None:
    """An atlas without papers is a head and nothing else."""
    empty = np.zeros(0, dtype=np.int32)

    assert encode_points(np.zeros((0, 2), dtype=np.float32), empty, empty, empty) == b"TAP1" + bytes(4)


@pytest.mark.parametrize("bad_row", [-2, 65535])
def test_a_row_that_does_not_fit_is_refused(bad_row: int) -> None:
    """65535 means unassigned, so no topic may have that row; nor is there one below -1."""
    fine = FINE.copy()
    fine[1] = bad_row

    with pytest.raises(ValueError, match=r"outside -1\.\.65534"):
        encode_points(LAYOUT, TOP, DEFAULT, fine)


def test_shapes_that_do_not_fit_are_refused() -> None:
    """Each column has one entry a paper."""
    with pytest.raises(ValueError, match=r"not \(3,\)"):
        encode_points(LAYOUT, TOP[:2], DEFAULT, FINE)
    with pytest.raises(ValueError, match=r"not \(n_papers, 2\)"):
        encode_points(LAYOUT[:, :1], TOP, DEFAULT, FINE)
