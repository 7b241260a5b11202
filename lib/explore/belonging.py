"""How surely a paper belongs to its topic, and to which other one it might."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.core.text import count_of
from lib.core.topic import UNASSIGNED, Topic
from lib.explore.quality import ConfidenceKind, confidence_kind
from lib.explore.store import Store

BRIDGE_MARGIN: Final = 0.2
"""A paper whose margin is smaller is a bridge paper: it lies between two topics."""

CONFIDENCE_MEANING: Final[dict[ConfidenceKind, str]] = {
    "refits": "Confidence is the chance that a paper would land in its topic again if topics were made anew from other "
    "samples",
    "membership": "Confidence is HDBSCAN's strength of membership: 100% is the core of a topic, a low number its rim",
    "neighbors": "Confidence is the share of a paper's nearest papers, weighted by similarity, that are in its topic "
    "too",
}
"""What the number beside the papers of a list says."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """A paper's place among the topics of the default level.

    `confidence` (0..1) and `margin` (-1..1) are None where the atlas does not have them or the paper has no topic;
    `second` is the second-best topic, of an unassigned paper the nearest one.
    """

    topic: Topic | None
    confidence: float | None
    second: Topic | None
    margin: float | None
    kind: ConfidenceKind

    @property
    def is_bridge(self) -> bool:
        """Whether it lies between its topic and the second-best."""
        return self.second is not None and self.margin is not None and self.margin < BRIDGE_MARGIN

    @property
    def margin_words(self) -> str:
        """How the second-best topic stands to its own: `12 points behind`; "" where that is not known."""
        if self.margin is None:
            return ""
        points = round(100 * self.margin)
        return f"{count_of(abs(points), 'point')} {'behind' if points >= 0 else 'ahead'}" if points else "level with it"

    @property
    def confidence_sentence(self) -> str:
        """What its confidence means, "" where there is none."""
        if self.confidence is None:
            return ""
        if self.kind == "refits":
            return (
                "If topics were made anew from other samples, this paper would land here in "
                f"{_of_ten(self.confidence)}."
            )
        if self.kind == "membership":
            return (
                f"HDBSCAN's strength of membership is {self.confidence:.0%}: 100% is the core of the topic, a low "
                "number its rim."
            )
        return f"{self.confidence:.0%} of its nearest papers, weighted by similarity, are in this topic too."


def belonging(store: Store, index: int) -> Belonging:
    """Find a paper's place among the topics."""
    topic = store.topic_of(index)
    second_id = int(store.second_topic[index])
    confidence, margin = (float(values[index]) for values in (store.confidence, store.margin))
    return Belonging(
        topic=topic,
        confidence=confidence if topic and np.isfinite(confidence) else None,
        second=store.topic_by_id.get(second_id) if second_id != UNASSIGNED else None,
        margin=margin if topic and np.isfinite(margin) else None,
        kind=confidence_kind(store.atlas.manifest),
    )


def _of_ten(chance: float) -> str:
    """A chance as people count: `about 8 of 10`, `nearly all`, `hardly any`."""
    tenths = round(10 * chance)
    if tenths in (0, 10):
        return "nearly all" if tenths else "hardly any"
    return f"about {tenths} of 10"
