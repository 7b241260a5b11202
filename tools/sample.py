"""Builds the sample's atlas again from its papers: `python -m tools.sample`."""

from __future__ import annotations

from lib.atlas.home import SAMPLE_ATLAS, SAMPLE_PAPERS, cache_folder
from lib.core.config import BuildConfig
from lib.ingest import read_corpus
from lib.pipeline import build_atlas

NOTICE = "The sample's papers are invented: no finding in them is real."


def main() -> None:
    """Read the sample's records and put its atlas in place of the present one."""
    corpus = read_corpus([SAMPLE_PAPERS])
    manifest = build_atlas(
        corpus, SAMPLE_ATLAS, BuildConfig(), cache=cache_folder(), replace=True, name="sample", notice=NOTICE
    )
    print(manifest.counts)


if __name__ == "__main__":
    main()
