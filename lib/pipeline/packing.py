"""Texts of many lengths -> packs of nearly one size, so that no work is spent on padding. Pure functions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


def packs(lengths: Sequence[int], capacity: int) -> list[list[int]]:
    """Put texts into as few packs as is easily done: the longest first, each followed by the longest that still fit.

    Parameters
    ----------
    lengths
        Tokens of each text, each between 1 and `capacity`.
    capacity
        Most tokens of a pack.

    Returns
    -------
    Numbers of texts, each in one pack.

    Raises
    ------
    ValueError
        If a text is longer than a pack.
    """
    left = sorted((length, number) for number, length in enumerate(lengths))
    if left and left[-1][0] > capacity:
        raise ValueError(f"A text of {left[-1][0]} tokens does not fit into a pack of {capacity}.")
    made = []
    while left:
        room, pack = capacity, []
        while left and (place := bisect_right(left, (room, len(lengths)))):
            length, number = left.pop(place - 1)
            pack.append(number)
            room -= length
        made.append(pack)
    return made
