"""Topics side by side: their order, their cosines, and what is shown where they are too many."""

import numpy as np
import pytest

from lib.core.topic import Level
from lib.explore import likeness as module
from lib.explore.likeness import likeness
from tests.atlas_maker import TINY, store_of

STORE = store_of(TINY)


def ids(level: Level) -> list[int]:
    """All topics of a level."""
    return [topic.topic_id for topic in STORE.topics_at(level)]


def test_cosines_and_order() -> None:
    """Topics of the largest area come first, with the cosines of their means: retrieval and graphs have 0.8."""
    found = likeness(STORE, ids("default"), "default")

    assert [topic.topic_id for topic in found.topics] == [0, 1, 2]
    assert found.cosines == pytest.approx(np.array([[1, 0.8, 0], [0.8, 1, 0], [0, 0, 1]]), abs=1e-3)
    assert (found.level, found.areas, found.left_out) == ("default", (2, 1), 0)


def test_fine_topics_stand_by_their_topic() -> None:
    """Within an area, fine topics of one topic are side by side."""
    found = likeness(STORE, ids("fine"), "fine")

    assert [topic.topic_id for topic in found.topics] == [20, 21, 22, 23]
    assert found.areas == (3, 1)


@pytest.mark.parametrize(
    ("most", "level", "shown", "left_out"),
    [(4, "fine", 4, 0), (3, "default", 3, 0), (2, "top", 2, 0), (1, "top", 1, 1)],
)
def test_too_many(most: int, level: str, shown: int, left_out: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are too many, those above are compared; of too many areas the largest."""
    monkeypatch.setattr(module, "MOST_TOPICS", most)
    found = likeness(STORE, ids("fine"), "fine")

    assert (found.level, len(found.topics), found.left_out) == (level, shown, left_out)
    assert sum(found.areas) == shown


def test_no_topics() -> None:
    """Nothing compared with nothing is nothing."""
    found = likeness(STORE, [], "default")

    assert (found.topics, found.cosines.shape, found.areas) == ((), (0, 0), ())
