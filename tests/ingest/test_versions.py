"""What reading does with near copies: they are linked, or made one paper where a person wishes it."""

import json
from pathlib import Path
from typing import Any

import pytest

from lib.core.paper import Corpus
from lib.ingest import read_corpus

ABSTRACT = " ".join(f"word{n}" for n in range(80))
OTHER = ABSTRACT.replace("word40", "another")
STRANGER = {"title": "Something else", "abstract": " ".join(f"else{n}" for n in range(80))}

PREPRINT = {"title": "On the measurement of things", "abstract": ABSTRACT, "id": "2311.08526", "authors": ["A. Curie"]}
ARTICLE = {"title": "Things measured", "abstract": OTHER, "doi": "10.1000/a", "authors": ["Curie, A."]}


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Read records that are given as dictionaries."""

    def read_them(*records: dict[str, Any], merge_near: bool = False) -> Corpus:
        path = tmp_path / "papers.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        return read_corpus([path], merge_near=merge_near)

    return read_them


def test_near_copies_are_linked(read: Any) -> None:
    """Both stay papers; the group is called by the first of them, and the similarity is that of the texts."""
    corpus = read(PREPRINT, ARTICLE, STRANGER)

    assert len(corpus.papers) == 3
    assert [(version.paper_id, version.group) for version in corpus.versions] == [
        ("arxiv:2311.08526", "arxiv:2311.08526"),
        ("doi:10.1000/a", "arxiv:2311.08526"),
    ]
    assert {version.similarity for version in corpus.versions} == {75 / 81}


def test_merged_where_wished(read: Any) -> None:
    """They are one paper with both ids, and the record that came second is merged for that reason."""
    corpus = read(PREPRINT, ARTICLE, STRANGER, ARTICLE, merge_near=True)
    (paper,) = (paper for paper in corpus.papers if paper.doi)

    assert (paper.paper_id, paper.arxiv_id, len(corpus.papers)) == ("doi:10.1000/a", "2311.08526", 2)
    assert [(fate.fate, fate.reason) for fate in corpus.records] == [
        ("kept", ""),
        ("merged", "near copy"),
        ("kept", ""),
        ("merged", "same DOI"),
    ]
    assert ("arxiv:2311.08526", "doi:10.1000/a") in corpus.aliases
    assert corpus.versions == ()


def test_other_ids_of_one_kind_are_never_merged(read: Any) -> None:
    """They stay linked; a third that fits one of them joins that one, and the link leads to the whole."""
    second = {**ARTICLE, "doi": "10.1000/b"}
    corpus = read(ARTICLE, second, PREPRINT, merge_near=True)

    assert len(corpus.papers) == 2
    assert [version.group for version in corpus.versions] == ["doi:10.1000/a"] * 2
    assert sum(bool(paper.arxiv_id) for paper in corpus.papers) == 1


def test_without_near_copies_there_are_no_versions(read: Any) -> None:
    """And merging them changes nothing."""
    assert read(PREPRINT, STRANGER).versions == ()
    assert read(PREPRINT, STRANGER, merge_near=True) == read(PREPRINT, STRANGER)


@pytest.mark.parametrize("merge_near", [False, True])
def test_the_order_of_records_plays_no_part(read: Any, merge_near: bool) -> None:
    """Papers, versions and aliases are the same in any order."""
    records = [
        PREPRINT,
        ARTICLE,
        STRANGER,
        {**ARTICLE, "doi": "10.1000/b"},
        {**PREPRINT, "id": "", "abstract": ABSTRACT.replace("word7 ", "")},
        *({"title": "A copy of things", "abstract": f"{ABSTRACT} copy{n}", "year": 2000 + 2 * n} for n in range(5)),
    ]
    first = read(*records, merge_near=merge_near)
    for turn in range(len(records)):
        records = [*records[turn:], *records[:turn]][::-1]
        again = read(*records, merge_near=merge_near)

        assert (again.papers, again.versions, again.aliases) == (first.papers, first.versions, first.aliases)


def test_no_real_abstract_is_taken_for_boilerplate(shared: Path) -> None:
    """It takes a publisher's two notices, from 13 of the 2,276 papers of one file."""
    data = shared / "data"
    files = [data / "formats" / "openalex_candidates.parquet", data / "formats" / "review_selection_flags.csv"]
    files += [data / "corpora" / name for name in ("bbc_news.csv.gz", "arxiv_dev_3k.csv.gz")]
    taken = {
        file.name: [change.what for change in read_corpus([file]).changes if "the same text" in change.why]
        for file in files
    }

    assert [len(texts) for texts in taken.values()] == [13, 0, 0, 0]
    assert all(text.startswith("An abstract is not available") for text in taken["openalex_candidates.parquet"])
