"""The papers in view, surest in their topic first; abstract and links on demand; select one, the page or all."""

import streamlit as st

from lib.explore.papers import ordered
from lib.ui.arranging import order_of, orders_in, show_arrangement, show_narrowing
from lib.ui.context import current
from lib.ui.paper_list import beside_open_paper, show_papers

context = current()
order = order_of(context)
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="ta-arrangement"):
    show_arrangement(context, orders_in(context), order)
    show_narrowing(context)
with beside_open_paper(context, key="papers"):
    if context.mask.any():
        show_papers(context, ordered(context.store, context.mask, order, context.found), key="papers")
    else:
        st.info(
            "No paper is in view: take a filter off above, or choose other words.", icon=":material/filter_alt_off:"
        )
