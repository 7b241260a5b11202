"""A person's own papers from a file: read in a process of its own, under limits, then embedded by the atlas's model.

Both go on without anybody waiting: a page starts it, asks from time to time how far it is, and in the end stores what
came. Uploaded files lie in a job's folder as those of a build do, but apart, since nothing is to be built of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from lib.atlas.papers import attributes_table, papers_at
from lib.atlas.parquet import read_parquet
from lib.core.meaning import EmbeddingModel, QueryEmbedder, Refused, Waiting
from lib.core.own_list import MOST_OWN, OwnList, own_paper
from lib.core.paper import Paper
from lib.core.text import cut, storable
from lib.jobs.job import Job, find_job, new_job
from lib.jobs.run import remove_old_jobs, start_reading
from lib.jobs.state import job_state

OWN_LISTS: Final = ".own-lists"
"""The folder of these jobs, inside the data folder."""
_LONGEST_SOURCE: Final = 120


@dataclass(frozen=True, slots=True)
class Underway:
    """It goes on: what is done now, and of how many papers, 0 while that is not known."""

    what: str
    n_done: int = 0
    n_papers: int = 0


@dataclass(frozen=True, slots=True)
class ReadList:
    """The list is there. Where no model could be had `problem` says why, and papers are known by id and title alone."""

    own: OwnList
    problem: str = ""


def start_own_list(home: Path, uploads: Sequence[tuple[str, bytes | memoryview]]) -> Job:
    """Read a person's files, each a name and its content; returns at once. `discard` removes the job when it is done.

    Raises
    ------
    InputError
        If there is no file, or the data folder cannot take them.
    BuildError
        If the process cannot be started.
    """
    folder = home / OWN_LISTS
    remove_old_jobs(folder)
    job = new_job(folder, uploads)
    start_reading(job)
    return job


def find_own_list(home: Path, job_id: str) -> Job | None:
    """Find what was started, by its id; None if there is no such job any more."""
    return find_job(home / OWN_LISTS, job_id)


def own_list_state(job: Job, model: EmbeddingModel, embedder: QueryEmbedder) -> Underway | ReadList | Refused:
    """Say how far it is; what there is to do next goes on by itself. Waits no longer than the embedder does.

    Where the model ended unexpectedly the refusal passes: asked again, the papers are embedded again.
    """
    source = storable(cut(", ".join(upload.shown for upload in job.uploads), _LONGEST_SOURCE))
    state = job_state(job)
    if state.phase == "reading":
        return Underway(f"Reading {source}")
    if state.phase != "read" or state.counts is None:
        return Refused(state.message)
    if state.counts.papers > MOST_OWN:
        return Refused(
            f"{source} holds {state.counts.papers:,} papers and an own list takes {MOST_OWN:,}: give a part of them, "
            "or build an atlas of them."
        )
    try:
        papers = _papers(job.read_folder / "papers.parquet")
    except (OSError, KeyError, pa.ArrowException):
        return Refused(f"What was read of {source} is not there any more: give the file again.")
    answer = embedder.ask_many(model, [paper.text for paper in papers])
    if isinstance(answer, Waiting):
        return Underway(answer.what, answer.n_done, answer.n_texts)
    if isinstance(answer, Refused) and answer.is_passing:
        return answer
    problem = answer.sentence if isinstance(answer, Refused) else ""
    vectors = np.zeros((len(papers), 0)) if isinstance(answer, Refused) else answer
    own = OwnList(
        source=source,
        papers=tuple(own_paper(paper) for paper in papers),
        vectors=vectors.astype(np.float16),
        model="" if problem else model.identity,
        n_rejected=state.counts.rejected,
    )
    return ReadList(own, problem)


@lru_cache(maxsize=4)
def _papers(path: Path) -> tuple[Paper, ...]:
    table = read_parquet(path)
    return tuple(papers_at(table, attributes_table(()), range(table.num_rows)))
