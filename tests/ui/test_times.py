"""Moments as people say them."""

from datetime import UTC, datetime

import pytest

from lib.ui.times import ago_words, day_words

NOW = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ("2026-03-12T09:59:30+00:00", "just now"),
        ("2026-03-12T10:00:30+00:00", "just now"),
        ("2026-03-12T09:59:00", "1 minute ago"),
        ("2026-03-12T09:00:30+01:00", "1 hour ago"),
        ("2026-03-09T09:59:59+00:00", "3 days ago"),
        ("nonsense", ""),
    ],
)
def test_how_long_ago(then: str, words: str) -> None:
    """In the largest unit that fits; what is no moment is nothing."""
    assert ago_words(then, NOW) == words


def test_the_day() -> None:
    """Without a leading nought."""
    assert day_words("2026-03-02T10:00:00+00:00") == "2 Mar 2026"
    assert day_words("") == ""
