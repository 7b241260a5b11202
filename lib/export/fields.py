"""A paper as a record of named fields: the columns of CSV and the members of JSONL, in one order."""

from __future__ import annotations

from typing import Final

from lib.core.paper import AttributeValue, Paper
from lib.export.citation import cite
from lib.export.rows import ExportRow


def fields(row: ExportRow) -> dict[str, AttributeValue | None]:
    """All that is known of a paper but its attributes; None and "" mean "not known"."""
    paper, cited = row.paper, cite(row)
    return {
        "paper_id": paper.paper_id,
        "title": paper.title,
        "authors": paper.authors,
        "date": str(paper.date) if paper.date else "",
        "date_precision": paper.date.precision if paper.date else "unknown",
        "date_source": paper.date_source,
        "topic_top": row.topic_top,
        "topic": row.topic,
        "topic_fine": row.topic_fine,
        "confidence": row.confidence,
        "second_topic": row.second_topic,
        "margin": row.margin,
        "type": cited.kind,
        "venue": paper.venue,
        "volume": cited.volume,
        "issue": cited.issue,
        "pages": cited.pages,
        "publisher": cited.publisher,
        "issn": cited.issn,
        "isbn": cited.isbn,
        "categories": paper.categories,
        "doi": paper.doi,
        "arxiv_id": paper.arxiv_id,
        "pmid": paper.pmid,
        "url": paper.url,
        "language": paper.language,
        "abstract": paper.abstract,
        "flags": paper.flags,
        "sources": paper.sources,
        "remark": cited.remark,
    }


FIELDS: Final[tuple[str, ...]] = tuple(fields(ExportRow(Paper(paper_id="", title=""))))
"""The names of the fields, the same for every paper."""
