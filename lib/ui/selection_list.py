"""The papers of the selection as a list, and how many each topic has of them."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from lib.core.text import count_of
from lib.core.topic import LEVEL_NAMES
from lib.explore.grouping import by_topic
from lib.explore.papers import ordered, orders_of
from lib.ui.arranging import show_arrangement
from lib.ui.context import Context
from lib.ui.paper_list import show_papers

_PICKED: Final = ""
"""The order in which the papers were picked; it is the usual one, so the URL says nothing."""


def show_selected(context: Context) -> None:
    """Draw the papers of the selection in the order that the URL asks for."""
    orders = {_PICKED: "As picked", **orders_of(context.store, is_search=False)}
    order = context.address.sort if context.address.sort in orders else _PICKED
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="ta-arrangement"):
        show_arrangement(context, orders, order)
    picked = np.array(context.selected_indices, dtype=np.int64)
    _show_topics(context, picked)
    if order != _PICKED:
        mask = np.zeros(context.store.n_papers, dtype=bool)
        mask[picked] = True
        picked = ordered(context.store, mask, order)
    show_papers(context, picked, key="selection", selecting=False)


def _show_topics(context: Context, picked: np.ndarray) -> None:
    store, level = context.store, context.view.level
    counts = by_topic(store, picked, level).counts
    with st.expander(f"{LEVEL_NAMES[level]} of the selection: {len(counts):,}", key="selection_topics"):
        st.dataframe(
            pd.DataFrame(
                {
                    LEVEL_NAMES[level].removesuffix("s"): [store.label(topic_id) for topic_id in counts],
                    "Selected": list(counts.values()),
                    "Share": [100 * count / len(picked) for count in counts.values()],
                }
            ),
            hide_index=True,
            alt=f"Papers of the selection by topic, of {count_of(len(picked), 'paper')}",
            column_config={"Share": st.column_config.NumberColumn(format="%.0f %%")},
        )
