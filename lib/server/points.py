"""The map's points as bytes: what the browser reads straight into typed arrays, 14 bytes a paper.

    magic    4 bytes   b"TAP1"
    n        uint32    number of papers
    x, y     float32   n each, layout units
    top, default, fine   uint16   n each, row of the topic in the topics table, 65535 where unassigned

All little endian, one after the other, in the papers' canonical order; so every array starts at a multiple
of its item size and needs no copy in the browser.
"""

import numpy as np
from numpy.typing import NDArray

from lib.core.topic import UNASSIGNED

MAGIC = b"TAP1"
UNASSIGNED_CODE = 65535


def encode_points(
    layout: NDArray[np.float32],
    top: NDArray[np.integer],
    default: NDArray[np.integer],
    fine: NDArray[np.integer],
) -> bytes:
    """Write places and topics of all papers in the format above.

    Parameters
    ----------
    layout
        Places on the map, shape (n_papers, 2); NaN where a paper has none.
    top, default, fine
        Row of each paper's topic in the topics table, -1 where unassigned, shape (n_papers,) each.

    Returns
    -------
    8 + 14 * n_papers bytes.

    Raises
    ------
    ValueError
        If the shapes do not fit together, or a row number does not fit the format (above 65534, below -1).
    """
    if layout.ndim != 2 or layout.shape[1] != 2:
        raise ValueError(f"layout has shape {layout.shape}, not (n_papers, 2)")
    n_papers = layout.shape[0]
    return b"".join(
        [
            MAGIC,
            np.uint32(n_papers).astype("<u4").tobytes(),
            np.ascontiguousarray(layout[:, 0], dtype="<f4").tobytes(),
            np.ascontiguousarray(layout[:, 1], dtype="<f4").tobytes(),
            *(_encode_rows(rows, n_papers) for rows in (top, default, fine)),
        ]
    )


def _encode_rows(rows: NDArray[np.integer], n_papers: int) -> bytes:
    if rows.shape != (n_papers,):
        raise ValueError(f"topics have shape {rows.shape}, not ({n_papers},)")
    if n_papers and (rows.min() < UNASSIGNED or rows.max() >= UNASSIGNED_CODE):
        raise ValueError(f"topic rows lie outside {UNASSIGNED}..{UNASSIGNED_CODE - 1}")
    return np.where(rows == UNASSIGNED, UNASSIGNED_CODE, rows).astype("<u2").tobytes()
