"""Whether confidence tells what happens: `python -m benchmarks.confidence FILE... [--picture SVG]`.

A paper's confidence is the chance that it lands in its topic again when topics are made anew. It is learned here as a
build learns it, from the build's refits, but from a random half of the papers alone. The other half shows how well it
holds, in refits that had no part in it: other seeds and other parts of the papers, short runs as those of a build, and
full runs with neighbours found anew.

    ECE   expected calibration error: mean difference of chance told and share seen, over ten bins of equal width
    AUC   how often, of a paper that landed and one that did not, the first had the higher confidence
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.embedded import read_embedded
from benchmarks.reliability import diagram
from lib.core.config import BuildConfig
from lib.core.topic import UNASSIGNED
from lib.pipeline.cluster import Clusters
from lib.pipeline.confidence import calibration, confidence, reliability
from lib.pipeline.consensus import Consensus
from lib.pipeline.graph import NeighborGraph, neighbor_graph
from lib.pipeline.membership import membership
from lib.pipeline.refits import NOT_DRAWN, best_matches, landings, refit, subgraph

REFITS: Final = 5
"""Of each kind."""
FIRST_SEED: Final = 500_000
"""Far from the seeds of a build's own refits."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of refit."""

    name: str
    share: float
    """Of the papers."""
    full: bool
    """Whether it is made with all runs and with neighbours found anew, as a build makes the topics themselves."""


KINDS: Final = (
    Kind("as a build's refits: 90 %, short runs", 0.9, full=False),
    Kind("80 %, full runs", 0.8, full=True),
    Kind("95 %, full runs", 0.95, full=True),
    Kind("all papers, another seed, full runs", 1.0, full=True),
)


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """What became of the papers that were held out: the chance told of each, and landings out of tries."""

    told: NDArray[np.float64]
    hits: NDArray[np.float64]
    tries: NDArray[np.float64]


def landed_again(own: NDArray[np.int32], again: NDArray[np.int32], rows: NDArray[np.intp]) -> NDArray[np.int8]:
    """Mark which papers landed in their topic again (1), which did not (0), and those that had no chance to.

    Parameters
    ----------
    own
        Topics, shape (n_papers,).
    again
        Topics of the refit, of the papers `rows`.
    """
    landed = np.full(len(own), NOT_DRAWN, dtype=np.int8)
    match, _ = best_matches(own[rows], again, int(own.max()) + 1)
    landed[rows] = landings(own[rows], again, match)
    return landed


def fresh(
    embeddings: NDArray[np.float32], graph: NeighborGraph, kind: Kind
) -> Iterator[tuple[Clusters, NDArray[np.intp]]]:
    """Make topics anew; give each time the clusters and the papers that they are of."""
    n_papers = len(embeddings)
    for seed in range(FIRST_SEED, FIRST_SEED + 1000 * REFITS, 1000):
        rows = np.sort(np.random.default_rng(seed).permutation(n_papers)[: round(kind.share * n_papers)])
        if kind.full:
            again = Consensus(seed=seed).cluster(embeddings[rows], neighbor_graph(embeddings[rows], graph.k))
        else:
            again = Consensus().refit(seed).cluster(embeddings[rows], subgraph(graph, rows))
        yield again, rows


def measure(embeddings: NDArray[np.float32]) -> list[Tally]:
    """Learn confidence from one half of the papers; tell of the other half for each of KINDS."""
    config, clusterer = BuildConfig(), Consensus()
    n_papers = len(embeddings)
    graph = neighbor_graph(embeddings, config.n_neighbors)
    clusters = clusterer.cluster(embeddings, graph)
    topics = clusters.default
    refits = refit(clusterer, clusters, embeddings, graph, n_refits=clusterer.n_refits(n_papers), seed=config.seed)
    held_out = np.zeros(n_papers, dtype=bool)
    held_out[np.random.default_rng(0).permutation(n_papers)[: n_papers // 2]] = True
    # A paper that was in no refit teaches nothing.
    known = np.where(held_out[:, None], NOT_DRAWN, refits.landed).astype(np.int8)
    told, _ = confidence(topics, membership(topics, graph), embeddings, graph, known)
    shown = held_out & (topics != UNASSIGNED)
    tallies = []
    for kind in KINDS:
        landed = np.stack([landed_again(topics, again.default, rows) for again, rows in fresh(embeddings, graph, kind)])
        hits, tries = ((landed[:, shown] == 1).sum(axis=0), (landed[:, shown] != NOT_DRAWN).sum(axis=0))
        tallies.append(Tally(told[shown].astype(np.float64), hits.astype(np.float64), tries.astype(np.float64)))
    return tallies


def together(tallies: list[Tally]) -> Tally:
    """Put the papers of several corpora into one."""
    return Tally(*(np.concatenate([getattr(one, name) for one in tallies]) for name in ("told", "hits", "tries")))


def bins(tally: Tally) -> str:
    """Print the ten bins as a table."""
    lines = ["| confidence | mean told | share seen | share of the papers |", "| --- | --- | --- | --- |"]
    for number, (told, seen, share) in enumerate(zip(*reliability(tally.told, tally.hits, tally.tries), strict=True)):
        values = f"{told:.3f} | {seen:.3f}" if share else " | "
        lines.append(f"| {number / 10:.1f}-{(number + 1) / 10:.1f} | {values} | {share:.3f} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files with papers")
    parser.add_argument("--picture", type=Path, metavar="SVG", help="write the reliability diagram to this file")
    arguments = parser.parse_args()
    found: dict[str, list[Tally]] = {}
    print("| | papers held out | refits | landed | ECE | AUC |\n| --- | --- | --- | --- | --- | --- |", flush=True)
    for path in arguments.files:
        found[path.name] = measure(read_embedded(path).embeddings)
        for kind, tally in zip(KINDS, found[path.name], strict=True):
            held = calibration(tally.told, tally.hits, tally.tries)
            auc = "" if held.auc is None else f"{held.auc:.3f}"
            landed = tally.hits.sum() / tally.tries.sum()
            print(
                f"| {path.name} | {len(tally.told):,} | {kind.name} | {landed:.3f} | {held.error:.3f} | {auc} |",
                flush=True,
            )
    pooled = [together([tallies[number] for tallies in found.values()]) for number in range(len(KINDS))]
    for kind, tally in zip(KINDS, pooled, strict=True):
        print(f"\nAll files, {kind.name}\n\n{bins(tally)}", flush=True)
    if arguments.picture:
        curves = {
            kind.name: reliability(tally.told, tally.hits, tally.tries)
            for kind, tally in zip(KINDS, pooled, strict=True)
        }
        arguments.picture.write_text(diagram(curves), encoding="utf-8")


if __name__ == "__main__":
    main()
