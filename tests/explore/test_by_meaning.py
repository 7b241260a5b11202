"""A text finds the papers nearest to it, and nonsense finds none."""

import dataclasses

import numpy as np

from lib.core.config import BUNDLED_MODEL
from lib.core.meaning import EmbeddingModel, Meaning
from lib.explore.by_meaning import LEAST_SIMILARITY, found_by_meaning, model_of
from lib.explore.store import Store
from tests.atlas_maker import TINY, store_of


def meaning(*vector: float) -> Meaning:
    """A text that lies along a vector."""
    unit = np.array(vector, dtype=np.float32)
    return Meaning("a text", unit / np.linalg.norm(unit))


def test_the_nearest_match(tiny_store: Store) -> None:
    """Retrieval first, graphs after it; batteries and what fits nowhere lie across and do not match."""
    found = found_by_meaning(tiny_store, meaning(1, 0, 0, 0))

    assert np.flatnonzero(found.mask).tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert found.scores[0] > found.scores[4] >= LEAST_SIMILARITY
    assert not found.mask.flags.writeable


def test_no_more_than_asked_for(tiny_store: Store) -> None:
    """Of equals the first in canonical order."""
    found = found_by_meaning(tiny_store, meaning(1, 0, 0, 0), n=3)

    assert np.flatnonzero(found.mask).tolist() == [0, 1, 2]


def test_what_is_like_nothing_finds_nothing(tiny_store: Store) -> None:
    """However many are asked for."""
    assert not found_by_meaning(tiny_store, meaning(-1, -0.2, -1, -0.5)).mask.any()


def test_the_model_of_an_atlas() -> None:
    """As the manifest says; one that says nothing was made by the model of its settings."""
    said = {"model": "mine", "weights": "f00", "path": "cpu float32, own passes", "dimensions": "4"}
    made = store_of(dataclasses.replace(TINY, manifest={"embedding": said}))

    assert model_of(made) == EmbeddingModel("mine", "f00", "cpu float32, own passes", 4)
    assert model_of(store_of(TINY)) == EmbeddingModel(BUNDLED_MODEL, n_dims=4)
