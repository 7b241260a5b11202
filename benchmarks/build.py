"""What a build costs, stage by stage, beside BERTopic's defaults: `python -m benchmarks.build PATH... [--limit N]`.

Both get the same papers and run one after the other in the same call, each in a process of its own and with nothing
kept from earlier, since a machine's speed drifts: the ratios are what to quote. Where others use the machine too,
processor seconds say more than the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from lib.atlas.manifest import Manifest, read_manifest
from lib.atlas.papers import papers_table
from lib.core.config import BuildConfig
from lib.core.estimate import estimate
from lib.ingest import read_corpus

ROOT = Path(__file__).resolve().parents[1]


def build(papers: Path, folder: Path) -> Manifest:
    """Build an atlas with an empty cache."""
    command = [sys.executable, "-m", "lib", "build", str(papers), "--out", str(folder / "atlas")]
    environment = {**os.environ, "TOPIC_ATLAS_HOME": str(folder)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return read_manifest(folder / "atlas")


def peer(papers: Path) -> dict[str, Any]:
    """Run BERTopic with its defaults."""
    command = [sys.executable, "-m", "benchmarks.peer", str(papers)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def children_seconds() -> float:
    """Processor seconds of all processes that were started and have ended; zero where the system does not tell."""
    times = os.times()
    return times.children_user + times.children_system


def table(manifest: Manifest, other: dict[str, Any], cpu: tuple[float, float]) -> str:
    """Both side by side, in Markdown. `cpu` is the processor seconds of both."""
    ours = {cost.stage: cost.seconds for cost in manifest.stages}
    theirs = other["seconds"]
    rows = [
        ("Embedding", ours["embed"], theirs["import"] + theirs["embed"]),
        ("Neighbours, clusters, terms", sum(ours[name] for name in ("graph", "cluster", "topics")), theirs["topics"]),
        ("Refits, for stability and confidence", ours["refit"], None),
        ("Map", ours["layout"], theirs["map"]),
        ("Writing", ours["write"], None),
        ("Together", sum(ours.values()), sum(theirs.values())),
    ]
    lines = ["| | Topic Atlas, s | BERTopic's defaults, s | ratio |", "| --- | --- | --- | --- |"]
    for name, mine, its in rows:
        ratio = f"{mine / its:.2f}" if its else ""
        lines.append(f"| {name} | {mine:.1f} | {'' if its is None else f'{its:.1f}'} | {ratio} |")
    if all(cpu):
        lines.append(f"| Together, processor s | {cpu[0]:.1f} | {cpu[1]:.1f} | {cpu[0] / cpu[1]:.2f} |")
    counts, peak = manifest.counts, max(cost.peak_memory_mb for cost in manifest.stages)
    memory = other["peak_memory_mb"]
    lines.append(f"| Peak memory, MB | {peak:,.0f} | {memory:,} | {peak / memory:.2f} |")
    levels = " / ".join(str(counts[f"topics_{level}"]) for level in ("top", "default", "fine"))
    lines.append(f"| Topics | {levels} | {other['topics']} | |")
    lines.append(f"| Papers without a topic | {counts['unassigned_default']:,} | {other['unassigned']:,} | |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files with papers")
    parser.add_argument("--limit", type=int, help="take so many papers, evenly spread")
    arguments = parser.parse_args()
    papers = read_corpus(arguments.paths).papers
    papers = papers[:: max(1, len(papers) // arguments.limit)][: arguments.limit] if arguments.limit else papers
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "papers.parquet"
        pq.write_table(papers_table(papers), path)
        began = children_seconds()
        manifest = build(path, Path(name))
        built = children_seconds()
        other = peer(path)
        cpu = built - began, children_seconds() - built
    cores = os.cpu_count() or 1
    print(
        f"{len(papers):,} papers, {cores} cores. Told beforehand: {estimate(len(papers), BuildConfig()).for_people()}"
    )
    print()
    print(table(manifest, other, cpu))


if __name__ == "__main__":
    main()
