"""Texts -> embeddings: the kept ones first, then the others, written down shard by shard as they are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.core.errors import BuildError
from lib.pipeline.encoding import Part
from lib.pipeline.model import Embedder, PartEmbedder
from lib.pipeline.vectors import VectorCache, text_key

_SHARD: Final = 128
"""Texts embedded between two writes to the cache; what a killed build loses at most."""

_LOOKUP: Final = 4096
"""Kept vectors in memory twice at a time."""


def embed(
    texts: Sequence[str], embedder: Embedder, cache: Path, advance: Callable[[int], None] = lambda _: None
) -> tuple[NDArray[np.float16], int]:
    """Make the embeddings of texts; equal texts are embedded once.

    Returns
    -------
    Rows of length 1 in float16, shape (n_texts, n_dims), and how many texts had to be embedded anew.

    Raises
    ------
    BuildError
        If the model gives something that is no vector for a text.
    """
    keys = [text_key(text) for text in texts]
    rows_of: dict[bytes, list[int]] = {}
    for row, key in enumerate(keys):
        rows_of.setdefault(key, []).append(row)
    made: NDArray[np.float16] | None = None

    def place(part: Sequence[bytes], vectors: NDArray[np.float16]) -> None:
        nonlocal made
        if made is None:
            made = np.zeros((len(texts), vectors.shape[1]), dtype=np.float16)
        for key, vector in zip(part, vectors, strict=True):
            made[rows_of[key]] = vector
        advance(sum(len(rows_of[key]) for key in part))

    cached = VectorCache(cache / "embeddings.sqlite", embedder.identity)
    try:
        missing = set(rows_of)
        known = sorted(rows_of)
        for start in range(0, len(known), _LOOKUP):
            found = cached.get(known[start : start + _LOOKUP])
            if found:
                place(list(found), np.stack(list(found.values())))
                missing.difference_update(found)
        # Longest first, so that what ends last is short; equal lengths by key, so that the order of papers is nothing.
        wanted = sorted(missing, key=lambda key: (-len(texts[rows_of[key][0]]), key))
        for numbers, vectors in _shards(embedder, [texts[rows_of[key][0]] for key in wanted]):
            part = [wanted[number] for number in numbers]
            cached.put(part, vectors)
            place(part, vectors)
        cached.trim()
    finally:
        cached.close()
    assert made is not None, "no texts"
    return made, sum(len(rows_of[key]) for key in wanted)


def _shards(embedder: Embedder, texts: list[str]) -> Iterator[tuple[list[int], NDArray[np.float16]]]:
    """Gather what the embedder makes into shards that are worth a write."""
    numbers: list[int] = []
    vectors: list[NDArray[np.float16]] = []
    for some, made in _parts(embedder, texts):
        numbers += some.tolist()
        vectors.append(_normal(made))
        if len(numbers) >= _SHARD:
            yield numbers, np.concatenate(vectors)
            numbers, vectors = [], []
    if numbers:
        yield numbers, np.concatenate(vectors)


def _parts(embedder: Embedder, texts: list[str]) -> Iterator[Part]:
    if isinstance(embedder, PartEmbedder):
        yield from embedder.parts(texts)
        return
    for start in range(0, len(texts), _SHARD):
        part = texts[start : start + _SHARD]
        yield np.arange(start, start + len(part)), embedder.encode(part)


def unit_rows(embeddings: NDArray[np.float16]) -> NDArray[np.float32]:
    """Widen stored embeddings to float32 with rows of length 1; a row of zeros stays."""
    wide = embeddings.astype(np.float32)
    lengths = np.linalg.norm(wide, axis=1, keepdims=True)
    wide /= np.where(lengths > 0, lengths, 1)
    return wide


def _normal(vectors: NDArray[np.float32]) -> NDArray[np.float16]:
    if not np.isfinite(vectors).all():
        raise BuildError("The embedding model gave values that are not numbers: choose another --model.")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float16)
