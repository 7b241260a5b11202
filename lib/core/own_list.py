"""A person's own list of papers, held against an atlas: who they are, and what they mean to the atlas's model."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.core.dates import PartialDate
from lib.core.paper import Paper
from lib.core.text import digest

MOST_OWN: Final = 5_000
"""Papers of an own list. To embed a thousand abstracts takes half a minute; more are worth an atlas of their own."""


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """As much of an own paper as tells whether an atlas has it. Empty text and None mean "not known"."""

    title: str
    ids: tuple[str, ...] = ()
    """`doi:...`, `arxiv:...`, `pmid:...`, and the `paper_id` that it would have."""
    first_author: str = ""
    date: PartialDate | None = None


@dataclass(frozen=True, eq=False)
class OwnList:
    """Own papers, in the order of their ids."""

    source: str
    """What the file was called, or the files were."""
    papers: tuple[OwnPaper, ...]
    vectors: NDArray[np.float16]
    """Unit vectors of title and abstract, shape (n_papers, n_dims); n_dims is 0 where no model could be had."""
    model: str = ""
    """By which model: its name and weights."""
    n_rejected: int = 0
    """Records of the file that could not be used."""

    def __post_init__(self) -> None:
        if len(self.vectors) != len(self.papers):
            raise ValueError(f"{len(self.papers)} papers with {len(self.vectors)} vectors")

    @cached_property
    def digest(self) -> str:
        """Hash of papers and vectors: lists of one digest lie alike on an atlas."""
        vectors = hashlib.blake2b(self.vectors.astype("<f2").tobytes()).hexdigest()
        return digest(vectors, self.model, *map(repr, self.papers), length=32)


def own_paper(paper: Paper) -> OwnPaper:
    """A paper as an own paper."""
    named = (("doi", paper.doi), ("arxiv", paper.arxiv_id), ("pmid", paper.pmid))
    ids = [f"{kind}:{value}" for kind, value in named if value]
    return OwnPaper(
        title=paper.title,
        ids=tuple(dict.fromkeys([*ids, paper.paper_id])),
        first_author=paper.authors[0] if paper.authors else "",
        date=paper.date,
    )
