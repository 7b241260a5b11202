"""What stands in a build's way is said in one sentence, and costs nothing that was there."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lib.atlas.manifest import read_manifest
from lib.jobs.progress_file import read_progress
from tests.atlas_maker import write_atlas
from tests.pipeline.processes import Builds, Ended

UNIX = pytest.mark.skipif(os.name == "nt", reason="only Unix can limit the size of files")


def last_words(ended: Ended, builds: Builds) -> str:
    """The sentence with which a build failed: the last line, and what its progress file says."""
    assert ended.code == 1
    assert "Traceback" not in ended.err
    said = ended.err.splitlines()[-1]
    state = read_progress(builds.progress)
    assert state is not None
    assert (state.state, state.message) == ("failed", said)
    return said


@UNIX
def test_no_room_for_embeddings(builds: Callable[..., Builds], whole: Builds) -> None:
    """Without room for vectors the build ends before it has spent hours; with room it goes on."""
    build = builds()
    said = last_words(build.end("room 60000"), build)

    assert said.startswith(f"Embeddings cannot be kept in {build.home / '.cache' / 'embeddings.sqlite'} (")
    assert "see that there is room" in said
    assert (build.listed(), build.leftovers()) == ([], [])
    build.kill_at("begin graph")


@UNIX
def test_no_room_for_the_atlas(builds: Callable[..., Builds], whole: Builds) -> None:
    """Without room for the new atlas the old one stays; with room the same command ends well, from what is kept."""
    build = builds("embeddings.sqlite", "stages")
    old = read_manifest(write_atlas(build.out))
    said = last_words(build.end("room 100000", "--replace"), build)

    assert said.startswith(f"The atlas sea cannot be written to {build.home} (File too large): see that there is room")
    assert (build.listed(), build.leftovers()) == (["sea"], [])
    assert read_manifest(build.out) == old
    manifest = build.finish("--replace")
    assert manifest.fingerprint == read_manifest(whole.out).fingerprint
    assert [cost.stage for cost in manifest.stages if not cost.reused] == ["write"]


@pytest.mark.parametrize("what", ["a file", "no rights"])
def test_a_place_that_cannot_be_written_to(what: str, builds: Callable[..., Builds], tmp_path: Path) -> None:
    """Where the atlas cannot be, that is said before anything is embedded."""
    build = builds()
    place = tmp_path / "place"
    if what == "a file" or os.name == "nt" or os.geteuid() == 0:
        # Neither Windows nor root minds the rights of a folder.
        place.touch()
    else:
        place.mkdir(mode=0o500)
    build.out = place / "sea"
    said = last_words(build.end(), build)

    assert said.startswith(f"The atlas sea cannot be written to {place} (")
    assert "embed" not in build.begun


def test_two_builds_at_once(builds: Callable[..., Builds], whole: Builds) -> None:
    """Of two builds of one atlas the second is told so at once and changes nothing; the first ends as ever."""
    first = builds("embeddings.sqlite", "stages")
    second = Builds(first.home, first.papers, "second")
    process = first.start("hold write")
    while process.poll() is None and not (first.log.exists() and "write" in first.begun):
        time.sleep(0.01)
    said = last_words(second.end("never", "--replace"), second)

    assert said == "The atlas sea is being built already: wait until it is done, or choose another name."
    assert first.listed() == []
    first.log.with_suffix(".go").touch()
    _, err = process.communicate(timeout=100)
    assert process.returncode == 0, err
    assert first.listed() == ["sea"]
    assert read_manifest(first.out).fingerprint == read_manifest(whole.out).fingerprint
