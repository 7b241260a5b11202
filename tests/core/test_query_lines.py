"""What dashboard and model say to each other arrives as it was said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.meaning import EmbeddingModel
from lib.core.query_lines import (
    Answer,
    Opening,
    Question,
    Ready,
    answer_line,
    opening_line,
    question_line,
    read_from_process,
    read_opening,
    read_question,
    ready_line,
)


def test_an_opening() -> None:
    """The model as its manifest has it."""
    opening = Opening(EmbeddingModel("a model", "f00", "cpu float32, own passes", 384), 900.0)

    assert read_opening(opening_line(opening)) == opening


@given(st.lists(st.text(), max_size=4))
def test_a_question(texts: list[str]) -> None:
    """Any texts come in one line, as they are."""
    line = question_line(7, texts)

    assert line.count(b"\n") == 1
    assert read_question(line) == Question(7, tuple(texts))


def test_half_a_surrogate_pair() -> None:
    """What no model takes is written out."""
    assert read_question(question_line(1, ["a\ud800"])).texts == ("a\\ud800",)


def test_answers() -> None:
    """Vectors to the last bit, and refusals."""
    vectors = np.array([[0.1, -2e-9], [3.0, 0.0]], dtype=np.float32)
    answer = read_from_process(answer_line(Answer(3, vectors)))
    assert isinstance(answer, Answer)
    assert answer.number == 3
    assert answer.vectors is not None
    assert answer.vectors.tobytes() == vectors.tobytes()

    refusal = read_from_process(answer_line(Answer(4, None, "No.")))
    assert isinstance(refusal, Answer)
    assert (refusal.number, refusal.vectors, refusal.refusal) == (4, None, "No.")
    assert read_from_process(ready_line(Ready())) == Ready()
    assert read_from_process(ready_line(Ready("No."))) == Ready("No.")


def test_values_that_are_no_numbers() -> None:
    """A vector that cannot be compared with anything is a refusal."""
    answer = read_from_process(answer_line(Answer(3, np.array([[np.nan, 1.0]], dtype=np.float32))))

    assert isinstance(answer, Answer)
    assert answer.vectors is None
    assert "not numbers" in answer.refusal


@pytest.mark.parametrize(
    "line", [b"", b"hello", b"[]", b"{}", b'{"number": 1, "shape": [2, 2], "vectors": "AAAA"}', b'{"number": null}']
)
def test_anything_else(line: bytes) -> None:
    """A line that was not understood is an error that the caller knows."""
    for read in (read_opening, read_question, read_from_process):
        with pytest.raises(ValueError, match=r"."):
            read(line)
