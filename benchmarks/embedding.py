"""How fast papers are embedded, beside sentence-transformers' default: `python -m benchmarks.embedding PATH...`.

Both embed the same papers in turns in one process, since a machine's speed drifts, with the same number of threads.
Beside the rates stands what the processor could do if it did nothing but the model's matrix products.
Where others use the machine too, processor seconds with `--threads 1` say most: threads that wait for each other
count as work.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from lib.ingest import read_corpus
from lib.pipeline.model import MAX_TOKENS, SentenceModel, bundled_folder

_PRODUCT = 1536
_TIMES = 6


def operations(tokens: float) -> float:
    """Floating-point operations of the bundled model's matrix products for one paper of so many tokens."""
    config = json.loads((bundled_folder() / "config.json").read_text(encoding="utf-8"))
    width, inner = config["hidden_size"], config["intermediate_size"]
    by_weights = 2 * tokens * (4 * width * width + 2 * width * inner)
    in_attention = 2 * tokens * tokens * 2 * width
    return float(config["num_hidden_layers"] * (by_weights + in_attention))


def product_rate(precision: torch.dtype, threads: int) -> tuple[float, float]:
    """Floating-point operations a second in large matrix products: by the clock and by processor seconds."""
    size = _PRODUCT
    pairs = [tuple(torch.randn(size, size).to(precision) for _ in range(2)) for _ in range(threads)]

    def multiply(pair: tuple[torch.Tensor, ...]) -> None:
        with torch.inference_mode():
            for _ in range(_TIMES):
                torch.mm(*pair)

    with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        list(pool.map(multiply, pairs))
        seconds = measured(lambda: list(pool.map(multiply, pairs)))
    torch.set_num_threads(threads)
    done = threads * _TIMES * 2 * size**3
    return done / seconds[0], done / seconds[1]


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files with papers")
    parser.add_argument("--limit", type=int, default=256, help="take so many papers, evenly spread (256)")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each (5)")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads(), help="by default PyTorch's own number")
    parser.add_argument("--model", help="folder or name of another model; there is no bound for it")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    papers = read_corpus(arguments.paths).papers
    texts = [paper.text for paper in papers[:: max(1, len(papers) // arguments.limit)][: arguments.limit]]

    default = SentenceTransformer(arguments.model or str(bundled_folder()))
    default.max_seq_length = min(default.max_seq_length or MAX_TOKENS, MAX_TOKENS)
    ours = SentenceModel(arguments.model) if arguments.model else SentenceModel()
    choosing, _ = measured(lambda: ours.path)
    lengths = [len(ids) for ids in default.tokenizer(texts, truncation=True, max_length=MAX_TOKENS)["input_ids"]]
    tokens = statistics.mean(lengths)

    def by_default() -> Any:
        return default.encode(texts, batch_size=32, normalize_embeddings=True, show_progress_bar=False)

    ways: dict[str, Callable[[], Any]] = {"default": by_default, "ours": lambda: ours.encode(texts)}
    exact, made = (ways[name]() for name in ways)
    cosines = np.einsum("ij,ij->i", exact, made)
    rates: dict[str, list[tuple[float, float]]] = {name: [] for name in (*ways, "float32", "bfloat16")}
    for _ in range(arguments.rounds):
        for name, way in ways.items():
            clock, processor = measured(way)
            rates[name].append((len(texts) / clock, len(texts) / processor))
        if not arguments.model:
            for name in ("float32", "bfloat16"):
                speed = product_rate(getattr(torch, name), arguments.threads)
                rates[name].append((speed[0] / operations(tokens), speed[1] / operations(tokens)))

    print(f"{len(texts):,} papers, {tokens:.0f} tokens each, {arguments.threads} threads. Path: {ours.path}")
    print(f"(chosen in {choosing:.0f} s). Cosine to float32: least {cosines.min():.5f}, mean {cosines.mean():.5f}.")
    print()
    print("| papers a second | median | best | per processor second | ratio of medians | per processor second |")
    print("| --- | --- | --- | --- | --- | --- |")
    names = {
        "default": "sentence-transformers' default",
        "ours": "Topic Atlas",
        "float32": "matrix products alone, float32",
        "bfloat16": "matrix products alone, bfloat16",
    }
    for name, measures in rates.items():
        if measures:
            pairs = list(zip(measures, rates["default"], strict=True))
            ratios = [statistics.median(mine[which] / its[which] for mine, its in pairs) for which in (0, 1)]
            clock, processor = zip(*measures, strict=True)
            print(
                f"| {names[name]} | {statistics.median(clock):.1f} | {max(clock):.1f} | "
                f"{statistics.median(processor):.1f} | {ratios[0]:.2f} | {ratios[1]:.2f} |"
            )


if __name__ == "__main__":
    main()
