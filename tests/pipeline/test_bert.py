"""Our own passes give what sentence-transformers gives in float32, whatever the pack; other models are told apart."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer

from lib.pipeline.bert import bert_shape
from lib.pipeline.embedding_path import LEAST_COSINE
from lib.pipeline.encoding import PackedBert, gather
from lib.pipeline.model import bundled_folder
from lib.pipeline.probe_texts import probe_texts

TEXTS = [*probe_texts(), "a", "[SEP] [PAD] [CLS]", "深層学習の研究", "x" * 500, "\t\n", "naïve café 🙂", "word " * 4000]


def exact(folder: Path) -> NDArray[np.float32]:
    """Vectors by sentence-transformers, each text alone."""
    model = SentenceTransformer(str(folder), device="cpu")
    model.max_seq_length = 256
    vectors: NDArray[np.float32] = model.encode(TEXTS, batch_size=1, normalize_embeddings=True)
    return vectors


def passes(folder: Path, precision: str = "float32", *, fused: bool = False) -> PackedBert:
    """Our passes of a model."""
    shape = bert_shape(folder)
    assert shape is not None
    return PackedBert(folder, shape, precision, fused=fused, max_tokens=256)


def fused(precision: str) -> PackedBert:
    """Passes with oneDNN's products, where this build of PyTorch has them."""
    try:
        encoder = passes(bundled_folder(), precision, fused=True)
        gather(encoder, ["text"])
    except (RuntimeError, AttributeError, NotImplementedError) as err:
        pytest.skip(f"no such products here: {err}")
    return encoder


@pytest.fixture(scope="module")
def reference() -> NDArray[np.float32]:
    """What the bundled model gives by sentence-transformers."""
    return exact(bundled_folder())


def test_float32_is_the_same(reference: NDArray[np.float32]) -> None:
    """In float32 the vectors differ by rounding alone."""
    assert gather(passes(bundled_folder()), TEXTS) == pytest.approx(reference, abs=2e-6)
    assert gather(fused("float32"), TEXTS) == pytest.approx(reference, abs=2e-6)


def test_bfloat16_is_near(reference: NDArray[np.float32]) -> None:
    """In bfloat16 every text is as near as a path must be."""
    for encoder in (passes(bundled_folder(), "bfloat16"), fused("bfloat16")):
        assert np.einsum("ij,ij->i", gather(encoder, TEXTS), reference).min() >= LEAST_COSINE


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_threads_and_neighbours_change_nothing(precision: str) -> None:
    """One thread or three, these texts in a pack or those: the same bytes."""
    encoder = passes(bundled_folder(), precision)
    texts = [f"{text} {number}" for number in range(3) for text in TEXTS]
    made = []
    for threads in (1, 3):
        rows = np.zeros((len(texts), 384), dtype=np.float32)
        for numbers, vectors in encoder.parts(texts, threads=threads):
            rows[numbers] = vectors
        made.append(rows.tobytes())

    assert made[0] == made[1]
    assert gather(encoder, texts[::-3]).tobytes() == rows[::-3].tobytes()


def test_huge_scores_are_computed_with_care(tmp_path: Path) -> None:
    """Where attention's scores are so huge that exp overflows, the vectors are those of sentence-transformers still."""
    folder = tmp_path / "huge"
    shutil.copytree(bundled_folder(), folder)
    weights = load_file(folder / "model.safetensors")
    name = "encoder.layer.3.attention.self.query.weight"
    weights[name] = weights[name] * 60
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})

    expected = exact(folder)
    assert gather(passes(folder), TEXTS) == pytest.approx(expected, abs=2e-4)
    # Scores so huge are far apart in bfloat16: numbers they are, and near is all that can be asked.
    assert np.einsum("ij,ij->i", gather(passes(folder, "bfloat16"), TEXTS), expected).min() > 0.9


def changed(folder: Path, file: str, change: Callable[[Any], None]) -> Path:
    """The bundled model with one of its settings changed; its weights are left out where they do not matter."""
    shutil.copytree(bundled_folder(), folder)
    values = json.loads((folder / file).read_text(encoding="utf-8"))
    change(values)
    (folder / file).write_text(json.dumps(values), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("file", "key", "value"),
    [
        ("config.json", "model_type", "mpnet"),
        ("config.json", "hidden_act", "relu"),
        ("config.json", "position_embedding_type", "relative_key"),
        ("1_Pooling/config.json", "pooling_mode_mean_tokens", False),
        ("1_Pooling/config.json", "pooling_mode_max_tokens", True),
        ("modules.json", 2, {"type": "sentence_transformers.models.Dense"}),
    ],
)
def test_other_models_are_told_apart(tmp_path: Path, file: str, key: Any, value: Any) -> None:
    """What would be computed wrongly is left to sentence-transformers."""
    assert bert_shape(bundled_folder()) is not None
    folder = changed(tmp_path / "model", file, lambda values: values.__setitem__(key, value))

    assert bert_shape(folder) is None


@pytest.mark.parametrize(
    ("file", "key", "value", "most"),
    [
        ("sentence_bert_config.json", "max_seq_length", 64, 64),
        ("sentence_bert_config.json", "max_seq_length", None, 512),
        ("config.json", "max_position_embeddings", 100, 100),
        ("config.json", "max_position_embeddings", 100_000, 256),
    ],
)
def test_texts_are_cut_where_the_model_says(tmp_path: Path, file: str, key: str, value: Any, most: int) -> None:
    """The shorter of what the model was made for and what it was told."""
    shape = bert_shape(changed(tmp_path / "model", file, lambda values: values.__setitem__(key, value)))

    assert shape is not None
    assert shape.max_tokens == most


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    """An empty folder has no shape."""
    assert bert_shape(tmp_path) is None
