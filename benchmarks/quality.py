"""How good topics are, held against labels: `python -m benchmarks.quality FILE... [--label COLUMN] [--titles-only]`.

Each file is a CSV with the columns id, title, abstract (or text) and a label. It is built with all defaults and with
`--method hdbscan`; BERTopic's defaults are the peer, on the same papers and embeddings. All rows of the file count:

    AMI         adjusted mutual information of topics and labels; papers without a topic are one group of their own
    purity      share of the rows that have the commonest label of their topic; those without a topic have none
    coverage    share of the rows that have a topic
    NPMI        whether the ten first words of a topic stand in the same texts, -1..1, the mean of all topics
    diversity   share of distinct words among all topics' ten first words
    stop words  share of those words that are English function words or single letters
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.metrics import adjusted_mutual_info_score

from benchmarks.embedded import bertopic_defaults, read_embedded
from lib.atlas.home import cache_folder
from lib.atlas.reader import open_atlas
from lib.core.config import METHODS, BuildConfig, Method
from lib.core.topic import LEVELS, UNASSIGNED
from lib.pipeline import build_atlas
from lib.pipeline.coherence import first_words, term_quality

_WITH_MEANING: Final = (
    "amount bill bottom call computer cry describe detail empty fill fire found front full interest mill mine move "
    "name part serious show side sincere system thick thin top whole"
)
FUNCTION_WORDS: Final = ENGLISH_STOP_WORDS.difference(_WITH_MEANING.split())
"""scikit-learn's list of English stop words, less those that have a meaning of their own."""
COLUMN_OF: Final = {"top": "topic_top", "default": "topic", "fine": "topic_fine"}
"""Columns of an atlas's assignments."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What is printed of one level."""

    topics: int
    coverage: float
    ami: float
    purity: float
    npmi: float | None
    diversity: float | None
    stop_words: float | None


def scores(
    labels: Sequence[str], topics: NDArray[np.int32], terms: Mapping[int, Sequence[str]], texts: Sequence[str]
) -> Scores:
    """Score one level.

    Parameters
    ----------
    labels, texts
        One a row of the file.
    topics
        Topic of each row, UNASSIGNED for none.
    terms
        Of each topic, best first.
    """
    has_topic = topics != UNASSIGNED
    table = pd.crosstab(topics[has_topic], np.asarray(labels)[has_topic])
    said = term_quality({"": list(terms.values())}, texts)[""]
    words = [word for ranked in terms.values() for word in first_words(ranked)]
    idle = [word for word in words if word in FUNCTION_WORDS or len(word) == 1]
    return Scores(
        topics=len(np.unique(topics[has_topic])),
        coverage=float(has_topic.mean()),
        ami=float(adjusted_mutual_info_score(labels, topics)),
        purity=float(table.max(axis=1).sum()) / len(labels),
        npmi=said.coherence,
        diversity=said.diversity,
        stop_words=len(idle) / len(words) if words else None,
    )


def labelled(path: Path, label: str, *, largest: int | None, limit: int | None, titles_only: bool) -> pd.DataFrame:
    """Read a file as a table with the columns id, title, abstract and label, each id once."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False, nrows=limit)
    table = table.rename(columns={"arxiv_id": "id", "text": "abstract", label: "label"}).drop_duplicates("id")
    table = table[["id", "title", "abstract", "label"]]
    if largest is not None:
        table = table[table["label"].isin(table["label"].value_counts().index[:largest])]
    return table.assign(abstract="") if titles_only else table


def ours(papers: Path, config: BuildConfig, folder: Path) -> dict[str, tuple[dict[str, int], dict[int, list[str]]]]:
    """Build an atlas; give for each level the topic of each of the file's ids, and the terms of each topic."""
    corpus = read_embedded(papers).corpus
    atlas_folder = folder / config.method
    build_atlas(corpus, atlas_folder, config, cache=cache_folder(), replace=True)
    atlas = open_atlas(atlas_folder)
    paper_of = {record.source_id: record.paper_id for record in corpus.records if record.paper_id}
    found: dict[str, tuple[dict[str, int], dict[int, list[str]]]] = {}
    for level in LEVELS:
        topic_of = dict(
            zip(*(atlas.assignments[name].to_pylist() for name in ("paper_id", COLUMN_OF[level])), strict=True)
        )
        terms = {
            topic["topic_id"]: [term["term"] for term in topic["terms"]]
            for topic in atlas.topics.to_pylist()
            if topic["level"] == level
        }
        found[level] = {source: topic_of[paper] for source, paper in paper_of.items()}, terms
    return found


def peer(papers: Path) -> tuple[dict[str, int], dict[int, list[str]]]:
    """Let BERTopic's defaults do the same."""
    embedded = read_embedded(papers)
    topics, terms = bertopic_defaults(embedded.texts, embedded.embeddings)
    row_of = {paper.paper_id: row for row, paper in enumerate(embedded.corpus.papers)}
    records = (record for record in embedded.corpus.records if record.paper_id)
    return {record.source_id: int(topics[row_of[record.paper_id]]) for record in records}, terms


def rows(table: pd.DataFrame, folder: Path) -> dict[str, Scores]:
    """Measure everything of one table; by name of the row."""
    papers = folder / "papers.csv"
    table.drop(columns="label").to_csv(papers, index=False)
    texts = [f"{title}\n{abstract}" for title, abstract in zip(table["title"], table["abstract"], strict=True)]

    def of(topic_of: dict[str, int], terms: dict[int, list[str]]) -> Scores:
        topics = np.asarray([topic_of.get(name, UNASSIGNED) for name in table["id"]], dtype=np.int32)
        return scores(table["label"].tolist(), topics, terms, texts)

    found = {}
    methods: tuple[Method, ...] = tuple(METHODS)
    for method in methods:
        for level, result in ours(papers, BuildConfig(method=method), folder).items():
            found[f"{method}, {level}"] = of(*result)
    found["BERTopic's defaults"] = of(*peer(papers))
    return found


def line(name: str, found: Scores) -> str:
    """A row of the printed table."""
    shares = [found.coverage, found.ami, found.purity, found.npmi, found.diversity, found.stop_words]
    cells = " | ".join("" if value is None else f"{value:.3f}" for value in shares)
    return f"| {name} | {found.topics} | {cells} |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV files, also compressed")
    parser.add_argument("--label", default="label", metavar="COLUMN", help="column with the label (label)")
    parser.add_argument("--largest", type=int, metavar="N", help="only papers of the N commonest labels")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N rows")
    parser.add_argument("--titles-only", action="store_true", help="leave the abstracts out")
    arguments = parser.parse_args()
    for path in arguments.files:
        table = labelled(
            path,
            arguments.label,
            largest=arguments.largest,
            limit=arguments.limit,
            titles_only=arguments.titles_only,
        )
        what = "titles alone" if arguments.titles_only else "titles and abstracts"
        print(f"{path.name}: {len(table):,} rows, {what}, {table['label'].nunique()} labels\n")
        print("| | topics | coverage | AMI | purity | NPMI | diversity | stop words |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            for name, found in rows(table, Path(folder)).items():
                print(line(name, found))
        print(flush=True)


if __name__ == "__main__":
    main()
