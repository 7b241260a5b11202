"""What several benchmarks begin with: papers of a file with their embeddings, and BERTopic's defaults on the same.

Embeddings are those that builds keep, so that only texts which none has seen are embedded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lib.atlas.home import cache_folder
from lib.core.paper import Corpus
from lib.ingest import read_corpus
from lib.pipeline.embed import embed, unit_rows
from lib.pipeline.model import SentenceModel


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """A corpus and the embedding of each paper: rows of length 1, shape (n_papers, n_dims)."""

    corpus: Corpus
    embeddings: NDArray[np.float32]

    @property
    def texts(self) -> list[str]:
        """What is embedded and counted, one a paper."""
        return [paper.text for paper in self.corpus.papers]


def read_embedded(path: Path) -> Embedded:
    """Read a file and embed its papers by the bundled model."""
    corpus = read_corpus([path])
    return Embedded(corpus, embed_texts([paper.text for paper in corpus.papers]))


def embed_texts(texts: Sequence[str]) -> NDArray[np.float32]:
    """Embed texts as a build does: rows of length 1, shape (n_texts, n_dims)."""
    cache = cache_folder()
    return unit_rows(embed(texts, SentenceModel(cache=cache), cache)[0])


def bertopic_defaults(
    texts: Sequence[str], embeddings: NDArray[np.float32]
) -> tuple[NDArray[np.int32], dict[int, list[str]]]:
    """Let BERTopic find topics with all its defaults, those of chance among them: it has no seed.

    Returns
    -------
    The topic of each text, -1 for none, shape (n_texts,); and the ten terms of each topic, best first.
    """
    from bertopic import BERTopic

    model = BERTopic()
    topics, _ = model.fit_transform(list(texts), embeddings)
    terms = {topic: [term for term, _ in ranked if term] for topic, ranked in model.get_topics().items() if topic != -1}
    return np.asarray(topics, dtype=np.int32), terms
