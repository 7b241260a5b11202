"""Builds that are killed, with nothing stood in for: the next call goes on, and ends with the same atlas.

Each chain kills one build again and again, a bit further each time, and looks at what lies there in between.
"""

import os
import shutil
import time
from collections.abc import Callable

from lib.atlas.manifest import read_manifest
from lib.atlas.reader import open_atlas
from lib.core.progress import OPTIONAL_STAGES, STAGES
from lib.jobs.progress_file import read_progress
from lib.pipeline.stages import StageStore
from tests.atlas_maker import write_atlas
from tests.pipeline.label_server import each_its_own, serving
from tests.pipeline.processes import Builds

KEPT = ["graph", "layout", "cluster", "refit", "topics"]
"""Stages whose results are kept one by one."""


def test_killed_while_reading_and_embedding(builds: Callable[..., Builds], whole: Builds) -> None:
    """Until papers have vectors nothing is lost but the shard under way: the next build embeds the rest alone."""
    build = builds()
    for stage in ("read", "merge", "embed"):
        build.kill_at(f"begin {stage}")
        assert build.begun[-1] == stage
        assert build.listed() == []

    process = build.start()
    done, n_papers = 0, open_atlas(whole.out).n_papers
    while process.poll() is None and not 0 < done < n_papers:
        state = read_progress(build.progress)
        done = state.done if state is not None and state.stage == "embed" else 0
        time.sleep(0.005)
    process.kill()
    process.communicate()
    assert process.returncode in {-9, 1}
    assert 0 < done < n_papers
    assert (build.listed(), build.leftovers(), build.kept()) == ([], [], {})

    build.kill_at("begin graph")
    # What was kept is told at once, then shard by shard what is new.
    steps = [int(line.split()[-1]) for line in build.told if line.startswith("advance embed")]
    assert steps[0] >= done
    assert sum(steps) == n_papers
    assert build.kept() == {}
    # The vectors are part of the atlas, and not of what the other stages are kept by.
    shutil.copytree(whole.home / ".cache" / "stages", build.home / ".cache" / "stages", dirs_exist_ok=True)
    manifest = build.finish()
    assert manifest.fingerprint == read_manifest(whole.out).fingerprint
    assert [cost.stage for cost in manifest.stages if not cost.reused] == ["write"]


def test_killed_in_every_stage_between(builds: Callable[..., Builds], whole: Builds) -> None:
    """Each finished stage is kept, what was half-made is not, and no later build makes a kept one again."""
    build = builds("embeddings.sqlite")
    kept: dict[str, int] = {}
    for moment in ("keep graph", "half layout", "begin cluster", "half refit", "keep topics"):
        build.kill_at(moment)
        stage = moment.split()[1]
        assert build.begun[-1] == stage
        assert list(filter(build.kept().__contains__, KEPT)) == KEPT[: KEPT.index(stage)]
        assert kept.items() <= build.kept().items(), "a kept result was made again"
        kept = build.kept()
        assert (build.listed(), build.leftovers()) == ([], [])

    manifest = build.finish()
    assert manifest.fingerprint == read_manifest(whole.out).fingerprint
    assert kept.items() <= build.kept().items()
    assert [cost.stage for cost in manifest.stages if not cost.reused] == ["topics", "write"]
    assert (build.listed(), build.leftovers()) == (["sea"], [])
    # What was in the making when the builds were killed goes when it is old.
    stages = build.home / ".cache" / "stages"
    partial = list(stages.glob("*.partial"))
    assert len(partial) == 2
    for folder in partial:
        os.utime(folder, (time.time() - 100_000,) * 2)
    StageStore(stages).trim()
    assert sorted(build.kept()) == sorted(KEPT)
    assert list(stages.glob("*.partial")) == []


def test_killed_while_labels_are_asked_for_and_the_atlas_is_written(
    builds: Callable[..., Builds], whole: Builds
) -> None:
    """The atlas that is to be replaced stays until the new one is whole; answers that came are not asked for again."""
    build = builds("embeddings.sqlite", "stages")
    write_atlas(build.out)
    old = read_manifest(build.out)
    with serving(each_its_own) as server:
        labels = {"TOPIC_ATLAS_LABELS_URL": server.url, "TOPIC_ATLAS_LABELS_MODEL": "tiny-model"}
        for moment in ("half labels", "open .partial/layout.npy", "open .partial/manifest.json", "rename sea"):
            build.kill_at(moment, "--replace", **labels)
            assert build.begun[-1] == ("labels" if "labels" in moment else "write")
            assert build.listed() == ["sea"]
            assert read_manifest(build.out) == old
            assert len(build.leftovers()) <= 1
        manifest = build.finish("--replace", **labels)
        n_asked = len(server.asked)
        n_topics = open_atlas(build.out).topics.num_rows
        again = Builds(whole.home, whole.papers)
        again.out = build.home.parent / "undisturbed"
        assert again.finish(**labels).fingerprint == manifest.fingerprint

    assert manifest.fingerprint != read_manifest(whole.out).fingerprint
    assert [cost.stage for cost in manifest.stages if not cost.reused] == ["write"]
    # Those that were under way when the build was killed are asked for twice at most.
    assert n_topics <= n_asked < 1.6 * n_topics
    assert (build.listed(), build.leftovers()) == (["sea"], [])


def test_every_stage_has_been_killed() -> None:
    """The chains above are of all stages that there are."""
    assert [*STAGES] == ["read", "merge", "embed", *KEPT, "labels", "write"]
    assert {"labels"} == OPTIONAL_STAGES
