"""What search by meaning costs and finds: `python -m benchmarks.meaning ATLAS... [--known-item ATLAS]`.

The model's process is started as the dashboard starts it, and asked for the first sentences of papers of each atlas,
each sentence once. Embedding is what a page waits for the process; search is exact similarity to all papers and the
best 200 of them. Seconds by the clock are those of a machine with whatever else it does; processor seconds are not.

With --known-item, papers of one atlas are embedded anew by their abstracts alone, and 300 titles are searched for:
where does the title's own paper stand?
"""

from __future__ import annotations

import argparse
import dataclasses
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import psutil
import pyarrow as pa

from lib.atlas.reader import open_atlas
from lib.core.meaning import EmbeddingModel, Meaning, Refused, Waiting
from lib.core.query import parse
from lib.core.text import folded_words
from lib.explore.by_meaning import found_by_meaning, model_of
from lib.explore.found import Found
from lib.explore.fuse import fused
from lib.explore.keywords import find
from lib.explore.store import Store
from lib.jobs.query_embedder import ProcessEmbedder
from lib.jobs.query_process import QueryProcess

SENTENCES = 60
TITLES = 300
BEST = 10


class Watched:
    """An embedder with the process that it started."""

    def __init__(self) -> None:
        self.processes: list[QueryProcess] = []
        self.embedder = ProcessEmbedder(self._start)

    def _start(self, model: EmbeddingModel) -> QueryProcess:
        self.processes.append(QueryProcess(model))
        return self.processes[-1]

    def process(self) -> psutil.Process:
        """The one that runs now."""
        return psutil.Process(self.processes[-1].pid)

    def meaning(self, model: EmbeddingModel, text: str) -> Meaning:
        """Ask until there is an answer."""
        while not isinstance(answer := self.embedder.ask(model, text), Meaning):
            if isinstance(answer, Refused):
                raise SystemExit(answer.sentence)
        return answer

    def vectors(self, model: EmbeddingModel, texts: Sequence[str]) -> np.ndarray:
        """The same for many."""
        while isinstance(answer := self.embedder.ask_many(model, texts), Waiting):
            print(f"\r{answer.what}: {answer.n_done:,} of {answer.n_texts:,}", end="")
        if isinstance(answer, Refused):
            raise SystemExit(answer.sentence)
        return answer


def opened(folder: Path) -> Store:
    """An atlas by its folder."""
    return Store(folder.name, open_atlas(folder))


def first_sentences(store: Store, n: int, seed: int) -> list[str]:
    """The first sentence of some abstracts, drawn at random."""
    abstracts = store.atlas.papers["abstract"].to_pylist()
    order = np.random.default_rng(seed).permutation(len(abstracts)).tolist()
    return [sentence for row in order if (sentence := abstracts[row].split(". ")[0].strip())][:n]


def cost(watched: Watched, store: Store, seed: int) -> str:
    """A row of the first table: times for sentences that nobody has asked for before."""
    model = model_of(store)
    warm, *sentences = first_sentences(store, SENTENCES + 1, seed)
    found_by_meaning(store, watched.meaning(model, warm))
    embedding, search, both = [], [], []
    of_model, of_search = 0.0, 0.0
    for sentence in sentences:
        before = sum(watched.process().cpu_times()[:2])
        began = time.perf_counter()
        meaning = watched.meaning(model, sentence)
        known = time.perf_counter()
        of_model += sum(watched.process().cpu_times()[:2]) - before
        searching, processor = time.perf_counter(), time.process_time()
        found_by_meaning(store, meaning)
        of_search += time.process_time() - processor
        done = time.perf_counter()
        embedding.append(known - began)
        search.append(done - searching)
        both.append(embedding[-1] + search[-1])
    cells = [f"{_at(times, 0.5)} / {_at(times, 0.95)}" for times in (embedding, search, both)]
    processor_ms = [f"{1000 * seconds / len(sentences):.0f}" for seconds in (of_model, of_search)]
    return " | ".join([f"| {store.n_papers:,}", *cells, *processor_ms, f"{max(both) * 1000:.0f} |"])


def _at(seconds: Sequence[float], share: float) -> str:
    return f"{1000 * float(np.quantile(seconds, share)):.0f}"


def by_abstracts_alone(watched: Watched, store: Store) -> Store:
    """The same atlas as if its papers had no titles."""
    abstracts = store.atlas.papers["abstract"].to_pylist()
    vectors = watched.vectors(model_of(store), abstracts).astype(np.float16)
    place = store.atlas.papers.column_names.index("title")
    papers = store.atlas.papers.set_column(place, "title", pa.array([""] * store.n_papers))
    atlas = dataclasses.replace(store.atlas, folder=Path("nowhere"), papers=papers, embeddings=vectors)
    return Store(store.name, atlas)


def ranks(searches: Callable[[str], Found], titles: Sequence[tuple[int, str]]) -> list[float]:
    """Where each title's paper stands, from 1; infinity where it is not found. Equals count as half before it."""
    found = []
    for index, title in titles:
        result = searches(title)
        score = result.scores[index]
        inside = result.scores[result.mask]
        rank = 1 + (inside > score).sum() + ((inside == score).sum() - 1) / 2
        found.append(float(rank) if result.mask[index] else float("inf"))
    return found


def known_item(watched: Watched, folder: Path) -> None:
    """Print how well titles find their papers by the abstracts."""
    whole = opened(folder)
    store = by_abstracts_alone(watched, whole)
    rows = np.random.default_rng(0).permutation(store.n_papers)[:TITLES].tolist()
    titles = [(row, whole.title(row)) for row in rows]
    watched.vectors(model_of(store), [title for _, title in titles])
    model = model_of(store)

    def all_words(title: str) -> Found:
        return find(store, parse(" ".join(folded_words(title))))

    def any_word(title: str) -> Found:
        return find(store, parse(" OR ".join(folded_words(title))))

    def near(title: str) -> Found:
        return found_by_meaning(store, watched.meaning(model, title))

    ways: dict[str, Callable[[str], Found]] = {
        "words, all of them": all_words,
        "words, any of them": any_word,
        "meaning": near,
        "both: all words, meaning": lambda title: fused([all_words(title), near(title)]),
        "both: any word, meaning": lambda title: fused([any_word(title), near(title)]),
    }
    print(f"\n\n{folder.name}: {TITLES} titles, {store.n_papers:,} papers known by their abstracts\n")
    print("| | mean reciprocal rank | first | among the first 10 | found |\n| --- | --- | --- | --- | --- |")
    for name, way in ways.items():
        each = ranks(way, titles)
        first, best, any_rank = (
            sum(rank <= most for rank in each) / len(each) for most in (1.5, BEST + 0.5, float(store.n_papers))
        )
        mrr = statistics.mean(1 / rank for rank in each)
        print(f"| {name} | {mrr:.3f} | {first:.3f} | {best:.3f} | {any_rank:.3f} |")


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("atlases", nargs="*", type=Path)
    parser.add_argument("--known-item", type=Path)
    arguments = parser.parse_args()
    watched = Watched()
    stores = [opened(folder) for folder in (*arguments.atlases, *filter(None, [arguments.known_item]))]
    began = time.perf_counter()
    watched.meaning(model_of(stores[0]), "Is anybody there?")
    loaded = time.perf_counter() - began
    process = watched.process()
    print(
        f"The process: {loaded:.1f} s until its first answer, {sum(process.cpu_times()[:2]):.1f} processor s, "
        f"{process.memory_info().rss / 2**20:,.0f} MB, {process.num_threads()} threads\n"
    )
    if arguments.atlases:
        print("| papers | embedding, ms, p50 / p95 | search | together | processor ms: model | search | longest, ms |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for seed, store in enumerate(stores[: len(arguments.atlases)]):
            print(cost(watched, store, seed))
        print(f"\nThe process after that: {watched.process().memory_info().rss / 2**20:,.0f} MB")
    if arguments.known_item:
        known_item(watched, arguments.known_item)
    watched.embedder.close()


if __name__ == "__main__":
    main()
