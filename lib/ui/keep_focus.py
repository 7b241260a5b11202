"""Keeps the keyboard's place when a button vanishes with its own press, such as the one that closes a paper."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_JS = (Path(__file__).parent / "keep_focus.js").read_text(encoding="utf-8")
_component = st.components.v2.component("topic_atlas_keep_focus", html="<span></span>\n", js=_JS)


def keep_focus() -> None:
    """Give the focus to the next control in place of one that is gone; draws nothing."""
    _component(key="keep_focus")
