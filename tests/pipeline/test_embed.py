"""Embedding: kept ones are not made again, equal texts once, any stop loses little."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from lib.core.errors import BuildError
from lib.pipeline.embed import embed, unit_rows


def test_rows_are_of_length_one_in_the_order_of_the_texts(embedder, cache: Path) -> None:
    """Each text has its own vector at its own place."""
    texts = ["coral reef", "a much longer text about coral reefs", "ice"]
    rows, made = embed(texts, embedder, cache)

    assert rows.dtype == np.float16
    assert made == 3
    assert np.linalg.norm(rows.astype(np.float32), axis=1) == pytest.approx(1, abs=2e-3)
    assert rows.astype(np.float32) == pytest.approx(embedder.encode(texts), abs=1e-3)


def test_equal_texts_are_embedded_once(embedder, cache: Path) -> None:
    """Repeated texts cost nothing and get the same vector."""
    rows, _ = embed(["same", "other", "same"], embedder, cache)

    assert sorted(embedder.seen) == ["other", "same"]
    assert rows[0].tobytes() == rows[2].tobytes()


def test_only_what_is_new_is_embedded(embedder, cache: Path) -> None:
    """A second build of more papers embeds the new ones, and counts all as done."""
    embed(["one", "two"], embedder, cache)
    embedder.seen.clear()
    done: list[int] = []
    rows, made = embed(["two", "three", "one"], embedder, cache, done.append)

    assert embedder.seen == ["three"]
    assert made == 1
    assert sum(done) == 3
    assert rows.shape == (3, 32)


def test_a_stopped_build_keeps_its_batches(embedder, cache: Path) -> None:
    """What was embedded before a stop is there afterwards."""
    texts = [f"text number {number}" for number in range(300)]

    def stop_after_first(_: int) -> None:
        if embedder.seen:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embed(texts, embedder, cache, stop_after_first)
    before = len(embedder.seen)
    embed(texts, embedder, cache)

    assert 0 < before < 300
    assert len(embedder.seen) == 300


def test_values_that_are_no_numbers_are_refused(cache: Path) -> None:
    """A model that gives NaN ends the build with a sentence, and nothing is kept."""

    class Broken:
        identity = "broken"
        description: dict[str, str] = {}  # noqa: RUF012 - the Protocol's attribute

        def encode(self, texts: Sequence[str]) -> np.ndarray:
            return np.full((len(texts), 4), np.nan, dtype=np.float32)

    for _ in range(2):
        with pytest.raises(BuildError, match="choose another --model"):
            embed(["one"], Broken(), cache)


def test_zero_rows_stay() -> None:
    """A vector of zeros does not become NaN."""
    assert unit_rows(np.zeros((1, 3), dtype=np.float16)).tolist() == [[0, 0, 0]]
