"""Embeds what people search for, by one process for each model, without ever making a page wait longer than a moment.

A warm process answers within the moment that a call waits, so that a search needs one run of its page. Else the page
is told what is done and asks again. Texts asked for of late are known by heart.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
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
"""Batches kept that are done or left; those under way are as many as there are people who wait."""
_LEFT_SECONDS: Final = 10.0
"""How long a batch goes on after it was last asked for. Asked for again, it goes on from there."""
_MOST_PROCESSES: Final = 2
"""Models that run at once; more only while all are busy."""
_REFUSED_SECONDS: Final = 30.0
"""How long a model that cannot be had is left alone: a page that asks at each run starts no process each time."""

_Key: TypeAlias = tuple[EmbeddingModel, str]
Start: TypeAlias = Callable[[EmbeddingModel], QueryProcess]


@dataclass(slots=True)
class _Batch:
    """Texts asked for together, a part after the other, so that others have their turn between two."""

    texts: tuple[str, ...]
    began: float
    asked_at: float
    parts: list[Vectors] = field(default_factory=list)
    """The vectors of the parts that are done."""
    refusal: Refused | None = None
    vectors: Vectors | None = None
    """All of them, once all are done."""
    is_fed: bool = False
    """Whether a thread puts its parts down."""

    @property
    def n_done(self) -> int:
        """Texts that have their vectors."""
        return sum(map(len, self.parts))


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
        self._changed = threading.Condition(self._lock)
        self._processes: OrderedDict[str, QueryProcess] = OrderedDict()
        self._known: OrderedDict[_Key, Meaning] = OrderedDict()
        self._open: dict[_Key, Asked] = {}
        self._batches: OrderedDict[_Key, _Batch] = OrderedDict()
        self._refused: dict[str, tuple[float, Refused]] = {}

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
        end = time.monotonic() + wait_seconds
        with self._lock:
            batch = self._batches.get(key)
            if batch is None:
                if (refused := self._still_refused(model)) is not None:
                    return refused
                now = time.monotonic()
                batch = self._batches[key] = _Batch(tuple(texts), now, now)
                self._drop_batches()
            batch.asked_at = time.monotonic()
            self._batches.move_to_end(key)
            if batch.vectors is None and not batch.is_fed:
                batch.is_fed = True
                threading.Thread(target=self._feed, args=(model, batch), name="query batch", daemon=True).start()
            while batch.is_fed and (left := end - time.monotonic()) > 0:
                self._changed.wait(left)
            if batch.refusal is not None:
                # The next who asks tries again.
                if self._batches.get(key) is batch:
                    del self._batches[key]
                return batch.refusal
            if batch.vectors is None:
                seconds = time.monotonic() - batch.began
                return self._waiting(model, seconds, "Embedding the papers", batch.n_done, len(texts))
            return batch.vectors

    def close(self) -> None:
        """End all processes; they start again when something is asked."""
        with self._lock:
            processes = list(self._processes.values())
            self._processes.clear()
        for process in processes:
            process.close()

    def _feed(self, model: EmbeddingModel, batch: _Batch) -> None:
        """Put down a batch's parts one by one, as long as somebody asks for it."""
        while True:
            with self._lock:
                is_left = time.monotonic() - batch.asked_at > _LEFT_SECONDS
                some = batch.texts[batch.n_done : batch.n_done + _TOGETHER]
                if is_left or batch.refusal or not some:
                    if not some:
                        batch.vectors = np.concatenate(batch.parts)
                    batch.is_fed = False
                    self._drop_batches()
                    self._changed.notify_all()
                    return
                asked = self._process(model).ask(some)
            asked.done.wait()
            with self._lock:
                if asked.vectors is None:
                    batch.refusal = self._refuse(model, asked)
                elif (misfit := self._misfit(model, asked.vectors)) is not None:
                    batch.refusal = misfit
                else:
                    batch.parts.append(asked.vectors)

    def _drop_batches(self) -> None:
        """Forget the batches that were left or done longest ago; those that are fed stay."""
        idle = [key for key, batch in self._batches.items() if not batch.is_fed]
        for key in idle[: max(len(idle) - _KNOWN_BATCHES, 0)]:
            del self._batches[key]

    def _process(self, model: EmbeddingModel) -> QueryProcess:
        """The process of a model: one for all the paths of computing, whose vectors are near enough to each other."""
        process = self._processes.get(model.identity)
        if process is None:
            idle = [key for key, other in self._processes.items() if not other.is_busy]
            for key in idle[: max(len(self._processes) + 1 - _MOST_PROCESSES, 0)]:
                # Its end takes a moment, for which nobody should wait.
                threading.Thread(target=self._processes.pop(key).close, daemon=True).start()
            process = self._processes[model.identity] = self._start(model)
        self._processes.move_to_end(model.identity)
        return process

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
            return self._refuse(model, asked)
        if (misfit := self._misfit(model, asked.vectors)) is not None:
            return misfit
        vector = asked.vectors[0]
        vector.flags.writeable = False
        known = self._known[key] = Meaning(text, vector)
        while len(self._known) > _KNOWN:
            self._known.popitem(last=False)
        return known

    def _refuse(self, model: EmbeddingModel, asked: Asked) -> Refused:
        refused = Refused(asked.refusal, is_passing=asked.is_passing)
        # A model that is ready may have stumbled over that text alone, and what passes may be over.
        process = self._processes.get(model.identity)
        if not asked.is_passing and (process is None or process.is_loading):
            self._refused[model.identity] = (time.monotonic(), refused)
        return refused

    def _still_refused(self, model: EmbeddingModel) -> Refused | None:
        at, refused = self._refused.get(model.identity, (0.0, None))
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
        process = self._processes.get(model.identity)
        loading = process is None or process.is_loading
        return Waiting("Loading the language model" if loading else what, seconds, n_done, n_texts)


@lru_cache(maxsize=1)
def shared_query_embedder() -> ProcessEmbedder:
    """The one embedder of this process, for all sessions."""
    return ProcessEmbedder()
