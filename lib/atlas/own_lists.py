"""A person's own list as a row of `.workspace.sqlite`, both ways: papers as JSON, vectors as bytes of float16."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np

from lib.core.dates import PartialDate
from lib.core.own_list import OwnList, OwnPaper

Row: TypeAlias = tuple[str, str, int, int, str, bytes]
"""Source, model, rejected records, width of the vectors, papers, vectors."""


def row_of(own: OwnList) -> Row:
    """What is stored of a list."""
    papers = [
        {
            "title": paper.title,
            "ids": paper.ids,
            "first_author": paper.first_author,
            "date": "" if paper.date is None else str(paper.date),
        }
        for paper in own.papers
    ]
    vectors = np.ascontiguousarray(own.vectors, dtype="<f2")
    return own.source, own.model, own.n_rejected, vectors.shape[1], json.dumps(papers), vectors.tobytes()


@lru_cache(maxsize=8)
def list_of(row: Row) -> OwnList:
    """Read what `row_of` made; the same row gives the same object, so that what is worked out of it can be kept.

    Raises
    ------
    ValueError
        If the row is damaged.
    """
    source, model, n_rejected, n_dims, papers, vectors = row
    try:
        read = tuple(_paper(raw) for raw in json.loads(papers))
        if n_dims < 0:
            raise ValueError("a negative width")
        array = np.frombuffer(vectors, dtype="<f2").reshape(len(read), n_dims).astype(np.float16, copy=False)
        return OwnList(source, read, array, model, n_rejected)
    except (TypeError, KeyError, AttributeError) as err:
        raise ValueError(f"the own list from {source} is damaged") from err


def _paper(raw: Any) -> OwnPaper:
    date = PartialDate.parse(raw["date"]) if raw["date"] else None
    return OwnPaper(str(raw["title"]), tuple(str(name) for name in raw["ids"]), str(raw["first_author"]), date)
