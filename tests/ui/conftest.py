"""What tests of several pages begin with; a file that needs more has a `home` of its own."""

from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy, StreamlitCookies

from lib.server.middleware import COOKIE_NAME
from tests.ui.visits import ME


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder."""
    monkeypatch.setenv("TOPIC_ATLAS_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def tiny_home(tiny_atlas: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder holds the tiny atlas, and the browser keeps a cookie."""
    monkeypatch.setenv("TOPIC_ATLAS_HOME", str(tiny_atlas.parent))
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: StreamlitCookies({COOKIE_NAME: ME})))
    return tiny_atlas.parent
