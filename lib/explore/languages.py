"""In which languages the papers of an atlas are written."""

from __future__ import annotations

import numpy as np

from lib.explore.store import Store


def language_counts(store: Store) -> dict[str, int]:
    """Papers by language code, the most frequent first; "" stands for those whose language is not known, at the end."""
    counts = np.bincount(store.language_rows, minlength=len(store.language_names)).tolist()
    pairs = zip(store.language_names, counts, strict=True)
    return dict(sorted(pairs, key=lambda pair: (not pair[0], -pair[1], pair[0])))
