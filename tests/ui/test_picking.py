"""Adding to the selection, taking out of it, keeping a part of it, and undoing that."""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lib.atlas.home import AtlasEntry
from lib.atlas.workspace import Workspace
from lib.core.view import View
from lib.explore.selecting import in_view
from lib.explore.store import Store
from lib.ui import picking
from lib.ui.context import Context
from lib.ui.picking import add_papers, keep_only, keep_view, remove_papers, remove_view, select_view
from lib.ui.url import Address
from tests.ui.visits import ME, button, go, numbers, texts, visit


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said in toasts."""
    words: list[str] = []
    monkeypatch.setattr(picking.st, "toast", lambda text, **_: words.append(text))
    return words


@pytest.fixture
def context(tiny_store: Store, tmp_path: Path, said: list[str]) -> Context:
    """The tiny atlas with nothing selected, the topic on retrieval in view."""
    view = View(topics=(0,))
    return make_context(tiny_store, Workspace(tmp_path, "me"), view)


def make_context(store: Store, workspace: Workspace, view: View) -> Context:
    """A run with a view."""
    entry = AtlasEntry(name=store.name, folder=Path("nowhere"), manifest=store.atlas.manifest)
    parts = {
        "entry": entry,
        "store": store,
        "address": Address(atlas=store.name, view=view),
        "mask": in_view(store, view),
        "workspace": workspace,
        "stored_ids": (),
        "dark": False,
    }
    others = {name: None for name in Context.__dataclass_fields__ if name not in parts}
    return Context(**parts, **others)


def selected(context: Context) -> list[int]:
    """Numbers of the papers that are stored as selected."""
    return context.store.indices_of(context.workspace.selection(context.store.name))


def test_adding(context: Context, said: list[str]) -> None:
    """Papers are added at the end, and it is said how many were new."""
    add_papers(context, [4, 0])
    add_papers(context, np.array([0, 2, 7]))
    add_papers(context, [0])

    assert selected(context) == [4, 0, 2, 7]
    assert said == ["2 papers selected.", "2 papers selected.", "They were selected already."]


def test_subtracting_and_intersecting(context: Context, said: list[str]) -> None:
    """Papers that are not selected are passed over by both."""
    add_papers(context, [4, 0, 2, 7, 8])
    remove_papers(context, np.array([0, 7, 11]))
    assert selected(context) == [4, 2, 8]
    keep_only(context, [8, 9, 4])

    assert selected(context) == [4, 8]
    assert said[1:] == ["2 papers taken out of the selection."]


def test_the_view_as_a_whole(context: Context) -> None:
    """All in view are added in the order of the lists, taken out, or kept alone."""
    add_papers(context, [7, 4])
    select_view(context)
    assert selected(context) == [7, 4, 0, 1, 2, 3]
    remove_view(context)
    assert selected(context) == [7, 4]
    select_view(replace(context, address=replace(context.address, sort="title")))
    keep_view(context)

    assert selected(context) == [0, 3, 2, 1]


def test_papers_of_other_times(context: Context) -> None:
    """A paper stored under an id of old is taken out; one that the atlas does not have stays stored."""
    name = context.store.name
    context.workspace.add(name, ["doi:10.48550/arxiv.2301.00001", "t:gone", "doi:10.5555/b1"])
    keep_only(context, [7])

    assert context.workspace.selection(name) == ["t:gone", "doi:10.5555/b1"]


@pytest.fixture
def home(tiny_home: Path) -> Path:
    """The data folder holds the tiny atlas, and the browser keeps a cookie."""
    return tiny_home


def test_undo(home: Path) -> None:
    """A change of many papers is said on every list, after a reload too, and undone by a click."""
    Workspace(home, ME).add("tiny", ["t:aaaa"])
    app = visit("papers", topic="0")
    assert "Undo" not in texts(app)
    button(app, "Select these 4").click().run()
    assert "4 papers added to the selection." in texts(app)
    assert "4 papers added to the selection." in texts(go(app, "selection"))

    later = visit("papers")
    button(later, "Undo").click().run()
    assert "<b>1 selected" in numbers(later)
    assert "Undo" not in texts(later)


def test_the_next_change_ends_it(home: Path) -> None:
    """After a paper is picked by itself nothing is offered to be undone."""
    app = visit("papers")
    button(app, "Select these 12").click().run()
    app.checkbox(key="tick_4").uncheck().run()

    assert "Undo" not in texts(app)
    assert len(Workspace(home, ME).selection("tiny")) == 11


def test_a_cleared_selection_comes_back(home: Path) -> None:
    """Clearing can be undone from the page that is empty now."""
    Workspace(home, ME).add("tiny", ["t:bbbb", "t:aaaa"])
    app = visit("selection")
    button(app, "Yes, clear it").click().run()
    assert "2 papers taken out of the selection." in texts(app)
    button(app, "Undo").click().run()

    assert Workspace(home, ME).selection("tiny") == ["t:bbbb", "t:aaaa"]


def test_old_changes_are_not_offered(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was picked yesterday is no news."""
    Workspace(home, ME).add("tiny", ["t:bbbb", "t:aaaa"])
    now = time.time()
    monkeypatch.setattr(picking.time, "time", lambda: now + 86_400)

    assert "Undo" not in texts(visit("papers"))
