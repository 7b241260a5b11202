"""UMAP and HDBSCAN: strengths at the rim, and a build by that method from end to end."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.atlas.reader import open_atlas
from lib.core.config import BuildConfig
from lib.core.paper import Corpus
from lib.core.topic import UNASSIGNED
from lib.pipeline import build_atlas
from lib.pipeline.classic import strength_at_the_rim
from lib.pipeline.graph import NeighborGraph


def test_strength_at_the_rim_by_hand() -> None:
    """A paper that joined has the mean strength of its neighbours, those elsewhere at 0, weighted by similarity."""
    clusters = np.array([0, 0, 0, 1, UNASSIGNED, 0], dtype=np.int32)
    strength = np.array([1.0, 0.5, 0.0, 0.8, 0.3, 0.0], dtype=np.float32)
    graph = NeighborGraph(
        np.array([[1, 2], [0, 2], [0, 3], [2, 0], [0, 1], [4, 3]], dtype=np.int32),
        np.array([[0.9, 0.8], [0.9, 0.7], [0.6, 0.2], [0.2, 0.1], [0.5, 0.5], [0.4, -0.9]], dtype=np.float32),
    )

    found = strength_at_the_rim(strength, clusters, graph)
    assert found == pytest.approx([1, 0.5, 0.6 / 0.8, 0.8, 0, 0])


@given(st.data())
@settings(max_examples=100)
def test_strengths_stay_within_bounds(data: st.DataObject) -> None:
    """Whatever the clusters, 0..1, 0 for the unassigned, that of the core unchanged, no rim above its neighbours."""
    n_papers = data.draw(st.integers(3, 12))

    def numbers(values: st.SearchStrategy, *shape: int) -> np.ndarray:
        n = int(np.prod(shape))
        return np.array(data.draw(st.lists(values, min_size=n, max_size=n))).reshape(shape)

    clusters = numbers(st.integers(-1, 2), n_papers).astype(np.int32)
    strength = numbers(st.sampled_from([0, 0.25, 1]), n_papers).astype(np.float32)
    steps = numbers(st.integers(1, n_papers - 1), n_papers, 2)
    graph = NeighborGraph(
        ((np.arange(n_papers)[:, None] + steps) % n_papers).astype(np.int32),
        numbers(st.sampled_from([-0.5, 0, 0.3, 1]), n_papers, 2).astype(np.float32),
    )
    found = strength_at_the_rim(strength, clusters, graph)

    assert ((found >= 0) & (found <= 1)).all()
    assert (found[clusters == UNASSIGNED] == 0).all()
    core = (clusters != UNASSIGNED) & (strength > 0)
    assert found[core].tolist() == strength[core].tolist()
    rim = (clusters != UNASSIGNED) & (strength == 0)
    assert (found[rim] <= strength[graph.indices[rim]].max(axis=1) + 1e-6).all()


def test_a_build_by_umap_and_hdbscan(
    tmp_path: Path, cache: Path, embedder, make_themed: Callable[[int], Corpus]
) -> None:
    """The method is in the manifest; confidence is HDBSCAN's strength, whatever the refits say; a repeat agrees."""
    config = replace(BuildConfig(), method="hdbscan")
    corpus = make_themed(60)
    manifest = build_atlas(corpus, tmp_path / "one", config, cache=cache, embedder=embedder)
    again = build_atlas(corpus, tmp_path / "two", config, cache=tmp_path / "other", embedder=embedder)

    assert manifest.fingerprint == again.fingerprint
    assert manifest.config.method == "hdbscan"
    assert manifest.quality is not None
    assert manifest.quality.refits == 4
    atlas = open_atlas(tmp_path / "one")
    topics, sure = (np.array(atlas.assignments[name].to_pylist()) for name in ("topic", "confidence"))
    assert topics.max() >= 3
    assert ((sure >= 0) & (sure <= 1)).all()
    assert (sure[topics == UNASSIGNED] == 0).all()
    # The core of each of HDBSCAN's clusters has strength 1 itself, which nothing learnt would say.
    assert (sure == 1).sum() >= topics.max() + 1
    assert (sure[topics != UNASSIGNED] > 0).mean() > 0.9


def test_methods_are_kept_apart(tmp_path: Path, cache: Path, embedder, make_themed: Callable[[int], Corpus]) -> None:
    """What one method made is not taken for the other's, and map and graph serve both."""
    build_atlas(make_themed(60), tmp_path / "one", BuildConfig(), cache=cache, embedder=embedder)
    other = replace(BuildConfig(), method="hdbscan")
    manifest = build_atlas(make_themed(60), tmp_path / "two", other, cache=cache, embedder=embedder)

    assert [cost.stage for cost in manifest.stages if cost.reused] == ["embed", "graph", "layout"]
