"""The process that embeds queries: `python -m lib.pipeline.query_server`, started by lib/jobs/query_process.py.

It takes lines from its standard input and gives lines on its standard output (lib/core/query_lines.py). It ends when
its input does, so with the program that started it whatever becomes of that, and when nobody has asked for a while,
which gives its memory back. It keeps nothing, so it may be killed at any moment.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, TypeAlias

from lib.core.errors import TopicAtlasError
from lib.core.meaning import EmbeddingModel, Vectors
from lib.core.query_lines import (
    Answer,
    Opening,
    Question,
    Ready,
    answer_line,
    read_opening,
    read_question,
    ready_line,
)

_Embed: TypeAlias = Callable[[Sequence[str]], Vectors]
_Waiting: TypeAlias = "queue.PriorityQueue[tuple[bool, int, Question]]"


def main() -> None:
    """Answer until there is nobody left to answer."""
    # Ctrl-C reaches every process of a terminal; the one that started us decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not stand among the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        opening = read_opening(questions.readline())
    except ValueError:
        return
    waiting: _Waiting = queue.PriorityQueue()
    # Beside the loading too: whoever asks shall never wait for a full pipe.
    threading.Thread(target=_listen, args=(questions, waiting), daemon=True).start()
    with suppress(BrokenPipeError):
        _serve(opening, waiting, answers)
    # At once: Python's own end would trip over the thread that waits for input.
    os._exit(0)


def _listen(questions: IO[bytes], waiting: _Waiting) -> None:
    """Put questions into a queue, single texts first, and end the process with its input, whatever it is doing."""
    try:
        for order, line in enumerate(questions):
            question = read_question(line)
            waiting.put((len(question.texts) > 1, order, question))
    finally:
        os._exit(0)


def _serve(opening: Opening, waiting: _Waiting, answers: IO[bytes]) -> None:
    try:
        embed = load(opening.model)
    except TopicAtlasError as err:
        _say(answers, ready_line(Ready(str(err))))
        return
    # Whatever a model's own code or a half installed package raises: the person can do the same about all of it.
    except Exception as err:  # noqa: BLE001
        traceback.print_exc()
        _say(answers, ready_line(Ready(_not_loaded(opening.model, err))))
        return
    _say(answers, ready_line(Ready()))
    while True:
        try:
            _, _, question = waiting.get(timeout=opening.idle_seconds)
        except queue.Empty:
            return
        _say(answers, answer_line(_answer(embed, question)))


def load(model: EmbeddingModel) -> _Embed:
    """Load a model, checked to be the one that is asked for, and give what embeds texts with it.

    Raises
    ------
    BuildError
        If it cannot be found or loaded.
    TopicAtlasError
        If its weights are not those of the atlas.
    """
    from lib.pipeline.encoding import PackedBert, gather, torch_threads
    from lib.pipeline.model import SentenceModel

    found = SentenceModel(model.name)
    if model.weights and found.weights and model.weights != found.weights:
        raise TopicAtlasError(
            f"The embedding model {model.name} has changed since the atlas was built, so what it says now cannot be "
            "compared with the atlas: build the atlas again, or search by words."
        )
    # One thread leaves the other cores to the pages, and a short text is no faster with more.
    with torch_threads(1):
        encoder = found.encoder_of(model.path)

    def embed(texts: Sequence[str]) -> Vectors:
        if len(texts) == 1 and isinstance(encoder, PackedBert):
            return encoder.brief(texts[0])
        with torch_threads(1):
            return gather(encoder, texts)

    embed(["A first text makes the libraries ready."])
    return embed


def _answer(embed: _Embed, question: Question) -> Answer:
    try:
        return Answer(question.number, embed(question.texts))
    # Of one odd text; the next ones may do.
    except Exception as err:  # noqa: BLE001
        traceback.print_exc()
        return Answer(
            question.number,
            None,
            f"The language model could not read that text ({_first_line(err)}): change it, or search by words.",
        )


def _not_loaded(model: EmbeddingModel, err: Exception) -> str:
    return (
        f"The embedding model {model.name} could not be loaded ({_first_line(err)}): run pip install -r "
        "requirements.txt again, or search by words."
    )


def _first_line(err: Exception) -> str:
    lines = str(err).strip().splitlines()
    return lines[0].rstrip(".:") if lines else type(err).__name__


def _say(answers: IO[bytes], line: bytes) -> None:
    answers.write(line)
    answers.flush()


if __name__ == "__main__":
    main()
