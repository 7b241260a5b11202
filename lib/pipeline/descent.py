"""Near papers found without comparing all with all: nearest neighbour descent, for corpora too large for that.

Random projection trees give each paper a first list; then the neighbours of its neighbours are tried until hardly a
list changes (Dong, Charikar and Li, 2011), which grows little faster than the number of papers. The work is
pynndescent's.
"""

from __future__ import annotations

import warnings
from typing import Final

import numpy as np
from numpy.typing import NDArray

_SPARE: Final = 15
"""Papers looked for beyond those wanted: the end of a list is where some are missed."""
_MOST_TRIED: Final = 40
"""Neighbours of a paper that are tried on each other in a round; its memory grows with the square."""
_SEED: Final = 1


def near_papers(embeddings: NDArray[np.float32], k: int) -> NDArray[np.int32]:
    """Find papers that are near, among them nearly all of the k nearest.

    Parameters
    ----------
    embeddings
        Rows of length 1, shape (n_papers, n_dims); many more than k.

    Returns
    -------
    Row numbers, shape (n_papers, k + some), in no order to rely on; -1 where fewer were found. The paper itself may
    be among them.
    """
    from pynndescent import NNDescent

    wanted = k + 1 + _SPARE
    with warnings.catch_warnings():
        # Lists that are not full are the caller's to fill.
        warnings.filterwarnings("ignore", message="Failed to correctly find", category=UserWarning)
        # With two threads it finds other papers than with one: the result must not depend on the machine's cores.
        # On rows of length 1 the Euclidean distance ranks as the cosine does, and no row of zeros can disturb it.
        search = NNDescent(
            embeddings,
            metric="euclidean",
            n_neighbors=wanted,
            max_candidates=min(wanted, _MOST_TRIED),
            random_state=_SEED,
            n_jobs=1,
        )
    indices, _ = search.neighbor_graph
    found: NDArray[np.int32] = np.asarray(indices, dtype=np.int32)
    return found
