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
    """A word or phrase with its weight in one topic: c-TF-IDF, more for what many of its papers say and few others."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of papers on one theme, at one level.

    `hue` and `shade`, both 0..1, are its place in the palette: hues of a top topic and all below it are near,
    shade tells siblings apart. `label_x`, `label_y` is where its name stands on the map, in layout units.
    `label_inside` and `label_outside`, both 0..1, are the evidence for its label: the share of its own papers, and of
    all others of the corpus, that contain one of the label's words. `stability`, 0..1, is how well it was found again
    when the topics were made anew from parts of the corpus. All three are None where an atlas does not have them.
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
    label_inside: float | None = None
    label_outside: float | None = None
    written_label: str = ""
    """A label that a language model wrote, beside the one made of terms; empty where none did."""

    @property
    def name(self) -> str:
        """What the topic is called: the written label where there is one, else that of its terms."""
        return self.written_label or self.label
