"""What a search found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.explore.store import Mask


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a search found.

    `mask` has the papers that match, shape (n_papers,); `scores`, of the same shape, are higher for those that match
    better, and count for nothing elsewhere.
    """

    mask: Mask
    scores: NDArray[np.float32]
