"""`build`: from files to an atlas with nothing stood in for, watched and stopped from outside."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lib.atlas.reader import open_atlas
from lib.cli.build import add_arguments, config_of
from lib.core.config import BuildConfig
from lib.ingest import read_corpus
from lib.jobs.progress_file import read_progress
from lib.pipeline.model import SentenceModel
from lib.pipeline.vectors import VectorCache, text_key

ROOT = Path(__file__).resolve().parents[2]


def test_files_become_an_atlas(papers_csv: Path, tmp_path: Path, run: Callable[..., tuple]) -> None:
    """The estimate comes before, the counts after, and the atlas is there under its name."""
    out = tmp_path / "atlases" / "sea"
    settings = ("--seed", 7, "--detail", "less", "--topics", 2)
    code, said, err = run("build", papers_csv, "--out", out, "--name", "Sea and ice", *settings)

    assert code == 0
    assert said == f"{out}: 6 papers, 1 topic (1 area, 1 fine topic), 0 papers unassigned.\n"
    assert err.index("GB of memory for 6 papers.") < err.index("Reading meanings") < err.index("Writing the atlas")
    assert "Note: With fewer than 15 papers" in err
    atlas = open_atlas(out)
    assert (atlas.n_papers, atlas.manifest.name) == (6, "Sea and ice")
    assert atlas.manifest.config == BuildConfig(seed=7, detail="less", topics=2)


def test_json_and_rejected_records(faulty_csv: Path, tmp_path: Path, run: Callable[..., tuple]) -> None:
    """With --json stdout is one object; where records were rejected the exit code is 3."""
    code, out, _ = run("build", faulty_csv, "--out", tmp_path / "sea", "--json")

    assert code == 3
    result = json.loads(out)
    assert (result["papers"], result["records"], result["rejected"]) == (6, 8, 2)
    assert result["atlas"] == str(tmp_path / "sea")


def test_replace(papers_csv: Path, tmp_path: Path, run: Callable[..., tuple]) -> None:
    """A second build to the same place is refused before anything is read, and done with --replace."""
    out = tmp_path / "sea"
    assert run("build", papers_csv, "--out", out).code == 0
    refused = run("build", papers_csv, "--out", out)
    assert refused.code == 1
    assert refused.err == f"There is an atlas at {out} already: choose another name, or add --replace.\n"

    assert run("build", papers_csv, "--out", out, "--replace").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--neighbors", "1"], "n_neighbors must be between 2 and 200"),
        (["--min-topic-size", "1"], "min_topic_size must be 2 or more"),
        (["--topics", "1"], "topics must be between 2 and 2000"),
        (["--method", "kmeans"], "method must be one of consensus, hdbscan"),
        (["--detail", "most"], "detail must be one of less, normal, more"),
    ],
)
def test_settings_out_of_range(
    arguments: list[str], said: str, papers_csv: Path, tmp_path: Path, run: Callable[..., tuple]
) -> None:
    """A setting that cannot be is refused with 2 and what it may be, in one sentence."""
    code, _, err = run("build", papers_csv, "--out", tmp_path / "sea", *arguments)

    assert (code, err) == (2, f"{said}: see python -m lib build --help.\n")


def test_one_paper_is_too_few(tmp_path: Path, run: Callable[..., tuple]) -> None:
    """One paper makes no map: 2, one sentence, no atlas."""
    (tmp_path / "one.csv").write_text("title\nAlone\n", encoding="utf-8")
    code, _, err = run("build", tmp_path / "one.csv", "--out", tmp_path / "sea")

    assert code == 2
    assert err.splitlines()[-1] == "A map needs at least 2 papers, and only one was read: give more files."
    assert not (tmp_path / "sea").exists()


def test_progress_file(papers_csv: Path, tmp_path: Path, run: Callable[..., tuple]) -> None:
    """The progress file ends as the build ends: done with the atlas, or failed with the sentence."""
    file = tmp_path / "progress.json"
    run("build", papers_csv, "--out", tmp_path / "sea", "--progress-file", file)
    done = read_progress(file)
    assert done is not None
    assert (done.state, done.atlas, len(done.stages_done)) == ("done", str(tmp_path / "sea"), 9)
    run("build", papers_csv, "--out", tmp_path / "sea", "--progress-file", file)
    failed = read_progress(file)

    assert failed is not None
    assert failed.state == "failed"
    assert "already" in failed.message


@pytest.fixture
def many_csv(tmp_path: Path) -> Path:
    """So many papers, so long, that even a fast machine is seen reading their meanings; no test reads them all."""
    path = tmp_path / "many.csv"
    words = ["reef", "coral", "algae", "glacier", "snow", "hive", "nectar", "violin", "bow", "rail", "train"]
    titles = [f"{words[i % 11]} {words[i // 11 % 11]} {words[i // 121 % 11]} number {i}" for i in range(6000)]
    lines = [f"{i},{title},{f'The {title} were measured. ' * 30}" for i, title in enumerate(titles)]
    path.write_text("\n".join(["id,title,abstract", *lines]), encoding="utf-8")
    return path


def start(many_csv: Path, home: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a build in a process of its own."""
    command = [sys.executable, "-m", "lib", "build", str(many_csv), "--out", str(home / "many"), *arguments]
    environment = {**os.environ, "TOPIC_ATLAS_HOME": str(home)}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wait_for_embeddings(build: subprocess.Popen[str], progress: Path) -> None:
    """Wait until the build has kept its first embeddings."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and build.poll() is None:
        state = read_progress(progress)
        if state is not None and state.stage == "embed" and state.done >= 128:
            return
        time.sleep(0.05)
    pytest.fail("the build did not come to its embeddings")


@pytest.mark.parametrize("how", ["cancel file", "ctrl-c"])
def test_a_build_that_is_stopped(how: str, many_csv: Path, home: Path, tmp_path: Path) -> None:
    """Stopped by file or Ctrl-C, a build ends soon with 130 and one sentence, and leaves no atlas but its work."""
    if how == "ctrl-c" and os.name == "nt":
        pytest.skip("Windows gives Ctrl-C to all processes of a console, the tests' own too")
    progress, cancel = tmp_path / "progress.json", tmp_path / "cancel"
    files = ["--progress-file", str(progress), "--cancel-file", str(cancel)]
    build = start(many_csv, home, *files)
    try:
        wait_for_embeddings(build, progress)
        if how == "ctrl-c":
            build.send_signal(signal.SIGINT)
        else:
            cancel.touch()
        out, err = build.communicate(timeout=30)
    finally:
        build.kill()
        build.communicate()

    assert build.returncode == 130
    assert out == ""
    assert err.splitlines()[-1].startswith("Stopped: no atlas was made")
    state = read_progress(progress)
    assert state is not None
    assert (state.state, state.message) == ("cancelled", err.splitlines()[-1])
    assert sorted(path.name for path in home.iterdir() if not path.name.endswith(".lock")) == [".cache"]
    assert reused_by_next_build(many_csv, home) >= 128


def reused_by_next_build(many_csv: Path, home: Path) -> int:
    """Count the embeddings that the next build of the same papers finds, without making it."""
    model = SentenceModel(cache=home / ".cache")
    cache = VectorCache(home / ".cache" / "embeddings.sqlite", model.identity)
    keys = [text_key(paper.text) for paper in read_corpus([many_csv]).papers]
    try:
        return len(cache.get(keys))
    finally:
        cache.close()


@pytest.mark.parametrize("name", ["sample", ".hidden"])
def test_names_that_the_dashboard_does_not_list(
    papers_csv: Path, home: Path, name: str, run: Callable[..., tuple]
) -> None:
    """An atlas that nobody would find again is refused before anything is read."""
    code, _, err = run("build", papers_csv, "--out", home / name)

    assert code == 2
    assert err == f"The dashboard shows no atlas called {name} from the data folder: choose another name.\n"


def test_what_columns_are_is_kept_with_the_settings() -> None:
    """It decides the papers, so the manifest has it: fields by their names, in the order in which they were given."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    said = ["a.csv", "--out", "b", "--map", "Title=Document", "--map", "arXiv ID=a=b", "--map", "abstract="]

    assert config_of(parser.parse_args(said)).mapping == (("title", "Document"), ("arxiv_id", "a=b"), ("abstract", ""))
    assert config_of(parser.parse_args(["a.csv", "--out", "b"])).mapping == ()
