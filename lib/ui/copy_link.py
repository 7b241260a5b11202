"""A button that puts the address of the present view into the clipboard."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_JS = (Path(__file__).parent / "copy_link.js").read_text(encoding="utf-8")
_CSS = (Path(__file__).parent / "copy_link.css").read_text(encoding="utf-8")
_HTML = '<button type="button">Copy link</button><span role="status"></span>\n'

_component = st.components.v2.component("topic_atlas_copy_link", html=_HTML, js=_JS, css=_CSS)


def copy_link() -> None:
    """Draw the button; the link holds the view and nobody's selection."""
    _component(key="copy_link")
