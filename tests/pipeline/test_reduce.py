"""Layouts: finite for any input, the same for the same input, in a place that one knows."""

import numpy as np
import pytest

from lib.pipeline.graph import neighbor_graph
from lib.pipeline.reduce import STEPS, map_layout, map_min_dist, normal_layout, principal_components, reduce


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


def test_principal_component_of_a_line() -> None:
    """The first component of points on a line is the line; the second is nothing."""
    line = np.array([[0, 0], [0, -1], [0, -2], [0, -9]], dtype=np.float32)

    assert principal_components(line, 2) == pytest.approx(np.array([[3, 0], [2, 0], [1, 0], [-6, 0]]))


@pytest.mark.parametrize("n_papers", [60, 40_000])
def test_principal_components_by_the_plain_way(n_papers: int) -> None:
    """Block by block gives what a singular value decomposition of all gives, but for the sign."""
    rows = np.random.default_rng(8).normal(size=(n_papers, 6)).astype(np.float32) * [3, 2.5, 2, 1, 1, 1]
    centred = rows - rows.mean(axis=0)
    plain = centred @ np.linalg.svd(centred, full_matrices=False)[2][:2].T
    found = principal_components(rows.astype(np.float32), 2)

    assert np.abs(found) == pytest.approx(np.abs(plain), abs=1e-3)


def test_principal_components_keep_their_signs_when_papers_are_left_out() -> None:
    """Also where papers lie on both sides of the mean alike, so that no side is the longer one."""
    half = np.random.default_rng(9).normal(size=(300, 8)) * [3, 2, 1, 1, 1, 1, 1, 1]
    rows = np.vstack([half, -half]).astype(np.float32)
    found = principal_components(rows, 2)
    for seed in range(8):
        kept = np.random.default_rng(seed).permutation(600)[:570]

        assert ((principal_components(rows[kept], 2) * found[kept]).sum(axis=0) > 0).all()


def test_normal_layout_lies_in_a_box_the_same_way_up() -> None:
    """A turned, moved and scaled map comes out as the same map, within -1..1."""
    start = np.random.default_rng(4).gamma(1.0, size=(50, 2)).astype(np.float32)
    places = start + np.random.default_rng(5).normal(scale=0.1, size=(50, 2))
    angle = 0.7
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    normal = normal_layout(places.astype(np.float32), start)

    assert np.abs(normal).max() == pytest.approx(1)
    assert normal.max(axis=0) == pytest.approx(-normal.min(axis=0))
    for changed in (3 * places @ turn + 8, places * [-1, 1]):
        assert normal_layout(changed.astype(np.float32), start) == pytest.approx(normal, abs=1e-4)


def test_map_of_fewer_papers_is_the_same_way_up() -> None:
    """Without a twentieth of the papers each group lies near where it lay, and nowhere near where another did."""
    group = np.repeat([0, 1, 2], [220, 120, 60])
    rows = np.eye(3, 12)[group] + np.random.default_rng(6).normal(scale=0.15, size=(400, 12))
    embeddings = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    kept = np.sort(np.random.default_rng(7).permutation(400)[:380])
    whole = map_layout(embeddings, neighbor_graph(embeddings, 15), seed=1)
    part = map_layout(embeddings[kept], neighbor_graph(embeddings[kept], 15), seed=1)

    assert np.abs(whole).max() == pytest.approx(1)
    before = np.array([whole[group == number].mean(axis=0) for number in range(3)])
    after = np.array([part[group[kept] == number].mean(axis=0) for number in range(3)])
    # Nothing links these groups, so they may drift; turned or mirrored, one would lie where another one lay.
    moved = np.linalg.norm(before[:, None] - after, axis=2)
    assert (moved.diagonal() < 0.5 * np.where(np.eye(3, dtype=bool), np.inf, moved).min(axis=1)).all()


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
