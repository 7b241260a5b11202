"""The page My list: a file of one's own papers is read, held against the sample, and taken off again."""

import shutil
import time
from pathlib import Path

import numpy as np
import pytest
from streamlit.runtime.context import ContextProxy, StreamlitCookies
from streamlit.testing.v1 import AppTest

from lib.atlas.home import SAMPLE_ATLAS
from lib.atlas.parquet import read_parquet
from lib.atlas.workspace import Workspace
from lib.core.errors import WorkspaceError
from lib.core.own_list import OwnList, OwnPaper
from lib.jobs.own_list import start_own_list
from lib.server.middleware import COOKIE_NAME

ROOT = Path(__file__).resolve().parents[2]
WHO = "m" * 43
ELSEWHERE = """TY  - JOUR
TI  - Heat stress and the loss of colour in reef-building corals
AB  - Corals lose their algae when the sea is too warm for weeks; we follow reefs through two hot summers.
AU  - Nobody, Ann
PY  - 2021
ER  -
"""


@pytest.fixture
def app(home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page My list of the sample, in a browser that keeps a cookie."""
    assert home.is_dir()
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: StreamlitCookies({COOKIE_NAME: WHO})))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    return app.switch_page("pages/explore/own.py").run()


def texts(app: AppTest) -> str:
    """The words of the page."""
    parts = [*app.markdown, *app.caption, *app.info, *app.error, *app.warning]
    return "\n".join(part.value for part in parts).replace("\\", "")


def workspace_of(home: Path) -> Workspace:
    """What the person behind the cookie has stored."""
    return Workspace(home, WHO)


def give(app: AppTest, home: Path, name: str, content: str) -> AppTest:
    """Give a file, and wait until the page has done with it."""
    job = start_own_list(home, [(name, content.encode())])
    workspace_of(home).keep_own_list_job("sample", job.job_id)
    return until_done(app)


def until_done(app: AppTest) -> AppTest:
    """Look until nothing is under way."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        app.run()
        if not app.get("progress"):
            break
        time.sleep(0.3)
    assert not app.exception
    return app


def test_what_to_do_first(app: AppTest) -> None:
    """Without a list the page says what one is for."""
    assert "which topics you have not read" in texts(app)


def test_a_list_on_the_atlas(app: AppTest, home: Path) -> None:
    """A paper of the atlas is found by its title, another one by its meaning; the list can be taken off again."""
    title = read_parquet(SAMPLE_ATLAS / "papers.parquet")["title"][0].as_py()
    own = f"TY  - JOUR\nTI  - {title.upper()}\nER  -\n{ELSEWHERE}"
    give(app, home, "mine.ris", own)

    assert "2 papers of mine.ris: 1 in the atlas, 1 not in it" in texts(app)
    assert "You have papers in 2 of" in texts(app)
    (table,) = [frame.value for frame in app.dataframe if "Here" in frame.value]
    (reef,) = table[table["Title"].str.startswith("Heat stress")].to_dict("records")
    assert "reef" in reef["Topic"] or "bleaching" in reef["Topic"]
    unread = [button for button in app.button if button.label.startswith("Select these")]
    assert unread

    # Whoever comes back finds it.
    app.run()
    assert "2 papers of mine.ris" in texts(app)
    next(button for button in app.button if button.label.startswith("Yes, remove")).click().run()
    assert "mine.ris" not in texts(app)


def buttons(app: AppTest) -> list[str]:
    """What the buttons say."""
    return [button.label for button in app.button]


def test_a_page_loaded_again_goes_on(app: AppTest, home: Path) -> None:
    """Another tab, or the page after a restart, finds what is being read, for the atlas it was started on alone."""
    job = start_own_list(home, [("mine.ris", ELSEWHERE.encode())])
    workspace_of(home).keep_own_list_job("sample", job.job_id)
    shutil.copytree(SAMPLE_ATLAS, home / "another")

    app.query_params = {"atlas": "another"}
    app.run()
    assert "which topics you have not read" in texts(app)

    app.query_params = {"atlas": "sample"}
    until_done(app)
    assert "1 paper of mine.ris" in texts(app)
    assert workspace_of(home).own_list("another") is None
    assert workspace_of(home).own_list_job("sample") is None


def test_what_fails_waits_for_a_word(app: AppTest, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that cannot be stored is not tried again and again; a press does, and then it is there."""
    n_tried = 0

    def refuse(_self: Workspace, _atlas: str, _own: OwnList) -> None:
        nonlocal n_tried
        n_tried += 1
        raise WorkspaceError("Your own list cannot be stored: make the folder writable.")

    with monkeypatch.context() as full:
        full.setattr(Workspace, "keep_own_list", refuse)
        give(app, home, "mine.ris", ELSEWHERE)
        app.run()
        assert "make the folder writable" in texts(app)
        assert {"Try again", "Stop"} <= set(buttons(app))
        assert n_tried == 1

    next(button for button in app.button if button.label == "Try again").click()
    until_done(app)
    assert "1 paper of mine.ris" in texts(app)


def test_without_a_model(app: AppTest, home: Path) -> None:
    """Papers whose place is not known have no topic, and the page says what is missing rather than blame a filter."""
    own = OwnList("mine.ris", (OwnPaper("Something new", ("t:new",)),), np.zeros((1, 0), dtype=np.float16))
    workspace_of(home).keep_own_list("sample", own)
    until_done(app)

    assert "could not be had when your papers were read" in texts(app)
    assert "filter" not in texts(app)
    (table,) = [frame.value for frame in app.dataframe if "Here" in frame.value]
    assert table["Topic"].tolist() == [""]


def test_a_file_that_cannot_be_read(app: AppTest, home: Path) -> None:
    """One sentence says why, and another file can be given."""
    give(app, home, "nothing.ris", "no papers here")

    assert app.error
    assert any(button.label == "Choose another file" for button in app.button)
