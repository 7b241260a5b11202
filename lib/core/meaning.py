"""What a text means, as the model of an atlas sees it, and the seam at which a dashboard asks for it.

The model runs in a process of its own (lib/jobs/query_embedder.py), so an answer may take a while, or never come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
"""Unit vectors of some texts, shape (n_texts, n_dims)."""


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """A text with its unit vector, float32 of shape (n_dims,). Two are the same only if they are one object."""

    text: str
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    """The model that made an atlas's embeddings, as its manifest says."""

    name: str
    weights: str = ""
    """Hash or revision of its weights, "" where it is not known."""
    path: str = ""
    """By which path of computing, such as "cpu bfloat16, own passes"; "" where it is not known."""
    n_dims: int = 0
    """Numbers of a vector, 0 where it is not known."""

    @property
    def identity(self) -> str:
        """Names model and weights: vectors of two are never compared. Those of two paths may be."""
        return f"{self.name}|{self.weights}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The answer is not there yet: ask again soon."""

    what: str
    """What is done meanwhile, in words: "Loading the language model"."""
    seconds: float
    """Since it was first asked for."""
    n_done: int = 0
    """Texts that have their vectors."""
    n_texts: int = 1


@dataclass(frozen=True, slots=True)
class Refused:
    """There will be no answer; a sentence says what is wrong, and the cure."""

    sentence: str
    is_passing: bool = False
    """Whether the same may be answered when it is asked again, as after a process ended unexpectedly."""


class QueryEmbedder(Protocol):
    """Makes vectors of texts as the build of an atlas would; no call waits longer than a moment."""

    def ask(self, model: EmbeddingModel, text: str) -> Meaning | Waiting | Refused:
        """What a text means. Equal texts give the same object while it is known."""

    def ask_many(self, model: EmbeddingModel, texts: Sequence[str]) -> Vectors | Waiting | Refused:
        """The vectors of many texts. Single texts asked for meanwhile come first."""
