"""How a build's time and memory grow: `python -m benchmarks.scale ATLAS [--sizes N...] [--peer-up-to N]`.

The atlas gives papers and embeddings, and the rate at which those were made. Smaller corpora are papers spread evenly
over it; larger ones are its papers and copies of them: a copy's embedding is moved a little at random, so that it is a
neighbour but not an equal, and its text has one more word, from another paper. Each size is built in a process of its
own with nothing kept from earlier, the embeddings given; up to a size BERTopic's defaults and a 2-D UMAP get the same.

Memory is the highest sum over the process and all its children while a stage lasts. Exponents are those of a power
law through the points: 1 means that twice the papers take twice the time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import psutil
from numpy.typing import NDArray

from lib.atlas.manifest import read_manifest
from lib.atlas.papers import papers_at
from lib.atlas.reader import read_table
from lib.core.config import BuildConfig
from lib.core.paper import Corpus, Paper, RecordFate
from lib.core.progress import Silent

ROOT: Final = Path(__file__).resolve().parents[1]
SIZES: Final = (30_000, 60_000, 120_000, 240_000)
JITTER: Final = 0.02
"""Standard deviation in each dimension by which a copy's embedding is moved."""
_SAMPLE_SECONDS: Final = 0.2


class Watch(Silent):
    """Listens to a build; notes when each stage ends, and meanwhile the memory and processor time of all processes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.cpu_seconds: dict[str, float] = {}
        self.memory_mb: dict[str, float] = {}
        self._stage = "start"
        self._began, self._cpu_began = time.perf_counter(), cpu_seconds()
        threading.Thread(target=self._sample, daemon=True).start()

    def begin(self, stage: str, total: int | None = None, unit: str = "papers") -> None:  # noqa: ARG002 - as called
        """Close the stage before and open this one."""
        now, cpu = time.perf_counter(), cpu_seconds()
        self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._began
        self.cpu_seconds[self._stage] = self.cpu_seconds.get(self._stage, 0.0) + cpu - self._cpu_began
        took, memory = self.seconds[self._stage], self.memory_mb.get(self._stage, 0.0)
        print(f"  {self._stage}: {took:,.0f} s, {memory:,.0f} MB", file=sys.stderr, flush=True)
        self._stage, self._began, self._cpu_began = stage, now, cpu

    def _sample(self) -> None:
        while True:
            self.memory_mb[self._stage] = max(self.memory_mb.get(self._stage, 0.0), memory_mb())
            time.sleep(_SAMPLE_SECONDS)


class Given:
    """Stands where the embedding model stands, and hands out vectors that lie in a file."""

    def __init__(self, texts: Sequence[str], vectors: NDArray[np.float16]) -> None:
        self.identity = f"given {len(texts)}"
        self.description = {"model": "given", "path": "a file"}
        self._rows = {hash(text): row for row, text in enumerate(texts)}
        self._vectors = vectors

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Look the vectors up."""
        return self._vectors[[self._rows[hash(text)] for text in texts]].astype(np.float32)


def processes() -> list[psutil.Process]:
    """This process and all that came of it."""
    own = psutil.Process()
    return [own, *own.children(recursive=True)]


def memory_mb() -> float:
    """Memory of all processes together; pages that they share count for each."""
    total = 0
    for process in processes():
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 2**20


def cpu_seconds() -> float:
    """Processor seconds of this process and of those children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def enlarge(atlas: Path, n_papers: int, vectors_path: Path) -> list[Paper]:
    """Give so many papers, originals first, in canonical order; write their embeddings as float16."""
    table = read_table(atlas, "papers")
    base = min(n_papers, table.num_rows)
    rows = np.arange(base) * table.num_rows // base
    papers = papers_at(table, read_table(atlas, "attributes"), rows.tolist())
    originals = np.load(atlas / "embeddings.npy", mmap_mode="r")[rows]
    vectors = np.lib.format.open_memmap(vectors_path, "w+", np.float16, (n_papers, originals.shape[1]))
    vectors[:base] = originals
    made = list(papers)
    for copy in range(1, -(-n_papers // base)):
        random = np.random.default_rng(copy)
        part = min(base, n_papers - copy * base)
        moved = originals[:part] + random.normal(scale=JITTER, size=(part, originals.shape[1]))
        vectors[copy * base : copy * base + part] = moved / np.linalg.norm(moved, axis=1, keepdims=True)
        other = random.permutation(base)
        for row in range(part):
            paper, word = papers[row], (papers[other[row]].title.split() or ["more"])[-1]
            text = f"{paper.abstract} {word}".strip()
            made.append(replace(paper, paper_id=f"{paper.paper_id}~{copy}", abstract=text))
    order = sorted(range(n_papers), key=lambda row: made[row].paper_id)
    vectors[:] = vectors[order]
    vectors.flush()
    return [made[row] for row in order]


def build(atlas: Path, n_papers: int, folder: Path) -> dict[str, Any]:
    """Build an atlas of so many papers in this process and say what each stage took."""
    from lib.pipeline import build_atlas

    vectors_path = folder / "vectors.npy"
    papers = enlarge(atlas, n_papers, vectors_path)
    records = [RecordFate("copies", row, paper.paper_id, "kept", paper.paper_id) for row, paper in enumerate(papers, 1)]
    given = Given([paper.text for paper in papers], np.load(vectors_path, mmap_mode="r"))
    corpus = Corpus(tuple(papers), tuple(records))
    del papers, records
    watch = Watch()
    manifest = build_atlas(corpus, folder / "atlas", BuildConfig(), cache=folder, progress=watch, embedder=given)
    watch.begin("end")
    return {
        "seconds": watch.seconds,
        "cpu_seconds": watch.cpu_seconds,
        "memory_mb": watch.memory_mb,
        "counts": manifest.counts,
    }


def peer(atlas: Path, n_papers: int, folder: Path) -> dict[str, Any]:
    """Let BERTopic's defaults find topics of the same papers, and a UMAP draw a map."""
    vectors_path = folder / "vectors.npy"
    texts = [paper.text for paper in enlarge(atlas, n_papers, vectors_path)]
    vectors = np.load(vectors_path).astype(np.float32)
    watch = Watch()
    watch.begin("topics")
    from bertopic import BERTopic
    from umap import UMAP

    topics, _ = BERTopic(embedding_model=None).fit_transform(texts, vectors)
    watch.begin("layout")
    UMAP(n_neighbors=15, n_components=2, metric="cosine").fit_transform(vectors)
    watch.begin("end")
    counts = {"topics_default": len(set(topics) - {-1}), "unassigned_default": sum(topic == -1 for topic in topics)}
    return {
        "seconds": watch.seconds,
        "cpu_seconds": watch.cpu_seconds,
        "memory_mb": watch.memory_mb,
        "counts": counts,
    }


def in_its_own_process(what: str, atlas: Path, n_papers: int) -> dict[str, Any]:
    """Run `build` or `peer` in a process of its own; give what it found."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.scale", str(atlas), "--one", what, str(n_papers), folder]
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The power of the number of papers with which the seconds grow."""
    return float(np.polyfit(np.log(sizes), np.log(np.maximum(seconds, 1e-3)), 1)[0])


def table(results: dict[int, dict[str, Any]], kind: str, digits: int) -> list[str]:
    """A row a stage, a column a size, in Markdown."""
    sizes = list(results)
    stages = [stage for stage in results[sizes[-1]][kind] if stage not in ("start", "end")]
    lines = [f"| | {' | '.join(f'{size:,}' for size in sizes)} | exponent |", "| --- " * (len(sizes) + 2) + "|"]
    values = {stage: [results[size][kind].get(stage, 0.0) for size in sizes] for stage in stages}
    columns = list(zip(*values.values(), strict=True))
    values["highest" if kind == "memory_mb" else "together"] = [
        max(column) if kind == "memory_mb" else sum(column) for column in columns
    ]
    for stage, row in values.items():
        power = f"{exponent(sizes, row):.2f}" if len(sizes) > 1 else ""
        lines.append(f"| {stage} | {' | '.join(f'{value:,.{digits}f}' for value in row)} | {power} |")
    return lines


def report(atlas: Path, ours: dict[int, dict[str, Any]], theirs: dict[int, dict[str, Any]]) -> None:
    """Print all tables."""
    titles = {"seconds": ("Seconds", 0), "cpu_seconds": ("Processor seconds", 0), "memory_mb": ("Memory, MB", 0)}
    for name, results in (("Topic Atlas", ours), ("BERTopic's defaults and a 2-D UMAP", theirs)):
        for kind, (title, digits) in titles.items() if results else ():
            print(f"\n{name}: {title.lower()}\n")
            print("\n".join(table(results, kind, digits)))
        for size, result in results.items():
            counts = {key: value for key, value in result["counts"].items() if key.startswith(("topics", "unassigned"))}
            print(f"\n{size:,} papers: {counts}")
    (embedding,) = [stage for stage in read_manifest(atlas).stages if stage.stage == "embed"]
    n_papers = read_manifest(atlas).counts["papers"]
    if not embedding.reused and len(ours) > 1:
        each = embedding.seconds / n_papers
        whole = [sum(result["seconds"].values()) + each * size for size, result in ours.items()]
        power = exponent(list(ours), whole)
        print(f"\nEmbedding took {each * 1000:.1f} ms a paper; with it the exponent is {power:.2f}.")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("atlas", type=Path, metavar="ATLAS", help="an atlas of tens of thousands of papers")
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, metavar="N", help="papers to build with")
    parser.add_argument("--peer-up-to", type=int, default=SIZES[0], metavar="N", help="largest size for BERTopic")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    atlas = arguments.atlas.absolute()
    if arguments.one:
        what, n_papers, folder = arguments.one
        print(json.dumps({"build": build, "peer": peer}[what](atlas, int(n_papers), Path(folder))))
        return
    ours, theirs = {}, {}
    for size in arguments.sizes:
        ours[size] = in_its_own_process("build", atlas, size)
        print(f"{size:,} papers: {sum(ours[size]['seconds'].values()):.0f} s", file=sys.stderr, flush=True)
        if size <= arguments.peer_up_to:
            theirs[size] = in_its_own_process("peer", atlas, size)
    report(atlas, ours, theirs)


if __name__ == "__main__":
    main()
