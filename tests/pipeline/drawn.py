"""Vectors and graphs whose groups are known, because they were drawn that way."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


def unit(rows: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Rows of length 1."""
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def blobs(
    n_blobs: int, per_blob: int, noise: float = 0.12, *, dims: int = 24, seed: int = 7
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Unit vectors around random directions, mixed, and which direction each belongs to."""
    random = np.random.default_rng(seed)
    centres = unit(random.normal(size=(n_blobs, dims)))
    truth = random.permutation(np.repeat(np.arange(n_blobs, dtype=np.int32), per_blob))
    return unit(centres[truth] + random.normal(scale=noise, size=(len(truth), dims))), truth


def directions(n_papers: int, *, dims: int = 384, seed: int = 0) -> NDArray[np.float32]:
    """Unit vectors in random directions: no groups at all."""
    return unit(np.random.default_rng(seed).normal(size=(n_papers, dims)))


def near_copies(n_papers: int, *, dims: int = 384, seed: int = 0) -> NDArray[np.float32]:
    """Unit vectors that hardly differ."""
    random = np.random.default_rng(seed)
    return unit(unit(random.normal(size=(1, dims))) + random.normal(scale=0.01, size=(n_papers, dims)))


def edges_of(pairs: list[tuple[int, int]], n_papers: int) -> Any:
    """An undirected graph as a symmetric CSR matrix, all weights 1."""
    one, other = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    half = sparse.csr_matrix((np.ones(len(one)), (one, other)), shape=(n_papers, n_papers))
    whole = (half + half.T).tocsr()
    whole.sort_indices()
    return whole


def planted(n_parts: int, per_part: int, inside: float, outside: float, *, seed: int = 0) -> tuple[Any, NDArray[Any]]:
    """A graph with a chance for an edge within a part, and another one between parts; and each paper's part."""
    random = np.random.default_rng(seed)
    truth = random.permutation(np.repeat(np.arange(n_parts), per_part))
    chance = np.where(truth[:, None] == truth, inside, outside)
    drawn = np.triu(random.random(chance.shape) < chance, 1)
    return edges_of(list(zip(*(ends.tolist() for ends in np.nonzero(drawn)), strict=True)), len(truth)), truth
