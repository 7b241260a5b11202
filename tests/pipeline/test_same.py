"""The same papers, the same atlas: byte for byte, whatever the order, the files, the cache and the threads."""

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from lib.core.paper import Paper
from tests.pipeline.conftest import themed
from tests.pipeline.processes import Builds, write_papers

MAY_DIFFER = {"manifest.json", "records.parquet", "changes.parquet"}
"""Where the same records come from other files; the manifest has the date and the seconds."""


def differing(one: Path, other: Path) -> set[str]:
    """The files in which two atlases differ."""
    names = {path.name for path in one.iterdir()}
    assert names == {path.name for path in other.iterdir()}
    assert len(names) == 18
    return {name for name in names if (one / name).read_bytes() != (other / name).read_bytes()}


def mixed() -> list[Paper]:
    """The papers in another order."""
    papers = themed(300).papers
    return [papers[row] for row in np.random.default_rng(2).permutation(len(papers))]


def thirds(papers: list[Paper]) -> Iterable[list[Paper]]:
    """Three parts."""
    yield from (papers[:50], papers[50:51], papers[51:])


def test_other_order_other_files_one_thread_and_nothing_kept(builds: Callable[..., Builds], whole: Builds) -> None:
    """Rows mixed and spread over three files, one thread in place of all, every stage made anew."""
    build = builds()
    build.papers = build.home.parent / "papers"
    for number, part in enumerate(thirds(mixed())):
        write_papers(build.papers / f"{number}.csv", part)
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
    manifest = build.finish(**dict.fromkeys(names, "1"))

    assert not any(cost.reused for cost in manifest.stages)
    assert differing(build.out, whole.out) <= MAY_DIFFER


def test_other_order_and_all_kept(builds: Callable[..., Builds], whole: Builds) -> None:
    """With all stages kept, the rows of the one file in another order."""
    build = builds("embeddings.sqlite", "stages")
    build.papers = write_papers(build.home.parent / "other" / "papers.csv", mixed())
    manifest = build.finish()

    assert [cost.stage for cost in manifest.stages if not cost.reused] == ["write"]
    assert differing(build.out, whole.out) <= MAY_DIFFER
    assert build.finish("--replace").fingerprint == manifest.fingerprint
