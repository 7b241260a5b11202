"""How long a build will take and how much memory it will need, told before it begins."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final

from lib.core.config import BUNDLED_MODEL, BuildConfig
from lib.core.effort import EXACT_UP_TO, refits
from lib.core.text import count_of

# Measured by benchmarks/build.py and benchmarks/scale.py (their README has the tables) on a CPU of two cores; other
# machines differ.
_START_SECONDS: Final = 30.0
_EMBED_SECONDS: Final = 0.03
"""One core, one paper of usual length, the bundled model, by benchmarks/embedding.py; float32 takes twice as long."""
_PAIR_SECONDS: Final = 2.5e-8
"""One core, one pair of papers compared."""
_SEARCH_SECONDS: Final = 5.5e-4
"""One core, the neighbours of one paper searched for."""
_CLUSTER_SECONDS: Final = 1.5e-3
"""One core, one paper; UMAP and HDBSCAN take about as long on two cores, though they use but one."""
_REFIT_SECONDS: Final = 1e-3
"""One core, one paper, one refit."""
_OTHER_SECONDS: Final = 1e-3
"""Map, terms and writing of one paper, for which one core is used."""
_START_MEMORY_MB: Final = 1400.0
_PAPER_MEMORY_MB: Final = 0.015
_MOST_CORES: Final = 8
"""More cores help little."""
_OTHER_MODEL_FACTOR: Final = 6.0
"""The bundled model is a small one; of another nothing is known."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a build is likely to take."""

    n_papers: int
    seconds: float
    memory_mb: float

    def for_people(self) -> str:
        """One sentence, such as "About 4 minutes and 1.2 GB of memory for 9,877 papers."."""
        memory = f"{self.memory_mb / 1024:.1f} GB of memory"
        return f"About {duration(self.seconds)} and {memory} for {count_of(self.n_papers, 'paper')}."


def estimate(n_papers: int, config: BuildConfig, *, cores: int | None = None) -> Estimate:
    """Estimate a build in which nothing is kept from an earlier one.

    Parameters
    ----------
    cores
        Processor cores; by default those of this machine.
    """
    cores = max(1, min(cores or os.cpu_count() or 1, _MOST_CORES))
    factor = 1.0 if config.model == BUNDLED_MODEL else _OTHER_MODEL_FACTOR
    neighbors = n_papers**2 * _PAIR_SECONDS if n_papers <= EXACT_UP_TO else n_papers * _SEARCH_SECONDS
    topics = n_papers * (_CLUSTER_SECONDS + refits(config.method, n_papers) * _REFIT_SECONDS)
    seconds = (
        _START_SECONDS + (n_papers * factor * _EMBED_SECONDS + neighbors + topics) / cores + n_papers * _OTHER_SECONDS
    )
    return Estimate(n_papers, seconds, _START_MEMORY_MB + n_papers * _PAPER_MEMORY_MB)


def duration(seconds: float) -> str:
    """A span of time in words, rounded as one says it: 20 seconds, 4 minutes, 1.5 hours."""
    if seconds < 55:
        rounded = max(5, round(seconds / 5) * 5)
        return f"{rounded} seconds"
    minutes = round(seconds / 60)
    if minutes < 90:
        return "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"{seconds / 3600:.1f}".removesuffix(".0") + " hours"
