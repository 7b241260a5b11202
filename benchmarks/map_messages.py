"""What the map sends to the browser, in bytes, by number of papers: `python -m benchmarks.map_messages ATLAS`.

The papers of an atlas are drawn at random, or repeated beside their places, until there are as many as wanted; its
topics and labels stay. What goes by an address comes once and is kept by the browser; the message comes again with each
change of the view.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lib.atlas.reader import open_atlas
from lib.charts.palette import topic_color
from lib.core.topic import Level
from lib.explore.coloring import MOST_STEPS, Coloring, coloring_of, coloring_of_match, colorings
from lib.explore.found import Found
from lib.explore.store import Mask, Store
from lib.server.dates import encode_dates
from lib.server.points import encode_points, sample_papers
from lib.ui.map import MapColoring, MapLabel, MapPayload, MapPicture, MapTopic
from lib.ui.map.payload import payload_to_json

SIZES = (3_000, 30_000, 120_000, 240_000, 400_000)


@dataclass(frozen=True)
class Papers:
    """Some papers of an atlas, or more than it has."""

    layout: NDArray[np.float32]
    topic_rows: Mapping[Level, NDArray[np.int32]]
    numbers: NDArray[np.int64]


def drawn(store: Store, n: int, random: np.random.Generator) -> Papers:
    """That many papers in canonical order, each next to its repeats."""
    repeats = -(-n // store.n_papers)
    numbers = np.sort(random.permutation(np.tile(np.arange(store.n_papers), repeats))[:n])
    jitter = random.normal(0, 0.01, (n, 2)).astype(np.float32)
    rows = {level: rows[numbers] for level, rows in store.topic_rows.items()}
    return Papers(store.layout[numbers] + jitter, rows, numbers)


def message(store: Store, in_view: Mask | None, coloring: MapColoring | None) -> int:
    """Bytes of the message with these papers in view, some 500 of them selected."""
    topics = tuple(
        MapTopic(topic.topic_id, topic.name, topic_color(topic, dark=False), topic_color(topic, dark=True))
        for topic in store.topics
    )
    labels = tuple(
        MapLabel(topic.label_x, topic.label_y, topic.level, topic.topic_id, topic.size, topic.name)
        for topic in store.topics
    )
    payload = MapPayload(
        version=store.fingerprint,
        points_url="/points",
        plotly_url="/plotly.js",
        paper_url="/paper/",
        level="default",
        topics=topics,
        labels=labels,
        in_view=in_view,
        selected=None if in_view is None else in_view & (np.arange(len(in_view)) % (len(in_view) // 1000) == 0),
        focus=None,
        dark=None,
        height=640,
        alt="Map.",
        picture=MapPicture("Map", "All papers.", "map"),
        coloring=coloring,
    )
    return len(json.dumps(payload_to_json(payload, key="map", region=None)))


def squeezed(codes: NDArray[np.uint8]) -> int:
    """Bytes of codes as they go over the wire."""
    return len(gzip.compress(codes.tobytes(), compresslevel=9))


def measure(store: Store, n: int) -> list[str]:
    """One row of the table."""
    random = np.random.default_rng(0)
    papers = drawn(store, n, random)
    points = len(encode_points(papers, sample_papers(papers)))
    dates = encode_dates(store.date_first[papers.numbers], store.date_precision[papers.numbers])
    n_steps = MOST_STEPS if n <= 150_000 else MOST_STEPS // 2
    codes = [coloring_of(store, key) for key in colorings(store, is_search=False)]
    halved = [
        np.where(found.codes < MOST_STEPS, found.codes // (MOST_STEPS // n_steps), found.codes).astype(np.uint8)
        for found in codes
        if found is not None
    ]
    # Repeats stand side by side, which no real corpus has: drawn anew they squeeze as real ones do.
    largest = max(squeezed(random.permutation(one[papers.numbers])) for one in halved)
    worst = squeezed(random.integers(0, n_steps, n).astype(np.uint8))
    half = random.random(n) < 0.5
    url = MapColoring(Coloring("Field", True, n_steps, np.zeros(n, dtype=np.uint8)), url="/colors")
    found = coloring_of_match(Found(half, random.random(n).astype(np.float32)), half)
    assert found is not None
    first = points + len(gzip.compress(dates)) + message(store, None, None)
    figures = [
        points,
        len(gzip.compress(dates)),
        message(store, None, None),
        first,
        message(store, half, None),
        largest,
        worst,
        message(store, half, url) + largest,
        message(store, half, url) + worst,
        message(store, half, MapColoring(found, is_of_view=True)),
    ]
    return [f"{n:,}", *(f"{figure / 1000:,.0f}" for figure in figures)]


def main() -> None:
    """Print the table, in kB."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("atlas", type=Path)
    store = Store("atlas", open_atlas(parser.parse_args().atlas))
    columns = (
        "papers", "points", "dates", "message, all in view", "first view together", "message, half in view",
        "codes of the largest field", "codes at worst", "message and codes", "message and codes at worst",
        "message, coloured by match",
    )  # fmt: skip
    print(f"| {' | '.join(columns)} |")
    print(f"| {' | '.join('---' for _ in columns)} |")
    for n in SIZES:
        print(f"| {' | '.join(measure(store, n))} |")


if __name__ == "__main__":
    main()
