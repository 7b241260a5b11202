"""A text under many titles is no paper's abstract."""

from collections.abc import Callable

import pytest

from lib.core.paper import Corpus

ReadRecords = Callable[..., Corpus]

NOTICE = "An abstract is not available for this content, so a preview has been provided."


@pytest.mark.parametrize(("n", "taken"), [(4, False), (5, True)])
def test_five_titles(read_records: ReadRecords, n: int, taken: bool) -> None:
    """From five on it is taken out, the paper is marked, and for each record stands what was done."""
    corpus = read_records(*({"title": f"Thing {name}", "abstract": NOTICE} for name in "ABCDE"[:n]))

    assert {paper.abstract for paper in corpus.papers} == ({""} if taken else {NOTICE})
    assert all(("no_abstract" in paper.flags) is taken for paper in corpus.papers)
    assert [(change.record, change.field, change.what, change.why) for change in corpus.changes] == [
        (number, "abstract", NOTICE, "the same text stands under 5 titles") for number in range(1, n + 1) if taken
    ]


def test_case_and_signs_do_not_count(read_records: ReadRecords) -> None:
    """Neither in the text nor in the titles."""
    texts = [NOTICE, NOTICE.upper(), NOTICE.replace(",", " -")]
    different = read_records(*({"title": f"Thing {n}", "abstract": texts[n % 3]} for n in range(5)))
    same = read_records(*({"title": f"Thing{'!' * n}", "abstract": NOTICE, "doi": f"10.1000/{n}"} for n in range(5)))

    assert not any(paper.abstract for paper in different.papers)
    assert all(paper.abstract for paper in same.papers)


def test_one_paper_may_have_many_titles(read_records: ReadRecords) -> None:
    """Records of one DOI are one paper, whatever each calls it; its abstract stays."""
    corpus = read_records(*({"title": f"Thing {n}", "abstract": NOTICE, "doi": "10.1000/a"} for n in range(6)))

    assert [paper.abstract for paper in corpus.papers] == [NOTICE]


def test_another_record_of_the_paper_gives_its_abstract(read_records: ReadRecords) -> None:
    """The notice is longer, but it is none; the paper keeps its name."""
    records = [{"title": f"Thing {n}", "abstract": NOTICE, "doi": f"10.1000/{n}"} for n in range(5)]
    corpus = read_records(*records, {"title": "Thing 0", "abstract": "We show it.", "doi": "10.1000/0"})
    abstracts = {paper.paper_id: paper.abstract for paper in corpus.papers}

    assert abstracts == {"doi:10.1000/0": "We show it.", **{f"doi:10.1000/{n}": "" for n in range(1, 5)}}


def test_what_is_no_abstract_makes_no_two_records_one_paper(read_records: ReadRecords) -> None:
    """Under one title, by different people, a notice is all that two prefaces share."""
    others = [{"title": f"Thing {n}", "abstract": NOTICE} for n in range(5)]
    prefaces = [{"title": "Preface", "abstract": NOTICE, "authors": name} for name in ("Ada Frost", "Bo Snow")]
    corpus = read_records(*others, *prefaces, {**prefaces[0], "venue": "Acta"})

    assert sorted(paper.authors for paper in corpus.papers if paper.title == "Preface") == [
        ("Ada Frost",),
        ("Bo Snow",),
    ]
    assert [record.reason for record in corpus.records if record.fate == "merged"] == ["same title and first author"]


def test_ids_made_from_the_text_stay(read_records: ReadRecords) -> None:
    """A paper without an id is called the same, whether other papers show that its abstract is none or not."""
    alone = read_records({"title": "Thing 0", "abstract": NOTICE}).papers[0].paper_id
    corpus = read_records(*({"title": f"Thing {n}", "abstract": NOTICE} for n in range(5)))

    assert alone in {paper.paper_id for paper in corpus.papers}


def test_repeated_records_are_told_too(read_records: ReadRecords) -> None:
    """A record that says just what another did is a record all the same."""
    corpus = read_records(*({"title": f"Thing {n % 5}", "abstract": NOTICE} for n in range(10)))

    assert [change.record for change in corpus.changes] == list(range(1, 11))
