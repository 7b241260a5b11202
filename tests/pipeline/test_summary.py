"""What a build says of a corpus without groups, through whole builds: one topic and a warning, or neither."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lib.atlas.reader import open_atlas
from lib.core.config import BuildConfig
from lib.core.paper import Corpus, Paper
from lib.core.quality import LEAST_STRUCTURE
from lib.pipeline import build_atlas
from lib.pipeline.summary import other_languages
from tests.pipeline.drawn import unit

NO_GROUPS = "These papers fall into no groups"
ABSTRACT = (
    "coral reef bleaching is driven by ocean warming which expels symbiont algae from the tissue of colonies and "
    "leaves them pale while recovery takes years of cooler water and depends on grazing fish that clear turf algae"
)


class Chance:
    """An embedder for which every text lies in a direction of its own."""

    identity = "chance"
    description = {"model": "chance", "path": "cpu float32"}  # noqa: RUF012 - the Protocol's attribute

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Draw a direction from a text's hash."""
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) for text in texts]
        return unit(np.stack([np.random.default_rng(seed).normal(size=384) for seed in seeds]))


def copies(n_papers: int) -> list[tuple[str, str]]:
    """One abstract again and again, another word of it replaced by a number each time."""
    words = ABSTRACT.split()
    texts = []
    for number in range(n_papers):
        own = [*words]
        own[number % len(words)] = str(number)
        texts.append((f"Bleaching, report {number}", " ".join(own)))
    return texts


def random_words(n_papers: int) -> list[tuple[str, str]]:
    """Sixty words a paper out of two thousand that mean nothing."""
    random = np.random.default_rng(4)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    words = ["".join(random.choice(letters, 7)) for _ in range(2000)]
    return [(" ".join(random.choice(words, 8)), " ".join(random.choice(words, 52))) for _ in range(n_papers)]


@pytest.mark.parametrize("kind", ["random vectors", "near copies", "random words"])
def test_noise_gets_one_topic_and_a_warning(
    kind: str, tmp_path: Path, cache: Path, embedder, make_corpus: Callable[..., Corpus], make_themed
) -> None:
    """Three hundred papers without any groups stand together in one topic, and the manifest says so and why."""
    corpus = {
        "random vectors": lambda: make_themed(300),
        "near copies": lambda: make_corpus(copies(300)),
        "random words": lambda: make_corpus(random_words(300)),
    }[kind]()
    chosen = Chance() if kind == "random vectors" else embedder
    manifest = build_atlas(corpus, tmp_path / "atlas", BuildConfig(), cache=cache, embedder=chosen)

    assert [manifest.counts[f"topics_{level}"] for level in ("top", "default", "fine")] == [1, 1, 1]
    assert manifest.warnings[-1].startswith(NO_GROUPS)
    quality = manifest.quality
    assert quality is not None
    assert quality.structure is not None
    assert quality.structure < LEAST_STRUCTURE
    assert (quality.refits, quality.stability, quality.agreement, quality.auc) == (0, None, None, None)
    atlas = open_atlas(tmp_path / "atlas")
    assert atlas.manifest.warnings == manifest.warnings
    assert set(atlas.assignments["topic"].to_pylist()) == {0}
    # A second build takes the stages that are kept, and says it again.
    again = build_atlas(corpus, tmp_path / "again", BuildConfig(), cache=cache, embedder=chosen)
    assert again.warnings == manifest.warnings
    assert again.quality == quality


@pytest.mark.parametrize("n_papers", [60, 150, 300])
def test_papers_on_themes_get_none(n_papers: int, tmp_path: Path, cache: Path, embedder, make_themed) -> None:
    """Papers on five themes get no warning, and numbers that say how good their topics are."""
    manifest = build_atlas(make_themed(n_papers), tmp_path / "atlas", BuildConfig(), cache=cache, embedder=embedder)

    assert manifest.warnings == ()
    quality = manifest.quality
    assert quality is not None
    assert quality.structure is not None
    assert quality.structure > 2 * LEAST_STRUCTURE
    assert quality.refits == 10
    assert quality.coverage == pytest.approx(1 - manifest.counts["unassigned_default"] / n_papers, abs=1e-4)
    for value in (quality.stability, quality.agreement, quality.calibration_error, quality.diversity):
        assert value is not None
        assert 0 <= value <= 1


@pytest.mark.parametrize(("wished", "size", "warned"), [(4, None, False), (40, 9, True)])
def test_a_wish_that_cannot_be_met_is_said(
    wished: int, size: int | None, warned: bool, tmp_path: Path, cache: Path, embedder, make_themed
) -> None:
    """Fewer topics than were asked for: both numbers are told, and what makes room for more."""
    config = BuildConfig(topics=wished, min_topic_size=size)
    manifest = build_atlas(make_themed(150), tmp_path / "atlas", config, cache=cache, embedder=embedder)

    made = manifest.counts["topics_default"]
    assert (made < wished) == warned
    found = [line for line in manifest.warnings if line.startswith(f"{wished} topics were asked for and {made} made")]
    assert len(found) == warned
    assert made > 1


def test_papers_in_other_languages_are_warned_of() -> None:
    """Where the bundled model does not know more than a fifth of them: the share, the languages and the cure."""
    papers = tuple(
        Paper(f"t:{n}", f"Title {n}", language=language) for n, language in enumerate(["de"] * 3 + ["fr"] + ["en"] * 12)
    )
    few, many = Corpus(papers[2:], (), ()), Corpus(papers, (), ())

    assert other_languages(few) == ""
    assert "25% of the papers are in another language than English (de 19%, fr 6%)" in other_languages(many)
    assert "--model" in other_languages(many)
