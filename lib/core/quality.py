"""How good the topics of an atlas are: what a build measures of itself, and the plain words for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_STABILITY_WORDS: Final = ((0.85, "very stable"), (0.75, "stable"), (0.6, "fairly stable"), (0.0, "unstable"))
"""From which Jaccard similarity on each word holds, after Hennig (2007, doi 10.1016/j.csda.2006.11.025)."""

LEAST_STRUCTURE: Final = 0.19
"""Below this a corpus has no groups: random words and directions gave up to 0.14, random 100 papers of real corpora
0.21 and more, whole corpora 0.43 and more. Not safe for 60 papers of a few words each, nor for parts of a single topic;
decision 0012 has the exceptions, benchmarks/README.md the table."""
_CLEAR_STRUCTURE: Final = 0.4


@dataclass(frozen=True, slots=True)
class Quality:
    """What a build measured of its topics; of the default level where nothing else is said, None where it could not.

    A refit is the clustering made anew with another seed on a random part of the papers.
    """

    refits: int
    """How many refits were made."""
    coverage: float
    """Share of the papers that have a topic, 0..1."""
    stability: float | None
    """Mean of the topics' stabilities, each weighted by its papers, 0..1."""
    agreement: float | None
    """Mean adjusted Rand index between the topics and those of the refits, on the papers of both."""
    calibration_error: float | None
    """Expected calibration error of the papers' confidence, 0..1, on papers and refits not used to fit it."""
    auc: float | None
    """Area under the ROC curve of confidence for whether a paper lands in its topic again, on the same."""
    coherence: float | None
    """Mean NPMI of each topic's ten first words over the corpus, -1..1."""
    diversity: float | None
    """Share of distinct words among all topics' ten first words, 0..1."""
    structure: float | None
    """How much more the neighbour graph falls into groups than the same graph rewired at random; 0 is no more."""


def stability_word(stability: float) -> str:
    """Say how stable a topic is.

    >>> stability_word(0.9), stability_word(0.3)
    ('very stable', 'unstable')
    """
    return next((word for least, word in _STABILITY_WORDS if stability >= least), _STABILITY_WORDS[-1][1])


def structure_word(structure: float) -> str:
    """Say how a corpus falls into groups.

    >>> structure_word(0.8), structure_word(0.05)
    ('the papers fall into clear groups', 'the papers fall into no groups')
    """
    if structure < LEAST_STRUCTURE:
        return "the papers fall into no groups"
    return "the papers fall into clear groups" if structure >= _CLEAR_STRUCTURE else "the papers fall into loose groups"
