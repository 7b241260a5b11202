"""How like papers are to any vectors: exact cosine similarities over the stored embeddings, block by block.

The embeddings stay float16 on their memory map; a block of them at a time is widened to float32. NumPy widens number
by number, so it is done by moving bits: sign, exponent and fraction of all numbers go to their places in float32 at
once, which leaves each 2**112 times too small, and the vectors are made so much larger. The result is the same to the
bit, in a sixth of the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lib.core.meaning import Vectors
from lib.explore.caching import kept_with_store
from lib.explore.store import Mask, Store

Similarities: TypeAlias = NDArray[np.float32]

_BLOCK: Final = 2048
"""Papers widened together: 3 MB where vectors have 384 numbers, which stays near the core."""
_FRACTION_BITS_MORE: Final = 13
"""Bits of the fraction that float32 has more than float16."""
_SIGN_AND_VALUE: Final = np.int32(-0x70002000)
"""All bits that a moved float16 can set, without the copies of its sign."""
_SMALLER: Final = np.float32(2.0**112)


def similarities(store: Store, vectors: Vectors) -> Similarities:
    """Compute the cosine similarity of each vector to each paper, shape (n_vectors, n_papers).

    Parameters
    ----------
    vectors
        Of length 1, shape (n_vectors, n_dims), few: for many, `similarity_blocks` keeps memory flat.

    Raises
    ------
    ValueError
        If the vectors are of another width than the embeddings.
    """
    found = np.empty((len(vectors), store.n_papers), dtype=np.float32)
    for start, block in similarity_blocks(store, vectors):
        found[:, start : start + len(block)] = block.T
    return found


def similarity_blocks(store: Store, vectors: Vectors) -> Iterator[tuple[int, Similarities]]:
    """Give the same piece by piece: the first paper of a block, and its similarities, shape (n_block, n_vectors).

    A paper whose embedding is zero has similarity 0 to everything.
    """
    lengths = _lengths(store)
    scaled = np.asarray(vectors, dtype=np.float32) * _SMALLER
    for start, block in _wide_blocks(store):
        # A matrix product shares its work among threads that wait for each other: where other programs run, one for a
        # single vector took 350 ms of the processor in place of 4.
        found: Similarities = np.vecdot(block, scaled)[:, None] if len(scaled) == 1 else block @ scaled.T
        found /= lengths[start : start + len(block), None]
        yield start, found


def nearest(similarity: NDArray[np.float32], n: int, within: Mask | None = None) -> NDArray[np.int64]:
    """Find the papers most like a vector, the likest first; of equals the first in canonical order.

    Parameters
    ----------
    similarity
        To each paper, shape (n_papers,).
    n
        How many at most.
    within
        Papers that count; None for all.
    """
    rows = np.arange(len(similarity)) if within is None else np.flatnonzero(within)
    values = similarity[rows]
    if 0 < n < len(rows):
        least = np.partition(values, len(values) - n)[len(values) - n]
        rows, values = rows[values >= least], values[values >= least]
    order = np.argsort(-values, kind="stable")[: max(n, 0)]
    found: NDArray[np.int64] = rows[order].astype(np.int64)
    return found


@kept_with_store(maxsize=1)
def _lengths(store: Store) -> NDArray[np.float32]:
    """Length of each embedding, which rounding to float16 has left near 1, shape (n_papers,); 1 for zero."""
    lengths = np.ones(store.n_papers, dtype=np.float32)
    for start, block in _wide_blocks(store):
        squares = np.einsum("ij,ij->i", block * _SMALLER, block * _SMALLER)
        lengths[start : start + len(block)] = np.sqrt(np.where(squares > 0, squares, 1))
    lengths.flags.writeable = False
    return lengths


def _wide_blocks(store: Store) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Embeddings in float32, each number 2**112 times too small; a block is written over by the next."""
    halves = np.asarray(store.atlas.embeddings).view(np.int16)
    wide = np.empty((min(_BLOCK, len(halves)), halves.shape[1]), dtype=np.int32)
    for start in range(0, len(halves), _BLOCK):
        block = wide[: len(halves) - start]
        np.copyto(block, halves[start : start + _BLOCK])
        np.left_shift(block, _FRACTION_BITS_MORE, out=block)
        np.bitwise_and(block, _SIGN_AND_VALUE, out=block)
        yield start, block.view(np.float32)
