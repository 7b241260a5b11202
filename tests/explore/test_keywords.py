"""Keyword search: what a query finds among the twelve papers, and in which order."""

import dataclasses
import itertools
import threading
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.atlas.reader import open_atlas
from lib.atlas.search_index import SearchIndex
from lib.core.query import And, InTopic, InYears, Node, Not, Or, Query, Words, parse
from lib.core.tokens import words_in
from lib.explore import keywords
from lib.explore import store as store_module
from lib.explore.keywords import find, problems_in
from lib.explore.store import Store
from tests.atlas_maker import TINY, Made, Placed, paper, store_of, write_atlas

STORE = store_of(TINY)


def found(query: str, store: Store = STORE) -> list[int]:
    """Numbers of the papers that match."""
    return np.flatnonzero(find(store, parse(query)).mask).tolist()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", list(range(12))),
        ("retrieval", [0, 1]),
        ("RETRIEVAL Dense", [0, 1]),
        ('"dense retrieval"', [0, 1]),
        ('"retrieval dense"', []),
        ("dense -sparse", [0]),
        ("dense NOT (sparse OR long)", []),
        ("dense NOT sparse long", [0]),
        ("quer*", [2, 3]),
        ("etude", [5]),
        ("étude", [5]),
        ("title:questions", [0]),
        ("abstract:questions", [0, 1, 3]),
        ("questions", [0, 1, 3]),
        ('"questions"', [0, 1]),
        ("question*", [0, 1, 3]),
        ("author:novak", [0]),
        ("lindqvist", [0]),
        ('author:"bo lindqvist"', [0]),
        ("author:dense", []),
        ("graph OR zinc", [4, 5, 6, 11]),
        ("year:2024", [11]),
        ("year:..2023", [0, 1, 2, 3, 4, 5, 6, 7, 9]),
        ("year:2024 OR graph", [4, 5, 6, 11]),
        ("-year:2023", [8, 10, 11]),
        ("-retrieval -graph -year:2023", [8, 10, 11]),
        ("retrieval year:2024", []),
        ("year:0000", []),
        (f"topic:{'1' * 5000}", []),
        ("topic:10", [0, 1, 2, 3, 4, 5, 6]),
        ("topic:retrieval", [0, 1, 2, 3]),
        ('topic:"electrolytes solid"', [7, 8]),
        ("topic:electrolytes -sulfide", [8]),
        ("topic:que*", [2, 3]),
        ("topic:batteries zinc", [11]),
        ("topic:99", []),
        ("(topic:batteries OR dense) -cracks year:2023", [0, 1, 7]),
        ("title:(dense OR graph) year:2023 -topic:20", [4, 5, 6]),
        ("nowhereatall", []),
    ],
)
def test_finding(query: str, expected: list[int]) -> None:
    """Words, fields, years and topics, joined in every way; counted by eye."""
    assert found(query) == expected


@pytest.mark.parametrize("query", ["", "dense", "year:2023", "-dense", "dense OR year:2024", "dense -sparse topic:0"])
def test_scores(query: str) -> None:
    """Above 0 for what matches, 0 for all else, and neither can be written to."""
    result = find(STORE, parse(query))

    assert result.scores.dtype == np.float32
    assert ((result.scores > 0) == result.mask).all()
    assert not result.scores.flags.writeable
    assert not result.mask.flags.writeable


def test_better_matches_come_first() -> None:
    """A word in the title counts for more, two words of an "or" for more than one, and conditions for nothing."""
    scores = find(STORE, parse('"questions"')).scores
    assert scores[0] > scores[1]
    either = find(STORE, parse("graph OR (molecules year:2023)")).scores
    assert either[4] > either[6]
    assert find(STORE, parse('"questions" year:2023')).scores.tolist() == scores.tolist()


def test_many_matches_are_ranked_by_title(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more matches than are ranked, those with the word in the title come first; all are found as before."""
    monkeypatch.setattr(keywords, "MOST_RANKED", 1)
    result = find(STORE, parse('"questions"'))

    assert np.flatnonzero(result.mask).tolist() == [0, 1]
    assert result.scores[0] > result.scores[1] > 0

    monkeypatch.setattr(keywords, "MOST_RANKED", 0)
    result = find(STORE, parse('"questions"'))
    assert result.scores[0] > result.scores[1] > 0


def test_the_only_match() -> None:
    """It has nothing to be compared with."""
    assert find(STORE, parse("sparse")).scores.tolist() == [0, 1, *[0] * 10]


def test_unknown_topics() -> None:
    """A topic that the atlas does not have is named in a sentence; one that is not wanted needs no word."""
    assert problems_in(STORE, parse("topic:retrieval topic:0 -topic:moss")) == []
    assert problems_in(STORE, parse("topic:moss OR topic:99")) == [
        "No topic is called “moss”; topic: takes words of a topic's label, or its number.",
        "No topic is called “99”; topic: takes words of a topic's label, or its number.",
    ]


def test_written_labels() -> None:
    """A topic is found by the label that a language model wrote, and by that of its terms."""
    topics = tuple(
        dataclasses.replace(topic, written_label="Asking") if topic.topic_id == 0 else topic for topic in TINY.topics
    )
    store = store_of(dataclasses.replace(TINY, topics=topics))

    assert found("topic:asking", store) == found("topic:retrieval -topic:20 OR topic:20", store) == [0, 1, 2, 3]


def test_scripts_without_blanks() -> None:
    """A term of Chinese or Japanese is found within a sentence, and its signs apart are not."""
    store = store_of(
        Made((Placed(paper("t:a", "密集检索模型")), Placed(paper("t:b", "检查索引", "", "α-divergence"))), ())
    )

    assert found("检索", store) == [0]
    assert found("检 索", store) == [0, 1]
    assert found("alpha-divergence", store) == found("α-divergence", store) == [1]


def test_atlas_with_and_without_index(tmp_path: Path) -> None:
    """An atlas without an index is searched with the same result; the index is made once, however many wait for it."""
    with_index = Store("tiny", open_atlas(write_atlas(tmp_path / "one")))
    folder = write_atlas(tmp_path / "other")
    (folder / "search.sqlite").unlink()
    without = Store("tiny", open_atlas(folder))
    made: list[object] = []

    def search() -> None:
        found("dense", without)
        made.append(without.search_index)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 4
    assert len(set(map(id, made))) == 1
    for query in ("questions", "graph -molecules", "quer* OR year:2024"):
        assert find(with_index, parse(query)).scores.tolist() == find(without, parse(query)).scores.tolist()


def test_a_damaged_index(tmp_path: Path) -> None:
    """Where the index is damaged within, papers are found as ever: their texts are whole."""
    papers = tuple(Placed(paper(f"t:{n:04d}", f"Paper w{n} of all")) for n in range(3000))
    folder = write_atlas(tmp_path / "atlas", dataclasses.replace(TINY, papers=papers, topics=(), aliases=()))
    path = folder / "search.sqlite"
    content = bytearray(path.read_bytes())
    page = content.index(b"0w") // 4096 * 4096
    content[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(content)

    store = Store("damaged", open_atlas(folder))
    assert found("w1*", store) == [n for n in range(3000) if str(n).startswith("1")]
    assert found("w1234", store) == [1234]


def test_another_atlas_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the index of one atlas is made, another is searched."""
    one, other = (store_of(TINY) for _ in range(2))
    begun, go_on = threading.Event(), threading.Event()
    make = store_module.index_in_memory

    def slowly(papers: pa.Table) -> SearchIndex:
        if papers is one.atlas.papers:
            begun.set()
            go_on.wait(60)
        return make(papers)

    monkeypatch.setattr(store_module, "index_in_memory", slowly)
    for store in (one, other):
        store.atlas = dataclasses.replace(store.atlas, search=None)
    first = threading.Thread(target=found, args=("dense", one))
    first.start()
    assert begun.wait(60)
    second = threading.Thread(target=found, args=("dense", other))
    second.start()
    second.join(20)
    has_waited = second.is_alive()
    go_on.set()
    first.join()
    second.join()

    assert not has_waited


def test_long_queries() -> None:
    """As many words, and as deep, as a query may be."""
    assert found(" ".join(f"w{n}" for n in range(200))) == []
    assert found(" OR ".join(["dense"] * 100)) == [0, 1]
    assert found(" ".join(f"-w{n}" for n in range(99)) + " dense") == [0, 1]
    assert found("(a OR " * 19 + "dense" + ")" * 19) == found("dense OR a")
    assert found("-(zzz " * 20 + "dense" + ")" * 20) == list(range(12))


# --- against a search that reads every paper -------------------------------------------------------------------------

VOCABULARY = ["dense", "graph", "questions", "is", "the", "search", "cracks", "are"]
leaves = st.one_of(
    st.builds(
        Words,
        st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=2).map(tuple),
        st.sampled_from([None, "title", "abstract"]),
        st.booleans(),
    ),
    st.builds(InYears, st.sampled_from([None, 2023, 2024]), st.sampled_from([None, 2023, 2024])),
    st.builds(InTopic, st.sampled_from([("0",), ("electrolytes",), ("nothing",)])),
)
queries = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.builds(And, st.lists(parts, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(parts, min_size=2, max_size=3).map(tuple)),
        st.builds(Not, parts),
    ),
    max_leaves=8,
)


def matches(node: Node, row: int) -> bool:
    """Whether a paper fulfils a query, worked out by looking at it."""
    placed = TINY.papers[row]
    if isinstance(node, Not):
        return not matches(node.part, row)
    if isinstance(node, And | Or):
        return (all if isinstance(node, And) else any)(matches(part, row) for part in node.parts)
    if isinstance(node, InYears):
        date = placed.paper.date
        return date is not None and (node.first or 0) <= date.year <= (node.last or 9999)
    if isinstance(node, InTopic):
        meant = {"0": {0}, "electrolytes": {2, 23}, "nothing": set()}[node.words[0]]
        return bool(meant & set(placed.topics))
    texts = {"title": placed.paper.title, "abstract": placed.paper.abstract, "author": "; ".join(placed.paper.authors)}
    return any(_has(words_in(texts[field]), node) for field in node.fields)


def _has(text: list[str], node: Words) -> bool:
    *whole, last = node.words
    # Of the words that are asked for, one alone is found in singular and plural.
    lasts = {last} if whole else {last, f"{last}s", last.removesuffix("s")}
    windows = itertools.pairwise(text) if whole else ((word,) for word in text)
    return any(
        list(window[:-1]) == whole and (window[-1].startswith(last) if node.is_prefix else window[-1] in lasts)
        for window in windows
    )


@given(queries)
def test_same_as_reading_every_paper(root: Node) -> None:
    """Whatever is asked, the index and the masks together give what reading paper by paper gives."""
    mask = find(STORE, Query(root)).mask

    assert mask.tolist() == [matches(root, row) for row in range(12)]
