"""Whether a topic grows: by hand."""

import numpy as np
import pytest

from lib.explore.growth import growths
from lib.explore.trends import Trends


def trends(own: list[list[int]], everything: list[int]) -> Trends:
    """Papers by year of each topic, and all dated ones."""
    years = list(range(2020, 2020 + len(everything)))
    return Trends(
        by="year",
        starts=np.array([str(year) for year in years], dtype="datetime64[M]"),
        names=[str(year) for year in years],
        topic_ids=tuple(range(len(own))),
        counts=np.array(own),
        all_papers=np.array(everything),
        left_out=0,
        unfinished=False,
    )


@pytest.mark.parametrize(
    ("own", "everything", "direction", "turn"),
    [
        ([2, 3, 30], [100, 100, 200], "growing", "2022"),
        ([30, 3, 2], [200, 100, 100], "shrinking", "2021"),
        ([2, 3, 6], [100, 100, 200], "steady", "2022"),
        ([1, 0], [10, 10], "steady", "2021"),
        # Papers of the topic alone cannot be more of all than all.
        ([5, 0, 5], [5, 0, 5], "steady", "2021"),
    ],
)
def test_directions(own: list[int], everything: list[int], direction: str, turn: str) -> None:
    """The halves part where the papers do; a difference that chance may make is none."""
    (found,) = growths(trends([own], everything))

    assert (found.direction, found.turn) == (direction, turn)


def test_several_topics() -> None:
    """Each topic is compared by itself, in their order."""
    found = growths(trends([[2, 3, 30], [30, 3, 2]], [100, 100, 200]))

    assert [one.direction for one in found] == ["growing", "shrinking"]
    assert found[1].earlier == (33, 200)


def test_the_sentence() -> None:
    """Both shares are said with what they are of."""
    (found,) = growths(trends([[1, 3, 30]], [100, 1900, 2000]))

    assert found.sentence == (
        "4 of 2,000 papers dated before 2022 are of this topic (under 1%), and 30 of 2,000 from then on (2%)."
    )


@pytest.mark.parametrize("everything", [[], [7], [0, 9, 0]])
def test_one_period_is_no_trend(everything: list[int]) -> None:
    """Where all papers are of one period nothing grows."""
    assert growths(trends([[0] * len(everything)], everything)) == []
