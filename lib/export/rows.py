"""What an export is made of: papers with the names of their topics, read from an open atlas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lib.core.paper import Paper
from lib.core.topic import ASSIGNMENT_COLUMNS, LEVELS

if TYPE_CHECKING:
    from lib.atlas.reader import Atlas


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A paper and its topics' names, "" where it is unassigned.

    `confidence`, 0..1, is that of the default level, None where it is not known; `second_topic` the topic next to it,
    of an unassigned paper the nearest one; `margin` is the distance between the two. `notice` is what the atlas says of
    all its papers, such as that they are invented: a file that leaves the program must say so too.
    """

    paper: Paper
    topic_top: str = ""
    topic: str = ""
    topic_fine: str = ""
    confidence: float | None = None
    second_topic: str = ""
    margin: float | None = None
    notice: str = ""


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
    # Imported here, so that the table of formats, which help is made from, is there without Arrow.
    import pyarrow as pa

    from lib.atlas.papers import papers_at

    wanted = [int(index) for index in indices]
    named = (atlas.topics[column].to_pylist() for column in ("topic_id", "label", "written_label"))
    # As Topic.name has it: the written label where there is one.
    names = {topic_id: written or label for topic_id, label, written in zip(*named, strict=True)}
    columns = [*ASSIGNMENT_COLUMNS.values(), "confidence", "second_topic", "margin"]
    chosen = atlas.assignments.select(columns).take(pa.array(wanted, pa.int64()))
    made = []
    for paper, assigned in zip(papers_at(atlas.papers, atlas.attributes, wanted), chosen.to_pylist(), strict=True):
        top, default, fine = (names.get(assigned[ASSIGNMENT_COLUMNS[level]], "") for level in LEVELS)
        made.append(
            ExportRow(
                paper,
                topic_top=top,
                topic=default,
                topic_fine=fine,
                confidence=_known(assigned["confidence"]),
                second_topic=names.get(assigned["second_topic"], ""),
                margin=_known(assigned["margin"]),
                notice=atlas.manifest.notice,
            )
        )
    return made


def _known(value: float | None) -> float | None:
    # Four places are what float32 and the clustering can vouch for; more would print as 0.8999999762.
    return None if value is None or math.isnan(value) else round(value, 4)
