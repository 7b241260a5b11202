"""`info`: the manifest for a person."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lib.atlas.manifest import Manifest, StageCost
from lib.core.config import BuildConfig
from lib.core.quality import Quality

LEVELS = ("top", "default", "fine")
MANIFEST = Manifest(
    name="Sea and ice",
    fingerprint="abc",
    built_at="2025-01-02T03:04:05+00:00",
    config=BuildConfig(min_topic_size=4),
    counts={
        "records": 1316,
        "papers": 1299,
        "merged": 17,
        "rejected": 0,
        "undated": 196,
        **{f"topics_{level}": 7 for level in LEVELS},
        **{f"unassigned_{level}": 21 for level in LEVELS},
    },
    embedding={"model": "m", "path": "cpu float32", "dimensions": "384"},
    versions={"python": "3.11"},
    stages=(StageCost("embed", 61.0, 900.0), StageCost("graph", 0.2, 950.0, reused=True)),
    warnings=("Mind the gap.",),
    notice="These papers are invented.",
    quality=Quality(
        refits=10,
        coverage=0.984,
        stability=0.81,
        agreement=0.87,
        calibration_error=0.031,
        auc=0.79,
        coherence=0.31,
        diversity=None,
        structure=2.4,
    ),
)


def write(folder: Path, manifest: Manifest) -> Path:
    """A folder with a manifest; `info` reads nothing else."""
    folder.mkdir()
    (folder / "manifest.json").write_text(manifest.to_json(), encoding="utf-8")
    return folder


@pytest.fixture
def atlas(tmp_path: Path) -> Path:
    """An atlas of which everything is known."""
    return write(tmp_path / "sea", MANIFEST)


def test_for_a_person(atlas: Path, run: Callable[..., tuple]) -> None:
    """Name, notice, counts, settings, costs and warnings are told in words."""
    code, out, err = run("info", atlas)

    assert (code, err) == (0, "")
    for words in (
        "Sea and ice",
        "These papers are invented.",
        "1,299, 196 of them without a date",
        "1,316: 17 merged into another, 0 rejected",
        "7, 21 papers unassigned",
        "m, 384 dimensions, cpu float32",
        "consensus: communities of the neighbour graph",
        "detail normal, 30 neighbours, smallest topic 4, seed 42",
        "in 1 minute",
        "Mind the gap.",
        "python 3.11",
    ):
        assert words in out
    assert [line.split() for line in out.splitlines() if line.startswith(("embed", "graph"))] == [
        ["embed", "61.0", "900"],
        ["graph", "0.2", "950", "kept"],
    ]


def test_quality(atlas: Path, run: Callable[..., tuple]) -> None:
    """What was measured is said in words with its number, what was not as not measured."""
    lines = run("info", atlas).out.splitlines()
    start = lines.index("Quality of the topics")

    assert [line.split(maxsplit=1) for line in lines[start + 1 : start + 9]] == [
        ["Coverage", "98% of the papers have a topic"],
        ["Stability", "stable (0.81)"],
        ["Agreement", "good (adjusted Rand index 0.87)"],
        ["Calibration", "confidence is off by 3 points in 100 (expected calibration error 0.031)"],
        ["Discrimination", "confidence tells which papers stay in 79% of pairs (AUC 0.79)"],
        ["Coherence", "a topic's words stand in the same papers (NPMI 0.31)"],
        ["Diversity", "not measured"],
        ["Structure", "the papers fall into clear groups (2.40)"],
    ]
    assert lines[start + 9].startswith("The topics were made anew 10 times")


def test_an_atlas_without_quality(tmp_path: Path, run: Callable[..., tuple]) -> None:
    """An atlas of which nothing was measured says so."""
    out = run("info", write(tmp_path / "old", replace(MANIFEST, quality=None))).out

    assert "Quality         not measured" in out
    assert "Stability" not in out


def test_json(atlas: Path, run: Callable[..., tuple]) -> None:
    """With --json it is the manifest as it is."""
    code, out, _ = run("info", atlas, "--json")

    assert code == 0
    assert Manifest.from_json(out) == MANIFEST
    assert json.loads(out)["format"] == 1


def test_no_atlas(tmp_path: Path, run: Callable[..., tuple]) -> None:
    """A folder that is no atlas is an error with its cure."""
    code, out, err = run("info", tmp_path / "nowhere")

    assert (code, out) == (1, "")
    assert err.startswith("There is no atlas at ")
