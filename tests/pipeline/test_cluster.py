"""Clusters at three levels: nested, found where there are any, one where there can be none."""

import numpy as np
import pytest

from lib.core.topic import UNASSIGNED
from lib.pipeline.classic import UmapHdbscan
from lib.pipeline.cluster import Clusterer
from lib.pipeline.consensus import Consensus
from lib.pipeline.granularity import chosen_topic_size
from lib.pipeline.graph import neighbor_graph
from tests.pipeline.drawn import blobs

WAYS = pytest.mark.parametrize("way", [UmapHdbscan(seed=1), Consensus(seed=1)], ids=lambda way: way.name)


@WAYS
def test_blobs_that_were_drawn_are_found(way: Clusterer) -> None:
    """Twelve clear groups of 25 come out as groups again, with hardly a paper left over."""
    embeddings, truth = blobs(12, 25)
    clusters = way.cluster(embeddings, neighbor_graph(embeddings, 15))

    assert (clusters.default != UNASSIGNED).mean() > 0.95
    for cluster in range(clusters.fine.max() + 1):
        assert len(np.unique(truth[clusters.fine == cluster])) == 1
    assert 8 <= clusters.default.max() + 1 <= 16
    assert 3 <= clusters.top.max() + 1 <= 10


@WAYS
def test_levels_nest_and_agree_on_who_is_unassigned(way: Clusterer) -> None:
    """Each cluster lies within one of the level above; a paper is unassigned at all levels or at none."""
    embeddings, _ = blobs(20, 15, noise=0.3)
    clusters = way.cluster(embeddings, neighbor_graph(embeddings, 15))

    for coarse, fine in ((clusters.top, clusters.default), (clusters.default, clusters.fine)):
        assert ((coarse == UNASSIGNED) == (fine == UNASSIGNED)).all()
        for cluster in range(fine.max() + 1):
            assert len(np.unique(coarse[fine == cluster])) == 1


@WAYS
@pytest.mark.parametrize("n_papers", [2, 14])
def test_few_papers_are_one_cluster(way: Clusterer, n_papers: int) -> None:
    """Where no groups can be told apart all papers stand together."""
    embeddings, _ = blobs(n_papers, 1)
    clusters = way.cluster(embeddings, neighbor_graph(embeddings, 15))

    assert clusters.top.tolist() == clusters.default.tolist() == clusters.fine.tolist() == [0] * n_papers


def test_topic_size_grows_slowly() -> None:
    """The smallest topic grows from 3 papers in dozens to about 30 in 120,000."""
    sizes = [chosen_topic_size(n) for n in (20, 300, 3_000, 10_000, 120_000)]

    assert sizes == [3, 4, 9, 14, 33]
