"""The plain words for how good topics are."""

from dataclasses import fields, replace

import pytest

from lib.atlas.manifest import Manifest
from lib.core.config import BuildConfig, Method
from lib.core.quality import Quality
from lib.explore.quality import (
    NOT_MEASURED,
    ConfidenceKind,
    confidence_kind,
    label_sentence,
    measures,
    percent,
    quality_summary,
    refits_sentence,
    stability_sentence,
    stability_text,
)
from lib.explore.store import Store

UNKNOWN = Quality(
    refits=0,
    coverage=0.97,
    stability=None,
    agreement=None,
    calibration_error=None,
    auc=None,
    coherence=None,
    diversity=None,
    structure=None,
)


def test_every_number_has_its_words() -> None:
    """There is a line for each number of Quality but the count of refits, and each says what it means."""
    lines = measures(UNKNOWN)

    assert len(lines) == len(fields(Quality)) - 1
    assert [line.title for line in lines if line.words != NOT_MEASURED] == ["Coverage"]
    assert all(line.meaning.endswith(".") for line in lines)
    assert {line.text for line in lines[1:]} == {NOT_MEASURED}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("stability", 0.86, "very stable (0.86)"),
        ("stability", 0.2, "unstable (0.20)"),
        # Shown as 0.85, from which on it is very stable.
        ("stability", 0.8499, "very stable (0.85)"),
        ("agreement", 0.95, "excellent (adjusted Rand index 0.95)"),
        ("agreement", -0.02, "poor (adjusted Rand index -0.02)"),
        (
            "calibration_error",
            0.012,
            "confidence is off by 1 point in 100 (expected calibration error 0.012)",
        ),
        ("coherence", -0.1, "a topic's words stand in the same papers no more than by chance (NPMI -0.10)"),
        ("structure", 1.0, "the papers fall into clear groups (1.00)"),
    ],
)
def test_words_follow_the_number(field: str, value: float, said: str) -> None:
    """Good numbers get good words and bad ones bad words."""
    assert said in [line.text for line in measures(replace(UNKNOWN, **{field: value}))]


def test_summary() -> None:
    """The two that matter most stand in a line, also where one is not known."""
    assert quality_summary(replace(UNKNOWN, stability=0.8)) == "stable (0.80), 97% of the papers have a topic"
    assert quality_summary(UNKNOWN) == "stability not measured, 97% of the papers have a topic"


def test_refits() -> None:
    """How often topics were made anew is said, also where they were not."""
    assert "made anew 12 times" in refits_sentence(replace(UNKNOWN, refits=12))
    assert "made anew once" in refits_sentence(replace(UNKNOWN, refits=1))
    assert "not made anew" in refits_sentence(UNKNOWN)


@pytest.mark.parametrize(
    ("method", "n_topics", "quality", "kind"),
    [
        ("consensus", 9, replace(UNKNOWN, refits=8), "refits"),
        ("consensus", 9, UNKNOWN, "neighbors"),
        ("consensus", 9, None, "neighbors"),
        ("hdbscan", 9, replace(UNKNOWN, refits=4), "membership"),
        ("hdbscan", 9, UNKNOWN, "membership"),
        ("hdbscan", 1, UNKNOWN, "neighbors"),
    ],
)
def test_what_confidence_is(method: Method, n_topics: int, quality: Quality | None, kind: ConfidenceKind) -> None:
    """Method and refits say what confidence means: an atlas without them is not credited with calibrated chances.

    Nor are papers that were all put together with a strength from HDBSCAN, which they have not got.
    """
    counts = {"topics_default": n_topics}
    manifest = Manifest("x", "f", "2026-01-01", BuildConfig(method=method), counts, {}, {}, quality=quality)

    assert confidence_kind(manifest) == kind


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0%"), (0.004, "under 1%"), (0.614, "61%"), (0.994, "99%"), (0.9951, "over 99%"), (1, "100%")],
)
def test_shares_never_claim_all_or_none(share: float, words: str) -> None:
    """Nearly all is not all."""
    assert percent(share) == words


def test_a_topic_s_evidence(tiny_store: Store) -> None:
    """Stability and label evidence are sentences, and nothing where they were not measured."""
    topic = replace(tiny_store.topic_by_id[0], stability=0.82, label_inside=0.61, label_outside=0.04)

    assert stability_text(0.82) == "stable (0.82)"
    assert "82% of the papers" in stability_sentence(topic)
    assert label_sentence(topic) == "61% of its papers contain one of the label's words; 4% of the others do."
    written = label_sentence(replace(topic, written_label="Finding texts"))
    assert written.startswith("61% of its papers contain one of the words of its label of terms;")
    unknown = replace(topic, stability=None, label_inside=None)
    assert stability_sentence(unknown) == label_sentence(unknown) == ""
