"""Bridge papers by the topic that they lie near."""

from dataclasses import replace

from lib.explore.bridges import bridges_of
from tests.atlas_maker import JUDGED, Made, store_of


def with_margins(**rows: tuple[float, int]) -> Made:
    """The tiny atlas with the margin and the second-best topic of some papers."""
    papers = [
        replace(placed, margin=rows[f"p{row}"][0], second=rows[f"p{row}"][1]) if f"p{row}" in rows else placed
        for row, placed in enumerate(JUDGED.papers)
    ]
    return replace(JUDGED, papers=tuple(papers))


def test_bridges_by_the_other_topic() -> None:
    """Papers with a small margin are grouped by their second-best topic, the largest group first."""
    store = store_of(with_margins(p0=(0.19, 2), p1=(-0.1, 2), p2=(0.0, 1), p3=(0.2, 1), p6=(0.1, 0)))

    assert [(group.other.topic_id, group.papers) for group in bridges_of(store, 0)] == [(2, (1, 0)), (1, (2,))]
    assert [(group.other.topic_id, group.papers) for group in bridges_of(store, 1)] == [(0, (6,))]
    assert bridges_of(store, 2) == []


def test_other_levels_have_none() -> None:
    """Areas and fine topics have no second-best."""
    assert bridges_of(store_of(JUDGED), 10) == bridges_of(store_of(JUDGED), 22) == []


def test_a_bridge_to_nowhere() -> None:
    """A paper without a second-best topic lies between nothing."""
    assert bridges_of(store_of(with_margins(p0=(0.0, -1))), 0) == []
