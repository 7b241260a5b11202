"""How good the topics of an atlas are, in plain words: one place for the terminal and for every page.

The numbers are those that the build measured of itself (lib/core/quality.py); each is said with what it means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from lib.core.quality import LEAST_STRUCTURE, Quality, stability_word, structure_word
from lib.core.text import count_of
from lib.core.topic import Topic

if TYPE_CHECKING:
    from lib.atlas.manifest import Manifest

NOT_MEASURED: Final = "not measured"

_AGREEMENT_WORDS: Final = ((0.9, "excellent"), (0.8, "good"), (0.65, "moderate"), (-1.0, "poor"))
"""From which adjusted Rand index on each word holds, after Steinley (2004, doi 10.1037/1082-989X.9.3.386)."""

ConfidenceKind = Literal["refits", "membership", "neighbors"]
"""What the confidence of an atlas is: the chance of landing in the same topic again, HDBSCAN's strength of membership,
or, in atlases that were built without refits, the share of nearest papers that are in the same topic."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that was measured: plain words first, the number behind them, what it means on demand."""

    title: str
    words: str
    """`NOT_MEASURED` where there is no number."""
    number: str
    meaning: str

    @property
    def text(self) -> str:
        """Words and number in a line: `stable (0.81)`."""
        return f"{self.words} ({self.number})" if self.number else self.words


def confidence_kind(manifest: Manifest) -> ConfidenceKind:
    """Say what the confidence of an atlas is."""
    # Papers that were all put together got no strength from HDBSCAN.
    if manifest.config.method == "hdbscan" and manifest.counts["topics_default"] > 1:
        return "membership"
    return "refits" if manifest.quality is not None and manifest.quality.refits else "neighbors"


_Said = tuple[str, str]
"""Plain words, and the number behind them."""

_MEASURES: Final[tuple[tuple[str, str, Callable[[float], _Said], str], ...]] = (
    (
        "Coverage",
        "coverage",
        lambda value: (f"{percent(value)} of the papers have a topic", ""),
        "The rest is unassigned: papers that fit no topic. This and all else here is about the level Topics.",
    ),
    (
        "Stability",
        "stability",
        lambda value: (stability_word(round(value, 2)), f"{value:.2f}"),
        "How much of a topic is found again in a refit: papers in both the topic and its best match, as a share of the "
        "papers in either (Jaccard); the mean of all topics, each weighted by its papers.",
    ),
    (
        "Agreement",
        "agreement",
        lambda value: (_agreement_word(round(value, 2)), f"adjusted Rand index {value:.2f}"),
        "Whether a refit puts the same papers together: 0 is no more than by chance, 1 is the same topics.",
    ),
    (
        "Calibration",
        "calibration_error",
        lambda value: (
            f"confidence is off by {count_of(round(100 * value), 'point')} in 100",
            f"expected calibration error {value:.3f}",
        ),
        "How far the papers' confidence lies from how often they landed in their topic again, on papers and refits "
        "that were not used to fit it.",
    ),
    (
        "Discrimination",
        "auc",
        lambda value: (f"confidence tells which papers stay in {percent(value)} of pairs", f"AUC {value:.2f}"),
        "Of a paper that landed in its topic again and one that did not: how often the first had the higher "
        "confidence. A coin would be right in 50%.",
    ),
    (
        "Coherence",
        "coherence",
        lambda value: (
            "a topic's words stand in the same papers"
            if value > 0
            else "a topic's words stand in the same papers no more than by chance",
            f"NPMI {value:.2f}",
        ),
        "Whether the ten first words of a topic occur together: 0 is no more than by chance, 1 is always.",
    ),
    (
        "Diversity",
        "diversity",
        lambda value: (f"{percent(value)} of the topics' first words are distinct", f"{value:.2f}"),
        "Distinct words as a share of all topics' ten first words: the higher, the fewer words they share.",
    ),
    (
        "Structure",
        "structure",
        lambda value: (structure_word(value), f"{value:.2f}"),
        "How much more the neighbour graph falls into groups than the same graph rewired at random: 0 is no more, and "
        f"below {LEAST_STRUCTURE} there are none.",
    ),
)
"""Title, field of Quality, how its number is said, what it means: what matters most first."""


def measures(quality: Quality) -> list[Measure]:
    """All that was measured of an atlas, and what was not."""
    lines = []
    for title, name, say, meaning in _MEASURES:
        value: float | None = getattr(quality, name)
        words, number = (NOT_MEASURED, "") if value is None else say(value)
        lines.append(Measure(title, words, number, meaning))
    return lines


def refits_sentence(quality: Quality) -> str:
    """How the numbers came about."""
    if not quality.refits:
        return "The topics were not made anew to compare, so how stable they are is not known."
    times = "once" if quality.refits == 1 else f"{quality.refits:,} times"
    return f"The topics were made anew {times}, each with another seed and a random part of the papers, and compared."


def quality_summary(quality: Quality) -> str:
    """The two that matter most, in a line: `stable (0.81), 97% of the papers have a topic`."""
    coverage, stability, *_ = measures(quality)
    how = "stability not measured" if stability.words == NOT_MEASURED else stability.text
    return f"{how}, {coverage.text}"


def stability_text(stability: float) -> str:
    """A topic's stability in a word, its number behind: `stable (0.81)`. The word is that of the number as shown."""
    return f"{stability_word(round(stability, 2))} ({stability:.2f})"


def stability_sentence(topic: Topic) -> str:
    """What a topic's stability means, "" where it was not measured."""
    if topic.stability is None:
        return ""
    return (
        "When topics were made anew from parts of the papers, it and the topic most like it shared "
        f"{percent(topic.stability)} of the papers that were in either."
    )


def label_sentence(topic: Topic) -> str:
    """The evidence for a topic's label of terms, "" where it was not measured."""
    if topic.label_inside is None or topic.label_outside is None:
        return ""
    words = "words of its label of terms" if topic.written_label else "label's words"
    return (
        f"{percent(topic.label_inside)} of its papers contain one of the {words}; "
        f"{percent(topic.label_outside)} of the others do."
    )


def percent(share: float) -> str:
    """A share for people: a whole number of percent, but never all or none of what is not all or none.

    >>> percent(0.61), percent(0.999), percent(0.001)
    ('61%', 'over 99%', 'under 1%')
    """
    if 0 < share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 <= share < 1 else f"{share:.0%}"


def _agreement_word(value: float) -> str:
    return next((word for least, word in _AGREEMENT_WORDS if value >= least), _AGREEMENT_WORDS[-1][1])
