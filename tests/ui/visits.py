"""How tests visit pages: by their address, in Streamlit's own test harness, and what a person would read there."""

import re
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from lib.ui.nav import PAGES

ROOT = Path(__file__).resolve().parents[2]
BY_KEY = {spec.key: spec for spec in PAGES}
ME = "m" * 43
"""The id in the browser's cookie, where a test has one."""


def as_read(markdown: str) -> str:
    """Markdown without the grounds of marked words and without what keeps the rest from meaning anything."""
    return re.sub(r":(?:gray|yellow)-background\[(.*?)\]", r"\1", markdown).translate({ord("\\"): None, 0x2060: None})


def visit(key: str = "map", **params: str | list[str]) -> AppTest:
    """Open a page by its address, in a session of its own."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    return go(app, key, **params)


def go(app: AppTest, key: str, **params: str | list[str]) -> AppTest:
    """Go to a page in the same session by a link with these parameters."""
    app.query_params = params
    return app.switch_page(BY_KEY[key].file).run()


def is_well(app: AppTest) -> bool:
    """Whether nothing on the page failed and nothing is warned of."""
    return not [*app.exception, *app.error, *app.warning]


def texts(app: AppTest) -> str:
    """All words of the page's own elements, as they are read."""
    parts = [*app.markdown, *app.caption, *app.title, *app.header, *app.subheader, *app.info]
    words = [element.value for element in parts] + [element.label for element in [*app.button, *app.checkbox]]
    return as_read("\n".join(words))


def numbers(app: AppTest) -> str:
    """The three numbers at the side, as text."""
    bodies = [element.proto.body for element in app.sidebar.get("html")]
    return next(body for body in bodies if "ta-numbers" in body).replace("</b><span>", " ")


def button(app: AppTest, label: str) -> Any:
    """The first button whose label begins so."""
    return next(one for one in app.button if one.label.replace("\\", "").startswith(label))


def titles(app: AppTest) -> list[str]:
    """Titles of the papers in the list."""
    return [as_read(one.label) for one in app.main.button if str(one.key).startswith("open_")]


def key_of(app: AppTest, label: str) -> str:
    """The key of the button with exactly this label."""
    return next(str(one.key) for one in app.button if one.label == label)
