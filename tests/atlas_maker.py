"""Makes small atlases by hand, in memory or on disk, for tests that need known answers.

`TINY` is twelve invented papers in three levels of topics. All numbers in the tests that use it were counted by eye:

    topic                     level    papers (number in canonical order)
    10 learning machines      top      0 1 2 3 4 5 6
    11 batteries, cells       top      7 8 11
    0  retrieval, search      default  0 1 2 3
    1  graphs, networks       default  4 5 6
    2  solid electrolytes     default  7 8
    20 dense retrieval        fine     0 1
    21 query rewriting        fine     2 3
    22 graph networks         fine     4 5
    23 sulfide electrolytes   fine     7 8
    unassigned: 9 and 10 everywhere, 11 below the top, 6 at the fine level
"""

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from lib.atlas.manifest import Manifest
from lib.atlas.papers import attributes_table, papers_table, versions_table
from lib.atlas.reader import Atlas
from lib.atlas.schema import TABLES
from lib.atlas.writer import build_lock, new_atlas
from lib.core.config import BuildConfig
from lib.core.dates import PartialDate
from lib.core.paper import Paper, Version
from lib.core.quality import Quality
from lib.core.topic import LEVELS, UNASSIGNED, Level
from lib.explore.store import Store

NASTY_TITLE = "Étude of <b>graphs</b> &amp; $walks$ with :red[red] *stars* and `code`"
BUILT_AT = "2026-01-01T00:00:00Z"


@dataclass(frozen=True)
class Placed:
    """A paper with all that a build would find out about it. `near` are paper ids with their similarity."""

    paper: Paper
    topics: tuple[int, int, int] = (UNASSIGNED, UNASSIGNED, UNASSIGNED)
    confidence: float | None = None
    margin: float | None = None
    second: int | None = None
    place: tuple[float, float] = (0.0, 0.0)
    vector: tuple[float, ...] = (0.0, 0.0, 0.0, 1.0)
    near: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class MadeTopic:
    """A topic as it is written down; its size is counted."""

    topic_id: int
    level: Level
    parent_id: int | None
    label: str
    terms: tuple[tuple[str, float], ...] = (("term", 0.5),)
    exemplars: tuple[str, ...] = ()
    hue: float = 0.0
    shade: float = 0.5
    place: tuple[float, float] = (0.0, 0.0)
    stability: float | None = None
    label_inside: float | None = None
    label_outside: float | None = None
    written_label: str = ""


@dataclass(frozen=True)
class Made:
    """The whole content of an atlas."""

    papers: tuple[Placed, ...]
    topics: tuple[MadeTopic, ...]
    aliases: tuple[tuple[str, str], ...] = ()
    versions: tuple[Version, ...] = ()
    manifest: dict[str, Any] = field(default_factory=dict)


def paper(paper_id: str, title: str, date: str = "", abstract: str = "", **parts: Any) -> Paper:
    """A paper; its date as `2023`, `2023-01`, `2023-01-10`, or nothing."""
    kind, _, value = paper_id.partition(":")
    ids = {"arxiv": {"arxiv_id": value}, "doi": {"doi": value}, "pmid": {"pmid": value}}.get(kind, {})
    return Paper(
        **{
            "paper_id": paper_id,
            "title": title,
            "abstract": abstract,
            "date": PartialDate.parse(date) if date else None,
            "date_source": "given" if date else "none",
            "sources": ("made.csv",),
            **ids,
            **parts,
        }
    )


def _unit(x: float, y: float, z: float = 0.0, w: float = 0.0) -> tuple[float, ...]:
    return (x, y, z, w)


RETRIEVAL, GRAPHS, CELLS = _unit(1, 0), _unit(0.8, 0.6), _unit(0, 0, 1)

TINY = Made(
    papers=(
        Placed(
            paper(
                "arxiv:2301.00001",
                "Dense retrieval for long questions",
                "2023-01-10",
                "Questions of many words are cut into parts, and each part is searched for.",
                authors=("Ada Moor", "Bo Lindqvist", "Chen Wei", "Dita Novák", "Eli Stern"),
                attributes={"citations": 1200, "keywords": ("search", "questions")},
            ),
            (10, 0, 20),
            confidence=0.9,
            second=1,
            place=(0, 0),
            vector=RETRIEVAL,
            near=(("arxiv:2301.00002", 0.95), ("arxiv:2302.00003", 0.9), ("doi:10.5555/a3", 0.7)),
        ),
        Placed(
            paper(
                "arxiv:2301.00002",
                "Sparse and dense retrieval compared",
                "2023-01",
                "Both are run on the same questions.",
                authors=("Fay Oduya",),
                date_source="arxiv_id",
                attributes={"citations": 7},
            ),
            (10, 0, 20),
            confidence=0.8,
            place=(1, 0),
            vector=RETRIEVAL,
        ),
        Placed(
            paper("arxiv:2302.00003", "Rewriting queries with few examples", "2023-02-14", "Queries get better."),
            (10, 0, 21),
            confidence=0.7,
            place=(2, 0),
            vector=RETRIEVAL,
        ),
        Placed(
            paper("arxiv:2304.00004", "Queries that ask back", "2023-04", "A question returns a question."),
            (10, 0, 21),
            confidence=0.6,
            place=(3, 0),
            vector=RETRIEVAL,
        ),
        Placed(
            paper("doi:10.5555/a1", "Graph networks for molecules", "2023-04-30", "Molecules are graphs."),
            (10, 1, 22),
            confidence=0.95,
            place=(0, 10),
            vector=GRAPHS,
        ),
        Placed(
            paper("doi:10.5555/a2", NASTY_TITLE, "2023", "Walks go everywhere."),
            (10, 1, 22),
            confidence=0.5,
            place=(1, 10),
            vector=GRAPHS,
        ),
        Placed(
            paper("doi:10.5555/a3", "Graph search without training", "2023-05-02", "No training is needed."),
            (10, 1, UNASSIGNED),
            confidence=0.4,
            second=0,
            place=(2, 10),
            vector=GRAPHS,
        ),
        Placed(
            paper("doi:10.5555/b1", "Sulfide electrolytes at room temperature", "2023-07-01", "Ions move."),
            (11, 2, 23),
            confidence=1.0,
            place=(10, 0),
            vector=CELLS,
        ),
        Placed(
            paper("doi:10.5555/b2", "Cracks in solid electrolytes", "", "Cracks are found by sound."),
            (11, 2, 23),
            confidence=0.9,
            place=(10, 1),
            vector=CELLS,
        ),
        Placed(
            paper("pmid:1234567", "A survey that fits nowhere", "2023-03-05", "Surveys are long."),
            second=0,
            place=(5, 5),
        ),
        Placed(
            paper("t:aaaa", "Notes on nothing", flags=("no_abstract",), url="https://example.org/notes"), place=(6, 5)
        ),
        Placed(
            paper("t:bbbb", "zinc anodes for cheap cells", "2024-02", "Zinc is cheap."),
            (11, UNASSIGNED, UNASSIGNED),
            place=(9, 3),
            vector=CELLS,
        ),
    ),
    topics=(
        MadeTopic(0, "default", 10, "retrieval, search", (("retrieval", 0.4), ("queries", 0.3)), ("arxiv:2301.00001",)),
        MadeTopic(1, "default", 10, "graphs, networks", (("graph", 0.6),), ("doi:10.5555/a1",), 0.0, 0.8, (1, 10)),
        MadeTopic(2, "default", 11, "solid electrolytes", (("ions", 0.7),), ("doi:10.5555/b1",), 0.5, 0.5, (10, 0)),
        MadeTopic(10, "top", None, "learning machines", hue=0.0),
        MadeTopic(11, "top", None, "batteries, cells", hue=0.5, place=(10, 1)),
        MadeTopic(20, "fine", 0, "dense retrieval"),
        MadeTopic(21, "fine", 0, "query rewriting"),
        MadeTopic(22, "fine", 1, "graph networks"),
        MadeTopic(23, "fine", 2, "sulfide electrolytes", hue=0.5),
    ),
    aliases=(("doi:10.48550/arxiv.2301.00001", "arxiv:2301.00001"), ("pmid:99", "doi:10.5555/a1")),
)

JUDGED = dataclasses.replace(
    TINY,
    papers=tuple(
        dataclasses.replace(placed, margin=margin)
        for placed, margin in zip(TINY.papers, (0.6, None, None, None, None, None, 0.1, *(None,) * 5), strict=True)
    ),
    topics=tuple(
        dataclasses.replace(topic, stability=stability, label_inside=0.75, label_outside=0.125)
        for topic, stability in zip(TINY.topics, (0.8, 0.5, 0.95, 0.9, 0.9, 0.7, 0.7, 0.7, 0.7), strict=True)
    ),
    manifest={
        "quality": Quality(
            refits=10,
            coverage=0.75,
            stability=0.78,
            agreement=0.85,
            calibration_error=0.03,
            auc=0.8,
            coherence=0.3,
            diversity=0.9,
            structure=2.5,
        ),
        "warnings": ("The files were short.", "3 of 12 papers fit no topic: they are *unassigned*."),
    },
)
"""The same with all that a build can measure. Paper 6 is a bridge between topics 1 and 0; paper 0 is none."""


def atlas_in_memory(made: Made) -> Atlas:
    """The atlas as opening it would give it, without a folder."""
    return Atlas(
        folder=Path("nowhere"), manifest=_manifest(made, "memory"), search=None, **_tables(made), **_arrays(made)
    )


def store_of(made: Made, name: str = "tiny") -> Store:
    """An open atlas in memory."""
    return Store(name, atlas_in_memory(made))


def write_atlas(folder: Path, made: Made = TINY, *, replace: bool = False) -> Path:
    """Write the atlas as a build would; returns its folder."""
    with build_lock(folder), new_atlas(folder, replace=replace) as writer:
        for name, table in _tables(made).items():
            writer.table(name, table)
        writer.search_index(_tables(made)["papers"])
        writer.table("records", _records(made))
        writer.table("changes", TABLES["changes"].empty_table())
        for name, array in _arrays(made).items():
            writer.array(name, array)
        writer.manifest(_manifest(made, writer.fingerprint(), folder.name))
    return folder


def _manifest(made: Made, fingerprint: str, name: str = "tiny") -> Manifest:
    values: dict[str, Any] = {
        "name": name,
        "fingerprint": fingerprint,
        "built_at": BUILT_AT,
        "config": BuildConfig(),
        "counts": _counts(made),
        "embedding": {},
        "versions": {},
    }
    return Manifest(**{**values, **made.manifest})


def _counts(made: Made) -> dict[str, int]:
    counts = {"records": len(made.papers), "papers": len(made.papers), "merged": 0, "rejected": 0}
    counts["undated"] = sum(placed.paper.date is None for placed in made.papers)
    for place, level in enumerate(LEVELS):
        counts[f"topics_{level}"] = sum(topic.level == level for topic in made.topics)
        counts[f"unassigned_{level}"] = sum(placed.topics[place] == UNASSIGNED for placed in made.papers)
    return counts


def _tables(made: Made) -> dict[str, pa.Table]:
    papers = [placed.paper for placed in made.papers]
    sizes = [sum(topic.topic_id in placed.topics for placed in made.papers) for topic in made.topics]
    return {
        "papers": papers_table(papers),
        "attributes": attributes_table(papers),
        "aliases": _table("aliases", [{"alias": alias, "paper_id": paper_id} for alias, paper_id in made.aliases]),
        "versions": versions_table(made.versions),
        "assignments": _table("assignments", [_assignment(placed) for placed in made.papers]),
        "topics": _table("topics", [_topic(*pair) for pair in zip(made.topics, sizes, strict=True)]),
        "words": _table("words", [{"word": word, "papers": papers} for word, papers in _vocabulary(made).items()]),
    }


def _words_of(placed: Placed) -> Counter[str]:
    """Every word of four letters or more, as it stands but in lower case; a build counts phrases too."""
    return Counter(re.findall(r"[a-zé]{4,}", placed.paper.text.lower()))


def _vocabulary(made: Made) -> dict[str, int]:
    """The papers that have each word, in the order of the alphabet."""
    papers = Counter(word for placed in made.papers for word in _words_of(placed))
    return {word: papers[word] for word in sorted(papers)}


def _assignment(placed: Placed) -> dict[str, Any]:
    top, default, fine = placed.topics
    return {
        "paper_id": placed.paper.paper_id,
        "topic_top": top,
        "topic": default,
        "topic_fine": fine,
        "confidence": placed.confidence,
        "second_topic": placed.second,
        "margin": placed.margin,
    }


def _topic(topic: MadeTopic, size: int) -> dict[str, Any]:
    return {
        "topic_id": topic.topic_id,
        "level": topic.level,
        "parent_id": topic.parent_id,
        "label": topic.label,
        "size": size,
        "terms": [{"term": term, "weight": weight} for term, weight in topic.terms],
        "exemplars": list(topic.exemplars),
        "hue": topic.hue,
        "shade": topic.shade,
        "stability": topic.stability,
        "label_x": topic.place[0],
        "label_y": topic.place[1],
        "label_inside": topic.label_inside,
        "label_outside": topic.label_outside,
        "written_label": topic.written_label,
    }


def _records(made: Made) -> pa.Table:
    return _table(
        "records",
        [
            {
                "file": "made.csv",
                "record": number,
                "source_id": placed.paper.paper_id,
                "fate": "kept",
                "paper_id": placed.paper.paper_id,
                "reason": "",
            }
            for number, placed in enumerate(made.papers, start=1)
        ],
    )


def _table(name: str, rows: Sequence[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=TABLES[name])


def _arrays(made: Made) -> dict[str, np.ndarray]:
    index = {placed.paper.paper_id: row for row, placed in enumerate(made.papers)}
    neighbors = np.full((len(made.papers), 3), -1, dtype=np.int32)
    similarities = np.zeros((len(made.papers), 3), dtype=np.float16)
    for row, placed in enumerate(made.papers):
        near = [(index[paper_id], similarity) for paper_id, similarity in placed.near if paper_id in index]
        for place, (neighbor, similarity) in enumerate(near):
            neighbors[row, place], similarities[row, place] = neighbor, similarity
    arrays = {
        "embeddings": np.array([placed.vector for placed in made.papers], dtype=np.float16).reshape(-1, 4),
        "neighbors": neighbors,
        "similarities": similarities,
        "layout": np.array([placed.place for placed in made.papers], dtype=np.float32).reshape(-1, 2),
        **_word_arrays(made),
    }
    for array in arrays.values():
        array.flags.writeable = False
    return arrays


def _word_arrays(made: Made) -> dict[str, np.ndarray]:
    row_of = {word: row for row, word in enumerate(_vocabulary(made))}
    words = [sorted((row_of[word], n) for word, n in _words_of(placed).items()) for placed in made.papers]
    ids, counts = (np.array([pair[place] for pairs in words for pair in pairs]) for place in (0, 1))
    return {
        "word_starts": np.cumsum([0, *map(len, words)], dtype=np.int64),
        "word_ids": ids.astype(np.int32),
        "word_counts": counts.astype(np.uint8),
    }
