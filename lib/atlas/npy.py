"""Arrays to `.npy` files, with every byte accounted for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def write_array(path: Path, array: NDArray[np.generic[Any]]) -> None:
    """Write a file as `np.save` does.

    Unlike that, which leaves the last bytes to a buffer of C's whose loss nobody hears of, it fails where they find no
    room.

    Raises
    ------
    OSError
        If not all of it could be written.
    """
    array = np.ascontiguousarray(array)
    with path.open("wb") as stream:
        np.lib.format.write_array_header_1_0(stream, np.lib.format.header_data_from_array_1_0(array))
        stream.write(array.data)
