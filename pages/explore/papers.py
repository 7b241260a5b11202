"""The papers in view, surest in their topic first; abstract and links on demand; select one, the page or all."""

from dataclasses import replace

import streamlit as st

from lib.explore.papers import ordered, orders_of
from lib.ui.context import current, go
from lib.ui.paper_list import beside_open_paper, show_papers, show_reading_help

context = current()


def sort() -> None:
    """Write the chosen order into the URL."""
    go(replace(context.address, sort=st.session_state["sort"], number=1))


orders = orders_of(context.store, is_search=bool(context.view.query))
order = context.address.sort if context.address.sort in orders else next(iter(orders))
st.session_state["sort"] = order
st.selectbox("Order", orders, format_func=orders.__getitem__, key="sort", on_change=sort, width=260)
show_reading_help(context)
with beside_open_paper(context, key="papers"):
    if context.mask.any():
        show_papers(context, ordered(context.store, context.mask, order, context.found).tolist(), key="papers")
    else:
        st.info(
            "No paper is in view: take a filter off above, or choose other words.", icon=":material/filter_alt_off:"
        )
