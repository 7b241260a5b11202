"""What speaks for a paper's topic."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.explore.store import Store
from lib.explore.why import places, why_here
from tests.atlas_maker import TINY, Placed, paper, store_of


def found(text: str, term: str) -> list[str]:
    """The parts of the text that are the term."""
    (spans,) = places(text, [term])
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "term", "parts"),
    [
        ("Graphs and GRAPHS, no graphene", "graph", ["Graphs", "GRAPHS"]),
        ("One query, two queries, querying", "queries", ["query", "queries"]),
        ("Étude and etude", "étude", ["Étude", "etude"]),
        ("Cross-lingual and cross lingual", "cross-lingual", ["Cross-lingual", "cross lingual"]),
        ("Alzheimer's disease", "Alzheimer disease", ["Alzheimer's disease"]),
        ("solid. Electrolytes are not solid electrolytes", "solid electrolytes", ["solid electrolytes"]),
        ("神经网络的研究", "网络", ["网络"]),
        ("plans are no planes", "plan", ["plans"]),
        ("analysis of analyses", "analysis", ["analysis", "analyses"]),
        ("topics of areas", "topic", ["topics"]),
        ("new means, no news of a mean", "new", ["new"]),
        ("new means, no news of a mean", "mean", ["mean"]),
        ("nothing", "", []),
        ("", "graph", []),
    ],
)
def test_places(text: str, term: str, parts: list[str]) -> None:
    """A term is found as people write it, whole words only, and not across the end of a sentence."""
    assert found(text, term) == parts


@given(st.text(), st.text(max_size=10))
def test_any_text(text: str, term: str) -> None:
    """Whatever the text is, what is found lies in it, in order."""
    (spans,) = places(text, [term])

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)


def test_terms(tiny_store: Store) -> None:
    """The topic's terms that occur come with their weights, and where they stand in title and abstract."""
    why = why_here(tiny_store, 2)
    assert why is not None
    made = tiny_store.paper(2)

    assert why.topic.name == "retrieval, search"
    assert [(term.term, round(term.weight, 3)) for term in why.terms] == [("queries", 0.3)]
    assert [made.title[start:end] for start, end in why.in_title] == ["queries"]
    assert [made.abstract[start:end] for start, end in why.in_abstract] == ["Queries"]


def test_exemplars(tiny_store: Store) -> None:
    """The topic's typical papers come with their similarity; the paper itself is none of them, and it is said."""
    other, itself = why_here(tiny_store, 2), why_here(tiny_store, 0)
    assert other is not None
    assert itself is not None

    assert [(index, round(similarity, 3)) for index, similarity in other.exemplars] == [(0, 1.0)]
    assert not other.is_exemplar
    assert itself.exemplars == ()
    assert itself.is_exemplar


def test_the_nearest_exemplars_come_first() -> None:
    """Of many typical papers the three most like it are named."""
    papers = tuple(
        Placed(paper(f"t:{number}", f"Paper {number}"), (10, 0, 20), vector=(1 - number / 10, number / 10, 0, 0))
        for number in range(6)
    )
    topic = replace(TINY.topics[0], exemplars=tuple(placed.paper.paper_id for placed in papers[1:]))
    why = why_here(store_of(replace(TINY, papers=papers, topics=(topic, *TINY.topics[1:]))), 0)
    assert why is not None

    assert [index for index, _ in why.exemplars] == [1, 2, 3]
    assert why.exemplars[0][1] == pytest.approx(0.9, abs=0.01)


def test_overlapping_terms() -> None:
    """Terms that overlap in the text are one part of it."""
    topic = replace(TINY.topics[0], terms=(("dense retrieval", 0.5), ("retrieval for long", 0.2), ("questions", 0.1)))
    why = why_here(store_of(replace(TINY, topics=(topic, *TINY.topics[1:]))), 0)
    assert why is not None

    assert [why.topic.terms.index(term) for term in why.terms] == [0, 1, 2]
    title = TINY.papers[0].paper.title
    assert [title[start:end] for start, end in why.in_title] == ["Dense retrieval for long", "questions"]


def test_without_a_topic(tiny_store: Store) -> None:
    """Nothing speaks for a topic that there is not."""
    assert why_here(tiny_store, 9) is None
