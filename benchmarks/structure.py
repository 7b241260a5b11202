"""Whether noise is told from papers that fall into groups: `python -m benchmarks.structure FILE...`.

Measures structure (lib/pipeline/structure.py) of noise of several kinds and sizes, of the files, of random parts of
them, and of single topics of them, each several times: what lies below the threshold is said to fall into no groups.

    vectors   random directions; random vectors with the mean and covariance of a file's embeddings; one paper's
              embedding moved a little
    texts     words of the first file's papers, all equally often or as often as there; random letters; one paper in
              which one word is another in each copy
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.embedded import embed_texts, read_embedded
from lib.core.config import BuildConfig
from lib.core.quality import LEAST_STRUCTURE
from lib.pipeline.consensus import Consensus
from lib.pipeline.graph import neighbor_graph
from lib.pipeline.structure import FEWEST_PAPERS, structure

SIZES: Final = (60, 100, 300, 1000, 3000)
DRAWS: Final = 5
"""Of each kind and size."""
TEXTS: Final = 1000
"""Of each kind; sizes above are not measured."""
WORDS: Final = 80
"""Of a text."""
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"

Vectors = NDArray[np.float32]
Draw = Callable[[int, np.random.Generator], Vectors]


def unit(vectors: NDArray[np.float64]) -> Vectors:
    """Make rows of length 1."""
    rows: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return rows


def directions(n_dims: int) -> Draw:
    """Random directions."""
    return lambda n, random: unit(random.normal(size=(n, n_dims)))


def like_gauss(embeddings: Vectors) -> Draw:
    """Normal vectors with the mean and covariance of real ones."""
    mean, spread = (
        embeddings.mean(axis=0),
        np.linalg.cholesky(np.cov(embeddings.T) + 1e-6 * np.eye(embeddings.shape[1])),
    )
    return lambda n, random: unit(mean + random.normal(size=(n, len(mean))) @ spread.T)


def near_one(embedding: Vectors) -> Draw:
    """One paper's embedding, moved a little."""
    return lambda n, random: unit(embedding + random.normal(scale=0.01, size=(n, len(embedding))))


def some_of(embeddings: Vectors) -> Draw:
    """Random papers of a file."""
    return lambda n, random: embeddings[np.sort(random.permutation(len(embeddings))[:n])]


def noise_texts(texts: Sequence[str], random: np.random.Generator) -> dict[str, list[str]]:
    """Write texts of noise of each kind."""
    counts = Counter(word for text in texts for word in re.findall(r"[a-z]{3,}", text.lower()))
    words = [word for word, count in counts.items() if count >= 3]
    often = np.array([counts[word] for word in words], dtype=np.float64)
    often /= often.sum()
    copied = texts[0].split()

    def word() -> str:
        return "".join(random.choice(list(LETTERS), random.integers(3, 9)))

    def copy() -> str:
        place = int(random.integers(len(copied)))
        return " ".join([*copied[:place], str(random.choice(words)), *copied[place + 1 :]])

    return {
        "words, equally often": [" ".join(random.choice(words, WORDS)) for _ in range(TEXTS)],
        "words, as often as in papers": [" ".join(random.choice(words, WORDS, p=often)) for _ in range(TEXTS)],
        "eight words, as often as in papers": [" ".join(random.choice(words, 8, p=often)) for _ in range(TEXTS)],
        "letters": [" ".join(word() for _ in range(WORDS // 2)) for _ in range(TEXTS)],
        "near-copies of one paper": [copy() for _ in range(TEXTS)],
    }


def measured(vectors: Vectors, seed: int) -> float | None:
    """Measure as a build does."""
    return structure(neighbor_graph(vectors, BuildConfig().n_neighbors), seed)


def row(name: str, draw: Draw, most: int, whole: Vectors | None = None) -> str:
    """A row of the table: lowest and highest of the draws of each size up to `most`, and the value of the whole."""
    cells: list[str] = []
    for size in SIZES:
        draws = [draw(size, np.random.default_rng([size, number])) for number in range(DRAWS)] if size <= most else []
        values = [value for number, some in enumerate(draws) if (value := measured(some, number)) is not None]
        cells.append(f"{min(values):.2f}-{max(values):.2f}" if values else "")
    value = None if whole is None else measured(whole, BuildConfig().seed)
    return f"| {name} | {' | '.join(cells)} | {'' if value is None else f'{value:.2f}'} |"


def topics_of(embeddings: Vectors) -> str:
    """Measure each topic of a file by itself; the lowest few of those with FEWEST_PAPERS or more."""
    topics = Consensus().cluster(embeddings, neighbor_graph(embeddings, BuildConfig().n_neighbors)).default
    members = [np.flatnonzero(topics == topic) for topic in range(int(topics.max()) + 1)]
    values = [measured(embeddings[rows], 0) for rows in members if len(rows) >= FEWEST_PAPERS]
    known = sorted(value for value in values if value is not None)
    below = sum(value < LEAST_STRUCTURE for value in known)
    lowest = ", ".join(f"{value:.2f}" for value in known[:3])
    return f"{len(known)} topics, {below} of them below {LEAST_STRUCTURE}; the lowest {lowest}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files with papers")
    corpora = {path.name: read_embedded(path) for path in parser.parse_args().files}
    first = next(iter(corpora.values()))
    print(f"| papers | {' | '.join(f'{size:,}' for size in SIZES)} | all |\n| --- {'| --- ' * (len(SIZES) + 1)}|")
    draws = {"random directions": directions(first.embeddings.shape[1])}
    draws |= {f"covariance of {name}": like_gauss(corpus.embeddings) for name, corpus in corpora.items()}
    draws["one embedding, moved a little"] = near_one(first.embeddings[0])
    for name, draw in draws.items():
        print(row(name, draw, SIZES[-1]), flush=True)
    for name, texts in noise_texts(first.texts, np.random.default_rng(0)).items():
        print(row(name, some_of(embed_texts(texts)), TEXTS), flush=True)
    for name, corpus in corpora.items():
        print(row(name, some_of(corpus.embeddings), len(corpus.texts), corpus.embeddings), flush=True)
    print("\nEach topic by itself\n")
    for name, corpus in corpora.items():
        print(f"- {name}: {topics_of(corpus.embeddings)}", flush=True)


if __name__ == "__main__":
    main()
