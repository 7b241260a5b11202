"""What reading costs: files read, cleaned and made into papers, beside pandas, which reads and drops equal rows.

    python -m benchmarks.ingest arxiv_part0.csv.xz
    python -m benchmarks.ingest arxiv_part0.csv.xz --gigabytes 0.2

Three inputs are made of each file: the file itself, JSON Lines of so many gigabytes with its records over and over (all
but the first are repeats, so memory must not grow with them), and a quarter as much where every record is a paper of
its own: new ids, a word changed in each title, abstracts of sentences drawn from all abstracts. Ours reads as the
product does, in a process of its own, with all cleaning, dates, languages and near copies. Each measurement is a
process of its own, whose memory is looked at ten times a second, with that of all that it starts: told is the highest
sum, less what the program takes before it reads.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import psutil

ROOT: Final = Path(__file__).resolve().parents[1]
SHARE_OF_NEW: Final = 0.25
"""Size of the input that is all new papers, as a share of the one that is nearly all repeats."""
_LOOK_SECONDS: Final = 0.1
_SENTENCE_END: Final = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")


def ours(path: Path) -> dict[str, Any]:
    """Read a file as the product does."""
    from lib.ingest import read_corpus
    from lib.ingest.isolated import Isolated

    ready()
    with Isolated() as isolated:
        corpus = read_corpus([path], read=isolated.read_file)
    return {"records": len(corpus.records), "papers": len(corpus.papers)}


def pandas(path: Path) -> dict[str, Any]:
    """Read a file with pandas, all values as texts, and drop equal rows."""
    import pandas as pd

    ready()
    if ".json" in path.name:
        chunks = pd.read_json(path, lines=True, chunksize=50_000, dtype=False)
        table = pd.concat(chunks, ignore_index=True)
    else:
        table = pd.read_csv(path, dtype=str)
    return {"records": len(table), "papers": len(table.drop_duplicates())}


def ready() -> None:
    """Tell the process that measures that reading begins."""
    print("ready", flush=True)


def records_of(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file as they stand there."""
    from lib.ingest.inputs import find_inputs
    from lib.ingest.reader import NO_OPTIONS, RawRecord
    from lib.ingest.registry import find_reader

    (entry,) = find_inputs([path])
    reader = find_reader(entry.source.head(), path.name)
    if reader is None:
        raise SystemExit(f"{path} holds no papers in a form that is known here; give a file that `read` takes.")
    for raw in reader.read(entry.source, NO_OPTIONS):
        if isinstance(raw, RawRecord):
            yield dict(raw.values)


def write_repeats(records: list[dict[str, Any]], path: Path, size: float) -> None:
    """Write records over and over, up to so many bytes."""
    lines = [json.dumps(record, ensure_ascii=False, default=str) + "\n" for record in records]
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < size:
            file.writelines(lines)


def write_new(records: list[dict[str, Any]], path: Path, size: float) -> None:
    """Write papers made of those that there are, none of them a version of another, up to so many bytes."""
    chance = random.Random(0)  # noqa: S311 - a draw that can be drawn again
    sentences = [part for record in records for part in _SENTENCE_END.split(str(record.get("abstract") or ""))]
    number = 0
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < size:
            for record in records:
                number += 1
                words = str(record.get("title") or "").split() or ["Untitled"]
                words[chance.randrange(len(words))] = f"{chance.choice(words).lower()}{number}"
                n_sentences = len(_SENTENCE_END.split(str(record.get("abstract") or "")))
                made = {
                    "id": f"made-{number}",
                    "title": " ".join(words),
                    "abstract": " ".join(chance.choices(sentences, k=n_sentences)),
                }
                kept = {name: value for name, value in record.items() if not name.endswith("id") and name not in made}
                file.write(json.dumps(made | kept, ensure_ascii=False, default=str) + "\n")
                if file.tell() >= size:
                    break


def measured(what: str, path: Path) -> dict[str, Any]:
    """Run `ours` or `pandas` in a process of its own; give what it counted, its seconds and its memory."""
    command = [sys.executable, "-m", "benchmarks.ingest", str(path), "--one", what]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        before, began = memory_of(process.pid), time.perf_counter()
        most = before
        while process.poll() is None:
            most = max(most, memory_of(process.pid))
            time.sleep(_LOOK_SECONDS)
        found: dict[str, Any] = json.loads(process.stdout.read())
        found["seconds"] = time.perf_counter() - began
    found["memory"] = most - before
    return found


def memory_of(pid: int) -> int:
    """Bytes that a process and all that came of it hold; pages that they share count for each."""
    total = 0
    with suppress(psutil.NoSuchProcess):
        own = psutil.Process(pid)
        for process in (own, *own.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                total += process.memory_info().rss
    return total


def row(name: str, mine: dict[str, Any], theirs: dict[str, Any]) -> str:
    """A row of the table."""
    cells = [name, f"{mine['records']:,}", f"{mine['papers']:,}"]
    for found in (mine, theirs):
        per_second = found["records"] / found["seconds"]
        cells += [f"{found['seconds']:,.0f}", f"{found['processor']:,.0f}", f"{per_second:,.0f}"]
    cells.append(f"{mine['processor'] / theirs['processor']:.1f}")
    for found in (mine, theirs):
        cells += [f"{found['memory'] / 1e6:,.0f}", f"{found['memory'] / found['papers'] / 1e3:,.1f}"]
    cells.append(f"{mine['memory'] / theirs['memory']:.2f}")
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a file with papers")
    parser.add_argument("--gigabytes", type=float, default=1.0, metavar="N", help="size of the JSON Lines (default: 1)")
    parser.add_argument("--one", choices=("ours", "pandas"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        found = {"ours": ours, "pandas": pandas}[arguments.one](arguments.files[0])
        times = os.times()
        busy = times.user + times.system + times.children_user + times.children_system
        print(json.dumps(found | {"processor": busy}))
        return
    print("| | records | papers | ours, s | processor s | records/s | pandas, s | processor s | records/s ", end="")
    print("| ratio of processor s | ours, MB | kB a paper | pandas, MB | kB a paper | ratio of MB |")
    print("| --- " * 15 + "|")
    with tempfile.TemporaryDirectory() as folder:
        for path in map(Path.absolute, arguments.files):
            made = Path(folder) / "made.jsonl"
            size = arguments.gigabytes * 1e9
            measure_and_print(path.name, path)
            write_repeats(list(records_of(path)), made, size)
            measure_and_print(f"its records over and over, {size / 1e6:,.0f} MB", made)
            write_new(list(records_of(path)), made, size * SHARE_OF_NEW)
            measure_and_print(f"new papers, {size * SHARE_OF_NEW / 1e6:,.0f} MB", made)


def measure_and_print(name: str, path: Path) -> None:
    """Measure a file both ways."""
    print(row(name, measured("ours", path), measured("pandas", path)), flush=True)


if __name__ == "__main__":
    main()
