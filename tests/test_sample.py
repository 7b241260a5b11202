"""The sample: what it promises in data/sample/README.md, and that its atlas is what a build makes of it."""

import itertools
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from lib.atlas.home import SAMPLE_ATLAS, SAMPLE_PAPERS
from lib.atlas.reader import Atlas, open_atlas
from lib.core.config import BuildConfig
from lib.core.topic import UNASSIGNED
from lib.ingest import read_corpus
from lib.pipeline import build_atlas

SAME_TOPICS = 0.8
"""Adjusted Rand index with the atlas that is shipped: sums on another processor, or another way of embedding, may move
single papers, and join two areas of 23 (.86).
"""


@pytest.fixture(scope="module")
def records() -> list[dict[str, object]]:
    """The sample's records as they stand in the file."""
    return [json.loads(line) for line in SAMPLE_PAPERS.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """The atlas that is shipped."""
    return open_atlas(SAMPLE_ATLAS)


def themes(atlas: Atlas) -> list[str]:
    """The theme that each paper was written for."""
    return atlas.attributes["theme"].to_pylist()


def test_counts(records: list[dict[str, object]], atlas: Atlas) -> None:
    """299 records are 296 papers; three were merged, two have no date."""
    assert len(records) == 299

    assert atlas.n_papers == 296
    assert atlas.manifest.counts["merged"] == 3
    assert atlas.papers["date_precision"].to_pylist().count("unknown") == 2


def test_themes(atlas: Atlas) -> None:
    """There are twelve themes of 23 papers, some bridges and some papers that fit none."""
    counts = Counter(themes(atlas))
    whole = {theme: n for theme, n in counts.items() if n == 23}

    assert len(whole) == 12
    assert counts["none"] == 8
    assert sum(n for theme, n in counts.items() if theme.startswith("bridge: ")) == 12


def test_lengths(atlas: Atlas) -> None:
    """Every abstract has 60 to 120 words."""
    lengths = [len(abstract.split()) for abstract in atlas.papers["abstract"].to_pylist()]

    assert min(lengths) >= 60
    assert max(lengths) <= 120


def test_no_sentence_twice(atlas: Atlas) -> None:
    """No two papers share a sentence: none was made from a template."""
    sentences = Counter(
        itertools.chain.from_iterable(re.split(r"(?<=[.!?])\s+", text) for text in atlas.papers["abstract"].to_pylist())
    )

    assert [sentence for sentence, n in sentences.items() if n > 1] == []


def test_trends(atlas: Atlas) -> None:
    """Two themes grow, two shrink, one bursts in the first half of 2022."""
    table = list(zip(themes(atlas), atlas.papers["date"].to_pylist(), strict=True))

    def by_year(theme: str) -> list[int]:
        return [sum(t == theme and d is not None and d.year == year for t, d in table) for year in range(2021, 2026)]

    for theme in ("Solid-state battery electrolytes", "Gut microbiome and mood"):
        assert by_year(theme) == [1, 2, 4, 6, 10]
    for theme in ("Misinformation on social media", "Bilingual language acquisition"):
        assert by_year(theme) == [10, 6, 4, 2, 1]
    burst = [d for t, d in table if t == "Wastewater surveillance" and d.year == 2022 and d.month <= 6]
    assert len(burst) >= 12


def test_size() -> None:
    """The atlas is under 2 MB."""
    assert sum(path.stat().st_size for path in SAMPLE_ATLAS.iterdir()) < 2_000_000


def test_notice(atlas: Atlas) -> None:
    """It is said wherever the papers are shown that they are invented."""
    assert "invented" in atlas.manifest.notice


def test_topics_are_the_themes(atlas: Atlas) -> None:
    """Topics agree with the themes, which the build never saw; papers of no theme are not counted."""
    topics = atlas.assignments["topic"].to_numpy()
    theme = np.array(themes(atlas))
    whole = ~np.char.startswith(theme, "bridge") & (theme != "none")

    assert adjusted_mutual_info_score(theme[whole], topics[whole]) > 0.85
    assert (topics[whole] != UNASSIGNED).mean() > 0.9


def test_rebuild(atlas: Atlas, tmp_path: Path) -> None:
    """A build of the sample's records finds the same papers and the same topics as the atlas that is shipped."""
    build_atlas(read_corpus([SAMPLE_PAPERS]), tmp_path / "again", BuildConfig(), cache=tmp_path / "cache")
    again = open_atlas(tmp_path / "again")

    assert again.papers["paper_id"].to_pylist() == atlas.papers["paper_id"].to_pylist()
    for column in ("topic_top", "topic", "topic_fine"):
        same = adjusted_rand_score(again.assignments[column].to_numpy(), atlas.assignments[column].to_numpy())
        assert same >= SAME_TOPICS, column
