"""What the dashboard and the process of the language model say to each other: lines of JSON, vectors in base64.

    dashboard -> process    first the model, then questions: a number and texts
    process -> dashboard    that it is ready; answers: the number and vectors; or why there are none

Nothing that stands in a line is ever run, and one that is not understood is a ValueError.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from lib.core.meaning import EmbeddingModel, Vectors
from lib.core.text import storable


@dataclass(frozen=True, slots=True)
class Opening:
    """What is said first: which model, and after how many idle seconds the process shall end."""

    model: EmbeddingModel
    idle_seconds: float


@dataclass(frozen=True, slots=True)
class Question:
    """Texts to be embedded."""

    number: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The vectors of a question's texts; or none, and a sentence that says why."""

    number: int
    vectors: Vectors | None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """The model is loaded; or it cannot be, and a sentence says why."""

    refusal: str = ""


def opening_line(opening: Opening) -> bytes:
    """The first line to the process."""
    return _line({"model": asdict(opening.model), "idle_seconds": opening.idle_seconds})


def question_line(number: int, texts: Sequence[str]) -> bytes:
    """A question to the process; halves of surrogate pairs, which no model takes, are written out."""
    return _line({"number": number, "texts": [storable(text) for text in texts]})


def ready_line(ready: Ready) -> bytes:
    """What the process says once, before any answer."""
    return _line({"ready": not ready.refusal, "refusal": ready.refusal})


def answer_line(answer: Answer) -> bytes:
    """An answer of the process."""
    if answer.vectors is None:
        return _line({"number": answer.number, "refusal": answer.refusal})
    content = base64.b64encode(np.ascontiguousarray(answer.vectors, dtype="<f4").tobytes()).decode("ascii")
    return _line({"number": answer.number, "shape": list(answer.vectors.shape), "vectors": content})


def read_opening(line: bytes) -> Opening:
    """Read what `opening_line` wrote."""
    said = _object(line)
    try:
        raw = said["model"]
        model = EmbeddingModel(str(raw["name"]), str(raw["weights"]), str(raw["path"]), int(raw["n_dims"]))
        return Opening(model, float(said["idle_seconds"]))
    except (KeyError, TypeError) as err:
        raise ValueError("not an opening") from err


def read_question(line: bytes) -> Question:
    """Read what `question_line` wrote."""
    said = _object(line)
    try:
        return Question(int(said["number"]), tuple(str(text) for text in said["texts"]))
    except (KeyError, TypeError) as err:
        raise ValueError("not a question") from err


def read_from_process(line: bytes) -> Ready | Answer:
    """Read what `ready_line` or `answer_line` wrote."""
    said = _object(line)
    try:
        if "ready" in said:
            return Ready(str(said["refusal"]))
        if "vectors" not in said:
            return Answer(int(said["number"]), None, str(said["refusal"]))
        n_texts, n_dims = said["shape"]
        flat = np.frombuffer(base64.b64decode(said["vectors"], validate=True), dtype="<f4")
        vectors = flat.reshape(int(n_texts), int(n_dims)).astype(np.float32)
    except (KeyError, TypeError) as err:
        raise ValueError("not an answer") from err
    if not np.isfinite(vectors).all():
        return Answer(int(said["number"]), None, "The language model gave values that are not numbers.")
    return Answer(int(said["number"]), vectors)


def _line(said: dict[str, Any]) -> bytes:
    return json.dumps(said).encode("ascii") + b"\n"


def _object(line: bytes) -> dict[str, Any]:
    said = json.loads(line)
    if not isinstance(said, dict):
        raise ValueError("not an object")
    return said
