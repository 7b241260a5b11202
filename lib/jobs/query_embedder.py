"""Embeds what people search for, by one process for each model, without ever making a page wait longer than a moment.

A warm process answers within the moment that a call waits, so that a search needs one run of its page. Else the page
is told what is done and asks again. Texts asked for of late are known by heart.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np

from lib.core.meaning import EmbeddingModel, Meaning, Refused, Vectors, Waiting
from lib.core.text import digest
from lib.jobs.query_process import Asked, QueryProcess

_WAIT_SECONDS: Final = 0.3
"""What a call waits for an answer: a warm one takes a tenth of it."""
_MOST_CHARACTERS: Final = 50_000
"""Of a text; a model reads the first few hundred words."""
_TOGETHER: Final = 8
"""Texts of one question where there are many: some 0.3 seconds, which a single text may have to wait."""
_KNOWN: Final = 256
_KNOWN_BATCHES: Final = 4
_REFUSED_SECONDS: Final = 30.0
"""How long a model that cannot be had is left alone: a page that asks at each run starts no process each time."""

_Key: TypeAlias = tuple[EmbeddingModel, str]
Start: TypeAlias = Callable[[EmbeddingModel], QueryProcess]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Texts asked for together, and their vectors once all have come."""

    parts: tuple[Asked, ...]
    began: float
    made: list[Vectors]


class ProcessEmbedder:
    """The `QueryEmbedder` of a dashboard: a process for each model, started on first use.

    Parameters
    ----------
    start
        Gives the process of a model, which need not run yet.
    """

    def __init__(self, start: Start = QueryProcess) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._processes: dict[EmbeddingModel, QueryProcess] = {}
        self._known: OrderedDict[_Key, Meaning] = OrderedDict()
        self._open: dict[_Key, Asked] = {}
        self._batches: OrderedDict[_Key, _Batch] = OrderedDict()
        self._refused: dict[EmbeddingModel, tuple[float, Refused]] = {}

    def ask(
        self, model: EmbeddingModel, text: str, *, wait_seconds: float = _WAIT_SECONDS
    ) -> Meaning | Waiting | Refused:
        """What a text means; waits at most `wait_seconds`. Equal texts give the same object while it is known."""
        text = text[:_MOST_CHARACTERS]
        if not text.strip():
            return Refused("There is nothing to search for: type a question, or paste an abstract.")
        key = (model, text)
        with self._lock:
            self._gather()
            if (known := self._recall(key)) is not None:
                return known
            if (refused := self._still_refused(model)) is not None:
                return refused
            asked = self._open.get(key)
            if asked is None:
                asked = self._open[key] = self._process(model).ask([text])
        asked.done.wait(wait_seconds)
        with self._lock:
            if not asked.done.is_set():
                return self._waiting(model, asked.seconds, "Working out what that means")
            self._open.pop(key, None)
            if (known := self._recall(key)) is not None:
                return known
            return self._settle(key, asked)

    def ask_many(
        self, model: EmbeddingModel, texts: Sequence[str], *, wait_seconds: float = _WAIT_SECONDS
    ) -> Vectors | Waiting | Refused:
        """The vectors of many texts; waits at most `wait_seconds`. The last few batches are kept, whoever asks."""
        texts = [text[:_MOST_CHARACTERS] for text in texts]
        if not texts:
            return np.zeros((0, model.n_dims), dtype=np.float32)
        key = (model, digest(*texts, length=32))
        with self._lock:
            batch = self._batches.get(key)
            if batch is None:
                if (refused := self._still_refused(model)) is not None:
                    return refused
                process = self._process(model)
                starts = range(0, len(texts), _TOGETHER)
                parts = tuple(process.ask(texts[start : start + _TOGETHER]) for start in starts)
                batch = self._batches[key] = _Batch(parts, time.monotonic(), [])
                while len(self._batches) > _KNOWN_BATCHES:
                    self._batches.popitem(last=False)
            self._batches.move_to_end(key)
        batch.parts[-1].done.wait(wait_seconds)
        with self._lock:
            refusal = next((part.refusal for part in batch.parts if part.refusal), "")
            if refusal:
                self._batches.pop(key, None)
                return self._refuse(model, refusal)
            n_done = sum(len(part.texts) for part in batch.parts if part.done.is_set())
            if n_done < len(texts):
                seconds = time.monotonic() - batch.began
                return self._waiting(model, seconds, "Embedding the papers", n_done, len(texts))
            if not batch.made:
                vectors = np.concatenate([part.vectors for part in batch.parts if part.vectors is not None])
                if (misfit := self._misfit(model, vectors)) is not None:
                    return misfit
                batch.made.append(vectors)
            return batch.made[0]

    def close(self) -> None:
        """End all processes; they start again when something is asked."""
        with self._lock:
            processes, self._processes = list(self._processes.values()), {}
        for process in processes:
            process.close()

    def _process(self, model: EmbeddingModel) -> QueryProcess:
        if model not in self._processes:
            self._processes[model] = self._start(model)
        return self._processes[model]

    def _recall(self, key: _Key) -> Meaning | None:
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
        return known

    def _gather(self) -> None:
        """Take in what has come for those who asked no more."""
        for key in [key for key, asked in self._open.items() if asked.done.is_set()]:
            self._settle(key, self._open.pop(key))

    def _settle(self, key: _Key, asked: Asked) -> Meaning | Refused:
        model, text = key
        if asked.vectors is None:
            return self._refuse(model, asked.refusal)
        if (misfit := self._misfit(model, asked.vectors)) is not None:
            return misfit
        vector = asked.vectors[0]
        vector.flags.writeable = False
        known = self._known[key] = Meaning(text, vector)
        while len(self._known) > _KNOWN:
            self._known.popitem(last=False)
        return known

    def _refuse(self, model: EmbeddingModel, sentence: str) -> Refused:
        refused = Refused(sentence)
        # A model that is ready may have stumbled over that text alone.
        if self._process(model).is_loading:
            self._refused[model] = (time.monotonic(), refused)
        return refused

    def _still_refused(self, model: EmbeddingModel) -> Refused | None:
        at, refused = self._refused.get(model, (0.0, None))
        return refused if refused is not None and time.monotonic() - at < _REFUSED_SECONDS else None

    def _misfit(self, model: EmbeddingModel, vectors: Vectors) -> Refused | None:
        n_dims = vectors.shape[1]
        if model.n_dims in (0, n_dims):
            return None
        return Refused(
            f"The embeddings of this atlas have {model.n_dims:,} numbers and those of its model {model.name} "
            f"{n_dims:,}, so they cannot be compared: build the atlas again, or search by words.",
        )

    def _waiting(self, model: EmbeddingModel, seconds: float, what: str, n_done: int = 0, n_texts: int = 1) -> Waiting:
        process = self._processes.get(model)
        loading = process is None or process.is_loading
        return Waiting("Loading the language model" if loading else what, seconds, n_done, n_texts)


@lru_cache(maxsize=1)
def shared_query_embedder() -> ProcessEmbedder:
    """The one embedder of this process, for all sessions."""
    return ProcessEmbedder()
