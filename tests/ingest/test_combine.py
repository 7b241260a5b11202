"""Records of one paper, put together field by field."""

import json
from collections.abc import Callable
from typing import Any

from lib.core.dates import PartialDate
from lib.core.paper import Corpus, Paper

ReadRecords = Callable[..., Corpus]


def merged(read_records: ReadRecords, *records: dict[str, Any]) -> Paper:
    """The paper that records with one DOI make."""
    (paper,) = read_records(*({"doi": "10.1000/a", **record} for record in records)).papers
    return paper


def test_each_field_comes_from_the_record_that_knows_most(read_records: ReadRecords) -> None:
    """Longest abstract, most authors, union of categories, further ids, what is not empty."""
    paper = merged(
        read_records,
        {
            "title": "THE TITLE",
            "abstract": "Short.",
            "authors": ["M. Curie", "N. Bohr"],
            "categories": ["x"],
            "pmid": "7",
        },
        {"title": "The title", "abstract": "A longer one.", "authors": ["Marie Curie"], "categories": ["y", "x"]},
        {"title": "The title", "journal": "Nature", "arxiv_id": "2311.00001", "upvotes": 3},
    )

    assert paper.title == "The title"
    assert paper.abstract == "A longer one."
    assert paper.authors == ("M. Curie", "N. Bohr")
    assert paper.categories == ("y", "x")
    assert (paper.doi, paper.arxiv_id, paper.pmid) == ("10.1000/a", "2311.00001", "7")
    assert paper.venue == "Nature"
    assert paper.attributes == {"upvotes": 3}


def test_the_most_exact_date_wins_and_an_arxiv_id_tells_only_where_nothing_else_does(read_records: ReadRecords) -> None:
    """A day before a month before a year; a year that is given before a month that is not."""
    day = merged(read_records, {"title": "A", "date": "2020"}, {"title": "A", "date": "2021-05-06"})
    given = merged(read_records, {"title": "A", "date": "2021"}, {"title": "A", "arxiv_id": "1912.00001"})

    assert (day.date, day.date_source) == (PartialDate(2021, 5, 6), "given")
    assert (given.date, given.date_source) == (PartialDate(2021), "given")


def test_a_title_that_is_there_replaces_a_made_one(read_records: ReadRecords) -> None:
    """The mark goes with it."""
    paper = merged(read_records, {"abstract": "We show much in a long first sentence."}, {"title": "A map"})

    assert (paper.title, paper.flags) == ("A map", ())


def test_nothing_that_a_reference_manager_needs_is_lost(read_records: ReadRecords) -> None:
    """Volume, pages and publisher of any of the records are in the CSL item."""
    paper = merged(
        read_records,
        {"title": "A", "volume": "12", "pages": "1-9"},
        {"title": "A", "publisher": "Springer", "issn": "1234-5678"},
    )

    item = json.loads(paper.csl)

    assert (item["volume"], item["page"], item["publisher"], item["ISSN"]) == ("12", "1-9", "Springer", "1234-5678")
