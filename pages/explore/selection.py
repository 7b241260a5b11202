"""The papers picked: look through them, take some out, take them all away in the format of one's choice."""

import streamlit as st

from lib.core.text import count_of
from lib.ui import nav
from lib.ui.context import current
from lib.ui.downloads import show_downloads
from lib.ui.paper_list import beside_open_paper
from lib.ui.picking import clear_selection, show_last_change
from lib.ui.selection_list import show_selected
from lib.ui.url import for_another_page

context = current()
if not context.selected_ids:
    show_last_change(context)
    st.info(
        "Nothing is selected yet. Select papers in the list or on the map; they stay here until you remove them, "
        "and can be taken away to a reference manager.",
        icon=":material/bookmark_add:",
    )
    nav.link("papers", "Go to the papers", for_another_page(context.address), icon=":material/article:")
    st.stop()

st.markdown(
    f"{len(context.selected_ids):,} of {count_of(context.store.n_papers, 'paper')} selected. Take them away, in "
    "the order in which you picked them, as:"
)
show_downloads(context)
with beside_open_paper(context, key="selection"):
    show_selected(context)
with st.popover("Clear the selection", icon=":material/delete:"):
    st.markdown(f"Take all {count_of(len(context.selected_ids), 'paper')} out of the selection?")
    st.button("Yes, clear it", type="primary", on_click=clear_selection, args=(context,))
