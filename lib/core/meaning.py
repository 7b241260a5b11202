"""What a text means, as the atlas's model sees it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """A text with its unit vector, float32 of shape (n_dims,). Two are the same only if they are one object."""

    text: str
    vector: NDArray[np.float32]
