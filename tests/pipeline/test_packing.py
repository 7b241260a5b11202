"""Texts are put into packs: each in one, none too full, few in all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.pipeline.packing import packs


def test_by_hand() -> None:
    """The longest comes first, and the longest that fits goes beside it."""
    assert packs([3, 9, 1, 5, 7], 10) == [[1, 2], [4, 0], [3]]


def test_no_texts() -> None:
    """Nothing makes no pack."""
    assert packs([], 10) == []


def test_too_long_a_text_is_refused() -> None:
    """A text that fits no pack is an error of the caller."""
    with pytest.raises(ValueError, match="11 tokens does not fit into a pack of 10"):
        packs([3, 11], 10)


@given(st.lists(st.integers(1, 256), max_size=200))
def test_every_text_once_and_little_room_left(lengths: list[int]) -> None:
    """Each text is in one pack, no pack is over its size, and at most one is half empty."""
    made = packs(lengths, 2048)
    filled = [sum(lengths[number] for number in pack) for pack in made]

    assert sorted(number for pack in made for number in pack) == list(range(len(lengths)))
    assert all(tokens <= 2048 for tokens in filled)
    assert sum(tokens < 1024 for tokens in filled) <= 1
