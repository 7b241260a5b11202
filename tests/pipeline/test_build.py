"""Whole builds: from any number of papers, of any kind; resumed, repeated, refused.

The model is stood in for by `WordVectors` (conftest.py); graph, UMAP, HDBSCAN, BERTopic and the atlas are real.
`test_with_the_real_model` has no stand-in.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from lib.atlas.manifest import Manifest
from lib.atlas.reader import Atlas, open_atlas
from lib.atlas.writer import build_lock
from lib.core.config import BuildConfig
from lib.core.errors import AtlasError, BuildRunning, InputError
from lib.core.paper import Corpus
from lib.core.progress import OPTIONAL_STAGES, STAGES
from lib.core.topic import ASSIGNMENT_COLUMNS, LEVELS
from lib.pipeline import build as build_module
from lib.pipeline import build_atlas, summary
from tests.pipeline.label_server import each_its_own, serving

CONFIG = BuildConfig()
Themed = Callable[[int], Corpus]


class Watcher:
    """Remembers what a build told; can stop it at the beginning of a stage."""

    def __init__(self, stop_at: str = "") -> None:
        self.totals: dict[str, int | None] = {}
        self.done: dict[str, int] = {}
        self._stop_at = stop_at

    def begin(self, stage: str, total: int | None = None, unit: str = "papers") -> None:
        """Remember the stage."""
        if stage == self._stop_at:
            raise KeyboardInterrupt
        self.totals[stage] = total
        self.done[stage] = 0
        self.stage = stage

    def advance(self, n: int = 1) -> None:
        """Count."""
        self.done[self.stage] += n

    def note(self, text: str) -> None:
        """Nothing is noted by a build."""


def check(atlas: Atlas, n_papers: int) -> None:
    """What holds for every atlas."""
    assert atlas.n_papers == n_papers
    assert np.isfinite(atlas.layout).all()
    assert np.abs(atlas.layout).max() <= 1.0001
    assert np.linalg.norm(atlas.embeddings.astype(np.float32), axis=1) == pytest.approx(1, abs=2e-3)
    topics = {row["topic_id"]: row for row in atlas.topics.to_pylist()}
    assert len(topics) == atlas.topics.num_rows
    columns = {level: atlas.assignments[ASSIGNMENT_COLUMNS[level]].to_pylist() for level in LEVELS}
    for level, below in pairwise(LEVELS):
        for coarse, fine in zip(columns[level], columns[below], strict=True):
            assert (fine == -1) == (coarse == -1)
            assert fine == -1 or topics[fine]["parent_id"] == coarse
    for level in LEVELS:
        rows = [row for row in topics.values() if row["level"] == level]
        assert len({row["label"].casefold() for row in rows}) == len(rows)
        for row in rows:
            assert row["label"]
            assert row["size"] == columns[level].count(row["topic_id"]) > 0
            assert row["exemplars"]
            assert 0 <= row["hue"] < 1
            assert 0 <= row["shade"] <= 1
            parent = topics.get(row["parent_id"])
            assert (parent is None) == (level == "top")
            assert parent is None or parent["label"].casefold() != row["label"].casefold()
    confidence = np.array(atlas.assignments["confidence"].to_pylist())
    assert ((confidence >= 0) & (confidence <= 1)).all()
    papers_with = np.bincount(atlas.word_ids, minlength=atlas.words.num_rows)
    assert papers_with.tolist() == atlas.words["papers"].to_pylist()
    assert atlas.word_counts.min(initial=1) >= 1


@pytest.mark.parametrize("n_papers", range(2, 61))
def test_every_number_of_papers(n_papers: int, tmp_path: Path, cache: Path, embedder, make_themed: Themed) -> None:
    """From 2 papers up there is always an atlas, and all of it holds together."""
    manifest = build_atlas(make_themed(n_papers), tmp_path / "atlas", CONFIG, cache=cache, embedder=embedder)

    check(open_atlas(tmp_path / "atlas"), n_papers)
    assert manifest.counts["papers"] == n_papers
    assert manifest.counts["topics_default"] >= 1


@pytest.mark.parametrize(("n_papers", "said"), [(0, "none were"), (1, "only one was")])
def test_too_few_papers(n_papers: int, said: str, tmp_path: Path, cache: Path, make_themed: Themed) -> None:
    """Without two papers there is one clear sentence, and nothing on the disk."""
    with pytest.raises(InputError, match=f"^A map needs at least 2 papers, and {said} read: give more files.$"):
        build_atlas(make_themed(n_papers), tmp_path / "atlas", CONFIG, cache=cache)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("n_papers", [2, 3, 14, 15, 16, 40])
@pytest.mark.parametrize(
    "text",
    [("Coral reefs", "The same words."), ("", ""), ("The of and", ""), ("42", "3.14 $x^2$"), ("量子力学", "")],
    ids=["words", "empty", "stop words", "no words", "chinese"],
)
def test_equal_papers(
    text: tuple[str, str], n_papers: int, tmp_path: Path, cache: Path, embedder, make_corpus: Callable[..., Corpus]
) -> None:
    """Papers with the same text, of any kind, stand together in one topic."""
    build_atlas(make_corpus([text] * n_papers), tmp_path / "atlas", CONFIG, cache=cache, embedder=embedder)

    atlas = open_atlas(tmp_path / "atlas")
    check(atlas, n_papers)
    assert set(atlas.assignments["topic"].to_pylist()) == {0}
    assert any("together in one" in warning for warning in atlas.manifest.warnings)


@pytest.mark.parametrize("n_papers", [5, 30])
def test_some_papers_without_any_text(
    n_papers: int, tmp_path: Path, cache: Path, embedder, make_corpus: Callable[..., Corpus], make_themed: Themed
) -> None:
    """Empty papers among others are on the map, and the atlas says that abstracts are missing."""
    texts = [(paper.title, paper.abstract) for paper in make_themed(n_papers).papers]
    manifest = build_atlas(
        make_corpus([*texts, ("", ""), ("", "")]), tmp_path / "atlas", CONFIG, cache=cache, embedder=embedder
    )

    check(open_atlas(tmp_path / "atlas"), n_papers + 2)
    assert "2 papers have no abstract, so the title alone decides on the topic." in manifest.warnings


@pytest.mark.parametrize("n_papers", [2, 20])
def test_with_the_real_model(n_papers: int, tmp_path: Path, cache: Path, make_themed: Themed) -> None:
    """With nothing stood in for, the same holds."""
    manifest = build_atlas(make_themed(n_papers), tmp_path / "atlas", CONFIG, cache=cache)

    check(open_atlas(tmp_path / "atlas"), n_papers)
    assert manifest.embedding["model"] == "all-MiniLM-L6-v2"
    assert manifest.embedding["dimensions"] == "384"


def test_themes_become_topics(tmp_path: Path, cache: Path, embedder, make_themed: Themed) -> None:
    """Papers on five themes make topics that do not mix them, named with the themes' words."""
    build_atlas(make_themed(150), tmp_path / "atlas", CONFIG, cache=cache, embedder=embedder)

    atlas = open_atlas(tmp_path / "atlas")
    topics = np.array(atlas.assignments["topic"].to_pylist())
    assert (topics >= 0).mean() > 0.9
    for topic in range(topics.max() + 1):
        assert len(set(np.flatnonzero(topics == topic) % 5)) == 1
    reefs = topics[np.flatnonzero(topics >= 0)[0]]
    label = {row["topic_id"]: row["label"] for row in atlas.topics.to_pylist()}[reefs]
    assert set(label.replace(", ", " ").split()) <= set(" ".join(atlas.papers["abstract"].to_pylist()).split())


def test_same_papers_same_atlas(tmp_path: Path, make_themed: Themed, embedder) -> None:
    """Two builds with separate caches agree byte for byte in all but the manifest."""
    for name in ("one", "two"):
        build_atlas(make_themed(40), tmp_path / name, CONFIG, cache=tmp_path / f"cache-{name}", embedder=embedder)

    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(files) == 18
    for name in files:
        same = (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
        assert same or name == "manifest.json", name


def reused(manifest: Manifest) -> dict[str, bool]:
    """Which stages were taken from an earlier build."""
    return {cost.stage: cost.reused for cost in manifest.stages}


def test_second_build_reuses_all_stages(tmp_path: Path, cache: Path, embedder, make_themed: Themed) -> None:
    """The same papers and settings make nothing again, and the manifest says so."""
    first = build_atlas(make_themed(30), tmp_path / "one", CONFIG, cache=cache, embedder=embedder)
    second = build_atlas(make_themed(30), tmp_path / "two", CONFIG, cache=cache, embedder=embedder)

    kept = ["embed", "graph", "layout", "cluster", "refit", "topics"]
    assert reused(first) == dict.fromkeys([*kept, "write"], False)
    assert reused(second) == {**dict.fromkeys(kept, True), "write": False}
    assert second.fingerprint == first.fingerprint


def test_a_setting_makes_again_what_depends_on_it(tmp_path: Path, cache: Path, embedder, make_themed: Themed) -> None:
    """Another smallest topic leaves embeddings, graph and map as they are."""
    build_atlas(make_themed(30), tmp_path / "one", CONFIG, cache=cache, embedder=embedder)
    other = replace(CONFIG, min_topic_size=5)
    again = build_atlas(make_themed(30), tmp_path / "two", other, cache=cache, embedder=embedder)

    assert [stage for stage, kept in reused(again).items() if kept] == ["embed", "graph", "layout"]


@pytest.mark.parametrize("stage", ["graph", "layout", "cluster", "refit", "topics", "write"])
def test_a_stopped_build_goes_on(stage: str, tmp_path: Path, cache: Path, embedder, make_themed: Themed) -> None:
    """A build stopped at a stage leaves no atlas; the next call reuses what came before and ends with the same."""
    out = tmp_path / "atlas"
    with pytest.raises(KeyboardInterrupt):
        build_atlas(make_themed(30), out, CONFIG, cache=cache, embedder=embedder, progress=Watcher(stage))
    assert not out.exists()
    manifest = build_atlas(make_themed(30), out, CONFIG, cache=cache, embedder=embedder)
    whole = build_atlas(make_themed(30), tmp_path / "whole", CONFIG, cache=tmp_path / "other", embedder=embedder)

    stages = [name for name in STAGES if name not in {"read", "merge"} | OPTIONAL_STAGES]
    assert [name for name, kept in reused(manifest).items() if kept] == stages[: stages.index(stage)]
    assert manifest.fingerprint == whole.fingerprint
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_progress_is_told_to_the_end(tmp_path: Path, cache: Path, embedder, make_themed: Themed) -> None:
    """Every stage that has a total reaches it, whether it is run or taken from the store."""
    for name in ("one", "two"):
        watcher = Watcher()
        build_atlas(make_themed(30), tmp_path / name, CONFIG, cache=cache, embedder=embedder, progress=watcher)

        assert list(watcher.totals) == ["embed", "graph", "layout", "cluster", "refit", "topics", "write"]
        for stage, total in watcher.totals.items():
            assert total is None or watcher.done[stage] == total, stage


def test_an_atlas_is_not_overwritten_by_chance(tmp_path: Path, cache: Path, embedder, make_themed: Themed) -> None:
    """Without `replace` the old atlas stays; with it the new one takes its place."""
    out = tmp_path / "atlas"
    build_atlas(make_themed(5), out, CONFIG, cache=cache, embedder=embedder)
    with pytest.raises(AtlasError, match="already"):
        build_atlas(make_themed(6), out, CONFIG, cache=cache, embedder=embedder)
    assert open_atlas(out).n_papers == 5
    build_atlas(make_themed(6), out, CONFIG, cache=cache, embedder=embedder, replace=True)

    assert open_atlas(out).n_papers == 6


def test_two_builds_of_one_atlas(tmp_path: Path, cache: Path, embedder, make_themed: Themed) -> None:
    """The second of two builds to the same place is refused with a sentence."""
    with build_lock(tmp_path / "atlas"), pytest.raises(BuildRunning, match="being built already"):
        build_atlas(make_themed(5), tmp_path / "atlas", CONFIG, cache=cache, embedder=embedder)


def test_manifest_tells_all(tmp_path: Path, cache: Path, embedder, make_themed: Themed) -> None:
    """Name, notice, counts, seconds and memory of each stage, versions and warnings are in the manifest."""
    corpus = replace(make_themed(10), warnings=("a.csv was skipped.",))
    manifest = build_atlas(
        corpus, tmp_path / "atlas", CONFIG, cache=cache, embedder=embedder, name="Sea and ice", notice="Invented."
    )

    assert open_atlas(tmp_path / "atlas").manifest == manifest
    assert (manifest.name, manifest.notice) == ("Sea and ice", "Invented.")
    assert manifest.counts == {
        "records": 10,
        "papers": 10,
        "merged": 0,
        "rejected": 0,
        "undated": 10,
        **{f"topics_{level}": 1 for level in LEVELS},
        **{f"unassigned_{level}": 0 for level in LEVELS},
    }
    assert all(cost.seconds >= 0 and cost.peak_memory_mb > 10 for cost in manifest.stages)
    assert {"python", "bertopic", "umap-learn", "torch"} <= manifest.versions.keys()
    assert manifest.warnings[0] == "a.csv was skipped."
    assert "fewer than 15 papers" in manifest.warnings[1]


def test_many_unassigned_papers_are_a_warning(
    tmp_path: Path, cache: Path, embedder, make_themed: Themed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a large share of papers fits no topic the manifest says how large."""
    monkeypatch.setattr(summary, "_MANY_UNASSIGNED", -0.1)
    manifest = build_atlas(make_themed(20), tmp_path / "atlas", CONFIG, cache=cache, embedder=embedder)

    assert any("of the papers fit no topic and stay unassigned." in warning for warning in manifest.warnings)


def test_missing_package_is_no_version() -> None:
    """A package that is not installed is left out of the versions."""
    assert build_module.package_versions(("no-such-package",)) == {}


def test_labels_are_asked_for_where_an_endpoint_is_set(
    tmp_path: Path, cache: Path, embedder, make_themed: Themed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Off, nothing is sent and no stage is named; on, labels stand in the atlas, are kept, and are the same again."""
    corpus = make_themed(30)
    with serving(each_its_own) as server:
        monkeypatch.setenv("TOPIC_ATLAS_LABELS_MODEL", "tiny-model")
        monkeypatch.setenv("TOPIC_ATLAS_LABELS_KEY", "sk-secret")
        off, watcher = build_atlas(corpus, tmp_path / "off", CONFIG, cache=cache, embedder=embedder), Watcher()
        assert server.asked == []
        monkeypatch.setenv("TOPIC_ATLAS_LABELS_URL", server.url)
        on = build_atlas(corpus, tmp_path / "on", CONFIG, cache=cache, embedder=embedder, progress=watcher)
        n_asked = len(server.asked)
        again = build_atlas(corpus, tmp_path / "again", CONFIG, cache=cache, embedder=embedder)

        plain, written = (open_atlas(tmp_path / name).topics.to_pylist() for name in ("off", "on"))
        assert len(server.asked) == n_asked == len(plain) == watcher.totals["labels"] == watcher.done["labels"]
    assert "labels" not in reused(off)
    assert (reused(on)["labels"], reused(again)["labels"]) == (False, True)
    assert on.fingerprint == again.fingerprint != off.fingerprint
    assert all(row["written_label"].startswith("The field of ") for row in written)
    assert [{**row, "written_label": ""} for row in written] == plain
    assert [warning for warning in on.warnings if "tiny-model at 127.0.0.1" in warning] == [on.warnings[-1]]
    assert on.warnings[-1] == again.warnings[-1]
    for path in (*tmp_path.rglob("*.json"), *tmp_path.rglob("*.parquet")):
        assert b"sk-secret" not in path.read_bytes()


def test_an_endpoint_that_is_not_there_changes_nothing(
    tmp_path: Path, cache: Path, embedder, make_themed: Themed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The atlas is the one that is made without, and its manifest says why there are no written labels."""
    off = build_atlas(make_themed(30), tmp_path / "off", CONFIG, cache=cache, embedder=embedder)
    with serving(lambda reply: reply.send("", status=401)) as server:
        monkeypatch.setenv("TOPIC_ATLAS_LABELS_URL", server.url)
        monkeypatch.setenv("TOPIC_ATLAS_LABELS_MODEL", "tiny-model")
        on = build_atlas(make_themed(30), tmp_path / "on", CONFIG, cache=cache, embedder=embedder)

    assert on.fingerprint == off.fingerprint
    assert on.warnings == (*off.warnings, on.warnings[-1])
    assert on.warnings[-1].endswith("it refused the request (HTTP status 401). Labels are made of terms.")
