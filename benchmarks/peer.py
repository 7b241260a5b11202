"""The peer of a build: BERTopic with all its defaults, and a 2-D UMAP for the map, on the papers of a Parquet file.

Run by benchmarks/build.py in a process of its own; prints seconds per stage and the peak memory as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pyarrow.parquet as pq

SECONDS: dict[str, float] = {}


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Measure a block."""
    began = time.perf_counter()
    yield
    SECONDS[name] = round(time.perf_counter() - began, 2)


def main(path: str) -> None:
    """Embed, find topics, draw a map."""
    table = pq.read_table(path, columns=["title", "abstract"])
    texts = [f"{row['title']}\n{row['abstract']}".strip() for row in table.to_pylist()]
    with stage("import"):
        from bertopic import BERTopic
        from sentence_transformers import SentenceTransformer
        from umap import UMAP

        from lib.pipeline.model import bundled_folder

        model = SentenceTransformer(str(bundled_folder()), device="cpu")
    with stage("embed"):
        embeddings = model.encode(texts)
    with stage("topics"):
        topics, _ = BERTopic(embedding_model=model).fit_transform(texts, embeddings)
    with stage("map"):
        UMAP(n_neighbors=15, n_components=2, metric="cosine").fit_transform(embeddings)
    memory = psutil.Process().memory_info()
    result = {
        "seconds": SECONDS,
        "peak_memory_mb": round(getattr(memory, "peak_wset", 0) / 2**20 or _unix_peak_mb()),
        "topics": len(set(topics) - {-1}),
        "unassigned": sum(topic == -1 for topic in topics),
    }
    print(json.dumps(result))


def _unix_peak_mb() -> float:
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


if __name__ == "__main__":
    main(sys.argv[1])
