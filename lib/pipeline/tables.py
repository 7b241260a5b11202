"""What a build knows, as the tables of an atlas."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pyarrow as pa

from lib.atlas.papers import attributes_table, changes_table, papers_table, records_table, versions_table
from lib.atlas.schema import TABLES
from lib.atlas.writer import AtlasWriter
from lib.core.paper import Corpus
from lib.core.topic import ASSIGNMENT_COLUMNS
from lib.pipeline.counting import TermCounts
from lib.pipeline.topics import Topics


def write_papers(writer: AtlasWriter, corpus: Corpus) -> None:
    """Write what was read: records, changes, papers, aliases, versions, attributes, and the index of its words."""
    writer.table("records", records_table(corpus.records))
    writer.table("changes", changes_table(corpus.changes))
    aliases = [{"alias": alias, "paper_id": paper_id} for alias, paper_id in corpus.aliases]
    writer.table("aliases", pa.Table.from_pylist(aliases, schema=TABLES["aliases"]))
    writer.table("versions", versions_table(corpus.versions))
    papers = papers_table(corpus.papers)
    writer.table("papers", papers)
    writer.search_index(papers)
    writer.table("attributes", attributes_table(corpus.papers))


def write_topics(writer: AtlasWriter, corpus: Corpus, topics: Topics) -> None:
    """Write what was found: topics, and each paper's place in them."""
    rows = [asdict(topic) for topic in topics.topics]
    writer.table("topics", pa.Table.from_pylist(rows, schema=TABLES["topics"]))
    columns = {ASSIGNMENT_COLUMNS[level]: pa.array(of) for level, of in topics.topic_of.items()}
    writer.table(
        "assignments",
        pa.table(
            {
                "paper_id": pa.array([paper.paper_id for paper in corpus.papers], type=pa.string()),
                **columns,
                "confidence": pa.array(topics.membership.confidence),
                "second_topic": pa.array(topics.membership.second),
                "margin": pa.array(topics.membership.margin),
            }
        ),
    )


def write_words(writer: AtlasWriter, words: TermCounts) -> None:
    """Write which words and phrases each paper has, and how often."""
    counts = words.counts
    n_papers = np.bincount(counts.indices, minlength=counts.shape[1])
    columns = {"word": pa.array(words.surface, type=pa.string()), "papers": pa.array(n_papers.astype(np.int32))}
    writer.table("words", pa.table(columns))
    writer.array("word_starts", counts.indptr)
    writer.array("word_ids", counts.indices)
    # Who says a word more often than fits in a byte has said it often enough.
    writer.array("word_counts", np.minimum(counts.data, np.iinfo(np.uint8).max))
