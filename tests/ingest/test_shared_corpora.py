"""The public collections, whole: as many papers as their README says, and the facts of one of each."""

from functools import cache
from pathlib import Path

import pytest

from lib.core.dates import PartialDate
from lib.core.paper import Corpus
from lib.ingest import read_corpus


@cache
def read(shared: Path, name: str) -> Corpus:
    """Read one of the collections, once."""
    return read_corpus([shared / "data" / "corpora" / name])


@pytest.mark.parametrize(
    ("name", "n_records", "n_papers"),
    [
        ("arxiv_dev_3k.csv.gz", 3000, 3000),
        ("arxiv_10cat_5k.csv.gz", 5000, 5000),
        ("daily_papers.jsonl.gz", 9877, 9877),
        # Title and text repeat 103 times; 16 times more the title does and the text differs by a few words.
        ("bbc_news.csv.gz", 2225, 2106),
        # Of the four that are there twice, one has the tags of a link about a share's price in one of its records.
        ("ag_news_test_7600.csv.gz", 7600, 7596),
    ],
)
def test_all_records_are_read_and_dated(shared: Path, name: str, n_records: int, n_papers: int) -> None:
    """None is rejected; those with dates have them to the day."""
    corpus = read(shared, name)

    assert (len(corpus.records), len(corpus.papers)) == (n_records, n_papers)
    assert corpus.count("kept") + corpus.count("merged") == n_records
    assert not corpus.warnings
    n_dated = sum(paper.date is not None and paper.date.precision == "day" for paper in corpus.papers)
    assert n_dated == (0 if "news" in name else n_papers)


def test_the_largest_is_read_to_its_end(shared: Path) -> None:
    """Each of its 120,000 records is a paper; not kept, since it fills a gigabyte."""
    corpus = read_corpus([shared / "data" / "corpora" / "arxiv_part0.csv.xz"])

    assert (len(corpus.records), len(corpus.papers), corpus.count("rejected")) == (120_000, 120_000, 0)
    assert all(paper.title and paper.date for paper in corpus.papers)


def test_arxiv_ids_keep_their_zeros(shared: Path) -> None:
    """Every one of 3,000 is an arXiv id, given verbatim; authors, categories and the rest are where they belong."""
    corpus = read(shared, "arxiv_dev_3k.csv.gz")
    papers = {paper.arxiv_id: paper for paper in corpus.papers}
    paper = papers["1806.10782"]

    assert len(papers) == 3000
    assert all(fate.paper_id == f"arxiv:{fate.source_id}" for fate in corpus.records)
    assert sum(arxiv.endswith("0") for arxiv in papers) > 200
    assert paper.authors[:2] == ("Tsung-Ming Huang", "Tiexiang Li")
    assert len(paper.authors) == 6
    assert paper.categories == ("math.NA", "physics.comp-ph", "physics.optics")
    assert (paper.date, paper.date_source) == (PartialDate(2018, 6, 28), "given")
    assert paper.attributes == {"primary_cat": "math.NA"}


def test_daily_papers_keep_what_the_site_says_of_them(shared: Path) -> None:
    """Upvotes, comments, keywords and the day on the page are attributes; line breaks are joined."""
    papers = {paper.arxiv_id: paper for paper in read(shared, "daily_papers.jsonl.gz").papers}
    paper = papers["2405.14906"]

    assert paper.title == "AutoCoder: Enhancing Code Large Language Model with AIEV-Instruct"
    assert paper.authors == ("Bin Lei", "Yuchen Li", "Qiuwu Chen")
    assert paper.date == PartialDate(2024, 5, 23)
    assert paper.attributes == {"dailyDate": "2024-05-27", "numComments": 1, "upvotes": 7}
    assert {name for paper in papers.values() for name in paper.attributes} == {
        "ai_keywords",
        "dailyDate",
        "numComments",
        "upvotes",
    }
    assert not any("\n" in paper.text.replace("\n", "", 1) for paper in papers.values())
    assert sum("ai_keywords" in paper.attributes for paper in papers.values()) <= 9877 - 3552
