"""Similarities are those of plain arithmetic on the stored embeddings, and the nearest papers are theirs."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lib.explore.similar import nearest, similarities, similarity_blocks
from lib.explore.store import Store
from tests.atlas_maker import TINY, Placed, paper, store_of


def with_embeddings(embeddings: np.ndarray) -> Store:
    """An atlas that has any embeddings; of its papers nothing else is asked."""
    papers = tuple(Placed(paper(f"t:{number:05d}", "x"), vector=(0, 0, 0, 0)) for number in range(len(embeddings)))
    store = store_of(dataclasses.replace(TINY, papers=papers, topics=(), aliases=()))
    return Store("made", dataclasses.replace(store.atlas, embeddings=embeddings))


def plain(store: Store, vectors: np.ndarray) -> np.ndarray:
    """The same by the definition, in float64."""
    rows = store.atlas.embeddings.astype(np.float64)
    lengths = np.linalg.norm(rows, axis=1)
    return np.asarray(vectors, dtype=np.float64) @ (rows / np.where(lengths > 0, lengths, 1)[:, None]).T


def test_by_hand(tiny_store: Store) -> None:
    """Papers on retrieval lie along the vector, those on graphs .8 of it, others across."""
    (found,) = similarities(tiny_store, np.array([[1, 0, 0, 0]], dtype=np.float32))

    np.testing.assert_allclose(found, [1, 1, 1, 1, 0.8, 0.8, 0.8, 0, 0, 0, 0, 0], atol=1e-3)


@given(
    arrays.arrays(
        np.float16,
        st.tuples(st.integers(1, 12), st.just(4)),
        elements=st.floats(-2, 2, width=16),
    )
)
def test_as_plain_arithmetic(embeddings: np.ndarray) -> None:
    """Also of tiny numbers, which float16 stores in another way, of signs and of zeros."""
    store = with_embeddings(embeddings)
    vectors = np.array([[0.5, 0.5, 0.5, -0.5], [0, 0, 1, 0]], dtype=np.float32)

    lengths = np.linalg.norm(embeddings.astype(np.float64), axis=1)
    usual = (lengths == 0) | (lengths > 1e-15)
    np.testing.assert_allclose(similarities(store, vectors)[:, usual], plain(store, vectors)[:, usual], atol=1e-5)


def test_more_papers_than_a_block() -> None:
    """Blocks meet without a gap, and the last one may be short."""
    rng = np.random.default_rng(0)
    store = with_embeddings(rng.normal(size=(4500, 24)).astype(np.float16))
    vectors = rng.normal(size=(3, 24)).astype(np.float32)

    np.testing.assert_allclose(similarities(store, vectors), plain(store, vectors), atol=1e-5)
    assert [start for start, _ in similarity_blocks(store, vectors)] == [0, 2048, 4096]


def test_vectors_of_another_width(tiny_store: Store) -> None:
    """They cannot be compared."""
    with pytest.raises(ValueError, match="mismatch"):
        similarities(tiny_store, np.ones((1, 3), dtype=np.float32))


def test_nearest_by_hand() -> None:
    """The likest first; equals in canonical order, also at the end, where not all of them have room."""
    similarity = np.array([0.2, 0.9, 0.5, 0.9, 0.5, 0.5], dtype=np.float32)

    assert nearest(similarity, 4).tolist() == [1, 3, 2, 4]
    assert nearest(similarity, 10).tolist() == [1, 3, 2, 4, 5, 0]
    assert nearest(similarity, 2, np.array([1, 0, 1, 1, 1, 0], dtype=bool)).tolist() == [3, 2]
    assert nearest(similarity, 0).tolist() == []
    assert nearest(similarity, 3, np.zeros(6, dtype=bool)).tolist() == []


@given(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=30), st.integers(0, 35))
def test_nearest_as_sorting(values: list[float], n: int) -> None:
    """Whatever the ties: the first n of all in order."""
    in_order = sorted(range(len(values)), key=lambda place: (-values[place], place))

    assert nearest(np.array(values, dtype=np.float32), n).tolist() == in_order[:n]
