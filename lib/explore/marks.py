"""What is special about papers, counted: bridge papers, unassigned and undated ones."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.explore.fields import CategoryField, fields_of
from lib.explore.store import Mask, Store

MARK: Final = "mark"
"""The key of the field that has them."""


def mark_counts(store: Store, mask: Mask) -> dict[str, int]:
    """Count the papers in view that have each mark of the atlas, by the mark's key, none left out."""
    field = fields_of(store).get(MARK)
    if not isinstance(field, CategoryField):
        return {}
    counts = np.bincount(field.codes[mask[field.rows]], minlength=len(field.values))
    return dict(zip(field.values, counts.tolist(), strict=True))
