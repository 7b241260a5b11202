"""An own list is stored whole, by person and atlas, and comes back as it was."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lib.atlas.workspace import Workspace
from lib.core.dates import PartialDate
from lib.core.errors import WorkspaceError
from lib.core.own_list import OwnList, OwnPaper, own_paper
from tests.atlas_maker import TINY

ROOT = Path(__file__).resolve().parents[2]
FILE = ".workspace.sqlite"
OLD = "CREATE TABLE selection (workspace TEXT NOT NULL, atlas TEXT NOT NULL, paper_id TEXT NOT NULL, "
OLD += "place INTEGER NOT NULL, PRIMARY KEY (workspace, atlas, paper_id)) WITHOUT ROWID"

KEEP = """
import sys
from pathlib import Path
import numpy as np
from lib.atlas.workspace import Workspace
from lib.core.own_list import OwnList, OwnPaper
n = int(sys.argv[2])
own = OwnList(f"{n}.bib", tuple(OwnPaper(f"paper {n}") for _ in range(n)), np.full((n, 4), n, dtype=np.float16))
for _ in range(20):
    Workspace(Path(sys.argv[1]), "me").keep_own_list("mine", own)
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace in a data folder that does not exist yet."""
    return Workspace(tmp_path / "home", "me")


def some_list(source: str = "mine.bib", n: int = 2) -> OwnList:
    """A list with all that can be known, and with what cannot."""
    papers = (
        OwnPaper("Étude of <b>graphs</b> 😀", ("doi:10.1/x", "t:1"), "Moor, Ada", PartialDate(2023, 4)),
        OwnPaper("", (), "", None),
    )
    vectors = np.array([[0.5, -0.25, 0, 6e-8], [0, 0, 0, 1]], dtype=np.float16)
    return OwnList(source, papers[:n], vectors[:n], "a model|f00", 3)


def same(one: OwnList | None, other: OwnList) -> bool:
    """Whether two lists say the same."""
    return (
        one is not None
        and (one.source, one.papers, one.model, one.n_rejected)
        == (other.source, other.papers, other.model, other.n_rejected)
        and one.vectors.dtype == np.float16
        and one.vectors.tobytes() == other.vectors.tobytes()
        and one.vectors.shape == other.vectors.shape
    )


def test_there_is_none(workspace: Workspace) -> None:
    """Who has given no list has none, and may remove it."""
    workspace.drop_own_list("mine")

    assert workspace.own_list("mine") is None


def test_it_comes_back(workspace: Workspace, tmp_path: Path) -> None:
    """To the last bit, in another process too; while it is not changed it is one object."""
    workspace.keep_own_list("mine", some_list())
    stored = Workspace(tmp_path / "home", "me").own_list("mine")

    assert same(stored, some_list())
    assert workspace.own_list("mine") is stored


def test_without_vectors(workspace: Workspace) -> None:
    """A list that could not be embedded has no width."""
    own = OwnList("mine.bib", some_list().papers, np.zeros((2, 0), dtype=np.float16))
    workspace.keep_own_list("mine", own)

    assert same(workspace.own_list("mine"), own)


def test_the_next_takes_its_place(workspace: Workspace, tmp_path: Path) -> None:
    """One list for each person and atlas; those of others stay."""
    you = Workspace(tmp_path / "home", "you")
    you.keep_own_list("mine", some_list("yours.ris"))
    workspace.keep_own_list("other", some_list("other.bib"))
    workspace.keep_own_list("mine", some_list("old.bib"))
    workspace.keep_own_list("mine", some_list("new.bib", 1))

    assert same(workspace.own_list("mine"), some_list("new.bib", 1))
    workspace.drop_own_list("mine")
    assert workspace.own_list("mine") is None
    assert same(you.own_list("mine"), some_list("yours.ris"))
    assert same(workspace.own_list("other"), some_list("other.bib"))


def test_two_processes(tmp_path: Path) -> None:
    """Of two that write at the same time one comes last, whole."""
    running = [subprocess.Popen([sys.executable, "-c", KEEP, str(tmp_path), str(n)], cwd=ROOT) for n in (3, 7)]

    assert [process.wait(60) for process in running] == [0, 0]
    own = Workspace(tmp_path, "me").own_list("mine")
    assert own is not None
    n = len(own.papers)
    assert (own.source, n in (3, 7), own.vectors.shape) == (f"{n}.bib", True, (n, 4))
    assert (own.vectors == n).all()


def test_an_older_file(workspace: Workspace, tmp_path: Path) -> None:
    """A file that knew selections alone is brought up to date, and keeps them."""
    (tmp_path / "home").mkdir()
    connection = sqlite3.connect(tmp_path / "home" / FILE)
    connection.execute(OLD)
    connection.execute("INSERT INTO selection VALUES ('me', 'mine', 't:a', 1)")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()

    assert workspace.own_list("mine") is None
    workspace.keep_own_list("mine", some_list())
    assert same(workspace.own_list("mine"), some_list())
    assert workspace.selection("mine") == ["t:a"]


def test_a_damaged_file(workspace: Workspace, tmp_path: Path) -> None:
    """A file that is no database is one sentence that names it."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / FILE).write_bytes(b"something else" * 100)

    with pytest.raises(WorkspaceError, match=r"Your own list cannot be read or stored in .* move that file away"):
        workspace.own_list("mine")


@pytest.mark.parametrize(
    "change", ["papers = '[{}]'", "papers = 'x'", "vectors = x'00'", "n_dims = -3", "papers = '7'"]
)
def test_a_damaged_list(workspace: Workspace, tmp_path: Path, change: str) -> None:
    """It is said so, it can be removed, and the next one takes its place."""
    workspace.keep_own_list("mine", some_list())
    connection = sqlite3.connect(tmp_path / "home" / FILE)
    connection.execute(f"UPDATE own_list SET {change}")  # noqa: S608
    connection.commit()
    connection.close()

    with pytest.raises(WorkspaceError, match="is damaged: remove it"):
        workspace.own_list("mine")
    workspace.keep_own_list("mine", some_list())
    assert same(workspace.own_list("mine"), some_list())


def test_what_is_kept_of_a_paper() -> None:
    """Each of its ids once, the better ones first."""
    assert own_paper(TINY.papers[0].paper) == OwnPaper(
        "Dense retrieval for long questions", ("arxiv:2301.00001",), "Ada Moor", PartialDate(2023, 1, 10)
    )
    assert own_paper(TINY.papers[10].paper).ids == ("t:aaaa",)


def test_vectors_belong_to_papers() -> None:
    """A list with more papers than vectors is a mistake."""
    with pytest.raises(ValueError, match="2 papers with 1 vectors"):
        OwnList("x", some_list().papers, np.zeros((1, 4), dtype=np.float16))
