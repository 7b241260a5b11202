"""The map's points as bytes, which the browser reads into typed arrays: 8 bytes a paper.

    magic            4 bytes   b"TAP2"
    n_papers         uint32    papers of the corpus
    n_points         uint32    those that are in this file
    n_combinations   uint32    combinations of topics at the three levels
    x0, y0, step     float64   layout units: where steps are counted from, and their length on both axes
    papers           uint32    1 for each combination: how many papers of the corpus have it
    topics           uint16    3 for each combination: rows in the topics table (top, default, fine), 65535 unassigned
    combination      uint16    1 for each point
    x_low, y_low     uint16    n_points each, the lower two bytes of the steps
    x_high, y_high   uint8     n_points each, the third byte; 0xffffff in three bytes is no place
    is_here          uint8     a bit for each paper of the corpus, the lowest first; left out where all are in this file

All little endian, one after the other; points come in the papers' canonical order. A step is a 16,777,214th of the
layout: at the deepest zoom, 400 times, a tenth of a pixel of a window of 3,840. Topics nest, so that there are about as
many combinations as fine topics.

Browsers have trouble with more points than some hundred thousand. Of a larger corpus a sample is drawn, and the rest is
a second file, asked for when a paper that is looked at is not in the sample.
"""

import struct
from collections.abc import Mapping
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import LEVELS, UNASSIGNED, Level

MAGIC: Final = b"TAP2"
UNASSIGNED_CODE: Final = 65535
MOST_POINTS: Final = 250_000
"""Points drawn at once."""

_NO_PLACE: Final = 0xFFFFFF
_STEPS: Final = _NO_PLACE - 1
_MOST_COMBINATIONS: Final = 65536
_GRID: Final = 1024


class Placed(Protocol):
    """Papers with places and topics."""

    @property
    def layout(self) -> NDArray[np.float32]:
        """Places on the map, shape (n_papers, 2); NaN where a paper has none."""

    @property
    def topic_rows(self) -> Mapping[Level, NDArray[np.int32]]:
        """Row of each paper's topic in the topics table by level, -1 where unassigned, shape (n_papers,)."""


def sample_papers(papers: Placed, most: int = MOST_POINTS) -> NDArray[np.int64] | None:
    """Choose papers that stand for all on the map; None where there are no more than `most`.

    They are taken in even steps from the papers in order of fine topic, and within one along a curve that keeps
    neighbours together (Morton 1966). So each topic and each place has its share, and the same papers give the same
    sample.

    Returns
    -------
    `most` paper numbers, ascending.
    """
    n_papers = len(papers.layout)
    if n_papers <= most:
        return None
    order = np.lexsort((_curve(papers.layout), papers.topic_rows["fine"]))
    steps = (np.arange(most) * n_papers + n_papers // 2) // most
    return np.sort(order[steps])


def other_papers(chosen: NDArray[np.int64], n_papers: int) -> NDArray[np.int64]:
    """The paper numbers that are not among the chosen, ascending."""
    is_left = np.ones(n_papers, dtype=bool)
    is_left[chosen] = False
    return np.flatnonzero(is_left)


def _curve(layout: NDArray[np.float32]) -> NDArray[np.int64]:
    """Each place's number along Morton's curve over a grid of cells; papers without a place come last."""
    low, span = _corner_and_span(layout)
    with np.errstate(invalid="ignore"):
        cells = np.nan_to_num((layout - low) / span * (_GRID - 1), nan=_GRID, posinf=_GRID, neginf=_GRID).astype(
            np.int64
        )
    number = np.zeros(len(layout), dtype=np.int64)
    for bit in range(_GRID.bit_length()):
        for axis in (0, 1):
            number |= ((cells[:, axis] >> bit) & 1) << (2 * bit + axis)
    return number


def _corner_and_span(layout: NDArray[np.float32]) -> tuple[NDArray[np.float64], float]:
    """The lower left corner of all places and the longer side of the square that holds them, 1 if that is none."""
    places = layout[np.isfinite(layout).all(axis=1)].astype(np.float64)
    if not len(places):
        return np.zeros(2), 1.0
    low = places.min(axis=0)
    return low, float((places.max(axis=0) - low).max()) or 1.0


def encode_points(papers: Placed, chosen: NDArray[np.int64] | None = None) -> bytes:
    """Write places and topics in the format above.

    Parameters
    ----------
    papers
        All papers of the corpus.
    chosen
        Numbers of those to write, ascending; None for all.

    Raises
    ------
    ValueError
        If the shapes do not fit together, a row of the topics table is above 65534 or below -1, or the topics do not
        nest and make more than 65,536 combinations.
    """
    layout = papers.layout
    if layout.ndim != 2 or layout.shape[1] != 2:
        raise ValueError(f"layout has shape {layout.shape}, not (n_papers, 2)")
    n_papers = len(layout)
    here = np.arange(n_papers) if chosen is None else chosen
    topics, n_of_each, combination = _combine([papers.topic_rows[level] for level in LEVELS], n_papers)
    (x0, y0), span = _corner_and_span(layout)
    step = span / _STEPS
    steps = _encode_places(layout[here], np.array([x0, y0]), step)
    head = struct.pack("<4s3I3d", MAGIC, n_papers, len(here), len(topics), x0, y0, step)
    parts = [
        head,
        n_of_each.astype("<u4").tobytes(),
        topics.astype("<u2").tobytes(),
        combination[here].astype("<u2").tobytes(),
        *((steps[:, axis] & 0xFFFF).astype("<u2").tobytes() for axis in (0, 1)),
        *((steps[:, axis] >> 16).astype("u1").tobytes() for axis in (0, 1)),
    ]
    if chosen is not None:
        is_here = np.zeros(n_papers, dtype=bool)
        is_here[chosen] = True
        parts.append(np.packbits(is_here, bitorder="little").tobytes())
    return b"".join(parts)


def _combine(
    levels: list[NDArray[np.int32]], n_papers: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The different combinations of topics, shape (n, 3), how often each comes, and that of each paper."""
    number = np.zeros(n_papers, dtype=np.int64)
    for rows in levels:
        if rows.shape != (n_papers,):
            raise ValueError(f"topics have shape {rows.shape}, not ({n_papers},)")
        if n_papers and (rows.min() < UNASSIGNED or rows.max() >= UNASSIGNED_CODE):
            raise ValueError(f"topic rows lie outside {UNASSIGNED}..{UNASSIGNED_CODE - 1}")
        number = number << 16 | np.where(rows == UNASSIGNED, UNASSIGNED_CODE, rows)
    found, combination, counts = np.unique(number, return_inverse=True, return_counts=True)
    if len(found) > _MOST_COMBINATIONS:
        raise ValueError(f"the papers have {len(found):,} combinations of topics, more than {_MOST_COMBINATIONS:,}")
    return np.stack([found >> 32, found >> 16 & 0xFFFF, found & 0xFFFF], axis=1), counts, combination


def _encode_places(layout: NDArray[np.float32], low: NDArray[np.float64], step: float) -> NDArray[np.int64]:
    """Steps from the lower left corner, shape (n_points, 2)."""
    is_placed = np.isfinite(layout).all(axis=1)
    steps = np.full(layout.shape, _NO_PLACE, dtype=np.int64)
    steps[is_placed] = np.rint((layout[is_placed] - low) / step)
    return steps
