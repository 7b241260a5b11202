"""Pairs of sketches that may be of texts alike, without comparing all with all.

A sketch is cut into bands of two numbers; texts that agree in a band are a pair to look at. Of two texts with the
Jaccard similarity s, that is so with the probability 1 - (1 - s**2)**32: 0.73 at 0.2, 0.95 at 0.3, all but one in ten
thousand at 0.5.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_ROWS: Final = 2
_LEAST_SHARE: Final = 0.1
"""Share of two sketches' numbers that must be the same; most pairs that met by chance stop here."""
_SMALL: Final = 64
"""Texts that agree in a band and are all paired with each other; of more, each is with the next few."""
_FEW: Final = 8


def candidate_pairs(sketches: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Find pairs of rows that may be alike, those first that seem most alike, shape (n_pairs, 2), row numbers rising.

    There are at most some hundred for a row, however many rows are the same.
    """
    # As single numbers, pairs take half the memory and are sorted in a tenth of the time.
    numbers = np.empty(0, dtype=np.int64)
    for start in range(0, sketches.shape[1], _ROWS):
        pairs = _pairs(_keys(sketches[:, start : start + _ROWS]))
        pairs = pairs[_shares(sketches, pairs) >= _LEAST_SHARE]
        # Texts that are much alike agree in most bands: kept as often, they would fill the memory.
        numbers = np.union1d(numbers, pairs @ np.array([len(sketches), 1]))
    pairs = np.stack(np.divmod(numbers, max(len(sketches), 1)), axis=1)
    return pairs[np.argsort(-_shares(sketches, pairs), kind="stable")]


def _keys(band: NDArray[np.uint32]) -> NDArray[np.uint64]:
    keys: NDArray[np.uint64] = band[:, 0].astype(np.uint64) << np.uint64(32) | band[:, 1]
    return keys


def _pairs(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Pairs of rows with the same key."""
    order = np.argsort(keys, kind="stable")
    _, begins, sizes = np.unique(keys[order], return_index=True, return_counts=True)
    ends = np.repeat(begins + sizes, sizes)
    reach = np.repeat(np.where(sizes <= _SMALL, sizes, _FEW + 1), sizes)
    found = [np.empty((0, 2), dtype=np.int64)]
    places = np.arange(len(keys))
    for gap in range(1, _SMALL):
        places = places[(places + gap < ends[places]) & (gap < reach[places])]
        if not len(places):
            break
        found.append(np.stack([order[places], order[places + gap]], axis=1))
    return np.concatenate(found)


def _shares(sketches: NDArray[np.uint32], pairs: NDArray[np.int64]) -> NDArray[np.float32]:
    """Share of numbers that both sketches of each pair have in the same place."""
    shares = np.empty(len(pairs), dtype=np.float32)
    for start in range(0, len(pairs), 65_536):
        one, other = pairs[start : start + 65_536].T
        shares[start : start + 65_536] = (sketches[one] == sketches[other]).mean(axis=1)
    return shares
