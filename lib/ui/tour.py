"""A tour for newcomers: a card at a time above the page, on what the map shows and what to do next.

On the sample it comes by itself until it is sent away, which is stored for good; the link at the sidebar's foot begins
it again, on any atlas.
"""

from __future__ import annotations

import contextlib
from typing import Final

import streamlit as st

from lib.core.errors import WorkspaceError
from lib.core.text import count_of
from lib.ui import nav, url
from lib.ui.context import Context

_TOUR: Final = "tour"
_STEP: Final = "_tour_step"
"""In the session: which card is shown; _OVER where none is. Not there until the first page is drawn."""
_OVER: Final = -1
_CARDS: Final = (
    (
        "What you see",
        "Each point of the map is one of {papers}. Papers that read alike lie close together, and each colour is a "
        "topic, named after the words that its papers share.",
    ),
    (
        "Look at one topic",
        "Tick a topic beside the map to see it alone: the other papers turn grey. What you filter by stands under the "
        "page's title; a click there takes it off again.",
    ),
    (
        "Open a paper",
        "Click a point to read its paper: abstract, where it stands, why it is in its topic, and the papers most like "
        "it. With the keyboard: arrow keys go from point to point, Enter opens one.",
    ),
    (
        "Narrow down",
        "Search, level, topics and dates stand at the side. They hold on every page: Trends, Topics and Papers always "
        "show the papers that the map shows.",
    ),
    (
        "Pick what is worth reading",
        "Select a paper where it is open or in a list, or draw around papers on the map and select them all. The "
        "selection stays when you filter, reload or come back another day.",
    ),
    (
        "Take it away",
        "The page Selection writes your papers for a reference manager or a spreadsheet. When you have seen enough of "
        "the sample, make an atlas of papers of your own.",
    ),
)


def show_tour(context: Context, page_key: nav.PageKey) -> None:
    """Draw the card of the tour that is due, if any: on every page while it runs, by itself on the sample's map."""
    if _STEP not in st.session_state and page_key == "map" and context.entry.is_sample:
        st.session_state[_STEP] = _OVER if _is_dismissed(context) else 0
    step: int = st.session_state.get(_STEP, _OVER)
    if step == _OVER:
        return
    title, words = _CARDS[step]
    is_last = step == len(_CARDS) - 1
    with st.container(border=True, key="ta-tour", gap="xsmall"):
        st.markdown(f"**{title}** · {words.format(papers=count_of(context.store.n_papers, 'paper'))}")
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if step:
                st.button("Back", on_click=_go_to, args=(step - 1,), key="tour_back")
            if not is_last:
                st.button("Next", type="primary", on_click=_go_to, args=(step + 1,), key="tour_next")
            st.button(
                "Done" if is_last else "Skip the tour",
                type="primary" if is_last else "tertiary",
                on_click=_end,
                args=(context,),
                key="tour_end",
            )
            if is_last:
                nav.link("build", "Make a new atlas", url.Address(), icon=":material/add_circle:")
            elif page_key != "map":
                nav.link("map", "Open the map", url.for_another_page(context.address), icon=":material/scatter_plot:")
            st.caption(f"Tour, {step + 1} of {len(_CARDS)}", width="content")


def show_tour_link() -> None:
    """Draw the link that begins the tour."""
    st.button(
        "Tour",
        type="tertiary",
        icon=":material/explore:",
        help="What the map shows and what to do next, in six short cards",
        on_click=_go_to,
        args=(0,),
        key="tour_begin",
    )


def _is_dismissed(context: Context) -> bool:
    # Where nothing can be stored the frame has said so; the tour is then shown rather than not.
    with contextlib.suppress(WorkspaceError):
        return context.workspace.is_dismissed(_TOUR)
    return False


def _go_to(step: int) -> None:
    st.session_state[_STEP] = step


def _end(context: Context) -> None:
    st.session_state[_STEP] = _OVER
    with contextlib.suppress(WorkspaceError):
        context.workspace.dismiss(_TOUR)
