"""Texts -> embeddings, the kept ones first, the others by length so that little is spent on padding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.core.errors import BuildError
from lib.pipeline.model import Embedder
from lib.pipeline.vectors import VectorCache, text_key

_SHARD: Final = 128
"""Texts embedded between two writes to the cache; what a killed build loses at most."""


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
    first_of = {key: row for row, key in reversed(list(enumerate(keys)))}
    vectors = VectorCache(cache / "embeddings.sqlite", embedder.identity)
    try:
        found = vectors.get(sorted(first_of))
        advance(sum(key in found for key in keys))
        missing = sorted(
            (key for key in first_of if key not in found), key=lambda key: (len(texts[first_of[key]]), key)
        )
        copies: dict[bytes, int] = {}
        for key in keys:
            copies[key] = copies.get(key, 0) + 1
        for start in range(0, len(missing), _SHARD):
            part = missing[start : start + _SHARD]
            made = _normal(embedder.encode([texts[first_of[key]] for key in part]))
            vectors.put(part, made)
            found.update(zip(part, made, strict=True))
            advance(sum(copies[key] for key in part))
        vectors.trim()
    finally:
        vectors.close()
    return np.stack([found[key] for key in keys]), sum(copies[key] for key in missing)


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
