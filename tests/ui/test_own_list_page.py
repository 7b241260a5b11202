"""The page My list: a file of one's own papers is read, held against the sample, and taken off again."""

import time
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy, StreamlitCookies
from streamlit.testing.v1 import AppTest

from lib.atlas.home import SAMPLE_ATLAS
from lib.atlas.parquet import read_parquet
from lib.atlas.workspace import Workspace
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


def test_a_file_that_cannot_be_read(app: AppTest, home: Path) -> None:
    """One sentence says why, and another file can be given."""
    give(app, home, "nothing.ris", "no papers here")

    assert app.error
    assert any(button.label == "Choose another file" for button in app.button)
