"""An open atlas made ready for questions: columns as arrays, ids looked up, nothing copied twice.

One store is shared by all sessions that look at the atlas; it never changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lib.atlas.papers import papers_at
from lib.atlas.reader import Atlas
from lib.atlas.search_index import SearchIndex, index_in_memory
from lib.core.dates import PartialDate, from_parts
from lib.core.ids import links
from lib.core.paper import Paper
from lib.core.topic import ASSIGNMENT_COLUMNS, LEVELS, UNASSIGNED, Level, Term, Topic
from lib.explore.keeping import is_misplaced

Mask = NDArray[np.bool_]
"""One truth value for each paper, shape (n_papers,)."""


class Store:
    """An open atlas with its papers numbered 0..n_papers-1 in canonical order."""

    def __init__(self, name: str, atlas: Atlas) -> None:
        self.name = name
        self.atlas = atlas
        self.kept: dict[Callable[..., Any], Callable[..., Any]] = {}
        """What `kept_with_store` keeps, by function."""
        self.topics = tuple(_topic(row) for row in atlas.topics.to_pylist())
        self.topic_by_id = {topic.topic_id: topic for topic in self.topics}
        self.topic_ids: dict[Level, NDArray[np.int32]] = {
            level: _numpy(atlas.assignments, column, np.int32) for level, column in ASSIGNMENT_COLUMNS.items()
        }
        self.confidence = _numpy(atlas.assignments, "confidence", np.float32)
        self.margin = _numpy(atlas.assignments, "margin", np.float32)
        self.second_topic = _numpy(atlas.assignments, "second_topic", np.int32, missing=UNASSIGNED)
        self.date_precision = np.asarray(atlas.papers["date_precision"].to_pylist(), dtype=object)
        self.date_first, self.date_last = _intervals(atlas.papers, self.date_precision)
        self._making = Lock()
        self._search_in_memory: SearchIndex | None = None

    @property
    def n_papers(self) -> int:
        """Number of papers in the corpus."""
        return self.atlas.n_papers

    @property
    def fingerprint(self) -> str:
        """Hash of the atlas's content; part of every address and cache key made from it."""
        return self.atlas.manifest.fingerprint

    @property
    def built_on(self) -> np.datetime64:
        """The day on which the atlas was built, NaT where its manifest does not say."""
        try:
            return np.datetime64(self.atlas.manifest.built_at[:10], "D")
        except ValueError:
            return np.datetime64("NaT", "D")

    @property
    def layout(self) -> NDArray[np.float32]:
        """Places on the map, shape (n_papers, 2)."""
        return self.atlas.layout

    @property
    def is_dated(self) -> NDArray[np.bool_]:
        """Whether each paper has a date of any precision, shape (n_papers,)."""
        return ~np.isnat(self.date_first)

    @cached_property
    def paper_ids(self) -> list[str]:
        """The papers' ids in canonical order."""
        ids: list[str] = self.atlas.papers["paper_id"].to_pylist()
        return ids

    @cached_property
    def topic_rows(self) -> dict[Level, NDArray[np.int32]]:
        """Each paper's topic as a row number of `topics`, UNASSIGNED where it has none, by level."""
        row_of = np.full(max(self.topic_by_id, default=0) + 2, UNASSIGNED, dtype=np.int32)
        for row, topic in enumerate(self.topics):
            row_of[topic.topic_id] = row
        # Index -1, unassigned, meets the spare last entry, which stays UNASSIGNED.
        return {level: row_of[ids] for level, ids in self.topic_ids.items()}

    @cached_property
    def _index_by_alias(self) -> dict[str, int]:
        index = {paper_id: row for row, paper_id in enumerate(self.paper_ids)}
        aliases = self.atlas.aliases.to_pydict()
        known = {
            alias: index[paper_id]
            for alias, paper_id in zip(aliases["alias"], aliases["paper_id"], strict=True)
            if paper_id in index
        }
        return known | index

    @cached_property
    def versions(self) -> dict[int, tuple[int, ...]]:
        """The papers that have other versions in the atlas, each with all papers of its group, in canonical order."""
        groups: dict[str, list[int]] = {}
        for row in self.atlas.versions.to_pylist():
            groups.setdefault(row["group"], []).append(self._index_by_alias[row["paper_id"]])
        return {member: tuple(sorted(group)) for group in groups.values() for member in group}

    @property
    def search_index(self) -> SearchIndex:
        """The keyword index, made in memory where the atlas was built before there was one."""
        return self.atlas.search or self.search_in_memory

    @property
    def search_in_memory(self) -> SearchIndex:
        """A keyword index made of the papers on first use; others who ask for it wait rather than make it too."""
        # A cached property has one lock for all stores: whoever searches another atlas would wait as well.
        with self._making:
            if self._search_in_memory is None:
                self._search_in_memory = index_in_memory(self.atlas.papers)
            return self._search_in_memory

    def index_of(self, paper_id: str) -> int | None:
        """Find a paper by its id, or by one under which it was known; None if the atlas has no such paper."""
        return self._index_by_alias.get(paper_id)

    def indices_of(self, paper_ids: Sequence[str]) -> list[int]:
        """Find papers by their ids, in that order, each once; unknown ids are left out."""
        found = (self._index_by_alias.get(paper_id) for paper_id in paper_ids)
        return list(dict.fromkeys(index for index in found if index is not None))

    def topics_at(self, level: Level) -> list[Topic]:
        """The topics of one level, largest first."""
        return sorted((t for t in self.topics if t.level == level), key=lambda t: (-t.size, t.topic_id))

    def topic_of(self, index: int, level: Level = "default") -> Topic | None:
        """A paper's topic at a level, None where it has none."""
        return self.topic_by_id.get(int(self.topic_ids[level][index]))

    def label(self, topic_id: int) -> str:
        """A topic's name for people."""
        topic = self.topic_by_id.get(topic_id)
        return topic.name if topic else "Unassigned"

    def date_of(self, index: int) -> PartialDate | None:
        """A paper's date with its precision."""
        first = self.date_first[index]
        return None if np.isnat(first) else from_parts(first.item(), str(self.date_precision[index]))

    def title(self, index: int) -> str:
        """A paper's title."""
        return str(self.atlas.papers["title"][index].as_py())

    def paper(self, index: int) -> Paper:
        """All that is known of one paper."""
        return self.papers([index])[0]

    def papers(self, indices: Sequence[int]) -> list[Paper]:
        """All that is known of some papers, in the order asked for."""
        return papers_at(self.atlas.papers, self.atlas.attributes, indices)

    def hover(self, index: int) -> dict[str, str | int]:
        """What the map shows of a paper under the pointer."""
        date = self.date_of(index)
        topic = self.topic_of(index)
        ids = [self.atlas.papers[name][index].as_py() or "" for name in ("doi", "arxiv_id", "pmid", "url")]
        return {
            "index": index,
            "title": self.title(index),
            "date": date.for_people() if date else "no date",
            "topic": topic.name if topic else "Unassigned",
            "places": ", ".join(links(*ids)),
            "hint": "Most of its nearest papers lie elsewhere on the map." if is_misplaced(self, index) else "",
        }

    def ancestors(self, topic_id: int) -> list[Topic]:
        """The topics above one, the top first."""
        chain: list[Topic] = []
        parent = self.topic_by_id[topic_id].parent_id
        while parent is not None and parent in self.topic_by_id:
            chain.insert(0, self.topic_by_id[parent])
            parent = self.topic_by_id[parent].parent_id
        return chain

    def children(self, topic_id: int) -> list[Topic]:
        """The topics just below one, largest first."""
        below = (topic for topic in self.topics if topic.parent_id == topic_id)
        return sorted(below, key=lambda t: (-t.size, t.topic_id))

    @cached_property
    def centroids(self) -> NDArray[np.float32]:
        """Mean embedding of each topic, scaled to length 1, shape (n_topics, n_dims); rows as in `topics`."""
        # Half a second of imports that most pages do not need.
        from scipy.sparse import csr_matrix

        n_dims = self.atlas.embeddings.shape[1]
        sums = np.zeros((len(self.topics), n_dims), dtype=np.float32)
        for start in range(0, self.n_papers, 8192):
            block = self.atlas.embeddings[start : start + 8192].astype(np.float32)
            for level in LEVELS:
                rows = self.topic_rows[level][start : start + 8192]
                papers = np.flatnonzero(rows >= 0)
                ones = np.ones(len(papers), dtype=np.float32)
                sums += csr_matrix((ones, (rows[papers], papers)), shape=(len(sums), len(block))) @ block
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        sums /= np.where(lengths > 0, lengths, 1)
        return sums


def _topic(row: dict[str, Any]) -> Topic:
    terms = tuple(Term(**term) for term in row["terms"])
    plain = {"exemplars": tuple(row["exemplars"]), "written_label": row["written_label"] or ""}
    return Topic(**{**row, "terms": terms, **plain})


def _numpy(table: pa.Table, column: str, dtype: type, missing: float = np.nan) -> NDArray[Any]:
    values = table[column].combine_chunks()
    if values.null_count:
        values = values.fill_null(missing)
    array: NDArray[Any] = values.to_numpy(zero_copy_only=False).astype(dtype)
    array.flags.writeable = False
    return array


def _intervals(
    papers: pa.Table, precision: NDArray[np.object_]
) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    """First and last day of each paper's date, NaT where it is unknown."""
    first = papers["date"].combine_chunks().to_numpy(zero_copy_only=False).astype("datetime64[D]")
    first[precision == "unknown"] = np.datetime64("NaT")
    last = first.copy()
    for unit, name in (("M", "month"), ("Y", "year")):
        rows = precision == name
        last[rows] = (first[rows].astype(f"datetime64[{unit}]") + 1).astype("datetime64[D]") - 1
    first.flags.writeable = last.flags.writeable = False
    return first, last
