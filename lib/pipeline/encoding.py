"""Two ways from texts to vectors, each with a vector that depends on its text alone.

`PackedBert` runs our own passes (`bert.py`), one thread each, as many side by side as there are cores. Threads, since
PyTorch lets go of Python's lock while it computes: nothing is loaded twice and nothing outlives the program.
`SentenceBatches` runs any model by sentence-transformers itself, in batches whose shape follows from a text's length.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lib.pipeline.bert import PACK_TOKENS, BertEncoder, BertShape
from lib.pipeline.packing import packs

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Part: TypeAlias = tuple[NDArray[np.intp], NDArray[np.float32]]
"""Numbers of texts, and their vectors, shape (n, n_dims)."""

_TEXTS_AT_ONCE: Final = 1024
"""Texts that are cut into tokens and packed together."""
_MOST_THREADS: Final = 16
"""Passes side by side; Python's lock, which each takes between products, would keep more waiting."""
_SHORTEST_PASS: Final = 32
"""Tokens; longer passes are twice, four times as long and so on, so that their shapes are few."""
_LOOK_SECONDS: Final = 0.5
"""How long Ctrl-C may wait on Windows, where a thread's result cannot be waited for without end."""
_TOKENS_AT_ONCE: Final = {"cpu": 512, "cuda": 8192}
"""Tokens in one of sentence-transformers' batches."""
_MOST_ROWS: Final = {"cpu": 32, "cuda": 256}


class Encoder(Protocol):
    """Makes vectors of texts, in parts as they are ready."""

    def parts(self, texts: Sequence[str]) -> Iterator[Part]:
        """Give each text's vector of length 1 once, in any order."""


def gather(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Put the parts together in the order of the texts, shape (len(texts), n_dims); at least one text."""
    made: NDArray[np.float32] | None = None
    for numbers, vectors in encoder.parts(texts):
        if made is None:
            made = np.empty((len(texts), vectors.shape[1]), dtype=np.float32)
        made[numbers] = vectors
    assert made is not None
    return made


class PackedBert:
    """Own passes of one precision over packs of texts.

    Raises
    ------
    KeyError, RuntimeError, AttributeError, OSError
        If the weights or this build of PyTorch will not do.
    """

    def __init__(self, folder: Path, shape: BertShape, precision: str, *, fused: bool, max_tokens: int) -> None:
        from tokenizers import Tokenizer

        # The bundled tokenizer.json cuts and pads at 128.
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(max_tokens)
        self._tokenizer.no_padding()
        self._encoder = BertEncoder(folder, shape, precision, fused=fused)

    def parts(self, texts: Sequence[str], *, threads: int | None = None) -> Iterator[Part]:
        """Give each text's vector once, pack by pack; by default with all of PyTorch's threads."""
        import torch

        with torch_threads(1) as all_threads:
            n_threads = min(threads or all_threads, _MOST_THREADS)
            # Said to each thread too: of a new one, some products ask the system how many threads to use.
            pool = ThreadPoolExecutor(n_threads, initializer=torch.set_num_threads, initargs=(1,))
            # Some packs wait at any time, and no more: all texts cut into tokens would take much memory.
            ahead = 2 * n_threads
            packed = self._packs(texts)
            running: dict[Future[NDArray[np.float32]], list[int]] = {}
            try:
                while True:
                    for numbers, ids in islice(packed, ahead - len(running)):
                        running[pool.submit(self._encoder.encode, ids)] = numbers
                    if not running:
                        return
                    done, _ = wait(running, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield np.array(running.pop(future)), future.result()
            finally:
                pool.shutdown(cancel_futures=True)

    def brief(self, text: str) -> NDArray[np.float32]:
        """Make the vector of one text by a pass as short as holds it, shape (1, n_dims); who searches does not wait for
        a full one. Its last bits may differ from those that `parts` gives.
        """
        ids = self._tokenizer.encode(text).ids
        tokens = _SHORTEST_PASS
        while tokens < len(ids):
            tokens *= 2
        return self._encoder.encode([ids], min(tokens, PACK_TOKENS))

    def _packs(self, texts: Sequence[str]) -> Iterator[tuple[list[int], list[list[int]]]]:
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            block = self._tokenizer.encode_batch(list(texts[start : start + _TEXTS_AT_ONCE]))
            for pack in packs([len(entry) for entry in block], PACK_TOKENS):
                yield [start + number for number in pack], [block[number].ids for number in pack]


class SentenceBatches:
    """Batches of texts of one length in tokens, always with as many rows; the last of a length repeats its first text.

    Nothing is padded, and neighbours cannot change the shape of what is computed. A model without a tokenizer that
    tells lengths gets each text alone.
    """

    def __init__(self, model: SentenceTransformer, device: str) -> None:
        self._model = model
        self._device = device

    def parts(self, texts: Sequence[str]) -> Iterator[Part]:
        """Give each text's vector once, batch by batch."""
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            block = list(texts[start : start + _TEXTS_AT_ONCE])
            alike: dict[int, list[int]] = defaultdict(list)
            lengths = self._lengths(block)
            for number, length in enumerate(lengths):
                alike[length].append(number)
            for length in sorted(alike):
                rows = self._rows(length)
                for first in range(0, len(alike[length]), rows):
                    numbers = alike[length][first : first + rows]
                    filled = numbers + numbers[:1] * (rows - len(numbers))
                    yield np.array(numbers) + start, self._encode([block[number] for number in filled])[: len(numbers)]

    def _rows(self, length: int) -> int:
        most = _MOST_ROWS[self._device]
        return max(1, min(most, _TOKENS_AT_ONCE[self._device] // length)) if length else 1

    def _lengths(self, texts: list[str]) -> list[int]:
        """Tokens of each text, or zeros where the model does not tell."""
        try:
            cut = self._model.tokenizer(
                texts, truncation=True, max_length=self._model.max_seq_length, padding=False, verbose=False
            )
            return [len(ids) for ids in cut["input_ids"]]
        # Whatever a model's own code raises: it is only asked for a better order.
        except Exception:  # noqa: BLE001
            return [0] * len(texts)

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        from torch.nn.functional import normalize

        vectors = self._model.encode(
            texts, batch_size=len(texts), show_progress_bar=False, convert_to_numpy=False, convert_to_tensor=True
        )
        made: NDArray[np.float32] = normalize(vectors.float(), dim=1).cpu().numpy()
        return made


@contextmanager
def torch_threads(threads: int) -> Iterator[int]:
    """Let each operation of PyTorch use so many threads; gives how many it used before."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        yield before
    finally:
        torch.set_num_threads(before)
