"""Confidence by hand."""

import numpy as np
import pytest

from lib.pipeline.graph import NeighborGraph
from lib.pipeline.membership import exemplars, membership

INDICES = np.array([[1, 2, 3], [0, 2, 3], [0, 1, 3], [4, 5, 0], [3, 5, 0], [3, 4, 0]], dtype=np.int32)
SIMILARITIES = np.array([[0.8, 0.8, 0.4]] * 6, dtype=np.float32)
TOPICS = np.array([0, 0, 1, 1, 1, -1], dtype=np.int32)


def test_by_hand() -> None:
    """Confidence is the similar neighbours' share in the own topic, the margin what it is ahead of the next."""
    found = membership(TOPICS, NeighborGraph(INDICES, SIMILARITIES))

    assert found.confidence == pytest.approx([0.4, 0.4, 0.2, 0.4, 0.4, 0])
    assert found.second.tolist() == [1, 1, 0, 0, 0, 1]
    assert found.margin == pytest.approx([-0.2, -0.2, -0.6, 0.2, 0.2, 0])


def test_no_second_topic() -> None:
    """Where all neighbours are in the own topic there is no second one."""
    found = membership(np.zeros(6, dtype=np.int32), NeighborGraph(INDICES, SIMILARITIES))

    assert found.confidence == pytest.approx(1)
    assert set(found.second.tolist()) == {-1}
    assert found.margin == pytest.approx(1)


def test_neighbors_unlike_in_everything() -> None:
    """Without any similarity there is no confidence, and no division by zero."""
    found = membership(TOPICS, NeighborGraph(INDICES, np.full((6, 3), -0.1, dtype=np.float32)))

    assert found.confidence.tolist() == [0] * 6


def test_exemplars_lie_in_the_middle() -> None:
    """The paper nearest to the centroid comes first, of equal ones the first."""
    embeddings = np.array([[1, 0], [0.8, 0.6], [0.8, 0.6], [0, 1], [-1, 0]], dtype=np.float32)

    assert exemplars(np.array([0, 1, 2, 3]), embeddings, n=3).tolist() == [1, 2, 0]
