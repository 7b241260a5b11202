"""An open atlas answers in papers, topics and dates."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from lib.atlas.reader import open_atlas
from lib.core.dates import PartialDate
from lib.core.topic import UNASSIGNED
from lib.explore.store import Store
from tests.atlas_maker import TINY, Made, Placed, paper, store_of


def test_from_disk_and_memory(tiny_atlas: Path, tiny_store: Store) -> None:
    """An atlas read from its folder is the one that was written."""
    store = Store("tiny", open_atlas(tiny_atlas))

    assert store.papers(range(12)) == tiny_store.papers(range(12)) == [placed.paper for placed in TINY.papers]
    assert store.topics == tiny_store.topics
    assert np.array_equal(store.layout, tiny_store.layout)


def test_intervals(tiny_store: Store) -> None:
    """A date stands for its first to its last day, whatever its precision; an unknown one for none."""
    spans = [(str(first), str(last)) for first, last in zip(tiny_store.date_first, tiny_store.date_last, strict=True)]

    assert spans[0] == ("2023-01-10", "2023-01-10")
    assert spans[3] == ("2023-04-01", "2023-04-30")
    assert spans[5] == ("2023-01-01", "2023-12-31")
    assert spans[11] == ("2024-02-01", "2024-02-29")
    assert spans[8] == spans[10] == ("NaT", "NaT")
    assert tiny_store.is_dated.tolist() == [True] * 8 + [False, True, False, True]


def test_date_of(tiny_store: Store) -> None:
    """A paper's date comes back as exact as it was, and None where there is none."""
    assert tiny_store.date_of(0) == PartialDate(2023, 1, 10)
    assert tiny_store.date_of(1) == PartialDate(2023, 1)
    assert tiny_store.date_of(5) == PartialDate(2023)
    assert tiny_store.date_of(8) is None


def test_dates_long_ago() -> None:
    """Dates before 1970 are dates like others."""
    store = store_of(Made((Placed(paper("t:a", "Old", "1904-02")), Placed(paper("t:b", "Older", "1599"))), ()))

    assert store.date_last[0].item() == date(1904, 2, 29)
    assert store.date_of(1) == PartialDate(1599)


def test_index_of(tiny_store: Store) -> None:
    """A paper is found by its id and by one under which it was known; an id that nobody has finds nothing."""
    assert tiny_store.index_of("arxiv:2301.00001") == 0
    assert tiny_store.index_of("doi:10.48550/arxiv.2301.00001") == 0
    assert tiny_store.index_of("t:nobody") is None
    assert tiny_store.index_of("") is None


def test_an_id_beats_an_alias() -> None:
    """Where an old id of one paper is now another paper's id, the other paper is meant."""
    made = Made((Placed(paper("t:a", "One")), Placed(paper("t:b", "Two"))), (), aliases=(("t:b", "t:a"),))

    assert store_of(made).index_of("t:b") == 1


def test_an_alias_of_nobody() -> None:
    """An alias whose paper is not in the atlas is passed over."""
    made = Made((Placed(paper("t:a", "One")),), (), aliases=(("t:old", "t:gone"),))

    assert store_of(made).index_of("t:old") is None


def test_indices_of(tiny_store: Store) -> None:
    """Ids keep their order, unknown ones fall out, two ids of one paper are one."""
    ids = ["pmid:1234567", "t:nobody", "arxiv:2301.00001", "doi:10.48550/arxiv.2301.00001"]

    assert tiny_store.indices_of(ids) == [9, 0]


def test_topics_at(tiny_store: Store) -> None:
    """The topics of a level come largest first, equals by id."""
    assert [topic.topic_id for topic in tiny_store.topics_at("top")] == [10, 11]
    assert [topic.topic_id for topic in tiny_store.topics_at("default")] == [0, 1, 2]
    assert [topic.topic_id for topic in tiny_store.topics_at("fine")] == [20, 21, 22, 23]


def test_topic_of(tiny_store: Store) -> None:
    """A paper has a topic at each level, or none."""
    topic = tiny_store.topic_of(6)

    assert topic is not None
    assert topic.label == "graphs, networks"
    assert tiny_store.topic_of(6, "fine") is None
    assert tiny_store.topic_of(9) is None


def test_topic_rows(tiny_store: Store) -> None:
    """Each paper's topic is also known as a row of the topics table, and -1 where it has none."""
    rows = tiny_store.topic_rows

    assert rows["top"].tolist() == [3] * 7 + [4, 4, -1, -1, 4]
    assert rows["default"].tolist() == [0] * 4 + [1] * 3 + [2, 2, -1, -1, -1]
    assert rows["fine"].tolist() == [5, 5, 6, 6, 7, 7, -1, 8, 8, -1, -1, -1]


def test_family(tiny_store: Store) -> None:
    """A topic knows those above it, the top first, and those just below."""
    assert [topic.topic_id for topic in tiny_store.ancestors(21)] == [10, 0]
    assert tiny_store.ancestors(10) == []
    assert [topic.topic_id for topic in tiny_store.children(0)] == [20, 21]
    assert tiny_store.children(23) == []


def test_label(tiny_store: Store) -> None:
    """Papers without a topic have a word for it."""
    assert tiny_store.label(2) == "solid electrolytes"
    assert tiny_store.label(UNASSIGNED) == "Unassigned"


def test_a_written_label_comes_first() -> None:
    """A topic is called by the label that a model wrote, where there is one."""
    store = store_of(replace(TINY, topics=(replace(TINY.topics[0], written_label="Finding texts"), *TINY.topics[1:])))

    assert store.label(0) == store.hover(0)["topic"] == "Finding texts"
    assert store.label(1) == "graphs, networks"


def test_hover(tiny_store: Store) -> None:
    """A hover card says title, date and topic for people."""
    assert tiny_store.hover(1) == {
        "index": 1,
        "title": "Sparse and dense retrieval compared",
        "date": "Jan 2023",
        "topic": "retrieval, search",
        "places": "arXiv",
        "hint": "",
    }
    assert tiny_store.hover(10)["date"] == "no date"
    assert tiny_store.hover(10)["topic"] == "Unassigned"


def test_centroids(tiny_store: Store) -> None:
    """A topic's centroid is its papers' mean direction, of length 1."""
    by_id = dict(zip((topic.topic_id for topic in tiny_store.topics), tiny_store.centroids, strict=True))

    assert by_id[0] == pytest.approx([1, 0, 0, 0], abs=1e-3)
    assert by_id[1] == pytest.approx([0.8, 0.6, 0, 0], abs=1e-3)
    # 4 papers at (1, 0) and 3 at (0.8, 0.6): the sum is (6.4, 1.8).
    assert by_id[10] == pytest.approx([0.9627, 0.2708, 0, 0], abs=1e-3)


def test_missing_values(tiny_store: Store) -> None:
    """Without a confidence there is NaN, without a second topic the unassigned."""
    assert np.isnan(tiny_store.confidence[9])
    assert tiny_store.second_topic[0] == 1
    assert tiny_store.second_topic[10] == UNASSIGNED


def test_nobody_writes(tiny_store: Store) -> None:
    """What all sessions share cannot be changed by one."""
    for array in (tiny_store.date_first, tiny_store.confidence, tiny_store.topic_ids["fine"], tiny_store.layout):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = array[1]


def test_nothing_in_it() -> None:
    """An atlas without topics, or without a single date, opens."""
    store = store_of(Made(tuple(Placed(paper(f"t:{letter}", "Title")) for letter in "ab"), ()))

    assert store.topics_at("default") == []
    assert not store.is_dated.any()
    assert store.centroids.shape == (0, 4)


@pytest.mark.parametrize("built_at", ["", "yesterday", "12"])
def test_built_on(built_at: str) -> None:
    """The day of the build is known from the manifest, or not at all."""
    assert str(store_of(TINY).built_on) == "2026-01-01"
    if built_at != "12":
        assert np.isnat(store_of(replace(TINY, manifest={"built_at": built_at})).built_on)
