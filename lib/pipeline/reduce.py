"""Embeddings in fewer dimensions, from the neighbour graph: two for the map, five for HDBSCAN.

UMAP takes its neighbours from the graph and its start from the principal components, so that it draws nothing at
random but its own samples, whose seed is fixed. Under FEWEST_FOR_UMAP papers it breaks or says nothing, and the
principal components alone serve.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.pipeline.graph import NeighborGraph

FEWEST_FOR_UMAP: Final = 15
_NEIGHBORS: Final = 15
"""Nearest papers that UMAP looks at, as by its own default; the graph may have more."""
STEPS: Final = 100
"""Steps that a reduction tells of, whatever its size."""
_MAP_LEARNING_RATE: Final = 0.1
"""Of UMAP's own for the map: it starts from places that mean something, and with smaller steps groups stay near them
when papers are added or left out, while near papers come together as well."""
_BLOCK_ROWS: Final = 16_384
"""Papers that are widened to float64 at once."""
_START_NOISE: Final = 1e-3
"""Of the start's width: keeps equal papers from lying on one point, where UMAP cannot move them apart."""


def reduce(
    embeddings: NDArray[np.float32],
    graph: NeighborGraph,
    n_components: int,
    *,
    min_dist: float,
    seed: int,
    learning_rate: float = 1.0,
    advance: Callable[[int], None] = lambda _: None,
) -> NDArray[np.float32]:
    """Reduce embeddings to a few dimensions; `advance` is called with the steps done, STEPS in all.

    Returns
    -------
    Coordinates, shape (n_papers, n_components), finite for any input; papers of equal embedding may lie together.
    """
    n_papers = embeddings.shape[0]
    random = np.random.default_rng(seed)
    start = principal_components(embeddings, n_components)
    width = float(np.abs(start).max())
    if n_papers < FEWEST_FOR_UMAP or width < 1e-6:
        advance(STEPS)
        return start if width >= 1e-6 else _disc(n_papers, n_components)
    start = start / width * 10
    start += random.normal(scale=10 * _START_NOISE, size=start.shape)

    from umap import UMAP

    # UMAP counts the paper itself as its first neighbour, and takes no more than there are other papers.
    k = min(graph.k, _NEIGHBORS, n_papers - 2)
    itself = np.arange(n_papers, dtype=np.int32)[:, None]
    indices = np.hstack([itself, graph.indices[:, :k]])
    distances = np.hstack([np.zeros((n_papers, 1)), np.clip(1 - graph.similarities[:, :k], 0, 2)]).astype(np.float32)
    epochs = _Epochs(advance)
    model = UMAP(
        n_neighbors=k + 1,
        n_components=n_components,
        min_dist=min_dist,
        learning_rate=learning_rate,
        metric="cosine",
        init=start.astype(np.float32),
        precomputed_knn=(indices, distances),
        random_state=seed,
        n_jobs=1,
        # UMAP tells of its epochs by a progress bar alone; ours listens to it.
        tqdm_kwds={"file": epochs, "bar_format": "{n_fmt}/{total_fmt}", "disable": False, "mininterval": 0.25},
    )
    with warnings.catch_warnings():
        # It says that new papers cannot be placed without a search index; none are.
        warnings.filterwarnings("ignore", message="precomputed_knn", category=UserWarning)
        warnings.filterwarnings("ignore", message="n_jobs value", category=UserWarning)
        reduced: NDArray[np.float32] = model.fit_transform(embeddings)
    epochs.tell(1.0)
    return np.nan_to_num(reduced).astype(np.float32)


def map_layout(
    embeddings: NDArray[np.float32],
    graph: NeighborGraph,
    *,
    seed: int,
    advance: Callable[[int], None] = lambda _: None,
) -> NDArray[np.float32]:
    """Draw the map: places within -1..1, shape (n_papers, 2), the same side up when a few papers come or go.

    `advance` is called with the steps done, STEPS in all.
    """
    min_dist = map_min_dist(embeddings.shape[0])
    places = reduce(
        embeddings, graph, 2, min_dist=min_dist, seed=seed, learning_rate=_MAP_LEARNING_RATE, advance=advance
    )
    return normal_layout(places, principal_components(embeddings, 2))


def map_min_dist(n_papers: int) -> float:
    """Choose how far apart UMAP keeps papers on the map: 0.85 for 300 papers, 0.5 for 3,000, 0.1 from 50,000 on.

    With UMAP's own 0.1 the groups of a small corpus shrink to specks in an empty field, where no paper can be
    pointed at.
    """
    return float(np.clip(0.85 - 0.34 * np.log10(n_papers / 300), 0.1, 0.85))


def principal_components(embeddings: NDArray[np.float32], n_components: int) -> NDArray[np.float32]:
    """Project on the directions of largest variance, signs fixed; missing dimensions are zero."""
    n_papers, n_dims = embeddings.shape
    mean = embeddings.mean(axis=0, dtype=np.float64)
    scatter = np.zeros((n_dims, n_dims))
    for start in range(0, n_papers, _BLOCK_ROWS):
        centred = embeddings[start : start + _BLOCK_ROWS] - mean
        scatter += centred.T @ centred
    directions = np.linalg.eigh(scatter)[1][:, ::-1][:, :n_components]
    # The sign is told by the direction itself, which a few papers more or less hardly turn; by what lies on either
    # side of the mean it would flip where both sides are much alike. What it is compared with has no meaning.
    directions *= np.where(np.cos(np.arange(n_dims)) @ directions < 0, -1.0, 1.0)
    projected = np.zeros((n_papers, n_components), dtype=np.float32)
    for start in range(0, n_papers, _BLOCK_ROWS):
        centred = embeddings[start : start + _BLOCK_ROWS] - mean
        projected[start : start + _BLOCK_ROWS, : directions.shape[1]] = centred @ directions
    return projected


def normal_layout(layout: NDArray[np.float32], start: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn a 2-D layout as it lay at its start, or mirror it, and bring it within -1..1, its middle at 0."""
    places = layout.astype(np.float64)
    places -= places.mean(axis=0)
    # The turn, or mirroring, that brings both nearest to each other (Schoenemann, 1966).
    left, _, right = np.linalg.svd(places.T @ (start - start.mean(axis=0)))
    places = places @ (left @ right)
    places -= (places.max(axis=0) + places.min(axis=0)) / 2
    extent = float(np.abs(places).max())
    fitted: NDArray[np.float32] = (places / extent if extent > 0 else places).astype(np.float32)
    return fitted


class _Epochs:
    """The file that a progress bar is written to, such as `40/200`; passes on what is new of it, in steps."""

    def __init__(self, advance: Callable[[int], None]) -> None:
        self._advance = advance
        self._told = 0

    def write(self, text: str) -> None:
        """Read a line of the bar."""
        if (match := re.search(r"(\d+)/(\d+)", text)) and int(match[2]):
            self.tell(int(match[1]) / int(match[2]))

    def flush(self) -> None:
        """Nothing waits to be written."""

    def tell(self, share: float) -> None:
        """So much of the whole is done, 0..1; never takes anything back."""
        done = int(share * STEPS)
        if done > self._told:
            self._advance(done - self._told)
            self._told = done


def _disc(n_papers: int, n_components: int) -> NDArray[np.float32]:
    """Spread papers that are all equal evenly over a disc, as the seeds of a sunflower stand."""
    places = np.zeros((n_papers, n_components), dtype=np.float32)
    rank = np.arange(n_papers)
    radius, angle = np.sqrt((rank + 0.5) / n_papers), rank * np.pi * (3 - np.sqrt(5))
    places[:, 0], places[:, 1] = radius * np.cos(angle), radius * np.sin(angle)
    return places
