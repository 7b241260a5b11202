"""Values made into clean text."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from lib.ingest.values import text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  Two\n  lines ", "Two lines"),
        ("NaN", ""),
        ("N/A", ""),
        ("Nano", "Nano"),
        (None, ""),
        (float("nan"), ""),
        (12, "12"),
        (Decimal("1607.00390"), "1607.00390"),
        (True, "true"),
        (date(2024, 3, 12), "2024-03-12"),
        (datetime(2024, 3, 12, 4, 5, tzinfo=UTC), "2024-03-12T04:05:00+00:00"),
        (b"bytes", "bytes"),
        (["One", None, " two "], "One two"),
        ({"b": 1, "a": "é"}, '{"a": "é", "b": 1}'),
        ("half \ud83d of a pair, \x00 and \x07", "half of a pair, and"),
    ],
)
def test_any_value_is_text(value: object, text: str) -> None:
    """White space is squeezed, what stands for nothing is nothing, and what cannot be stored is taken out."""
    assert text_of(value) == text
