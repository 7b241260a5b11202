"""Rows of an export, read from the sample's atlas."""

from dataclasses import replace

import numpy as np
import pytest

from lib.atlas.home import SAMPLE_ATLAS
from lib.atlas.reader import open_atlas
from lib.explore.store import Store
from lib.export.rows import rows
from tests.atlas_maker import JUDGED, TINY, atlas_in_memory


@pytest.fixture(scope="module")
def store() -> Store:
    """The sample, open."""
    return Store("sample", open_atlas(SAMPLE_ATLAS))


def test_rows_are_what_the_store_has(store: Store) -> None:
    """Each paper comes with all that is known of it and the names of its topics at three levels."""
    made = rows(store.atlas, range(store.n_papers))

    assert [row.paper for row in made] == store.papers(range(store.n_papers))
    for level, name in (("top", "topic_top"), ("default", "topic"), ("fine", "topic_fine")):
        labels = [getattr(row, name) for row in made]
        topics = [store.topic_of(index, level) for index in range(store.n_papers)]

        assert labels == [topic.label if topic else "" for topic in topics]
    assert any(not row.topic for row in made)
    assert any(row.topic for row in made)


def test_a_written_label_comes_first() -> None:
    """A topic goes out under the label that a model wrote, where there is one."""
    written = (replace(TINY.topics[0], written_label="Finding texts"), *TINY.topics[1:])
    first, _, _, _, other = rows(atlas_in_memory(replace(TINY, topics=written)), range(5))

    assert (first.topic_top, first.topic, first.topic_fine) == ("learning machines", "Finding texts", "dense retrieval")
    assert other.topic == "graphs, networks"


def test_confidence_is_known_or_none(store: Store) -> None:
    """Confidence is a number of four places at most, None where the atlas has none."""
    made = rows(store.atlas, range(store.n_papers))

    for row, confidence in zip(made, store.confidence, strict=True):
        if np.isnan(confidence):
            assert row.confidence is None
        else:
            assert row.confidence == pytest.approx(confidence, abs=1e-4)
            assert len(str(row.confidence)) <= 6


def test_order_is_kept(store: Store) -> None:
    """Papers come in the order asked for, also by numpy's numbers."""
    made = rows(store.atlas, np.array([5, 0, 3]))

    assert [row.paper.paper_id for row in made] == [store.paper_ids[index] for index in (5, 0, 3)]
    assert rows(store.atlas, []) == []


def test_the_notice_goes_along(store: Store) -> None:
    """That the sample's papers are invented is said of each."""
    assert "invented" in rows(store.atlas, [0])[0].notice


def test_second_topics() -> None:
    """The second-best topic goes out with its margin, and the nearest one of an unassigned paper."""
    made = rows(atlas_in_memory(JUDGED), [6, 9, 10])

    assert [(row.topic, row.second_topic, row.margin) for row in made] == [
        ("graphs, networks", "retrieval, search", 0.1),
        ("", "retrieval, search", None),
        ("", "", None),
    ]
