"""Near copies: what is one, that order plays no part, and that many alike take no more than few."""

import random
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.paper import Paper
from lib.ingest.near import SHORTEST, near_copies

WORDS = [f"word{n}" for n in range(100)]
LONG = " ".join(WORDS)
TITLE = "A method for the measurement of things"
MINE, THEIRS = ("Marie Curie", "Ada Lovelace"), ("Niels Bohr",)


def changed(every: int) -> str:
    """The abstract with every so manyth word another one."""
    return " ".join(f"other{n}" if n % every == 0 else word for n, word in enumerate(WORDS))


def paper(**values: Any) -> Paper:
    """A paper with the abstract above, if nothing else is said."""
    return Paper(**{"paper_id": "", "title": TITLE, "abstract": LONG, "authors": MINE, **values})


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"abstract": LONG.upper().replace(" ", ", ")},
        {"abstract": changed(100)},
        {"abstract": changed(5)},
        {"abstract": " ".join(WORDS[:60])},
        {"abstract": f"{LONG} {' '.join(f'added{n}' for n in range(60))}"},
        {"authors": ("Curie, M.",)},
        {"authors": ()},
        {"title": f"{TITLE}: a study", "abstract": " ".join(WORDS[:40])},
        {"title": "A way of measuring things", "abstract": changed(20)},
        {"title": "Another thing", "abstract": changed(100), "authors": ()},
        {
            "title": "word0 word1 word2",
            "flags": ("title_from_abstract",),
            "abstract": changed(10),
            "authors": THEIRS[:0],
        },
        {"title": TITLE, "authors": THEIRS},
    ],
)
def test_a_copy(other: dict[str, Any]) -> None:
    """A corrected abstract, a part of it, one with more, and where the text is nearly the same another title."""
    (link,) = near_copies([paper(), paper(**other)])

    assert (link.one, link.other) == (0, 1)
    assert 0 < link.similarity <= 1


@pytest.mark.parametrize(
    "other",
    [
        {"abstract": " ".join(reversed(WORDS))},
        {"abstract": changed(2)},
        {"abstract": ""},
        {"title": f"{TITLE}, Part II"},
        {"title": f"{TITLE}. IV. Errors"},
        {"title": "Another thing", "abstract": changed(5)},
        {"title": "Another thing", "authors": THEIRS},
        {"title": "Another thing", "abstract": changed(20), "authors": ()},
        {"abstract": changed(20), "authors": THEIRS},
    ],
)
def test_no_copy(other: dict[str, Any]) -> None:
    """The same words in another order, the next part of a series, the same blurb with other authors, a sequel."""
    assert near_copies([paper(), paper(**other)]) == []


def test_other_numbers_are_other_papers() -> None:
    """The same text under the same title of another year is that of the next workshop."""
    years = [paper(title=f"Proceedings of the workshop of {year}") for year in (2010, 2012)]
    ordinals = [paper(title=f"Proceedings of the {number} workshop") for number in ("first", "second")]
    parts = [paper(title=f"Polynomials of type II{part}") for part in ("", ", Part II")]

    assert near_copies(years) == near_copies(ordinals) == near_copies(parts) == []
    assert near_copies([years[0], replace(years[0], title="Proceedings of the Workshop of 2010 (revised)")])


@pytest.mark.parametrize(
    ("one", "other", "n_links"),
    [
        ("Things, Part A", "Things, Part B", 0),
        ("Things: chapter C", "Things: chapter D", 0),
        ("Handbook of things", "Handbook of things, Volume B", 0),
        ("Handbook of things, Part A", "Handbook of things. Part A.", 1),
        ("Things that are in part a result", "Things that are a result in part", 1),
        (TITLE, f"{TITLE}, Part A", 1),
    ],
)
def test_a_letter_numbers_a_part(one: str, other: str, n_links: int) -> None:
    """As a number does."""
    assert len(near_copies([paper(title=one), paper(title=other)])) == n_links


@pytest.mark.parametrize(
    "begin",
    [
        *("Erratum: ", "Erratum to ", "Corrigendum to: ", "Correction: ", "Author Correction: ", "Correction to: "),
        *("Publisher's Correction: ", "Retraction: ", "Retraction Note: ", "Comment on ", "Comments on ", "Reply to "),
        *("[Erratum] ", "RETRACTION - "),
    ],
)
def test_a_text_on_a_paper_is_no_copy_of_it(begin: str) -> None:
    """An erratum often has the abstract of the paper; two records of one erratum are copies."""
    notice = paper(title=begin + TITLE)

    assert near_copies([paper(), notice]) == []
    assert len(near_copies([notice, replace(notice, abstract=changed(50))])) == 1


@pytest.mark.parametrize("title", ["Correction of the measurement of things", "Corrected: " + TITLE, "Errant things"])
def test_a_correction_may_be_a_theme(title: str) -> None:
    """And a corrected version is one."""
    assert len(near_copies([paper(), paper(title=title)])) == 1


@pytest.mark.parametrize(("n_words", "n_links"), [(SHORTEST - 1, 0), (SHORTEST, 1)])
def test_short_abstracts_say_too_little(n_words: int, n_links: int) -> None:
    """One sentence under the same title may well be that of five discussions of one paper."""
    assert len(near_copies([paper(abstract=" ".join(WORDS[:n_words]))] * 2)) == n_links


def test_a_script_without_blanks() -> None:
    """Each character counts as a word."""
    abstract = (
        "本文提出一种用于主题发现的图方法，并在三个语料库上进行了实验，结果表明该方法优于现有的方法，而且运行时间更短。"
    )

    assert near_copies([paper(abstract=abstract), paper(abstract=abstract.replace("三个", "四个"))])


def many(n: int) -> list[Paper]:
    """Copies of one abstract, each with a word of its own, between papers on something else."""
    copies = [paper(abstract=f"{LONG} copy{number}") for number in range(n)]
    strangers = [
        paper(title=f"Thing {number}", abstract=" ".join(f"w{number}x{place}" for place in range(60)))
        for number in range(n)
    ]
    return [one for pair in zip(copies, strangers, strict=True) for one in pair]


def connected(n: int, links: Any) -> int:
    """How many of the papers hang together with the first, by links alone."""
    near: dict[int, set[int]] = {}
    for link in links:
        near.setdefault(link.one, set()).add(link.other)
        near.setdefault(link.other, set()).add(link.one)
    seen, todo = {0}, [0]
    while todo:
        new = near.get(todo.pop(), set()) - seen
        seen |= new
        todo += new
    return len(seen)


@pytest.mark.parametrize("n", [3, 300, 3000])
def test_many_copies_are_one_group(n: int) -> None:
    """They are all connected, with few links, and the others are not in it."""
    papers = many(n)
    links = near_copies(papers)

    assert connected(len(papers), links) == n
    assert all(link.one % 2 == link.other % 2 == 0 for link in links)
    assert len(links) <= 2 * n + 120


def test_ten_times_the_copies_take_no_more_each() -> None:
    """Time grows with the number of papers alike, not with its square, even where none of the pairs are copies."""

    def seconds(n: int) -> float:
        papers = [paper(title=f"Thing {place}", authors=(f"Name{place}",)) for place in range(n)]
        began = time.process_time()
        assert near_copies(papers) == []
        return time.process_time() - began

    seconds(100)
    assert seconds(4000) < 30 * seconds(400)


@given(st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_which_papers_are_linked_does_not_depend_on_their_order(random_: random.Random) -> None:
    """Shuffled papers have the same links."""
    papers = [
        *(paper(paper_id=f"a{every}", abstract=changed(every)) for every in (5, 10, 20, 100)),
        *(paper(paper_id=f"b{n}", title="Other", abstract=" ".join(WORDS[::-1][:n])) for n in (40, 60, 98)),
        *many(3),
    ]
    expected = {frozenset((papers[link.one].abstract, papers[link.other].abstract)) for link in near_copies(papers)}
    random_.shuffle(papers)
    found = {frozenset((papers[link.one].abstract, papers[link.other].abstract)) for link in near_copies(papers)}

    assert expected
    assert found == expected


def test_nothing_to_compare() -> None:
    """No papers, and papers without abstracts, are no error."""
    assert near_copies([]) == near_copies([paper(abstract="")] * 3) == []
