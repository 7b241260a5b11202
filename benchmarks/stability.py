"""Whether topics stay when a few papers are missing: `python -m benchmarks.stability FILE... [--left-out SHARE]`.

The topics of all papers are compared with those of random 95 % of them (several draws, neighbours found anew), by the
adjusted Rand index on the papers that both have; those without a topic count as one group. 1 means the same topics, 0
no more in common than by chance. It stands beside the numbers of topics, since few large ones stay more easily.

The peer is BERTopic's defaults on the same embeddings, without a seed as it comes, so that its runs differ by chance
too. `--left-out 0` shows how much: then ours are the same by construction.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from benchmarks.embedded import bertopic_defaults, read_embedded
from lib.core.config import BuildConfig
from lib.core.topic import LEVELS, UNASSIGNED
from lib.pipeline.classic import UmapHdbscan
from lib.pipeline.cluster import Clusterer
from lib.pipeline.consensus import Consensus
from lib.pipeline.graph import neighbor_graph

Labels = NDArray[np.int32]


def by_clusterer(clusterer: Clusterer, embeddings: NDArray[np.float32]) -> dict[str, Labels]:
    """Cluster as a build does."""
    clusters = clusterer.cluster(embeddings, neighbor_graph(embeddings, BuildConfig().n_neighbors))
    return {f"{clusterer.name}, {level}": getattr(clusters, level) for level in LEVELS}


def by_bertopic(texts: Sequence[str], embeddings: NDArray[np.float32]) -> dict[str, Labels]:
    """Cluster by BERTopic's defaults."""
    return {"BERTopic's defaults": bertopic_defaults(texts, embeddings)[0]}


def drawn(n_papers: int, left_out: float, draw: int) -> NDArray[np.intp]:
    """Draw the papers that stay, ascending."""
    order = np.random.default_rng(draw).permutation(n_papers)
    return np.sort(order[: round((1 - left_out) * n_papers)])


def n_topics(labels: Labels) -> int:
    """Count the topics."""
    return len(np.unique(labels[labels != UNASSIGNED]))


def measure(texts: Sequence[str], embeddings: NDArray[np.float32], left_out: float, draws: int) -> list[str]:
    """Cluster all ways; give the table's rows."""
    ways: tuple[Callable[[Sequence[str], NDArray[np.float32]], dict[str, Labels]], ...] = (
        lambda _, some: by_clusterer(Consensus(), some),
        lambda _, some: by_clusterer(UmapHdbscan(), some),
        by_bertopic,
    )
    lines = []
    for way in ways:
        whole = way(texts, embeddings)
        found: dict[str, list[tuple[float, int]]] = {name: [] for name in whole}
        for draw in range(1, draws + 1):
            stay = drawn(len(texts), left_out, draw)
            for name, labels in way([texts[row] for row in stay], embeddings[stay]).items():
                index = float(adjusted_rand_score(whole[name][stay], labels))
                found[name].append((index, n_topics(labels)))
        for name, labels in whole.items():
            indices, numbers = zip(*found[name], strict=True)
            numbers_text = f"{min(numbers)}-{max(numbers)}"
            covered = float((labels != UNASSIGNED).mean())
            lines.append(
                f"| {name} | {n_topics(labels)} | {numbers_text} | {covered:.2f} | {np.mean(indices):.3f} | "
                f"{min(indices):.3f} |"
            )
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files with papers")
    parser.add_argument("--left-out", type=float, default=0.05, metavar="SHARE", help="of the papers (0.05)")
    parser.add_argument("--draws", type=int, default=4, help="how often (4)")
    arguments = parser.parse_args()
    for path in arguments.files:
        corpus = read_embedded(path)
        print(f"{path.name}: {len(corpus.texts):,} papers, {arguments.left_out:.0%} left out {arguments.draws} times\n")
        print("| | topics of all papers | of the draws | coverage | adjusted Rand index | the lowest |")
        print("| --- | --- | --- | --- | --- | --- |", flush=True)
        print("\n".join(measure(corpus.texts, corpus.embeddings, arguments.left_out, arguments.draws)))
        print(flush=True)


if __name__ == "__main__":
    main()
