"""Layouts: finite for any input, the same for the same input, in a place that one knows."""

import numpy as np
import pytest

from lib.pipeline.graph import neighbor_graph
from lib.pipeline.reduce import STEPS, map_min_dist, normal_layout, principal_components, reduce


def blobs(n_papers: int, seed: int = 3) -> np.ndarray:
    """Unit vectors around three directions."""
    random = np.random.default_rng(seed)
    rows = np.eye(3, 12)[np.arange(n_papers) % 3] + random.normal(scale=0.15, size=(n_papers, 12))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("n_papers", [2, 3, 14, 15, 16, 40])
@pytest.mark.parametrize("n_components", [2, 5])
def test_any_number_of_papers(n_papers: int, n_components: int) -> None:
    """From two papers on there are finite places that are not all the same."""
    embeddings = blobs(n_papers)
    places = reduce(embeddings, neighbor_graph(embeddings, 15), n_components, min_dist=0.1, seed=1)

    assert places.shape == (n_papers, n_components)
    assert np.isfinite(places).all()
    assert np.ptp(places[:, 0]) > 0


def test_equal_papers_are_spread_over_a_disc() -> None:
    """Papers that are all the same do not hide behind each other."""
    embeddings = np.tile(blobs(1), (20, 1))
    places = reduce(embeddings, neighbor_graph(embeddings, 15), 2, min_dist=0.1, seed=1)

    assert len(np.unique(np.round(places, 3), axis=0)) == 20


def test_same_seed_same_places() -> None:
    """A seed decides the layout, bit for bit."""
    embeddings = blobs(60)
    graph = neighbor_graph(embeddings, 15)
    first, again = (reduce(embeddings, graph, 2, min_dist=0.1, seed=5) for _ in range(2))

    assert first.tobytes() == again.tobytes()


def test_papers_of_one_blob_lie_together() -> None:
    """Most papers have a paper of their own blob next to them."""
    embeddings = blobs(90)
    places = reduce(embeddings, neighbor_graph(embeddings, 15), 2, min_dist=0.1, seed=5)
    distances = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(distances, np.inf)

    assert (distances.argmin(axis=1) % 3 == np.arange(90) % 3).mean() > 0.95


def test_principal_components_ignore_the_sign_of_the_axes() -> None:
    """The first component of points on a line is the line, its longer tail to the right."""
    line = np.array([[0, 0], [0, -1], [0, -2], [0, -9]], dtype=np.float32)

    assert principal_components(line, 2)[:, 0] == pytest.approx([-3, -2, -1, 6])


def test_normal_layout_lies_in_a_box_the_same_way_up() -> None:
    """A turned, moved and scaled map comes out as the same map, within -1..1."""
    places = np.random.default_rng(4).gamma(1.0, size=(50, 2)).astype(np.float32) * [4, 1]
    angle = 0.7
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    normal = normal_layout(places.astype(np.float32))
    turned = normal_layout((3 * places @ turn + 8).astype(np.float32))

    assert np.abs(normal).max() == pytest.approx(1)
    assert turned == pytest.approx(normal, abs=1e-4)


def test_map_min_dist_falls_with_the_number_of_papers() -> None:
    """Small corpora get room between papers, large ones UMAP's usual 0.1."""
    distances = [map_min_dist(n_papers) for n_papers in (2, 300, 3_000, 50_000, 1_000_000)]

    assert distances == pytest.approx([0.85, 0.85, 0.51, 0.1, 0.1], abs=0.005)


@pytest.mark.parametrize("n_papers", [2, 14, 60])
def test_steps_add_up(n_papers: int) -> None:
    """All steps are told, no more and no less, and UMAP's own epochs are among them."""
    embeddings = blobs(n_papers)
    told: list[int] = []
    reduce(embeddings, neighbor_graph(embeddings, 15), 2, min_dist=0.1, seed=1, advance=told.append)

    assert sum(told) == STEPS
    assert min(told) > 0
