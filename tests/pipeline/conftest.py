"""Small corpora of invented papers, and an embedder for them that needs no model.

`WordVectors` stands at the seam where texts become vectors: a text is the sum of one fixed random vector for each of
its words, so papers that share words lie close. All that comes after it in these tests is the real thing.
"""

import hashlib
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lib.core.paper import Corpus, Paper, RecordFate
from tests.pipeline.processes import Builds, write_papers

THEMES = (
    "coral reef bleaching symbiont algae ocean warming heat stress colonies recovery",
    "glacier meltwater runoff crevasse ice sheet sliding sediment moraine firn snow",
    "honeybee foraging dance hive pollen nectar brood pheromone queen swarm",
    "violin timbre bow string resonance varnish acoustics bridge plate luthier",
    "railway timetable delay rolling stock signalling platform passenger junction track",
)


class WordVectors:
    """An embedder without a model: one fixed random vector a word, summed."""

    identity = "word vectors for tests"
    description = {"model": "word vectors", "path": "cpu float32"}  # noqa: RUF012 - the Protocol's attribute

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Make vectors of length 1; an empty text has one of its own."""
        self.seen += texts
        vectors = np.stack([sum(map(_vector, re.findall(r"\w+", text.lower()) or ["(empty)"])) for text in texts])
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def _vector(word: str) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8])
    return np.random.default_rng(seed).normal(size=32)


def corpus_of(texts: Sequence[tuple[str, str]]) -> Corpus:
    """A corpus of titles and abstracts, in canonical order."""
    papers = tuple(
        Paper(f"t:{number:05d}", title, abstract, sources=("made.csv",))
        for number, (title, abstract) in enumerate(texts)
    )
    records = tuple(
        RecordFate("made.csv", number, str(number), "kept", paper.paper_id)
        for number, paper in enumerate(papers, start=1)
    )
    return Corpus(papers, records)


def themed(n_papers: int) -> Corpus:
    """Papers on five themes in turn, each with its own choice of the theme's words."""
    random = np.random.default_rng(n_papers)
    texts = []
    for number in range(n_papers):
        words = THEMES[number % len(THEMES)].split()
        title = " ".join(random.permutation(words)[:4])
        abstract = " ".join(random.permutation(words)) + f". Observation {number} of the {words[0]}."
        texts.append((title.capitalize(), abstract))
    return corpus_of(texts)


@pytest.fixture
def embedder() -> WordVectors:
    """A fresh embedder that remembers what it was asked."""
    return WordVectors()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """An empty cache."""
    return tmp_path / "cache"


@pytest.fixture
def make_themed() -> Callable[[int], Corpus]:
    """Makes a corpus of n papers on five themes."""
    return themed


@pytest.fixture
def make_corpus() -> Callable[[Sequence[tuple[str, str]]], Corpus]:
    """Makes a corpus of titles and abstracts."""
    return corpus_of


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    """A build of a few hundred papers on five themes that nobody disturbed, with the real model."""
    folder = tmp_path_factory.mktemp("whole")
    builds = Builds(folder / "home", write_papers(folder / "papers.csv", themed(300).papers))
    builds.finish()
    return builds


@pytest.fixture
def builds(whole: Builds, tmp_path: Path) -> Callable[..., Builds]:
    """Makes a data folder with some of what the undisturbed build kept: the model's path, chosen once, at least."""

    def make(*kept: str) -> Builds:
        for name in ("embedding-paths.json", *kept):
            source, target = whole.home / ".cache" / name, tmp_path / "home" / ".cache" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, target)
        return Builds(tmp_path / "home", whole.papers)

    return make
