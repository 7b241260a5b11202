"""The command `export`, on the sample's atlas."""

import re
import shutil
from pathlib import Path

import bibtexparser
import pytest
import rispy

from lib.atlas.home import SAMPLE_ATLAS, data_folder
from lib.atlas.reader import open_atlas
from lib.atlas.workspace import Workspace
from lib.cli.main import main
from lib.explore.store import Store

ATLAS = str(SAMPLE_ATLAS)


@pytest.fixture(scope="module")
def store() -> Store:
    """The sample, open."""
    return Store("sample", open_atlas(SAMPLE_ATLAS))


def test_all_papers_to_stdout(store: Store, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Without more words the whole atlas goes to stdout, and nothing else does."""
    assert main(["export", ATLAS, "--format", "bibtex"]) == 0
    out, err = capfdbinary.readouterr()

    assert len(bibtexparser.parse_string(out.decode("utf-8")).entries) == store.n_papers
    assert err == b""


def test_a_topic_to_a_file(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A topic's papers, surest first, are written to a file, whose folder is made."""
    topic = store.topics_at("default")[0]
    out = tmp_path / "new" / "topic.ris"
    assert main(["export", ATLAS, "--what", f"topic:{topic.topic_id}", "--format", "ris", "--out", str(out)]) == 0
    records = rispy.loads(out.read_text(encoding="utf-8"))
    titles = {store.title(index) for index in range(store.n_papers) if store.topic_of(index) == topic}

    assert len(records) == topic.size
    assert {record["title"] for record in records} == titles
    assert f"{topic.size} papers" in capsys.readouterr().out
    assert list(out.parent.iterdir()) == [out]


def test_unassigned_papers(store: Store, tmp_path: Path) -> None:
    """topic:none are the papers without a topic."""
    out = tmp_path / "none.ris"
    assert main(["export", ATLAS, "--what", "topic:none", "--format", "ris", "--out", str(out)]) == 0
    unassigned = [index for index in range(store.n_papers) if store.topic_of(index) is None]

    assert len(rispy.loads(out.read_text(encoding="utf-8"))) == len(unassigned)


def test_a_selection(store: Store, tmp_path: Path) -> None:
    """What was picked in a browser is written in the order of picking; under another name of an atlas too."""
    copy = tmp_path / "my papers"
    shutil.copytree(SAMPLE_ATLAS, copy)
    picked = [store.paper_ids[index] for index in (7, 2, 5)]
    for atlas, folder in (("sample", ATLAS), ("my papers", str(copy))):
        Workspace(data_folder(), "some-browser").add(atlas, picked)
        out = tmp_path / "picked.ris"
        assert main(["export", folder, "--what", "selection:some-browser", "--format", "ris", "--out", str(out)]) == 0
        titles = [record["title"] for record in rispy.loads(out.read_text(encoding="utf-8"))]

        assert titles == [store.title(index) for index in (7, 2, 5)]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--format", "word"], 2, "no format 'word'.*bibtex"),
        (["--format", "csv", "--what", "everything"], 2, "everything is not known: give all, topic:ID"),
        (["--format", "csv", "--what", "topic:"], 2, "topic: is not known"),
        (["--format", "csv", "--what", "topic:99999"], 2, "no topic 99999"),
        (["--format", "csv", "--what", "selection:nobody"], 1, "Nothing of the atlas sample is selected"),
    ],
)
def test_mistakes_are_explained(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is not there is said in one sentence, with the exit code that tells usage from failure."""
    assert main(["export", ATLAS, *arguments]) == code
    out, err = capsys.readouterr()

    assert out == ""
    assert err.count("\n") == 1
    assert re.search(words, err)


def test_no_atlas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is no atlas is named."""
    assert main(["export", str(tmp_path), "--format", "csv"]) == 1
    assert f"{tmp_path} is not an atlas" in capsys.readouterr().err
