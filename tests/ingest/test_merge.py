"""One paper once: which records are the same, whatever their order."""

import json
import random
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.paper import Corpus
from lib.ingest import read_corpus, read_text
from tests.ingest.conftest import as_jsonl

WORDS = [f"word{n}" for n in range(60)]
LONG = " ".join(WORDS)
NEAR = " ".join(["other", *WORDS[1:]])
FAR = " ".join(reversed([f"else{n}" for n in range(60)]))

ReadRecords = Callable[..., Corpus]


def groups(corpus: Corpus) -> list[list[int]]:
    """The numbers of the records of each paper."""
    by_paper = defaultdict(list)
    for fate in corpus.records:
        by_paper[fate.paper_id].append(fate.record)
    return sorted(by_paper.values())


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"doi": "10.1000/A"}, {"doi": "https://doi.org/10.1000/a", "title": "Other"}, "same DOI"),
        ({"id": "2311.08526v1"}, {"url": "arxiv.org/abs/2311.08526v3", "title": "Other"}, "same arXiv id"),
        ({"pmid": "77"}, {"id": "PMID: 77", "title": "Other"}, "same PMID"),
        ({"abstract": LONG}, {"abstract": LONG.upper(), "title": "the  TITLE!"}, "same title and abstract"),
        ({"abstract": LONG}, {"abstract": NEAR}, "same title and abstract"),
        ({"abstract": LONG}, {"abstract": LONG[:200]}, "same title and abstract"),
        ({"abstract": LONG, "year": 2020}, {"abstract": LONG, "year": 2021}, "same title and abstract"),
        ({"abstract": LONG, "year": 2020}, {"abstract": LONG}, "same title and abstract"),
        ({"abstract": LONG, "doi": "10.1000/a"}, {"abstract": LONG, "pmid": "1"}, "same title and abstract"),
        (
            {"abstract": LONG, "authors": ["Marie Curie"]},
            {"authors": ["Curie, M.", "B, C."]},
            "same title and first author",
        ),
        ({"authors": ["Marie Curie"]}, {"authors": ["Curie M"]}, "same title and first author"),
    ],
)
def test_one_paper(read_records: ReadRecords, one: dict[str, Any], other: dict[str, Any], reason: str) -> None:
    """A shared id, or title and abstract, or title and first author: each is enough, and is given as the reason."""
    corpus = read_records({"title": "The title", **one}, {"title": "The title", **other})

    assert [(fate.fate, fate.reason) for fate in corpus.records] == [("kept", ""), ("merged", reason)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"doi": "10.1000/a", "abstract": LONG}, {"doi": "10.1000/b", "abstract": LONG}),
        ({"doi": "10.1000/a", "pmid": "1"}, {"doi": "10.1000/a", "pmid": "2"}),
        ({"arxiv_id": "2311.00001", "abstract": LONG}, {"arxiv_id": "2311.00002", "abstract": LONG}),
        ({"abstract": LONG}, {"abstract": FAR}),
        ({"abstract": LONG, "year": 2019}, {"abstract": LONG, "year": 2021}),
        ({"abstract": LONG}, {"abstract": LONG, "title": "Another title"}),
        ({"abstract": LONG}, {}),
        ({}, {}),
        ({"authors": ["Marie Curie"], "abstract": LONG}, {"authors": ["Pierre Curie"]}),
        ({"doi": "", "abstract": LONG}, {"doi": "", "abstract": FAR}),
        ({"title": "?!", "abstract": LONG}, {"title": "...", "abstract": FAR}),
    ],
)
def test_two_papers(read_records: ReadRecords, one: dict[str, Any], other: dict[str, Any]) -> None:
    """Other ids, other texts, other years, a title alone: each keeps two records apart."""
    corpus = read_records({"title": "The title", **one}, {"title": "The title", **other})

    assert len(corpus.papers) == len({paper.paper_id for paper in corpus.papers}) == 2


def test_being_one_paper_is_passed_on(read_records: ReadRecords) -> None:
    """A shares its DOI with B, B its arXiv id with C, C its text with D."""
    corpus = read_records(
        {"title": "A", "doi": "10.1000/a"},
        {"title": "B", "doi": "10.1000/a", "arxiv_id": "2311.00001"},
        {"title": "C", "arxiv_id": "2311.00001", "abstract": LONG, "year": 2023},
        {"title": "C", "abstract": LONG},
    )

    assert groups(corpus) == [[1, 2, 3, 4]]


def test_what_is_passed_on_never_joins_two_ids_of_one_kind(read_records: ReadRecords) -> None:
    """A record without ids goes to one of the two papers whose text it has."""
    corpus = read_records(
        {"title": "A", "abstract": LONG, "doi": "10.1000/a"},
        {"title": "A", "abstract": LONG},
        {"title": "A", "abstract": LONG, "doi": "10.1000/b"},
    )

    assert sorted(map(len, groups(corpus))) == [1, 2]
    assert {paper.doi for paper in corpus.papers} == {"10.1000/a", "10.1000/b"}


def test_a_record_without_abstract_joins_one_text_only(read_records: ReadRecords) -> None:
    """Two editorials of the same author stay two when a third record could be either; the nearer year decides."""
    corpus = read_records(
        {"title": "Editorial", "authors": ["Marie Curie"], "abstract": LONG, "year": 2019},
        {"title": "Editorial", "authors": ["Marie Curie"], "abstract": FAR, "year": 2020},
        {"title": "Editorial", "authors": ["Marie Curie"], "year": 2020},
    )

    assert groups(corpus) == [[1], [2, 3]]


def test_an_implied_year_keeps_nothing_apart() -> None:
    """The year of a capture is a guess."""
    page = (
        f"The title\n\n{LONG}.\n\n  • 2 authors\n·\nJul 14\n\nSecond title\n\n{FAR}.\n\n  • 1 author\n·\nMay 3, 2019\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "page.txt").write_text(page, encoding="utf-8")
        record = {"title": "The title", "abstract": f"{LONG}.", "date": "2023-01-01"}
        Path(folder, "one.jsonl").write_text(json.dumps(record), encoding="utf-8")
        corpus = read_corpus([folder])

    assert len(corpus.papers) == 2
    assert "2023-01-01" in {str(paper.date) for paper in corpus.papers}


def test_many_records_under_one_title_take_no_time_squared() -> None:
    """2,000 editorials with other DOIs stay 2,000, and their copies find them; so do those of 500 without ids."""
    with_doi = [{"title": "Editorial", "doi": f"10.1000/{n}", "abstract": LONG} for n in range(2000)]
    without = [{"title": "Editorial", "abstract": " ".join(f"{word}{n}" for word in WORDS)} for n in range(500)]

    corpus = read_text("many.jsonl", as_jsonl([*with_doi, *without] * 2))

    assert (len(corpus.papers), corpus.count("merged")) == (2500, 2500)


records = st.fixed_dictionaries(
    {"title": st.sampled_from(["Title", "TITLE", "Other", ""])},
    optional={
        "doi": st.sampled_from(["10.1000/a", "10.1000/b"]),
        "arxiv_id": st.sampled_from(["2311.00001", "2311.00002"]),
        "pmid": st.sampled_from(["1", "2"]),
        "abstract": st.sampled_from([LONG, NEAR, LONG[:200], FAR, "Short."]),
        "authors": st.sampled_from([["Marie Curie"], ["Curie, M.", "Bohr, N."], ["Pierre Curie"]]),
        "year": st.sampled_from([2019, 2020, 2021, 2025]),
        "categories": st.lists(st.sampled_from(["x", "y", "z"]), max_size=2),
        "journal": st.sampled_from(["Nature", "Science"]),
        "upvotes": st.sampled_from([1, 2, 2.5, "many"]),
        "url": st.sampled_from(["https://a.org", "https://b.org"]),
    },
)


@settings(max_examples=150, deadline=None)
@given(st.lists(records, min_size=1, max_size=9), st.randoms(use_true_random=False), st.integers(0, 9))
def test_order_and_files_make_no_difference(
    given_records: list[dict[str, Any]], order: random.Random, split: int
) -> None:
    """The same records in another order, and parted over two files, are the same papers under the same ids."""
    given_records = [{"title": "Title", "abstract": LONG}, *given_records]
    first = read_text("all.jsonl", as_jsonl(given_records))
    shuffled = order.sample(given_records, len(given_records))
    with tempfile.TemporaryDirectory() as folder:
        for name, part in (("a.jsonl", shuffled[:split]), ("b.jsonl", shuffled[split:])):
            if part:
                Path(folder, name).write_text(as_jsonl(part), encoding="utf-8")
        second = read_corpus([folder])

    assert second.papers == first.papers
    assert second.aliases == first.aliases
    assert [second.count(fate) for fate in ("kept", "merged", "rejected")] == [
        first.count(fate) for fate in ("kept", "merged", "rejected")
    ]


@settings(max_examples=150, deadline=None)
@given(st.lists(records, max_size=12))
def test_no_paper_has_two_ids_of_one_kind_and_no_record_is_lost(given_records: list[dict[str, Any]]) -> None:
    """Whatever is joined, ids that differ stay apart; every record has a fate, every paper an id of its own."""
    given_records = [{"title": "Title", "abstract": LONG}, *given_records]
    corpus = read_text("all.jsonl", as_jsonl(given_records))
    papers = {paper.paper_id: paper for paper in corpus.papers}

    assert [fate.record for fate in corpus.records] == list(range(1, len(given_records) + 1))
    assert len(papers) == len(corpus.papers) == corpus.count("kept")
    assert list(papers) == sorted(papers)
    for fate in corpus.records:
        record = given_records[fate.record - 1]
        if fate.fate == "rejected":
            assert not record["title"]
            assert "abstract" not in record
            continue
        paper = papers[fate.paper_id]
        for name in ("doi", "arxiv_id", "pmid"):
            assert record.get(name, getattr(paper, name)) == getattr(paper, name)
    assert {paper_id for _, paper_id in corpus.aliases} == set(papers)
