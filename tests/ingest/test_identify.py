"""Every paper has an id of its own."""

from collections.abc import Callable
from typing import Any

from lib.core.paper import Corpus, Paper

ReadRecords = Callable[..., Corpus]


def test_the_hash_of_a_text_does_not_change_with_writing_or_year(read_one: Callable[..., Paper]) -> None:
    """Title, first author's family name and the abstract's beginning as they are compared: the year is not in it."""
    one = read_one(title="On  Maps!", authors=["Marie Curie"], abstract="We show. " * 40, year=2020)
    other = read_one(title="on maps", authors=["Curie, M.", "Bohr, N."], abstract="we show " * 30, year=2021)

    assert one.paper_id == other.paper_id == "t:18a2f2d2eea64f53"


def test_papers_that_nothing_tells_apart_are_numbered(read_records: ReadRecords) -> None:
    """Two records that say no more than a title are two papers, with two ids."""
    first, second = read_records({"title": "Editorial"}, {"title": "Editorial"}).papers

    assert second.paper_id == f"{first.paper_id}-2"


def test_an_id_that_two_papers_share_names_neither(read_records: ReadRecords) -> None:
    """One DOI with two PMIDs: both papers go by the PMID, and the DOI leads to the first."""
    corpus = read_records(
        {"title": "A", "doi": "10.1000/a", "pmid": "2"}, {"title": "B", "doi": "10.1000/a", "pmid": "1"}
    )

    assert [paper.paper_id for paper in corpus.papers] == ["pmid:1", "pmid:2"]
    assert dict(corpus.aliases)["doi:10.1000/a"] == "pmid:1"


def test_every_id_of_every_record_leads_to_the_paper(read_records: ReadRecords) -> None:
    """Also arXiv's DOI, and the hash by which a record alone would have gone."""
    alone = read_records({"title": "B", "arxiv_id": "2311.00001"}).papers[0]
    hash_alone = next(alias for alias, _ in read_records({"title": "B"}).aliases)
    corpus = read_records(
        {"title": "A", "doi": "10.1000/a", "url": "https://doi.org/10.48550/arXiv.2311.00001"},
        {"title": "B", "arxiv_id": "2311.00001", "pmid": "7"},
    )
    aliases = dict(corpus.aliases)
    names: list[Any] = [
        "doi:10.1000/a",
        "doi:10.48550/arxiv.2311.00001",
        "arxiv:2311.00001",
        "pmid:7",
        alone.paper_id,
        hash_alone,
    ]

    assert {aliases[name] for name in names} == {"doi:10.1000/a"}
