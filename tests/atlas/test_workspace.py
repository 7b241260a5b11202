"""What a person has picked stays theirs and stays."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lib.atlas.workspace import Workspace
from lib.core.errors import WorkspaceError

ROOT = Path(__file__).resolve().parents[2]
FILE = ".workspace.sqlite"

ADD = """
import sys
from pathlib import Path
from lib.atlas.workspace import Workspace
folder, start = Path(sys.argv[1]), int(sys.argv[2])
for number in range(start, start + 20):
    Workspace(folder, "me").add("mine", [f"t:{number:03d}"])
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace in a data folder that does not exist yet."""
    return Workspace(tmp_path / "home", "me")


def test_empty(workspace: Workspace) -> None:
    """Who has picked nothing has an empty selection."""
    assert workspace.selection("mine") == []


def test_order(workspace: Workspace) -> None:
    """Papers stay in the order in which they were picked; one picked again keeps its place."""
    workspace.add("mine", ["t:c", "t:a"])
    workspace.add("mine", ["t:b", "t:c", "t:b"])

    assert workspace.selection("mine") == ["t:c", "t:a", "t:b"]


def test_remove(workspace: Workspace) -> None:
    """Papers are taken out one by one; those that were not in are passed over; one put back comes last."""
    workspace.add("mine", ["t:a", "t:b", "t:c"])
    workspace.remove("mine", ["t:a", "t:nobody"])
    workspace.add("mine", ["t:a"])

    assert workspace.selection("mine") == ["t:b", "t:c", "t:a"]


def test_clear(workspace: Workspace) -> None:
    """Clearing empties the selection of one atlas, not of another."""
    workspace.add("mine", ["t:a"])
    workspace.add("other", ["t:b"])
    workspace.clear("mine")

    assert workspace.selection("mine") == []
    assert workspace.selection("other") == ["t:b"]


def undo(workspace: Workspace) -> None:
    """Undo the last change, of which there must be one."""
    change = workspace.last_change("mine")
    assert change is not None
    workspace.undo("mine", change)


def test_how_many(workspace: Workspace) -> None:
    """Each change says how many papers it was of: those that were not in, or were in, before."""
    assert workspace.add("mine", ["t:a", "t:b", "t:a"]) == 2
    assert workspace.add("mine", ["t:b", "t:c"]) == 1
    assert workspace.remove("mine", ["t:b", "t:nobody"]) == 1
    assert workspace.clear("mine") == 2
    assert workspace.clear("mine") == 0


def test_adding_is_undone(workspace: Workspace) -> None:
    """Those that the change added are gone, those that were in before are not; it can be undone once."""
    workspace.add("mine", ["t:b"])
    workspace.add("mine", ["t:a", "t:b", "t:c"])
    change = workspace.last_change("mine")
    assert change is not None
    assert (change.kind, change.n_papers) == ("added", 2)
    workspace.undo("mine", change)

    assert workspace.selection("mine") == ["t:b"]
    assert workspace.last_change("mine") is None


@pytest.mark.parametrize("ids", [["t:a", "t:c"], None])
def test_removing_is_undone(workspace: Workspace, ids: list[str] | None) -> None:
    """What was taken out is back at its place, and later ones come behind it."""
    workspace.add("mine", ["t:c", "t:a", "t:b"])
    if ids is None:
        workspace.clear("mine")
    else:
        workspace.remove("mine", ids)
    undo(workspace)
    workspace.add("mine", ["t:0"])

    assert workspace.selection("mine") == ["t:c", "t:a", "t:b", "t:0"]


def test_only_the_last_change_is_undone(workspace: Workspace) -> None:
    """A later change, also of one paper, leaves an earlier one as it is; what changed nothing is no change."""
    workspace.add("mine", ["t:a", "t:b"])
    first = workspace.last_change("mine")
    assert first is not None
    workspace.add("mine", ["t:a"])
    assert workspace.last_change("mine") == first
    workspace.add("mine", ["t:c"])
    assert workspace.last_change("mine") is None
    workspace.undo("mine", first)

    assert workspace.selection("mine") == ["t:a", "t:b", "t:c"]


def test_undoing_is_each_their_own(workspace: Workspace, tmp_path: Path) -> None:
    """Changes of another person, or in another atlas, are theirs."""
    you = Workspace(tmp_path / "home", "you")
    workspace.add("mine", ["t:a", "t:b"])
    you.add("mine", ["t:c", "t:d"])
    workspace.add("other", ["t:e", "t:f"])
    undo(workspace)

    assert workspace.selection("mine") == []
    assert you.selection("mine") == ["t:c", "t:d"]
    assert workspace.selection("other") == ["t:e", "t:f"]


def test_each_their_own(workspace: Workspace, tmp_path: Path) -> None:
    """Nobody sees or changes the selection of another."""
    you = Workspace(tmp_path / "home", "you")
    workspace.add("mine", ["t:a"])
    you.add("mine", ["t:b"])
    you.clear("mine")

    assert workspace.selection("mine") == ["t:a"]
    assert you.selection("mine") == []


def test_it_stays(workspace: Workspace, tmp_path: Path) -> None:
    """Another process finds what was stored."""
    workspace.add("mine", ["t:a"])

    assert Workspace(tmp_path / "home", "me").selection("mine") == ["t:a"]


@pytest.mark.parametrize("text", ["'; DROP TABLE selection; --", "doi:10.1/(sici)%x_y", "ä" * 500, "", "\0"])
def test_any_text(workspace: Workspace, text: str) -> None:
    """Ids and names are data, whatever is in them."""
    workspace.add(text, [text, "t:b"])

    assert workspace.selection(text) == [text, "t:b"]


def test_all_at_once(workspace: Workspace) -> None:
    """Twenty thousand papers are picked in one go, and taken out in one."""
    ids = [f"t:{number:05d}" for number in range(20_000)]
    workspace.add("mine", ids)
    assert workspace.selection("mine") == ids
    workspace.remove("mine", ids[1:])

    assert workspace.selection("mine") == ids[:1]


def test_all_or_nothing(workspace: Workspace) -> None:
    """If adding breaks off, nothing was added."""
    workspace.add("mine", ["t:a"])

    def ids() -> object:
        yield "t:b"
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        workspace.add("mine", ids())

    assert workspace.selection("mine") == ["t:a"]


def test_many_at_a_time(tmp_path: Path) -> None:
    """Sessions that begin at one moment in a new folder all find their way."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: Workspace(tmp_path / "home", "me").add("mine", [f"t:{number}"]), range(40)))

    assert len(Workspace(tmp_path / "home", "me").selection("mine")) == 40


def test_two_processes(tmp_path: Path) -> None:
    """Two processes that write at the same time lose nothing."""
    running = [subprocess.Popen([sys.executable, "-c", ADD, str(tmp_path), str(start)], cwd=ROOT) for start in (0, 500)]

    assert [process.wait(60) for process in running] == [0, 0]
    assert len(Workspace(tmp_path, "me").selection("mine")) == 40


def test_the_job_that_reads_an_own_list(workspace: Workspace) -> None:
    """By atlas; the last one counts, until it is forgotten."""
    assert workspace.own_list_job("mine") is None

    workspace.keep_own_list_job("mine", "job-1")
    workspace.keep_own_list_job("mine", "job-2")
    workspace.keep_own_list_job("other", "job-3")
    assert workspace.own_list_job("mine") == "job-2"

    workspace.drop_own_list_job("mine")
    assert (workspace.own_list_job("mine"), workspace.own_list_job("other")) == (None, "job-3")


def test_of_a_later_version(workspace: Workspace, tmp_path: Path) -> None:
    """A file that a later version has brought further is read as far as it is known, and left as it is."""
    workspace.add("mine", ["t:a"])
    connection = sqlite3.connect(tmp_path / "home" / FILE)
    connection.execute("CREATE TABLE notes (text TEXT)")
    connection.execute("PRAGMA user_version = 7")
    connection.close()

    assert workspace.selection("mine") == ["t:a"]
    connection = sqlite3.connect(tmp_path / "home" / FILE)
    assert connection.execute("PRAGMA user_version").fetchone() == (7,)
    connection.close()


def test_a_damaged_file(workspace: Workspace, tmp_path: Path) -> None:
    """A file that is no database is one sentence that names it, and is not touched."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / FILE).write_bytes(b"something else" * 100)
    for call in (lambda: workspace.selection("mine"), lambda: workspace.add("mine", ["t:a"])):
        with pytest.raises(WorkspaceError, match=r"\.workspace\.sqlite \(file is not a database\): make .* or move"):
            call()

    assert (tmp_path / "home" / FILE).read_bytes() == b"something else" * 100


def test_no_folder(tmp_path: Path) -> None:
    """A data folder that cannot be made is one sentence too."""
    (tmp_path / "file").write_text("x", encoding="utf-8")

    with pytest.raises(WorkspaceError, match="cannot be read or stored"):
        Workspace(tmp_path / "file", "me").selection("mine")


def test_what_was_dismissed(workspace: Workspace, tmp_path: Path) -> None:
    """What one person sends away, once or twice, is gone for that person and for nobody else."""
    assert not workspace.is_dismissed("tour")
    workspace.dismiss("tour")
    workspace.dismiss("tour")

    assert workspace.is_dismissed("tour")
    assert not workspace.is_dismissed("something else")
    assert not Workspace(tmp_path / "home", "you").is_dismissed("tour")
