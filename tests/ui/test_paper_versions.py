"""The open paper lists its other versions, and each opens."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.core.paper import Version
from lib.ui.nav import PAGES
from tests.atlas_maker import NASTY_TITLE, TINY, write_atlas

ROOT = Path(__file__).resolve().parents[2]
(PAPERS,) = (spec.file for spec in PAGES if spec.key == "papers")
NASTY = next(placed.paper.paper_id for placed in TINY.papers if placed.paper.title == NASTY_TITLE)
FIRST = "arxiv:2301.00001"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = tuple(Version(name, min(FIRST, NASTY), 0.75) for name in sorted((FIRST, NASTY)))
    write_atlas(tmp_path / "tiny", replace(TINY, versions=versions))
    monkeypatch.setenv("TOPIC_ATLAS_HOME", str(tmp_path))


def open_paper(paper_id: str) -> AppTest:
    """The page of papers with one of them open."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.query_params = {"atlas": "tiny", "paper": paper_id}
    return app.switch_page(PAPERS).run()


def versions(app: AppTest) -> list[str]:
    """The labels of the versions that are listed, without the backslashes that keep them from being Markdown."""
    return [button.label.replace("\\", "") for button in app.button if (button.key or "").startswith("version_")]


def test_a_version_is_listed_and_opens() -> None:
    """With its year; what looks like Markdown or HTML in its title is text."""
    app = open_paper(FIRST)
    (label,) = versions(app)
    (button,) = (button for button in app.button if (button.key or "").startswith("version_"))
    app = button.click().run()

    assert label.startswith(NASTY_TITLE)
    assert not app.exception
    assert app.query_params["paper"] == NASTY
    assert versions(app) == ["Dense retrieval for long questions (2023)"]


def test_a_paper_without_versions() -> None:
    """Nothing is said of them."""
    app = open_paper("arxiv:2301.00002")

    assert not app.exception
    assert versions(app) == []
    assert not any("Other versions" in element.value for element in app.markdown)
