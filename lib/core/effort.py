"""How much work a build does where the number of papers decides: the pipeline does it, and the estimate tells it."""

from __future__ import annotations

from typing import Final

from lib.core.config import Method

EXACT_UP_TO: Final = 50_000
"""Papers that are all compared with each other; about where the search begins to be the faster one."""


def refits(method: Method, n_papers: int) -> float:
    """How many refits are worth their time, before rounding.

    Ten up to 5,000 papers, five of 20,000, three from 40,000 on: each tells of more papers, and takes longer. Four of
    UMAP and HDBSCAN, since each draws UMAP anew.
    """
    return 4.0 if method == "hdbscan" else min(10.0, max(3.0, 10 * (5000 / max(n_papers, 1)) ** 0.5))
