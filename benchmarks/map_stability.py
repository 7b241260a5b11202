"""Whether a map stays one that its reader knows: `python -m benchmarks.map_stability ATLAS...`.

Each atlas's map is drawn again from its embeddings: with other seeds, and without a random 5 % of the papers. What is
compared are the papers that both maps have:

    disparity     Procrustes disparity: what is left of the difference (0..1) after one map was moved, turned,
                  mirrored and scaled to fit the other
    turned        degrees by which it had to be turned for that, with "m" where it had to be mirrored
    moved         median way of a paper, in hundredths of the map's width, the maps laid upon each other as they are
    kept          share of each paper's 15 nearest on the map that are among its 15 nearest on the other

Beside them stands how true the map is: the share of each paper's 15 nearest by embedding among the 15 nearest on the
map, and scikit-learn's trustworthiness on 3,000 papers at most.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import orthogonal_procrustes
from scipy.spatial import KDTree, procrustes
from sklearn.manifold import trustworthiness

from lib.pipeline.embed import unit_rows
from lib.pipeline.graph import neighbor_graph
from lib.pipeline.reduce import map_layout

K: Final = 15
SEEDS: Final = (1, 2, 3)
LEFT_OUT: Final = 0.05
MOST_FOR_TRUST: Final = 3_000


def draw(embeddings: NDArray[np.float32], seed: int = 42) -> NDArray[np.float32]:
    """Draw the map as a build does."""
    return map_layout(embeddings, neighbor_graph(embeddings, K), seed=seed)


def nearest(places: NDArray[np.float32]) -> NDArray[np.intp]:
    """Each paper's nearest on the map, itself left out, shape (n_papers, K)."""
    found: NDArray[np.intp] = KDTree(places).query(places, K + 1)[1]
    # Where papers lie on one point the first one found may be another.
    found[found[:, 0] != np.arange(len(places)), 0] = -1
    return found[:, 1:]


def shared(one: NDArray[np.integer], other: NDArray[np.integer]) -> float:
    """Share of one's entries that are in the same row of the other."""
    return float((one[:, :, None] == other[:, None, :]).any(axis=2).mean())


def compare(one: NDArray[np.float32], other: NDArray[np.float32]) -> tuple[float, float, bool, float, float]:
    """Compare two maps of the same papers: disparity, degrees turned, mirrored, moved, kept."""
    _, _, disparity = procrustes(one, other)
    turn, _ = orthogonal_procrustes(other - other.mean(axis=0), one - one.mean(axis=0))
    mirrored = bool(np.linalg.det(turn) < 0)
    degrees = abs(float(np.degrees(np.arctan2(turn[0, 1], turn[0, 0]))))
    moved = 50 * float(np.median(np.linalg.norm(one - other, axis=1)))
    return float(disparity), degrees, mirrored, moved, shared(nearest(one), nearest(other))


def measure(embeddings: NDArray[np.float32]) -> list[str]:
    """Draw the maps and give the table's rows."""
    n_papers = len(embeddings)
    drawn = draw(embeddings)
    rows = [(f"another seed ({seed})", compare(drawn, draw(embeddings, seed))) for seed in SEEDS]
    for seed in SEEDS:
        chosen = np.random.default_rng(seed).permutation(n_papers)[: round((1 - LEFT_OUT) * n_papers)]
        chosen.sort()
        rows.append((f"5 % left out ({seed})", compare(drawn[chosen], draw(embeddings[chosen]))))
    lines = []
    for name, (disparity, degrees, mirrored, moved, kept) in rows:
        turned = f"{degrees:.0f}{' m' if mirrored else ''}"
        lines.append(f"| {name} | {disparity:.3f} | {turned} | {moved:.1f} | {kept:.2f} |")
    sample = np.sort(np.random.default_rng(0).permutation(n_papers)[:MOST_FOR_TRUST])
    true = shared(neighbor_graph(embeddings, K).indices, nearest(drawn))
    trust = trustworthiness(embeddings[sample], drawn[sample], n_neighbors=K, metric="cosine")
    lines.append(f"| neighbours by embedding that are on the map: {true:.2f}; trustworthiness {trust:.2f} | | | | |")
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("atlases", nargs="+", type=Path, metavar="ATLAS", help="folders of atlases")
    for folder in parser.parse_args().atlases:
        embeddings = unit_rows(np.load(folder / "embeddings.npy"))
        print(f"{folder.name}, {len(embeddings):,} papers\n")
        print("| against the map as built | disparity | turned | moved | kept |\n| --- | --- | --- | --- | --- |")
        print("\n".join(measure(embeddings)), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
