"""A build: papers -> atlas, stage by stage.

    texts -> embeddings -> neighbour graph -> layout, clusters -> topics -> atlas

Each stage's result is kept under a key made of what decides it, so that a second call goes on where the first
stopped. The atlas is written beside its place and renamed into it as the last act.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from dataclasses import replace as changed
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lib.atlas.manifest import Manifest, StageCost
from lib.atlas.writer import build_lock, check_place, new_atlas
from lib.core.config import BuildConfig, Method
from lib.core.errors import InputError
from lib.core.paper import Corpus
from lib.core.progress import Progress, Silent
from lib.core.quality import LEAST_STRUCTURE
from lib.core.text import digest, storable
from lib.core.topic import LEVELS, Level, Term, Topic
from lib.pipeline import summary
from lib.pipeline import topics as topic_stage
from lib.pipeline.classic import UmapHdbscan
from lib.pipeline.cluster import Clusterer, Clusters, all_together
from lib.pipeline.confidence import Calibration
from lib.pipeline.consensus import Consensus
from lib.pipeline.cost import Meter
from lib.pipeline.counting import TermCounts
from lib.pipeline.embed import embed, unit_rows
from lib.pipeline.graph import NeighborGraph, neighbor_graph
from lib.pipeline.membership import Membership
from lib.pipeline.model import Embedder, SentenceModel
from lib.pipeline.reduce import FEWEST_FOR_UMAP, map_layout
from lib.pipeline.reduce import STEPS as REDUCE_STEPS
from lib.pipeline.refits import SHARE, Refits, refit
from lib.pipeline.stages import StageResult, StageStore, stage_key
from lib.pipeline.structure import VERSION as STRUCTURE_VERSION
from lib.pipeline.structure import structure
from lib.pipeline.tables import write_papers, write_topics, write_words
from lib.pipeline.words import LISTS_KEY
from lib.pipeline.written_labels import is_on, write_labels

FEWEST_PAPERS: Final = 2
_GRAPH_VERSION: Final = 2
_REFIT_VERSION: Final = 3
_LAYOUT_VERSION: Final = 4
_NUMERIC_PACKAGES: Final = (
    "numpy",
    "scipy",
    "scikit-learn",
    "graspologic-native",
    "numba",
    "pynndescent",
    "umap-learn",
    "hdbscan",
    "bertopic",
)
_OTHER_PACKAGES: Final = ("torch", "sentence-transformers", "transformers", "pyarrow")


def build_atlas(
    corpus: Corpus,
    out: Path,
    config: BuildConfig,
    *,
    cache: Path,
    progress: Progress | None = None,
    replace: bool = False,
    name: str | None = None,
    notice: str = "",
    embedder: Embedder | None = None,
) -> Manifest:
    """Build the atlas of a corpus.

    Parameters
    ----------
    out
        The atlas's folder; it appears when all is done.
    cache
        Folder of kept embeddings and stage results.
    replace
        Whether an atlas that is at `out` already gives way to the new one.
    name, notice
        For the manifest; the name is by default that of the folder.
    embedder
        Makes the embeddings in place of the model that `config` names.

    Raises
    ------
    InputError
        If there are too few papers.
    BuildError
        If the build cannot go on; BuildRunning if another build of the same atlas is under way.
    AtlasError
        If something is at `out` that must not be replaced.
    """
    if len(corpus.papers) < FEWEST_PAPERS:
        have = "only one was" if corpus.papers else "none were"
        raise InputError(f"A map needs at least {FEWEST_PAPERS} papers, and {have} read: give more files.")
    out = out.expanduser().absolute()
    with build_lock(out):
        check_place(out, replace=replace)
        run = _Run(corpus, config, cache, progress or Silent(), embedder)
        return run.write(out, replace=replace, name=name or storable(out.name), notice=notice)


class _Run:
    """One build: the stages in order, what each gave, and what it took."""

    def __init__(
        self, corpus: Corpus, config: BuildConfig, cache: Path, progress: Progress, embedder: Embedder | None
    ) -> None:
        self.corpus = corpus
        self.config = config
        self.cache = cache
        self.progress = progress
        self.costs: list[StageCost] = []
        self.store = StageStore(cache / "stages")
        self.texts = [paper.text for paper in corpus.papers]
        self.versions = package_versions(_NUMERIC_PACKAGES)
        self._embedder = embedder

    def write(self, out: Path, *, replace: bool, name: str, notice: str) -> Manifest:
        """Run all stages and write the atlas."""
        embeddings, texts_key = self.embed()
        graph, graph_key = self.graph(embeddings, texts_key)
        layout, layout_key = self.layout(embeddings, graph, graph_key)
        clusters, structure, clusters_key = self.cluster(embeddings, graph, graph_key)
        refits, refits_key = self.refit(clusters, embeddings, graph, clusters_key)
        topics = self.topics(clusters, refits, embeddings, graph, layout, [layout_key, refits_key])
        topics, label_warnings = self.written_labels(topics)
        self.store.trim()

        self.progress.begin("write", None)
        with Meter() as meter, new_atlas(out, replace=replace) as writer:
            write_papers(writer, self.corpus)
            write_topics(writer, self.corpus, topics)
            write_words(writer, topics.words)
            writer.array("embeddings", self.stored)
            writer.array("neighbors", graph.indices)
            writer.array("similarities", graph.similarities)
            writer.array("layout", layout)
            fingerprint = writer.fingerprint()
            # The manifest is part of what it measures: its own line says what came before it.
            meter.update()
            self.costs.append(StageCost("write", round(meter.seconds, 3), round(meter.peak_memory_mb, 1)))
            manifest = Manifest(
                name=name,
                fingerprint=fingerprint,
                built_at=datetime.now(UTC).isoformat(timespec="seconds"),
                config=self.config,
                counts=summary.counts(self.corpus, topics),
                embedding={**self.embedder.description, "dimensions": str(embeddings.shape[1])},
                versions={"python": platform.python_version(), **self.versions, **package_versions(_OTHER_PACKAGES)},
                stages=tuple(self.costs),
                warnings=(
                    *self.corpus.warnings,
                    *label_warnings,
                    *summary.warnings(
                        self.corpus, topics, structure, wished=self.config.topics, model=self.config.model
                    ),
                ),
                notice=notice,
                quality=summary.quality(topics, refits, structure),
            )
            writer.manifest(manifest)
        return manifest

    @property
    def embedder(self) -> Embedder:
        """The model, loaded when first needed."""
        if self._embedder is None:
            self._embedder = SentenceModel(self.config.model, self.cache)
        return self._embedder

    def embed(self) -> tuple[NDArray[np.float32], str]:
        """Make the embeddings; give them with the key of the texts."""
        self.progress.begin("embed", len(self.texts))
        with Meter() as meter:
            self.stored, made = embed(self.texts, self.embedder, self.cache, self.progress.advance)
        self._cost("embed", meter, reused=made == 0)
        key = stage_key("embed", 1, model=self.embedder.identity, texts=digest(*self.texts, length=32))
        return unit_rows(self.stored), key

    @property
    def clusterer(self) -> Clusterer:
        """The way to cluster that was chosen."""
        ways: dict[Method, type[Consensus | UmapHdbscan]] = {"consensus": Consensus, "hdbscan": UmapHdbscan}
        config, way = self.config, ways[self.config.method]
        return way(topics=config.topics, detail=config.detail, topic_size=config.min_topic_size, seed=config.seed)

    def graph(self, embeddings: NDArray[np.float32], texts_key: str) -> tuple[NeighborGraph, str]:
        """Find each paper's neighbours."""

        def compute(advance: Callable[[int], None]) -> StageResult:
            graph = neighbor_graph(embeddings, self.config.n_neighbors, advance)
            return StageResult({"indices": graph.indices, "similarities": graph.similarities})

        result, key = self._stage(
            "graph", _GRAPH_VERSION, len(self.texts), compute, texts=texts_key, k=self.config.n_neighbors
        )
        return NeighborGraph(result.arrays["indices"], result.arrays["similarities"]), key

    def layout(
        self, embeddings: NDArray[np.float32], graph: NeighborGraph, graph_key: str
    ) -> tuple[NDArray[np.float32], str]:
        """Draw the map."""

        def compute(advance: Callable[[int], None]) -> StageResult:
            return StageResult({"layout": map_layout(embeddings, graph, seed=self.config.seed, advance=advance)})

        result, key = self._stage(
            "layout", _LAYOUT_VERSION, REDUCE_STEPS, compute, unit="steps", graph=graph_key, seed=self.config.seed
        )
        return result.arrays["layout"], key

    def cluster(
        self, embeddings: NDArray[np.float32], graph: NeighborGraph, graph_key: str
    ) -> tuple[Clusters, float | None, str]:
        """Find the clusters at all levels, if there are any; give with them how much structure there is."""
        clusterer = self.clusterer

        def compute(advance: Callable[[int], None]) -> StageResult:
            found = structure(graph, self.config.seed)
            if found is not None and found < LEAST_STRUCTURE:
                clusters = all_together(len(self.texts))
                advance(clusterer.steps)
            else:
                clusters = clusterer.cluster(embeddings, graph, advance)
            arrays: dict[str, NDArray[Any]] = {level: getattr(clusters, level) for level in LEVELS}
            arrays |= {} if clusters.strength is None else {"strength": clusters.strength}
            return StageResult(arrays, {"structure": found})

        result, key = self._stage(
            "cluster",
            clusterer.version,
            clusterer.steps,
            compute,
            unit="steps",
            graph=graph_key,
            method=clusterer.name,
            settings=clusterer.settings,
            structure=[STRUCTURE_VERSION, LEAST_STRUCTURE],
        )
        return Clusters(**result.arrays), result.values["structure"], key

    def refit(
        self, clusters: Clusters, embeddings: NDArray[np.float32], graph: NeighborGraph, clusters_key: str
    ) -> tuple[Refits, str]:
        """Make the clusters anew from parts of the papers; not where all papers are in one."""
        n_papers = len(self.texts)
        # A part of too few papers would be put together as one topic, which says nothing of the topics of all.
        can_be = len(np.unique(clusters.default)) > 1 and round(SHARE * n_papers) >= FEWEST_FOR_UMAP
        n_refits = self.clusterer.n_refits(n_papers) if can_be else 0

        def compute(advance: Callable[[int], None]) -> StageResult:
            seed = self.config.seed
            found = refit(self.clusterer, clusters, embeddings, graph, n_refits=n_refits, seed=seed, advance=advance)
            arrays: dict[str, NDArray[Any]] = {"landed": found.landed}
            arrays |= {level: found.stability[level] for level in LEVELS}
            return StageResult(arrays, {"agreement": found.agreement})

        result, key = self._stage(
            "refit", _REFIT_VERSION, n_refits, compute, unit="refits", clusters=clusters_key, n=n_refits
        )
        stability: dict[Level, NDArray[np.float64]] = {level: result.arrays[level] for level in LEVELS}
        return Refits(stability, result.arrays["landed"], result.values["agreement"]), key

    def topics(
        self,
        clusters: Clusters,
        refits: Refits,
        embeddings: NDArray[np.float32],
        graph: NeighborGraph,
        layout: NDArray[np.float32],
        keys: list[str],
    ) -> topic_stage.Topics:
        """Name the topics and judge each paper's place in them."""

        def compute(advance: Callable[[int], None]) -> StageResult:
            made = topic_stage.make_topics(
                clusters,
                texts=self.texts,
                paper_ids=[paper.paper_id for paper in self.corpus.papers],
                embeddings=embeddings,
                graph=graph,
                layout=layout,
                refits=refits,
                advance=_slower(advance, topic_stage.STEPS),
            )
            return _pack(made)

        result, _ = self._stage(
            "topics",
            topic_stage.VERSION,
            len(self.texts),
            compute,
            inputs=keys,
            words=LISTS_KEY,
            papers=digest(*(paper.paper_id for paper in self.corpus.papers), length=32),
        )
        return _unpack(result)

    def written_labels(self, topics: topic_stage.Topics) -> tuple[topic_stage.Topics, list[str]]:
        """Have labels written where an endpoint is set; give the topics with them, and what is to be said of it."""
        if not is_on(os.environ):
            return topics, []
        with Meter() as meter:
            written = write_labels(
                topics.topics,
                self.corpus.papers,
                os.environ,
                store=self.store,
                seed=self.config.seed,
                progress=self.progress,
            )
        self._cost("labels", meter, reused=written.n_asked == 0)
        return changed(topics, topics=written.topics), [written.warning]

    def _stage(
        self,
        stage: str,
        stage_version: int,
        total: int,
        compute: Callable[[Callable[[int], None]], StageResult],
        *,
        unit: str = "papers",
        **inputs: Any,
    ) -> tuple[StageResult, str]:
        """Take a stage's result from the store, or run it and keep the result."""
        key = stage_key(stage, stage_version, versions=self.versions, **inputs)
        self.progress.begin(stage, total, unit)
        with Meter() as meter:
            kept = self.store.load(key)
            if kept is None:
                result = compute(self.progress.advance)
                self.store.save(key, result)
            else:
                result = kept
                self.progress.advance(total)
        self._cost(stage, meter, reused=kept is not None)
        return result, key

    def _cost(self, stage: str, meter: Meter, *, reused: bool) -> None:
        self.costs.append(StageCost(stage, round(meter.seconds, 3), round(meter.peak_memory_mb, 1), reused=reused))


def package_versions(names: tuple[str, ...]) -> dict[str, str]:
    """Versions of installed packages; one that is missing is left out."""
    found = {}
    for package in names:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _slower(advance: Callable[[int], None], times: int) -> Callable[[int], None]:
    """Pass on that a paper is done when it was told so many times."""
    told = 0

    def step(n: int) -> None:
        nonlocal told
        before, told = told // times, told + n
        advance(told // times - before)

    return step


def _pack(topics: topic_stage.Topics) -> StageResult:
    rows = []
    for topic in topics.topics:
        row = {name: getattr(topic, name) for name in Topic.__slots__}
        row["terms"] = [(term.term, term.weight) for term in topic.terms]
        rows.append(row)
    arrays: dict[str, NDArray[Any]] = {}
    arrays |= {level: topics.topic_of[level] for level in LEVELS}
    parts = topics.membership
    arrays |= {"confidence": parts.confidence, "second": parts.second, "margin": parts.margin}
    words = topics.words
    arrays |= {"word_starts": words.counts.indptr, "word_ids": words.counts.indices, "word_counts": words.counts.data}
    calibration = (
        None if topics.calibration is None else {"error": topics.calibration.error, "auc": topics.calibration.auc}
    )
    said = {"coherence": topics.coherence, "diversity": topics.diversity}
    named = {"terms": words.terms, "surface": words.surface}
    return StageResult(arrays, {"topics": rows, "calibration": calibration, **said, **named})


def _unpack(result: StageResult) -> topic_stage.Topics:
    topics = tuple(
        Topic(
            **{
                **row,
                "terms": tuple(Term(term, weight) for term, weight in row["terms"]),
                "exemplars": tuple(row["exemplars"]),
            }
        )
        for row in result.values["topics"]
    )
    topic_of: dict[Level, NDArray[np.int32]] = {level: result.arrays[level] for level in LEVELS}
    calibration = result.values["calibration"]
    return topic_stage.Topics(
        topics,
        topic_of,
        Membership(**{name: result.arrays[name] for name in ("confidence", "second", "margin")}),
        None if calibration is None else Calibration(**calibration),
        result.values["coherence"],
        result.values["diversity"],
        _unpack_words(result),
    )


def _unpack_words(result: StageResult) -> TermCounts:
    from scipy.sparse import csr_matrix

    terms, surface = (tuple(result.values[name]) for name in ("terms", "surface"))
    parts = tuple(result.arrays[name] for name in ("word_counts", "word_ids", "word_starts"))
    return TermCounts(csr_matrix(parts, shape=(len(parts[2]) - 1, len(terms))), terms, surface)
