"""What is done once when the server starts, before the first visitor."""

from __future__ import annotations

import logging

import streamlit as st
from starlette.routing import Route

from lib.explore.opening import AtlasShelf
from lib.server.routes import make_routes
from lib.ui.arguments import atlas_argument


def prepare() -> list[Route]:
    """Make the server ready and return the routes beside Streamlit's own."""
    _forget_pages_folder()
    # The first visitor need not wait for imports.
    import lib.ui.shell  # noqa: F401 - imported for its side effect of being imported

    return make_routes(AtlasShelf(atlas_argument()))


def _forget_pages_folder() -> None:
    """Turn Streamlit's own handling of a folder `pages/` off, by the first `st.navigation` of the process.

    Until then it takes every script there for a page: a first visitor with a deep link would meet "Page not found".
    Outside of a session Streamlit warns that there is no session; the warning is held back for this one call.
    """
    logger = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        st.navigation([st.Page(lambda: None, title="Topic Atlas", url_path="start")])
    finally:
        logger.setLevel(level)
