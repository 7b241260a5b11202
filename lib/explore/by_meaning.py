"""Search by meaning: the papers whose embeddings are nearest to that of any text."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.core.meaning import EmbeddingModel, Meaning
from lib.explore.found import Found
from lib.explore.similar import nearest, similarities
from lib.explore.store import Mask, Store

N_NEAREST: Final = 200
"""Papers that a search by meaning finds at most: each is like any text to some degree, so there is no other end."""
LEAST_SIMILARITY: Final = 0.3
"""What is less like a text does not match it.

Of the bundled model: the 200th of 120,000 papers from all of arXiv has .25 to .5 for questions, phrases, titles and
abstracts on research, .07 to .26 for recipes, football and letters at random, of which at most 27 papers reach .3.
In a corpus that has nothing on a question (neutron stars, in 9,877 papers on machine learning) nothing reaches it. A
language that the model does not know is found like noise. Models whose similarities are all higher never meet it.
"""


def model_of(store: Store) -> EmbeddingModel:
    """The model that made an atlas's embeddings."""
    manifest = store.atlas.manifest
    return EmbeddingModel(
        name=manifest.embedding.get("model") or manifest.config.model,
        weights=manifest.embedding.get("weights", ""),
        path=manifest.embedding.get("path", ""),
        n_dims=int(store.atlas.embeddings.shape[1]),
    )


def found_by_meaning(store: Store, meaning: Meaning, n: int = N_NEAREST, within: Mask | None = None) -> Found:
    """Find the papers nearest to a text, `n` at most; their scores are cosine similarities.

    `within` has the papers that count, shape (n_papers,); None for all.

    Raises
    ------
    ValueError
        If the text was embedded by a model of another width.
    """
    scores = similarities(store, meaning.vector[None])[0]
    is_near = scores >= LEAST_SIMILARITY
    mask = np.zeros(store.n_papers, dtype=bool)
    mask[nearest(scores, n, is_near if within is None else is_near & within)] = True
    mask.flags.writeable = False
    return Found(mask, scores)
