"""The keyword index: what it finds, that it is the same each time, and what becomes of a damaged one."""

import shutil
import sqlite3
import threading
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from lib.atlas import search_index as module
from lib.atlas.papers import papers_table
from lib.atlas.reader import open_atlas
from lib.atlas.search_index import (
    COLUMNS,
    SearchIndex,
    both,
    but_not,
    either,
    index_in_memory,
    open_index,
    phrase,
    write_index,
)
from lib.core.errors import AtlasError
from tests.atlas_maker import TINY, paper, write_atlas
from tests.full_disk import files_no_larger_than

PAPERS = papers_table([placed.paper for placed in TINY.papers])


@pytest.fixture(params=["file", "memory", "file read into memory"])
def index(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SearchIndex:
    """The index of the twelve papers, however it is held."""
    if request.param == "memory":
        return index_in_memory(PAPERS)
    if request.param == "file read into memory":
        monkeypatch.setattr(module, "_CAN_STAY_OPEN", False)
    write_index(tmp_path / "search.sqlite", PAPERS)
    found = open_index(tmp_path / "search.sqlite", PAPERS.num_rows)
    assert found is not None
    return found


def test_finding(index: SearchIndex) -> None:
    """Words, phrases and beginnings, in some columns or all, joined."""
    dense, survey = phrase(["dense"], COLUMNS), phrase(["survey"], COLUMNS)

    assert index.matching(dense).tolist() == [0, 1]
    assert index.matching(phrase(["dense", "retrieval"], ["title"])).tolist() == [0, 1]
    assert index.matching(phrase(["retrieval", "dense"], ["title"])).tolist() == []
    assert index.matching(phrase(["dense"], ["abstract"])).tolist() == []
    assert index.matching(phrase(["quer"], COLUMNS, is_prefix=True)).tolist() == [2, 3]
    assert index.matching(phrase(["etude"], COLUMNS)).tolist() == [5]
    assert index.matching(either([dense, survey])).tolist() == [0, 1, 9]
    assert index.matching(both([dense, phrase(["questions"], ["title"])])).tolist() == [0]
    assert index.matching(but_not(dense, phrase(["sparse"], COLUMNS))).tolist() == [0]


def test_ranking(index: SearchIndex) -> None:
    """Those that match, each with a number above 0; a word of the title counts for more than one of the abstract."""
    rows, scores = index.ranked(phrase(["questions"], COLUMNS))

    assert rows.tolist() == index.matching(phrase(["questions"], COLUMNS)).tolist() == [0, 1]
    assert scores.dtype == np.float32
    assert scores[0] > scores[1] > 0
    assert index.ranked(phrase(["zinc", "dense"], COLUMNS))[0].tolist() == []


def test_a_phrase_does_not_join_authors(index: SearchIndex) -> None:
    """One name ends where the next begins."""
    assert index.matching(phrase(["bo", "lindqvist"], ["author"])).tolist() == [0]
    assert index.matching(phrase(["moor", "bo"], ["author"])).tolist() == []


def test_words_are_data(index: SearchIndex) -> None:
    """Nothing in a word is taken for the index's own language, even if it had not been folded."""
    for word in (
        'zzz" OR title:"dense',
        "NEAR(dense retrieval)",
        "dens*",
        "{title}",
        "'; DROP TABLE papers; --",
    ):
        assert index.matching(phrase([word], COLUMNS)).tolist() == []


def test_same_papers_same_bytes(tmp_path: Path) -> None:
    """Two builds write the same file."""
    many = papers_table(
        [paper(f"t:{n}", f"Paper {n} of all", "", f"Word{n % 97} and w{n % 31}. " * 9) for n in range(5000)]
    )
    for name in ("one", "other"):
        write_index(tmp_path / name, many)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_read_only_folder(tmp_path: Path) -> None:
    """An atlas that cannot be written to is searched, and nothing appears beside the index."""
    atlas = write_atlas(tmp_path / "atlas")
    before = sorted(path.name for path in atlas.iterdir())
    atlas.chmod(0o555)
    try:
        search = open_atlas(atlas).search
        assert search is not None
        assert search.matching(phrase(["dense"], COLUMNS)).tolist() == [0, 1]
        assert sorted(path.name for path in atlas.iterdir()) == before
    finally:
        atlas.chmod(0o755)


def test_replaced_meanwhile(tmp_path: Path) -> None:
    """Who has opened an atlas keeps its index when another one takes its place."""
    atlas = write_atlas(tmp_path / "atlas")
    search = open_atlas(atlas).search
    shutil.rmtree(atlas)

    assert search is not None
    assert search.matching(phrase(["dense"], COLUMNS)).tolist() == [0, 1]


def test_threads(index: SearchIndex) -> None:
    """Several threads ask at the same time, and each gets its own answer."""
    wrong: list[str] = []

    def ask(word: str, rows: list[int]) -> None:
        answers = [index.ranked(phrase([word], COLUMNS))[0].tolist() for _ in range(50)]
        wrong.extend(word for answer in answers if answer != rows)

    threads = [threading.Thread(target=ask, args=pair) for pair in [("dense", [0, 1]), ("graph", [4, 6])] * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


def test_atlas_without_index(tmp_path: Path) -> None:
    """An atlas that was built before there was one opens without; so does one whose index is of another version."""
    atlas = write_atlas(tmp_path / "atlas")
    connection = sqlite3.connect(atlas / "search.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert open_atlas(atlas).search is None

    (atlas / "search.sqlite").unlink()
    assert open_atlas(atlas).search is None


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_damaged(tmp_path: Path, content: bytes) -> None:
    """What is no index is said to be damaged when the atlas is opened, an empty file to be none."""
    atlas = write_atlas(tmp_path / "atlas")
    (atlas / "search.sqlite").write_bytes(content)

    if content:
        with pytest.raises(AtlasError, match=r"search\.sqlite is damaged: build the atlas again"):
            open_atlas(atlas)
    else:
        assert open_atlas(atlas).search is None


def test_damaged_within(tmp_path: Path) -> None:
    """Damage that shows only when it is searched is said in the same words."""
    path = tmp_path / "search.sqlite"
    write_index(path, papers_table([paper(f"t:{n}", f"Paper w{n} of all") for n in range(3000)]))
    content = bytearray(path.read_bytes())
    page = content.index(b"0w") // 4096 * 4096
    content[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(content)

    index = open_index(path, 3000)
    assert index is not None
    with pytest.raises(AtlasError, match=r"search\.sqlite is damaged: build the atlas again"):
        index.matching(phrase(["w"], COLUMNS, is_prefix=True))


def test_of_other_papers(tmp_path: Path) -> None:
    """An index from another atlas is found out by its number of papers."""
    atlas = write_atlas(tmp_path / "atlas")
    (atlas / "search.sqlite").unlink()
    write_index(atlas / "search.sqlite", PAPERS.slice(0, 5))

    with pytest.raises(AtlasError, match="is of other papers"):
        open_atlas(atlas)


def test_full_disk(tmp_path: Path) -> None:
    """A disk without room is an error of the system, whoever says so."""
    papers = pa.concat_tables([PAPERS] * 200)
    with files_no_larger_than(20_000), pytest.raises(OSError, match=r"search\.sqlite"):
        write_index(tmp_path / "search.sqlite", papers)
