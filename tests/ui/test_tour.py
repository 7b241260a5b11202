"""The tour comes by itself on the sample, goes card by card, and stays away once it was sent away."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.atlas.workspace import Workspace
from lib.ui import nav
from lib.ui.url import Address


def page(context: "Any", page_key: "nav.PageKey") -> None:
    """A page with nothing on it but the tour and its link; runs as a script of its own, without this file's names."""
    from lib.ui.tour import show_tour, show_tour_link

    show_tour_link()
    show_tour(context, page_key)


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that the cards link to, in place of the links, which need the whole dashboard."""
    found: list[str] = []
    monkeypatch.setattr(nav, "link", lambda key, *_, **__: found.append(key))
    return found


def visit(folder: Path, page_key: nav.PageKey = "map", *, is_sample: bool = True) -> AppTest:
    """Open a page in a session of its own."""
    context = SimpleNamespace(
        entry=SimpleNamespace(is_sample=is_sample),
        store=SimpleNamespace(n_papers=1234),
        address=Address(),
        workspace=Workspace(folder, "me"),
    )
    return AppTest.from_function(page, args=(context, page_key)).run()


def press(app: AppTest, label: str) -> AppTest:
    """Press a button."""
    (button,) = [one for one in app.button if one.label == label]
    return button.click().run()


def title(app: AppTest) -> str | None:
    """The title of the card and its number, None where there is no card."""
    return f"{app.markdown[0].value.split('**')[1]}: {app.caption[0].value}" if app.markdown else None


def test_from_card_to_card(tmp_path: Path, links: list[str]) -> None:
    """Next and Back go from card to card; the last leads to an atlas of one's own."""
    app = visit(tmp_path)
    assert title(app) == "What you see: Tour, 1 of 6"
    assert "1,234 papers" in app.markdown[0].value

    app = press(press(press(app, "Next"), "Next"), "Back")
    assert title(app) == "Look at one topic: Tour, 2 of 6"
    for _ in range(4):
        app = press(app, "Next")
    assert title(app) == "Take it away: Tour, 6 of 6"
    assert links == ["build"]
    assert title(press(app, "Done")) is None


def test_sent_away_for_good(tmp_path: Path, links: list[str]) -> None:
    """Who skips the tour does not meet it in the next session, and can begin it again."""
    assert title(press(visit(tmp_path), "Skip the tour")) is None
    app = visit(tmp_path)

    assert title(app) is None
    assert title(press(app, "Tour")) == "What you see: Tour, 1 of 6"


def test_elsewhere_it_waits_to_be_called(tmp_path: Path, links: list[str]) -> None:
    """It does not come by itself on other pages or atlases; called there, it leads to the map."""
    assert title(visit(tmp_path, is_sample=False)) is None
    app = visit(tmp_path, "papers")
    assert title(app) is None

    assert title(press(app, "Tour")) == "What you see: Tour, 1 of 6"
    assert links == ["map"]


def test_where_nothing_can_be_stored(tmp_path: Path, links: list[str]) -> None:
    """Without a place to store it the tour is shown, and sent away for the session."""
    (tmp_path / ".workspace.sqlite").mkdir()

    assert title(press(visit(tmp_path), "Skip the tour")) is None
