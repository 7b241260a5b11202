"""What an export is made of: papers with the names of their topics, read from an open atlas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lib.atlas.papers import papers_at
from lib.atlas.reader import Atlas
from lib.core.paper import Paper
from lib.core.topic import ASSIGNMENT_COLUMNS, LEVELS


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A paper and its topics' labels, "" where it is unassigned.

    `confidence`, 0..1, is that of the default level, None where it is not known.
    """

    paper: Paper
    topic_top: str = ""
    topic: str = ""
    topic_fine: str = ""
    confidence: float | None = None


def rows(atlas: Atlas, indices: Sequence[int]) -> list[ExportRow]:
    """Read papers of an atlas for an export.

    Parameters
    ----------
    atlas
        An open atlas.
    indices
        Row numbers of papers, 0..n_papers-1.

    Returns
    -------
    A row for each index, in the order given.
    """
    wanted = [int(index) for index in indices]
    labels = dict(zip(atlas.topics["topic_id"].to_pylist(), atlas.topics["label"].to_pylist(), strict=True))
    chosen = atlas.assignments.select([*ASSIGNMENT_COLUMNS.values(), "confidence"]).take(wanted).to_pylist()
    made = []
    for paper, assigned in zip(papers_at(atlas.papers, atlas.attributes, wanted), chosen, strict=True):
        top, default, fine = (labels.get(assigned[ASSIGNMENT_COLUMNS[level]], "") for level in LEVELS)
        made.append(ExportRow(paper, top, default, fine, _known(assigned["confidence"])))
    return made


def _known(confidence: float | None) -> float | None:
    # Four places are what float32 and the clustering can vouch for; more would print as 0.8999999762.
    return None if confidence is None or math.isnan(confidence) else round(confidence, 4)
