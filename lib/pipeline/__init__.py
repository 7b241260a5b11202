"""Papers -> atlas: embeddings, neighbour graph, layout, clusters, topics, terms. The only room with heavy imports."""

from lib.pipeline.build import build_atlas

__all__ = ["build_atlas"]
