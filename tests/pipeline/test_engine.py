"""BERTopic as the engine: its topics are mapped back to the clusters that were put in."""

import numpy as np
import pytest

from lib.pipeline.counting import count_terms
from lib.pipeline.engine import CountedPapers, Found, level_terms

TEXTS = ["glacier snow"] * 3 + ["hive nectar"] * 6 + ["violin bow"] * 4 + ["railway"]


def terms(clusters: list[int], texts: list[str] = TEXTS) -> dict[int, set[str]]:
    """Terms of each cluster."""
    random = np.random.default_rng(1).normal(size=(len(texts), 4)).astype(np.float32)
    counts = count_terms(texts, fewest_papers=1)
    found = level_terms(np.array(clusters, dtype=np.int32), random, counts)
    return {cluster: {word for term in best for word in term.term.split()} for cluster, best in found.items()}


def test_terms_belong_to_their_clusters() -> None:
    """Whatever numbers clusters have, and although BERTopic renumbers them by size, each gets its own terms."""
    assert terms([7] * 3 + [2] * 6 + [0] * 4 + [-1]) == {
        0: {"violin", "bow"},
        2: {"hive", "nectar"},
        7: {"glacier", "snow"},
    }


@pytest.mark.parametrize("clusters", [[0] * 14, [-1] * 14, [0] * 13 + [1]])
def test_one_cluster_none_or_one_of_one_paper(clusters: list[int]) -> None:
    """The extremes work."""
    assert set(terms(clusters)) == {cluster for cluster in clusters if cluster >= 0}


def test_a_cluster_without_words() -> None:
    """A cluster of empty texts has no terms, and the others keep theirs."""
    found = terms([0, 0, 1, 1], ["", "", "hive", "hive"])

    assert found == {0: set(), 1: {"hive"}}


def test_counted_papers_sum_rows() -> None:
    """A document of row numbers counts as its papers' texts together."""
    counts = count_terms(["hive", "hive nectar", "snow"], fewest_papers=1)
    summed = CountedPapers(counts).transform(["0 1", "2", "1"]).toarray()

    assert dict(zip(counts.terms, summed.T.tolist(), strict=True)) == {
        "hive": [2, 0, 1],
        "hive nectar": [1, 0, 1],
        "nectar": [1, 0, 1],
        "snow": [0, 1, 0],
    }


def test_further_papers_join_the_nearest_cluster() -> None:
    """The clusterer that BERTopic holds can predict."""
    found = Found(np.array([3, 3, 5], dtype=np.int32)).fit(np.array([[0, 0], [0, 2], [9, 9]], dtype=np.float32))

    assert found.predict(np.array([[1, 1], [8, 8]], dtype=np.float32)).tolist() == [3, 5]
