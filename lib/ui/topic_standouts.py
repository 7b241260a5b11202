"""Who and what stands out in a topic against the corpus: its authors and categories, with the test that says so."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from lib.core.topic import Topic
from lib.explore.standing_out import FALSE_SHARE, FEWEST_PAPERS, Named, Standouts, standing_out
from lib.ui.context import Context
from lib.ui.words import md

_ONE: Final[dict[Named, str]] = {"authors": "author", "categories": "category"}
_N_SHOWN: Final = 8
_MOST_IN_TABLE: Final = 1000


def show_standouts(context: Context, topic: Topic, *, is_narrow: bool) -> None:
    """Draw the authors and categories of a topic that stand out; nothing where the papers have neither."""
    members = np.equal(context.store.topic_ids[topic.level], topic.topic_id)
    found: dict[Named, Standouts] = {
        which: standing_out(context.store, members, which) for which in ("authors", "categories")
    }
    tested = {which: standouts for which, standouts in found.items() if standouts.n_tested}
    if not tested:
        return
    st.subheader("Who and what stands out", anchor=False)
    with st.container(key="ta-topic-page-standouts"):
        columns = [st.container() for _ in tested] if is_narrow else st.columns(len(tested), gap="large")
    for column, (which, standouts) in zip(columns, tested.items(), strict=True):
        with column:
            _show_list(context, topic, which, standouts)
    numbers = " and ".join(_count(standouts.n_tested, which) for which, standouts in tested.items())
    st.caption(
        "More here than chance would have it, by Fisher's exact test (one-sided, against the corpus). Tested were "
        f"{numbers} with {FEWEST_PAPERS} papers or more, each kind corrected by the procedure of Benjamini and "
        f"Hochberg: of those named, {FALSE_SHARE:.0%} at most are expected to be there by chance. All papers of the "
        "topic count, in view or not; a name in two spellings is two names."
    )


def _show_list(context: Context, topic: Topic, which: Named, standouts: Standouts) -> None:
    st.markdown(f"**{which.capitalize()}**")
    if not standouts.found:
        st.caption("None.")
        return
    for one in standouts.found[:_N_SHOWN]:
        st.markdown(
            f"{md(one.name)}: {one.here:,} of {topic.size:,} papers here, {one.in_all:,} of "
            f"{context.store.n_papers:,} in all"
        )
    if len(standouts.found) <= _N_SHOWN:
        return
    listed = standouts.found[:_MOST_IN_TABLE]
    cut_short = f", of them the first {len(listed):,}" if len(listed) < len(standouts.found) else ""
    with st.expander(f"All {len(standouts.found):,}{cut_short}"):
        st.dataframe(
            pd.DataFrame(
                {
                    which.capitalize(): [one.name for one in listed],
                    f"Here, of {topic.size:,}": [one.here for one in listed],
                    f"In all, of {context.store.n_papers:,}": [one.in_all for one in listed],
                    "p": [one.p for one in listed],
                }
            ),
            hide_index=True,
            key=f"standing-out-{which}",
            alt=f"{which.capitalize()} that stand out, with their papers here and in all",
            column_config={
                "p": st.column_config.NumberColumn(
                    format="%.2g", help="Of the one-sided Fisher's exact test, before the correction"
                )
            },
        )


def _count(n: int, which: Named) -> str:
    return f"{n:,} {which if n != 1 else _ONE[which]}"
