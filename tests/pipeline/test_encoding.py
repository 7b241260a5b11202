"""Batches by sentence-transformers: a text's vector depends on the text alone."""

from collections.abc import Iterator

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from lib.pipeline.encoding import PackedBert, SentenceBatches, gather, torch_threads
from lib.pipeline.model import bundled_folder
from lib.pipeline.probe_texts import probe_texts


@pytest.fixture(scope="module")
def model() -> SentenceTransformer:
    """The bundled model."""
    return SentenceTransformer(str(bundled_folder()), device="cpu")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Few threads disturb other tests less."""
    with torch_threads(1):
        yield


@pytest.mark.parametrize("precision", [torch.float32, torch.bfloat16])
def test_neighbours_and_order_change_nothing(precision: torch.dtype) -> None:
    """Other texts beside it change no bit of a text's vector, in any precision."""
    batches = SentenceBatches(SentenceTransformer(str(bundled_folder()), device="cpu").to(precision), "cpu")
    texts = probe_texts()
    whole = gather(batches, texts)
    order = np.random.default_rng(1).permutation(len(texts))[:9]

    assert gather(batches, [texts[number] for number in order]).tobytes() == whole[order].tobytes()


def test_vectors_are_those_of_the_model(model: SentenceTransformer) -> None:
    """They are what the model gives by itself, in the order of the texts."""
    texts = probe_texts()[:12]

    made = gather(SentenceBatches(model, "cpu"), texts)

    assert made == pytest.approx(model.encode(texts, normalize_embeddings=True), abs=1e-6)


def test_a_model_that_tells_no_lengths(model: SentenceTransformer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a tokenizer to ask, each text is embedded alone."""
    texts = probe_texts()[:5]
    expected = model.encode(texts, normalize_embeddings=True)
    batches = SentenceBatches(model, "cpu")
    monkeypatch.setattr(batches, "_lengths", lambda texts: [0] * len(texts))

    assert gather(batches, texts) == pytest.approx(expected, abs=1e-6)


def test_stopping_early_ends_the_threads() -> None:
    """Who takes no more parts gets PyTorch's threads back as they were, and nothing goes on."""
    from threading import active_count

    from lib.pipeline.bert import bert_shape

    shape = bert_shape(bundled_folder())
    assert shape is not None
    encoder = PackedBert(bundled_folder(), shape, "float32", fused=False, max_tokens=256)
    before = active_count(), torch.get_num_threads()
    parts = encoder.parts([f"text {number} " * 90 for number in range(100)], threads=2)
    next(parts)
    parts.close()

    assert (active_count(), torch.get_num_threads()) == before
