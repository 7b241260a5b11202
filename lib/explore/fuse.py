"""Several searches as one: papers by what their ranks say, since scores of different kinds cannot be added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.explore.found import Found

K: Final = 60
"""How little the first ranks count for more than the later ones; the value of the paper that proposed it."""


def fused(founds: Sequence[Found]) -> Found:
    """Put searches together by reciprocal rank fusion: a paper's score is the sum of 1 / (60 + rank).

    It matches where any of the searches does; a search that does not find it adds nothing. Papers that a search scores
    equally share the best of their ranks, so that their order in the atlas decides nothing.

    Parameters
    ----------
    founds
        At least one, of the same atlas.

    References
    ----------
    Cormack, Clarke and Büttcher (2009), doi:10.1145/1571941.1572114. Unlike there, equals share a rank.
    """
    mask = np.logical_or.reduce([found.mask for found in founds])
    scores = np.zeros(len(mask), dtype=np.float64)
    for found in founds:
        rows = np.flatnonzero(found.mask)
        scores[rows] += 1 / (K + _ranks(found.scores[rows]))
    mask.flags.writeable = False
    return Found(mask, scores.astype(np.float32))


def _ranks(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Ranks from 1, the highest score first; equals share the best, shape (n,)."""
    in_order = np.sort(-scores)
    ranks: NDArray[np.int64] = np.searchsorted(in_order, -scores, side="left") + 1
    return ranks
