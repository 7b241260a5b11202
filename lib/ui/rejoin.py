"""A page that is open while the server is started again goes on by itself where it was."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "topic_atlas_rejoin",
    html="<span></span>\n",
    js=(Path(__file__).parent / "rejoin.js").read_text(encoding="utf-8"),
)


def rejoin_server() -> None:
    """Have the page drawn anew once the browser has found its server again; draws nothing itself.

    View and page are in the URL, the selection in the workspace: the new session has all that the old one showed.
    """
    _component(key="rejoin", on_back_change=_rerun_only)


def _rerun_only() -> None:
    """Let Streamlit know the trigger's name; that the page runs is all that is wanted."""
