"""A button that puts the address of the present view into the clipboard."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from lib.ui.url import Address, write

_JS = (Path(__file__).parent / "copy_link.js").read_text(encoding="utf-8")
_CSS = (Path(__file__).parent / "copy_link.css").read_text(encoding="utf-8")
_HTML = '<button type="button">Copy link</button><span role="status"></span>\n'

_component = st.components.v2.component("topic_atlas_copy_link", html=_HTML, js=_JS, css=_CSS)


def copy_link(address: Address) -> None:
    """Draw the button; the link holds the view and nobody's selection.

    It names the atlas even where the browser's address does not: which one is open without a name changes with the
    next build.
    """
    _component(key="copy_link", data={"query": urlencode(write(address), doseq=True)})
