"""Rate and time left of a stage, by a clock set by hand."""

import pytest

from lib.core.pace import Pace


def test_by_hand() -> None:
    """Ten papers a second of a hundred leave seven seconds after three."""
    pace = Pace(100, now=50.0)
    for second in (51.0, 52.0, 53.0):
        pace.advance(10, second)

    assert pace.done == 30
    assert pace.rate == pytest.approx(10)
    assert pace.seconds_left == pytest.approx(7)


def test_what_was_kept_does_not_count() -> None:
    """Papers that are done at once come from an earlier build and say nothing about the rest."""
    pace = Pace(1000, now=0.0)
    pace.advance(900, 0.1)
    pace.advance(10, 2.0)
    pace.advance(10, 4.0)

    assert pace.rate == pytest.approx(5)
    assert pace.seconds_left == pytest.approx(16)


def test_recent_pace_decides() -> None:
    """A stage that slowed down is judged by its last half minute."""
    pace = Pace(None, now=0.0)
    for second in range(2, 11):
        pace.advance(100, float(second))
    for second in range(11, 60):
        pace.advance(1, float(second))

    assert pace.rate == pytest.approx(1)


def test_nothing_is_said_too_early() -> None:
    """Before the first step, and without a total, there is no telling."""
    assert Pace(10, now=0.0).rate is None
    assert Pace(10, now=0.0).seconds_left is None
    endless = Pace(None, now=0.0)
    endless.advance(1, 5.0)
    assert endless.seconds_left is None


def test_time_left_is_never_negative() -> None:
    """More than was to be done is done, no more."""
    pace = Pace(5, now=0.0)
    pace.advance(3, 1.5)
    pace.advance(4, 3.0)

    assert pace.seconds_left == 0
