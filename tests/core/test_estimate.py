"""Estimates in words that a person understands."""

import pytest

from lib.core.config import BuildConfig
from lib.core.estimate import duration, estimate


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "5 seconds"),
        (22, "20 seconds"),
        (54, "55 seconds"),
        (56, "1 minute"),
        (150, "2 minutes"),
        (5_000, "83 minutes"),
        (7_200, "2 hours"),
        (9_000, "2.5 hours"),
    ],
)
def test_durations_are_rounded_as_one_says_them(seconds: float, words: str) -> None:
    """Seconds, minutes and hours, no more exactly than an estimate is."""
    assert duration(seconds) == words


def test_sentence() -> None:
    """Time, memory and what for are in one sentence."""
    sentence = estimate(9_877, BuildConfig(), cores=2).for_people()

    assert sentence.startswith("About ")
    assert sentence.endswith(" GB of memory for 9,877 papers.")
    assert estimate(1, BuildConfig(), cores=2).for_people().endswith("1 paper.")


def test_more_papers_take_longer_and_more_cores_less() -> None:
    """Time and memory grow with papers; time falls with cores, and an unknown model takes longer than ours."""
    small, large = (estimate(n, BuildConfig(), cores=2) for n in (300, 120_000))

    assert small.seconds < large.seconds
    assert small.memory_mb < large.memory_mb
    assert estimate(3_000, BuildConfig(), cores=8).seconds < estimate(3_000, BuildConfig(), cores=1).seconds
    assert estimate(300, BuildConfig(model="other"), cores=2).seconds > small.seconds


def test_no_cliff_and_no_square() -> None:
    """One paper more adds little anywhere, and from 100,000 papers on twice as many take about twice as long."""
    for n_papers in range(1_000, 300_000, 500):
        one, more = (estimate(n, BuildConfig(), cores=2).seconds for n in (n_papers, n_papers + 1))
        assert abs(more - one) < 20
    assert estimate(400_000, BuildConfig(), cores=2).seconds < 2.1 * estimate(200_000, BuildConfig(), cores=2).seconds
