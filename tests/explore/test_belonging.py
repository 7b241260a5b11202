"""A paper's place among the topics."""

from dataclasses import replace

import pytest

from lib.explore.belonging import BRIDGE_MARGIN, CONFIDENCE_MEANING, Belonging, belonging
from lib.explore.quality import ConfidenceKind
from lib.explore.store import Store
from tests.atlas_maker import JUDGED, store_of


@pytest.fixture(scope="module")
def judged() -> Store:
    """The tiny atlas with margins."""
    return store_of(JUDGED)


def test_a_paper_in_its_topic(judged: Store) -> None:
    """Confidence, second-best topic and margin are those of the atlas; a wide margin makes no bridge."""
    place = belonging(judged, 0)

    assert place.topic is judged.topic_by_id[0]
    assert place.second is judged.topic_by_id[1]
    assert (place.confidence, place.margin) == (pytest.approx(0.9), pytest.approx(0.6))
    assert not place.is_bridge
    assert place.margin_words == "60 points behind"


def test_a_bridge_paper(judged: Store) -> None:
    """A small margin makes one, and so does a second topic that is likelier; without a second topic none is."""
    place = belonging(judged, 6)

    assert place.is_bridge
    assert place.margin_words == "10 points behind"
    assert replace(place, margin=-0.17).is_bridge
    assert not replace(place, margin=BRIDGE_MARGIN).is_bridge
    assert not replace(place, second=None).is_bridge
    assert not replace(place, margin=None).is_bridge


def test_an_unassigned_paper(judged: Store) -> None:
    """It has no confidence, and a nearest topic where there is one."""
    near, alone = belonging(judged, 9), belonging(judged, 10)

    assert near == Belonging(None, None, judged.topic_by_id[0], None, "refits")
    assert alone.second is None
    assert not near.is_bridge
    assert near.confidence_sentence == near.margin_words == ""


@pytest.mark.parametrize(
    ("margin", "words"),
    [(0.3, "30 points behind"), (0.01, "1 point behind"), (0.001, "level with it"), (-0.17, "17 points ahead")],
)
def test_margins_in_words(judged: Store, margin: float, words: str) -> None:
    """A margin is said in points, whichever topic leads."""
    assert replace(belonging(judged, 0), margin=margin).margin_words == words


@pytest.mark.parametrize(
    ("kind", "confidence", "said"),
    [
        ("refits", 0.82, "If topics were made anew from other samples, this paper would land here in about 8 of 10."),
        ("refits", 0.98, "If topics were made anew from other samples, this paper would land here in nearly all."),
        ("refits", 0.02, "If topics were made anew from other samples, this paper would land here in hardly any."),
        ("membership", 0.4, "HDBSCAN's strength of membership is 40%"),
        ("neighbors", 0.4, "40% of its nearest papers, weighted by similarity, are in this topic too."),
    ],
)
def test_confidence_is_worded_as_what_it_is(judged: Store, kind: ConfidenceKind, confidence: float, said: str) -> None:
    """Only a calibrated chance is called one."""
    place = replace(belonging(judged, 0), kind=kind, confidence=confidence)

    assert place.confidence_sentence.startswith(said)
    assert ("chance" in CONFIDENCE_MEANING[kind]) == (kind == "refits")
