"""Confidence: measured as its definitions say, and borne out by refits that it has not seen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.calibration import calibration_curve
from sklearn.metrics import roc_auc_score

from lib.core.topic import UNASSIGNED
from lib.pipeline.confidence import calibration, confidence, reliability
from lib.pipeline.consensus import Consensus
from lib.pipeline.graph import NeighborGraph, neighbor_graph
from lib.pipeline.membership import membership
from lib.pipeline.refits import NOT_DRAWN, refit
from tests.pipeline.drawn import blobs


def test_error_and_auc_by_hand() -> None:
    """Three papers in two bins: .95 told and 3 of 4 seen, .30 told and 2 of 4 seen in sum."""
    found = calibration(np.array([0.95, 0.35, 0.30]), np.array([3.0, 2, 0]), np.array([4.0, 2, 2]))

    # Of 8 tries 4 are in each bin: |.95 - .75| and |(2 x .35 + 2 x .30) / 4 - .5|, weighted alike.
    assert found.error == pytest.approx((0.2 + 0.175) / 2)
    # 5 landed, 3 did not, 15 pairs: .95 landed thrice is above .30 missed twice (6) and ties .95 missed (3 halves);
    # .35 landed twice is above .30 missed twice (4), below .95 missed.
    assert found.auc == pytest.approx((6 + 1.5 + 4) / 15)


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 5), st.integers(0, 5)).filter(lambda row: row[1] <= row[2]),
        min_size=1,
        max_size=30,
    ).filter(lambda rows: any(tries for _, _, tries in rows))
)
@settings(max_examples=100)
def test_error_and_auc_as_others_reckon_them(rows: list[tuple[int, int, int]]) -> None:
    """Each try by itself, given to scikit-learn, makes the same curve and the same area."""
    told, hits, tries = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    told = np.minimum(told / 20 + 0.001, 1)
    found = calibration(told, hits, tries)

    each_told = np.repeat(told, tries.astype(int))
    each_seen = np.concatenate(
        [np.arange(int(n)) < int(hit) for hit, n in zip(hits, tries, strict=True)] or [[]]
    ).astype(int)
    seen, mean_told = calibration_curve(each_seen, each_told, n_bins=10, strategy="uniform")
    weight = np.bincount(np.minimum((each_told * 10).astype(int), 9), minlength=10) / len(each_told)
    own_told, own_seen, share = reliability(told, hits, tries)
    assert own_told[share > 0] == pytest.approx(mean_told)
    assert own_seen[share > 0] == pytest.approx(seen)
    assert share == pytest.approx(weight)
    assert found.error == pytest.approx(float((weight[weight > 0] * np.abs(seen - mean_told)).sum()))
    assert 0 <= found.error <= 1
    if len(set(each_seen.tolist())) == 1:
        assert found.auc is None
    else:
        assert found.auc == pytest.approx(roc_auc_score(each_seen, each_told))


class Drawn:
    """Groups that run into each other, their clusters, and refits."""

    def __init__(self) -> None:
        self.vectors, _ = blobs(24, 40, 0.33, dims=24)
        self.graph = neighbor_graph(self.vectors, 30)
        self.clusters = Consensus(seed=1).cluster(self.vectors, self.graph)
        self.topics = self.clusters.default
        self.landed = self.land(seed=5)

    def land(self, seed: int) -> NDArray[np.int8]:
        """Which papers landed in their topics in ten refits."""
        return refit(Consensus(seed=1), self.clusters, self.vectors, self.graph, n_refits=10, seed=seed).landed

    def confidence(self, landed: NDArray[np.int8], strength: NDArray[np.float32] | None = None):
        """What is told of each paper."""
        place = membership(self.topics, self.graph)
        return confidence(self.topics, place, self.vectors, self.graph, landed, strength)


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    """The groups are drawn once."""
    return Drawn()


def seen(landed: NDArray[np.int8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Hits and tries of each paper."""
    return (landed == 1).sum(axis=1).astype(np.float64), (landed != NOT_DRAWN).sum(axis=1).astype(np.float64)


def test_confidence_holds_on_papers_and_refits_not_used(drawn: Drawn) -> None:
    """Learnt from half of the papers, it says of the others how often they land in refits with other seeds."""
    held_out = np.random.default_rng(3).random(len(drawn.topics)) < 0.5
    told, said = drawn.confidence(np.where(held_out[:, None], np.int8(NOT_DRAWN), drawn.landed))

    others = held_out & (drawn.topics != UNASSIGNED)
    hits, tries = seen(drawn.land(seed=77))
    share = hits[others].sum() / tries[others].sum()
    assert 0.5 < share < 0.97, "neither all papers land nor none, or there were nothing to tell"
    found = calibration(told[others].astype(np.float64), hits[others], tries[others])
    assert found.error <= 0.05
    assert found.auc is not None
    assert found.auc >= 0.75
    # And what is said of it was true; half of the refits alone teach it, so it says rather too little.
    assert said is not None
    assert said.error == pytest.approx(found.error, abs=0.04)
    assert said.auc is not None
    assert found.auc - 0.07 <= said.auc <= found.auc + 0.03


def test_neighbours_tell_in_which_part_of_a_topic_a_paper_lies(drawn: Drawn) -> None:
    """Where half of a topic is gone in every refit, its papers are told to be gone, though nothing else parts them."""
    topics = np.zeros(len(drawn.topics), dtype=np.int32)
    gone = drawn.topics == np.bincount(drawn.topics[drawn.topics != UNASSIGNED]).argmax()
    landed = np.repeat(np.where(gone, 0, 1).astype(np.int8)[:, None], 10, axis=1)
    held_out = np.arange(len(topics)) % 2 == 0
    drawn_topics, drawn.topics = drawn.topics, topics
    told, _ = drawn.confidence(np.where(held_out[:, None], np.int8(NOT_DRAWN), landed))
    drawn.topics = drawn_topics

    assert told[held_out & gone].mean() < 0.5 < 0.9 < told[held_out & ~gone].mean()


def test_bounds_and_unassigned_papers(drawn: Drawn) -> None:
    """Confidence is within 0..1, and 0 without a topic; a second call says the same."""
    told, _ = drawn.confidence(drawn.landed)

    assert told.dtype == np.float32
    assert ((told >= 0) & (told <= 1)).all()
    assert len(np.unique(told)) > 100
    topics = drawn.topics.copy()
    drawn.topics = np.where(np.arange(len(topics)) % 10 == 0, UNASSIGNED, topics).astype(np.int32)
    few, _ = drawn.confidence(np.where(drawn.topics[:, None] == UNASSIGNED, NOT_DRAWN, drawn.landed))
    drawn.topics = topics
    assert (few[::10] == 0).all()
    assert np.count_nonzero(few) > 800
    assert told.tobytes() == drawn.confidence(drawn.landed)[0].tobytes()


def test_luck_of_a_topic_is_not_trusted(drawn: Drawn) -> None:
    """Where a topic is there in some refits and gone in others by a coin, its own luck tells nothing of the next refit.

    What is told then hardly differs between topics, though their shares of landed papers do, and none is promised.
    """
    random = np.random.default_rng(8)
    gone = random.random((int(drawn.topics.max()) + 1, 4)) < 0.5
    landed = np.where(drawn.topics[:, None] == UNASSIGNED, NOT_DRAWN, ~gone[drawn.topics]).astype(np.int8)
    told, said = drawn.confidence(landed)

    inside = drawn.topics != UNASSIGNED
    assert (1 - gone.mean(axis=1))[drawn.topics[inside]].std() > 0.2
    assert told[inside].std() < 0.1
    assert told[inside].mean() == pytest.approx(landed[inside].mean(), abs=0.02)
    assert said is not None
    assert said.auc is not None
    assert said.auc < 0.6


def test_strength_of_the_clusterer_passes_through(drawn: Drawn) -> None:
    """Where the clusterer has its own measure that is the confidence, and what is said is how well it holds."""
    strength = np.random.default_rng(1).random(len(drawn.topics)).astype(np.float32)
    told, said = drawn.confidence(drawn.landed, strength)

    assigned = drawn.topics != UNASSIGNED
    assert told[assigned].tolist() == strength[assigned].tolist()
    assert said is not None
    by_hand = calibration(strength[assigned].astype(np.float64), *(part[assigned] for part in seen(drawn.landed)))
    assert (said.error, said.auc) == (by_hand.error, by_hand.auc)
    assert said.error > 0.2
    assert drawn.confidence(drawn.landed[:, :0], strength)[1] is None


def test_without_refits_the_neighbours_decide(drawn: Drawn) -> None:
    """Then confidence is the share of the neighbours in the same topic, and nothing is said of how well it holds."""
    told, said = drawn.confidence(np.empty((len(drawn.topics), 0), dtype=np.int8))

    assert said is None
    assert told.tolist() == membership(drawn.topics, drawn.graph).confidence.tolist()


@pytest.mark.parametrize("outcome", [0, 1])
def test_all_alike_is_told_as_seen(outcome: int, drawn: Drawn) -> None:
    """Where every paper landed, or none did, that is the chance, and there is no curve."""
    told, said = drawn.confidence(np.full((len(drawn.topics), 3), outcome, dtype=np.int8))

    assert set(told[drawn.topics != UNASSIGNED].tolist()) == {outcome}
    assert said is not None
    assert (said.error, said.auc) == (0, None)


@pytest.mark.parametrize("n_papers", [1, 2, 3, 6])
def test_a_handful_of_papers_with_topics(n_papers: int) -> None:
    """However few papers have a topic, and though but one was in a refit, numbers are numbers.

    How well they hold cannot be said: nothing was taught by others than the one who would judge.
    """
    vectors, _ = blobs(2, 10, 0.1)
    graph: NeighborGraph = neighbor_graph(vectors, 5)
    topics = np.full(20, UNASSIGNED, dtype=np.int32)
    topics[:n_papers] = np.arange(n_papers) % 2
    landed = np.full((20, 4), NOT_DRAWN, dtype=np.int8)
    landed[0] = [1, 0, 1, 1]
    told, said = confidence(topics, membership(topics, graph), vectors, graph, landed)

    assert np.isfinite(told).all()
    assert told[0] > 0
    assert (told[n_papers:] == 0).all()
    assert said is None
