"""The papers' dates as bytes, for the strip of time under the map: 3 bytes a paper before compression.

    magic    4 bytes   b"TAD1"
    n        uint32    number of papers
    base     int32     days from 1970-01-01 to the corpus's first date
    low      uint16    n, the lower 16 bits of the days from base to the first day of the paper's date
    high     uint8     n, how exactly the date is known in bits 0-1 (0 not at all, 1 year, 2 month, 3 day), the upper
                       six bits of the days in bits 2-7

All little endian, in the papers' canonical order. The bytes that differ little stand together, so that they shrink.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"TAD1"
_CODES = {"year": 1, "month": 2, "day": 3}
_MOST_DAYS = 1 << 22


def encode_dates(first_days: NDArray[np.datetime64], precision: NDArray[Any]) -> bytes:
    """Write the dates of all papers in the format above.

    Parameters
    ----------
    first_days
        First day of each paper's date, NaT where it has none, shape (n_papers,).
    precision
        How exactly it is known: day, month, year or unknown, shape (n_papers,).

    Returns
    -------
    12 + 3 * n_papers bytes.

    Raises
    ------
    ValueError
        If the shapes differ, or the dates are more than 11,000 years apart.
    """
    if first_days.shape != precision.shape:
        raise ValueError(f"dates have shape {first_days.shape}, their precision {precision.shape}")
    dated = ~np.isnat(first_days)
    days = first_days.astype("datetime64[D]").astype(np.int64)
    base = int(days[dated].min()) if dated.any() else 0
    since = np.where(dated, days - base, 0)
    if since.size and since.max() >= _MOST_DAYS:
        raise ValueError(f"dates are {since.max():,} days apart, the format holds {_MOST_DAYS - 1:,}")
    codes = np.zeros(len(since), dtype=np.int64)
    for name, code in _CODES.items():
        codes[(precision == name) & dated] = code
    return b"".join(
        [
            MAGIC,
            np.uint32(len(since)).astype("<u4").tobytes(),
            np.int32(base).astype("<i4").tobytes(),
            (since & 0xFFFF).astype("<u2").tobytes(),
            (codes | (since >> 16 << 2)).astype(np.uint8).tobytes(),
        ]
    )
