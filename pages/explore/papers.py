"""The papers in view, surest in their topic first; abstract and links on demand; select one, the page or all."""

from dataclasses import replace

import streamlit as st

from lib.explore.papers import ORDERS, ordered
from lib.ui.context import current, go
from lib.ui.paper_list import beside_open_paper, show_papers, show_reading_help

NAMES = {"surest": "Surest first", "newest": "Newest first", "oldest": "Oldest first", "title": "By title"}

context = current()


def sort() -> None:
    """Write the chosen order into the URL."""
    go(replace(context.address, sort=st.session_state["sort"], number=1))


order = next((known for known in ORDERS if known == context.address.sort), "surest")
st.session_state["sort"] = order
st.selectbox("Order", ORDERS, format_func=NAMES.__getitem__, key="sort", on_change=sort, width=200)
show_reading_help(context)
with beside_open_paper(context, key="papers"):
    if context.mask.any():
        show_papers(context, ordered(context.store, context.mask, order).tolist(), key="papers")
    else:
        st.info(
            "No paper is in view: take a filter off above, or choose other words.", icon=":material/filter_alt_off:"
        )
