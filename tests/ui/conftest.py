"""What tests of several pages begin with; a file that needs more has a `home` of its own."""

from pathlib import Path

import pytest


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder."""
    monkeypatch.setenv("TOPIC_ATLAS_HOME", str(tmp_path))
    return tmp_path
