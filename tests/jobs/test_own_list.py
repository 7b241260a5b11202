"""A file of own papers is read by the real process and embedded while a page looks on."""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from lib.core.errors import InputError
from lib.core.meaning import EmbeddingModel, Meaning, Refused, Vectors, Waiting
from lib.jobs import own_list
from lib.jobs.job import Job, list_jobs
from lib.jobs.own_list import ReadList, Underway, find_own_list, own_list_state, start_own_list
from lib.jobs.run import discard

MODEL = EmbeddingModel("a model", "f00", n_dims=4)
BIB = """
@article{a, title={The moss of Bern}, author={Frost, Ada and Moor, Bo}, year={2021}, doi={10.5555/A1},
  abstract={We looked at moss.}}
@article{b, title={The stars of Oslo}, author={Moor, Bo}, year={2020}, eprint={2001.00001}, archivePrefix={arXiv}}
@article{c, title={}}
"""


class Pretended:
    """An embedder whose first answer is that one has to wait."""

    def __init__(self, refusal: str = "", *, is_passing: bool = False) -> None:
        self.refusal = refusal
        self.is_passing = is_passing
        self.asked: list[Sequence[str]] = []

    def ask(self, model: EmbeddingModel, text: str) -> Meaning | Waiting | Refused:
        """Nobody asks for single texts here."""
        raise AssertionError(text)

    def ask_many(self, model: EmbeddingModel, texts: Sequence[str]) -> Vectors | Waiting | Refused:
        """Wait once, then vectors that hold the length of each text."""
        self.asked.append(texts)
        if self.refusal:
            return Refused(self.refusal, is_passing=self.is_passing)
        if len(self.asked) == 1:
            return Waiting("Embedding the papers", 0.1, 1, len(texts))
        return np.array([[len(text), 0, 0, 1] for text in texts], dtype=np.float32)


def until_read(job: Job, embedder: Pretended) -> list[Underway | ReadList | Refused]:
    """All that a page was told, the last of which is the end."""
    end = time.monotonic() + 120
    told = [own_list_state(job, MODEL, embedder)]
    while isinstance(told[-1], Underway):
        assert time.monotonic() < end
        time.sleep(0.05)
        told.append(own_list_state(job, MODEL, embedder))
    return told


def test_from_file_to_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading, embedding with how far it is, then the list; without a model, a list without vectors that says why."""
    job = start_own_list(tmp_path, [("my papers.bib", BIB.encode())])
    embedder = Pretended()
    *before, last = until_read(job, embedder)

    assert before[0] == Underway("Reading my papers.bib")
    assert before[-1] == Underway("Embedding the papers", 1, 2)
    assert isinstance(last, ReadList)
    own = last.own
    assert (own.source, own.model, own.n_rejected, last.problem) == ("my papers.bib", "a model|f00", 1, "")
    assert {paper.title: paper.ids for paper in own.papers} == {
        "The moss of Bern": ("doi:10.5555/a1",),
        "The stars of Oslo": ("arxiv:2001.00001",),
    }
    texts = [text.split("\n") for text in embedder.asked[-1]]
    assert ["The moss of Bern", "We looked at moss."] in texts
    assert own.vectors.dtype == np.float16
    assert own.vectors[:, 0].tolist() == [len(text) for text in embedder.asked[-1]]

    without = own_list_state(job, MODEL, Pretended("No model: install it."))
    assert isinstance(without, ReadList)
    assert (without.problem, without.own.model) == ("No model: install it.", "")
    assert (without.own.papers, without.own.vectors.shape) == (own.papers, (2, 0))

    # What passes leaves the job as it is: asked again, it goes on.
    stumbled = own_list_state(job, MODEL, Pretended("It ended: try again.", is_passing=True))
    assert stumbled == Refused("It ended: try again.", is_passing=True)
    assert isinstance(until_read(job, Pretended())[-1], ReadList)

    monkeypatch.setattr(own_list, "MOST_OWN", 1)
    refused = own_list_state(job, MODEL, Pretended())
    assert isinstance(refused, Refused)
    assert "my papers.bib holds 2 papers and an own list takes 1" in refused.sentence

    # No other job of the data folder: nothing is to be built of it.
    assert list_jobs(tmp_path) == []
    assert find_own_list(tmp_path, job.job_id) == job
    discard(job)
    assert find_own_list(tmp_path, job.job_id) is None


def test_a_file_without_papers(tmp_path: Path) -> None:
    """The reader's sentence says why."""
    job = start_own_list(tmp_path, [("wrong.csv", b"a,b\n1,2\n")])
    (*_, last) = until_read(job, Pretended())

    assert isinstance(last, Refused)
    assert last.sentence.startswith("wrong.csv")


def test_no_file(tmp_path: Path) -> None:
    """There is nothing to read."""
    with pytest.raises(InputError, match="nothing to read"):
        start_own_list(tmp_path, [])
