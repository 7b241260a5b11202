"""How like a person's own papers are to those of an atlas: of each the nearest, kept while the others pass by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.core.own_list import OwnList
from lib.explore.by_meaning import model_of
from lib.explore.similar import similarity_blocks
from lib.explore.store import Store

N_NEAR: Final = 10
"""Nearest papers kept. By one the topic is right for 75 to 85 papers of 100, by ten for 89 to 92, by 20 for no more."""
_OWN_TOGETHER: Final = 512
"""Own papers compared with a block of papers at a time; keeps memory flat."""


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """All that is worked out of the similarities between own papers and the atlas's."""

    nearest: dict[int, tuple[tuple[int, float], ...]]
    """By own paper that has a vector, its nearest papers and their similarity."""
    score: NDArray[np.float32]
    """Mean of each paper's two greatest similarities to own papers, shape (n_papers,)."""
    best: NDArray[np.float32]
    """The greatest, shape (n_papers,)."""
    nearest_own: NDArray[np.int64]
    """Of which own paper that is, shape (n_papers,)."""


def compared(
    store: Store, own: OwnList, indices: NDArray[np.int64], report: Callable[[int], None] | None = None
) -> Compared:
    """Compare all own papers with all of the atlas's, a block of each at a time.

    Time grows with own papers times papers; memory with each of them alone.

    Parameters
    ----------
    indices
        The own papers' numbers in the atlas, as `matched` gives them.
    report
        Told how many own papers are done, from time to time.
    """
    rows, vectors = _vectors(store, own, indices)
    n_near = min(N_NEAR + 1, store.n_papers)
    first = np.full(store.n_papers, -np.inf, dtype=np.float32)
    second = first.copy()
    nearest_own = np.zeros(store.n_papers, dtype=np.int64)
    near: dict[int, tuple[tuple[int, float], ...]] = {}
    for start in range(0, len(rows), _OWN_TOGETHER):
        some = rows[start : start + _OWN_TOGETHER]
        values = np.full((len(some), n_near), -np.inf, dtype=np.float32)
        papers = np.zeros((len(some), n_near), dtype=np.int64)
        for paper, block in similarity_blocks(store, vectors[start : start + _OWN_TOGETHER]):
            span = slice(paper, paper + len(block))
            values, papers = _keep_most(block, paper, values, papers)
            _keep_two(block, some, first[span], second[span], nearest_own[span])
        for row, likeness, numbers in zip(some.tolist(), values, papers, strict=True):
            # Least first by number, so that equals stand in canonical order.
            order = np.lexsort((numbers, -likeness))
            pairs = [(int(numbers[at]), float(likeness[at])) for at in order if numbers[at] != indices[row]]
            near[row] = tuple(pairs[:N_NEAR])
        if report is not None:
            report(start + len(some))
    score = np.where(np.isfinite(second), (first + second) / 2, first)
    return Compared(near, score, first, nearest_own)


def _vectors(store: Store, own: OwnList, indices: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The own papers that have a vector, and these, of length 1: the atlas's where it has the paper."""
    fits = own.model == model_of(store).identity and own.vectors.shape[1] == store.atlas.embeddings.shape[1]
    rows = np.arange(len(own.papers)) if fits else np.flatnonzero(indices >= 0)
    vectors = np.empty((len(rows), store.atlas.embeddings.shape[1]), dtype=np.float32)
    for at, row in enumerate(rows):
        index = indices[row]
        vectors[at] = store.atlas.embeddings[index] if index >= 0 else own.vectors[row]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(lengths > 0, lengths, 1)
    return rows.astype(np.int64), vectors


def _keep_two(
    block: NDArray[np.float32],
    some: NDArray[np.int64],
    first: NDArray[np.float32],
    second: NDArray[np.float32],
    nearest_own: NDArray[np.int64],
) -> None:
    """Bring each paper's two greatest similarities up to date, in place; `block`, (n_block, n_some), is used up."""
    each, best = np.arange(len(block)), block.argmax(axis=1)
    greatest = block[each, best]
    block[each, best] = -np.inf
    is_new = greatest > first
    nearest_own[is_new] = some[best[is_new]]
    second[:] = np.maximum(np.minimum(first, greatest), np.maximum(second, block.max(axis=1)))
    first[:] = np.maximum(first, greatest)


def _keep_most(
    block: NDArray[np.float32], paper: int, values: NDArray[np.float32], papers: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Bring the nearest papers of each own paper up to date; shapes (n_some, n_near), in no order.

    Few papers of a block are nearer than those that were kept, so only these are looked at.
    """
    n_some, n_near = values.shape
    own, row = np.nonzero((block > values.min(axis=1)).T)
    if not len(own):
        return values, papers
    counts = np.bincount(own, minlength=n_some)
    at = np.arange(len(own)) - np.repeat(np.cumsum(counts) - counts, counts)
    new_values = np.full((n_some, counts.max()), -np.inf, dtype=np.float32)
    new_papers = np.zeros((n_some, counts.max()), dtype=np.int64)
    new_values[own, at], new_papers[own, at] = block[row, own], paper + row
    values, papers = np.hstack([values, new_values]), np.hstack([papers, new_papers])
    kept = np.argpartition(-values, n_near - 1, axis=1)[:, :n_near]
    return np.take_along_axis(values, kept, axis=1), np.take_along_axis(papers, kept, axis=1)
