"""BERTopic as the engine for topics and terms, fed through its extension points, once a level.

    embeddings       precomputed, passed to fit_transform
    umap_model       `Precomputed`: gives the coordinates that were clustered
    hdbscan_model    `Found`: gives the clusters that were found
    vectorizer_model `CountedPapers`: sums rows of the one matrix of term counts
    ctfidf_model     BERTopic's own, frequent words reduced
    representation   `lib.pipeline.terms.TopicTerms`: ranks and cleans the terms

The documents that BERTopic sees are row numbers of papers, so texts are tokenised once for all levels.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from bertopic import BERTopic
from bertopic.vectorizers import ClassTfidfTransformer
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from lib.core.topic import Term
from lib.pipeline.counting import TermCounts
from lib.pipeline.terms import TopicTerms


class Precomputed(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A reducer whose result is known already."""

    def __init__(self, reduced: NDArray[np.float32]) -> None:
        self.reduced = reduced

    def fit(self, embeddings: NDArray[np.float32], y: Any = None) -> Precomputed:  # noqa: ARG002 - as scikit-learn calls it
        """Do nothing: it is fitted."""
        return self

    def transform(self, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:  # noqa: ARG002 - as scikit-learn calls it
        """Return the known coordinates of the papers that it was made for."""
        return self.reduced


class Found(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A clusterer whose clusters are known already; a further paper joins the nearest centroid."""

    def __init__(self, clusters: NDArray[np.int32]) -> None:
        self.clusters = clusters

    def fit(self, reduced: NDArray[np.float32], y: Any = None) -> Found:  # noqa: ARG002 - as scikit-learn calls it
        """Take the known clusters, and remember where they lie."""
        self.labels_ = self.clusters
        names = np.unique(self.clusters[self.clusters >= 0])
        self.names_ = names
        self.centroids_ = np.stack([reduced[self.clusters == name].mean(axis=0) for name in names])
        return self

    def predict(self, reduced: NDArray[np.float32]) -> NDArray[np.int32]:
        """Give each row the cluster of the nearest centroid."""
        distances = ((reduced[:, None, :] - self.centroids_[None, :, :]) ** 2).sum(axis=2)
        nearest: NDArray[np.int32] = self.names_[distances.argmin(axis=1)]
        return nearest


class CountedPapers(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A vectorizer for documents that are row numbers of papers: "3 17 20" is the three papers' terms together."""

    def __init__(self, counts: TermCounts) -> None:
        self.counts = counts

    def fit_transform(self, documents: Iterable[str]) -> Any:
        """Sum the counts of each document's papers; there is nothing to fit."""
        return self.transform(documents)

    def transform(self, documents: Iterable[str]) -> Any:
        """Sum the counts of each document's papers, sparse, shape (n_documents, n_terms)."""
        from scipy.sparse import csr_matrix

        rows = [np.array(document.split(), dtype=np.int64) for document in documents]
        indptr = np.concatenate([[0], np.cumsum([len(part) for part in rows])])
        papers = np.concatenate(rows) if rows else np.empty(0, dtype=np.int64)
        which = csr_matrix(
            (np.ones(len(papers), dtype=np.int32), papers, indptr), shape=(len(rows), self.counts.counts.shape[0])
        )
        # Counts as floats: c-TF-IDF normalises them in place.
        return (which @ self.counts.counts).astype(np.float64)

    def get_feature_names_out(self) -> NDArray[Any]:
        """Keys of the terms by column."""
        return np.array(self.counts.terms, dtype=object)


def level_terms(
    clusters: NDArray[np.int32],
    embeddings: NDArray[np.float32],
    counts: TermCounts,
) -> dict[int, tuple[Term, ...]]:
    """Let BERTopic find the terms of each cluster of one level.

    Parameters
    ----------
    clusters
        The cluster of each paper, shape (n_papers,), -1 for none.

    Returns
    -------
    Terms by cluster number, best first; a cluster without any has an empty tuple.
    """
    names = [int(name) for name in np.unique(clusters) if name >= 0]
    if not names or not counts.terms:
        return dict.fromkeys(names, ())
    if len(counts.terms) == 1:
        # BERTopic's c-TF-IDF cannot do with a single term, and there is nothing to weigh.
        users = set(clusters[counts.counts.nonzero()[0]].tolist())
        return {name: (Term(counts.surface[0], 1.0),) if name in users else () for name in names}
    model = BERTopic(
        language="multilingual",
        embedding_model=None,
        umap_model=Precomputed(embeddings),
        hdbscan_model=Found(clusters),
        vectorizer_model=CountedPapers(counts),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        representation_model=TopicTerms(counts),
        calculate_probabilities=False,
        verbose=False,
    )
    topics, _ = model.fit_transform([str(row) for row in range(len(clusters))], embeddings)
    # BERTopic numbers topics by size: a cluster's topic is that of its papers.
    topic_of = dict(zip(clusters.tolist(), topics, strict=True))
    found = model.get_topics()
    return {name: tuple(Term(term, float(weight)) for term, weight in found[topic_of[name]] if term) for name in names}
