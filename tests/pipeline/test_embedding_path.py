"""The path is chosen by trying: exact ones, fast ones, those that neighbours do not change; then kept."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from lib.core.text import digest
from lib.pipeline import embedding_path
from lib.pipeline.embedding_path import Candidate, choose, keep_choice, kept_choice, machine
from lib.pipeline.encoding import Part


class Hashes:
    """Vectors by hash of text, after some work; with an error of some size, and neighbours that shine through."""

    def __init__(self, *, work: float, error: float = 0.0, mixed: bool = False) -> None:
        self.work, self.error, self.mixed = work, error, mixed

    def parts(self, texts: Sequence[str]) -> Iterator[Part]:
        """All texts in one part."""
        until = time.process_time() + self.work * len(texts)
        while time.process_time() < until:
            pass
        rows = np.stack([np.random.default_rng(int(digest(text), 16)).normal(size=64) for text in texts])
        rows += self.error * np.roll(rows, 1, axis=1)
        if self.mixed:
            rows += 1e-6 * rows.mean(axis=0)
        yield np.arange(len(texts)), (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def candidate(name: str, work: float, *, error: float = 0.0, mixed: bool = False) -> Candidate:
    """A path of our making."""
    return Candidate(name, lambda: Hashes(work=work, error=error, mixed=mixed))


def missing() -> Hashes:
    """A path that this machine cannot go."""
    raise NotImplementedError("no such operation")


REFERENCE = candidate("cpu reference", 0.002)


@pytest.mark.parametrize(
    ("families", "chosen"),
    [
        ([[candidate("fast", 0.0002)], [candidate("faster", 0.00001)]], "faster"),
        ([[candidate("faster", 0.00001)], [candidate("fast", 0.0004)]], "faster"),
        ([[candidate("slow", 0.01)]], "cpu reference"),
        ([[candidate("wrong", 0.0001, error=0.1)]], "cpu reference"),
        ([[candidate("wrong", 0.0001, error=0.1), candidate("right", 0.0002)]], "right"),
        ([[candidate("a little wrong", 0.0001, error=0.01)]], "a little wrong"),
        ([[candidate("mixed", 0.0001, mixed=True)]], "cpu reference"),
        ([[Candidate("missing", missing), candidate("there", 0.0001)]], "there"),
        ([], "cpu reference"),
    ],
)
def test_the_fastest_that_is_exact(families: list[list[Candidate]], chosen: str) -> None:
    """A path is taken if it is the fastest, near to the reference, the same among other texts, and goes at all."""
    assert choose(REFERENCE, families) == chosen


def test_emulated_bfloat16_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where bfloat16's products are slow, no such path is even loaded: a pass could take a minute."""
    monkeypatch.setattr(embedding_path, "bfloat16_is_fast", lambda: False)
    slow = Candidate("emulated", lambda: pytest.fail("it was loaded"), "bfloat16")

    assert choose(REFERENCE, [[slow, slow], [candidate("fast", 0.0001)]]) == "fast"


def test_products_are_timed() -> None:
    """The trial of products ends with one answer or the other."""
    assert embedding_path.bfloat16_is_fast() in {True, False}


def test_a_reference_that_fails_is_an_error() -> None:
    """Without the model itself there is nothing to compare with."""
    with pytest.raises(NotImplementedError):
        choose(Candidate("cpu reference", missing), [])


KNOWN = ("a", "b", "c")


def test_a_choice_is_kept(tmp_path: Path) -> None:
    """What was chosen first counts from then on, for each key by itself."""
    path = tmp_path / "cache" / "paths.json"

    assert kept_choice(path, "one", KNOWN) is None
    assert keep_choice(path, "one", "a", KNOWN) == "a"
    assert keep_choice(path, "two", "b", KNOWN) == "b"
    assert keep_choice(path, "one", "c", KNOWN) == "a"
    assert [kept_choice(path, key, KNOWN) for key in ("one", "two", "three")] == ["a", "b", None]
    assert [entry.name for entry in path.parent.iterdir()] == ["paths.json"]


@pytest.mark.parametrize("content", ["", "[1]", '{"one": 1}', '{"one": "d"}', "\x00"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: str) -> None:
    """A file in which nothing can be read counts as none."""
    path = tmp_path / "paths.json"
    path.write_text(content, encoding="utf-8")

    assert kept_choice(path, "one", KNOWN) is None
    assert keep_choice(path, "one", "a", KNOWN) == "a"
    assert kept_choice(path, "one", KNOWN) == "a"


def test_a_choice_that_cannot_be_kept(tmp_path: Path) -> None:
    """Where nothing can be written the choice holds for this build."""
    (tmp_path / "file").write_text("", encoding="utf-8")

    assert keep_choice(tmp_path / "file" / "paths.json", "one", "a", KNOWN) == "a"


def test_what_a_processor_may_do_is_part_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit on instructions changes numbers and speed, and so the key."""
    before = machine()
    again = machine()
    monkeypatch.setenv("ONEDNN_MAX_CPU_ISA", "AVX2")

    assert again == before
    assert machine() != before
