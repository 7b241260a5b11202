"""The bytes of the papers' dates, read back as the browser reads them."""

import struct
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.server.dates import encode_dates

Dated = tuple[date | None, str]
dated_papers = st.lists(
    st.tuples(st.dates(date(1500, 1, 1), date(2199, 12, 31)), st.sampled_from(["year", "month", "day"]))
    | st.just((None, "unknown"))
)


def encode(papers: list[Dated]) -> bytes:
    """Encode dates as the store keeps them."""
    days = np.array([day for day, _ in papers], dtype="datetime64[D]")
    return encode_dates(days, np.array([precision for _, precision in papers], dtype=object))


def decode(raw: bytes) -> list[Dated]:
    """Read the format as its head describes it."""
    magic, n, base = struct.unpack_from("<4sIi", raw)
    assert magic == b"TAD1"
    assert len(raw) == 12 + 3 * n
    low, high = struct.unpack_from(f"<{n}H", raw, 12), struct.unpack_from(f"<{n}B", raw, 12 + 2 * n)
    first = date(1970, 1, 1).toordinal() + base
    names = ("unknown", "year", "month", "day")
    return [
        (date.fromordinal(first + a + (b >> 2 << 16)) if b & 3 else None, names[b & 3])
        for a, b in zip(low, high, strict=True)
    ]


@given(dated_papers)
def test_dates_come_back(papers: list[Dated]) -> None:
    """Each paper's first day and how exactly it is known, over all the years there may be."""
    assert decode(encode(papers)) == papers


def test_what_does_not_fit_is_refused() -> None:
    """Arrays of two lengths, and dates too far apart."""
    with pytest.raises(ValueError, match=r"dates have shape \(1,\), their precision \(2,\)"):
        encode_dates(np.array(["2024-01-01"], dtype="datetime64[D]"), np.array(["day", "day"], dtype=object))
    far = np.array(["-9999-01-01", "2199-01-01"], dtype="datetime64[D]")
    with pytest.raises(ValueError, match="days apart"):
        encode_dates(far, np.array(["day", "day"], dtype=object))
