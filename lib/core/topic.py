"""Topics and their three levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

Level = Literal["top", "default", "fine"]
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
"""From the coarsest to the finest; each nests in the one before."""

LEVEL_NAMES: Final[dict[Level, str]] = {"top": "Areas", "default": "Topics", "fine": "Fine topics"}
"""What the levels are called on the screen."""

ASSIGNMENT_COLUMNS: Final[dict[Level, str]] = {"top": "topic_top", "default": "topic", "fine": "topic_fine"}
"""The column of assignments.parquet that holds each level."""

UNASSIGNED: Final = -1
"""The topic of a paper that fits none ("outlier" in BERTopic, "noise" in HDBSCAN)."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase with its c-TF-IDF weight in one topic."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of papers on one theme, at one level.

    `hue` and `shade`, both 0..1, are its place in the palette: hues of a top topic and all below it are near,
    shade tells siblings apart. `label_x`, `label_y` is where its name stands on the map, in layout units.
    """

    topic_id: int
    level: Level
    parent_id: int | None
    label: str
    size: int
    terms: tuple[Term, ...]
    exemplars: tuple[str, ...]
    hue: float
    shade: float
    label_x: float
    label_y: float
    stability: float | None = None
