"""Clusters -> topics: numbered, named, with exemplars, colours and places; and each paper's membership."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import LEVELS, UNASSIGNED, Level, Term, Topic
from lib.pipeline.cluster import Clusters
from lib.pipeline.coherence import term_quality
from lib.pipeline.confidence import Calibration, confidence
from lib.pipeline.counting import TermCounts, count_terms
from lib.pipeline.graph import NeighborGraph
from lib.pipeline.labels import make_labels
from lib.pipeline.membership import Membership, exemplars, membership
from lib.pipeline.places import hues, label_place, shades, spread_hues
from lib.pipeline.refits import Refits

VERSION = 13
STEPS = 3 + len(LEVELS)
"""How often a paper is dealt with: read twice, named at each level, judged."""


@dataclass(frozen=True, slots=True, eq=False)
class Topics:
    """All topics of an atlas, and the topic of each paper at each level."""

    topics: tuple[Topic, ...]
    topic_of: dict[Level, NDArray[np.int32]]
    membership: Membership
    calibration: Calibration | None
    """How well the papers' confidence holds; None where there were no refits."""
    coherence: float | None
    diversity: float | None
    """Of the terms of the default level."""
    words: TermCounts
    """What all papers say, from which the terms were chosen."""


def make_topics(
    clusters: Clusters,
    *,
    texts: Sequence[str],
    paper_ids: Sequence[str],
    embeddings: NDArray[np.float32],
    graph: NeighborGraph,
    layout: NDArray[np.float32],
    refits: Refits,
    advance: Callable[[int], None] = lambda _: None,
) -> Topics:
    """Make topics of clusters.

    Topic ids are unique in the atlas: the default level has 0.., then the top level, then the fine one, each by size
    and then by its first paper. `advance` is told of each paper STEPS times.
    """
    from lib.pipeline.engine import level_terms

    topic_of = number_topics({level: getattr(clusters, level) for level in LEVELS})
    ids = {level: [int(topic) for topic in np.unique(topic_of[level]) if topic >= 0] for level in LEVELS}
    rows = {topic: np.flatnonzero(topic_of[level] == topic) for level in LEVELS for topic in ids[level]}
    parent_of: dict[int, int | None] = dict.fromkeys(ids["top"])
    for above, level in pairwise(LEVELS):
        parent_of |= {topic: int(topic_of[above][rows[topic][0]]) for topic in ids[level]}

    counts = count_terms(texts, fewest_papers=fewest_papers(len(texts)), advance=advance)
    terms: dict[int, tuple[Term, ...]] = {}
    for level in LEVELS:
        terms |= level_terms(topic_of[level], embeddings, counts)
        advance(len(texts))
    typical = {topic: exemplars(members, embeddings) for topic, members in rows.items()}
    labels = make_labels(
        terms,
        rows,
        counts,
        parent_of=parent_of,
        levels=[ids[level] for level in LEVELS],
        titles={topic: texts[found[0]].strip().partition("\n")[0] for topic, found in typical.items()},
    )
    places = {topic: label_place(layout[members]) for topic, members in rows.items()}
    hue_of = dict(zip(ids["top"], hues([places[topic] for topic in ids["top"]]), strict=True))
    shade_of = shades(ids["top"], ids["default"], ids["fine"], parent_of)
    hue_of |= spread_hues(hue_of, shade_of, parent_of)
    stability_of = {
        topic: float(refits.stability[level][getattr(clusters, level)[rows[topic][0]]])
        for level in LEVELS
        for topic in ids[level]
        if len(refits.stability[level])
    }
    topics = tuple(
        Topic(
            topic_id=topic,
            level=level,
            parent_id=parent_of[topic],
            label=labels[topic].text,
            size=len(rows[topic]),
            terms=terms[topic],
            exemplars=tuple(paper_ids[row] for row in typical[topic]),
            hue=hue_of[topic],
            shade=shade_of[topic],
            label_x=places[topic][0],
            label_y=places[topic][1],
            label_inside=labels[topic].inside,
            label_outside=labels[topic].outside,
            stability=stability_of.get(topic),
        )
        for level in LEVELS
        for topic in ids[level]
    )
    place = membership(topic_of["default"], graph)
    surely, calibrated = confidence(topic_of["default"], place, embeddings, graph, refits.landed, clusters.strength)
    said = term_quality({"default": [[term.term for term in terms[topic]] for topic in ids["default"]]}, texts)
    advance(len(texts))
    return Topics(
        tuple(sorted(topics, key=lambda topic: topic.topic_id)),
        topic_of,
        replace(place, confidence=surely),
        calibrated,
        said["default"].coherence,
        said["default"].diversity,
        counts,
    )


def fewest_papers(n_papers: int) -> int:
    """Papers that a term needs in a corpus of this size: 1 for a handful, 2 for hundreds, 40 for 120,000."""
    return 1 if n_papers < 20 else max(2, n_papers // 3000)


def number_topics(clusters: dict[Level, NDArray[np.int32]]) -> dict[Level, NDArray[np.int32]]:
    """Number clusters over all levels: the default level first, within a level by size, then by the first paper."""
    numbered: dict[Level, NDArray[np.int32]] = {}
    start = 0
    order: tuple[Level, ...] = ("default", "top", "fine")
    for level in order:
        names, first, sizes = np.unique(clusters[level], return_index=True, return_counts=True)
        real = names != UNASSIGNED
        names, first, sizes = names[real], first[real], sizes[real]
        by_size = np.lexsort((first, -sizes))
        new = np.full(int(names.max(initial=-1)) + 2, UNASSIGNED, dtype=np.int32)
        new[names[by_size]] = np.arange(start, start + len(names), dtype=np.int32)
        # UNASSIGNED is -1 and so reads the last place, which is UNASSIGNED.
        numbered[level] = new[clusters[level]]
        start += len(names)
    return numbered
