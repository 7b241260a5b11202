"""Papers by their titles, each with a line below: a short list within a page. A title opens its paper."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.ui.context import Context
from lib.ui.paper_card import open_paper
from lib.ui.words import authors_words, date_words, md


def show_titles(context: Context, indices: Sequence[int], *, key: str, notes: Sequence[str] = ()) -> None:
    """Draw the titles of papers, below each its first authors, its date and its note, where it has one.

    `key` is part of the keys of the buttons, so it differs from that of any other list of the page.
    """
    said = notes or [""] * len(indices)
    with st.container(key=f"ta-titles-{key}", gap="xsmall"):
        for index, paper, note in zip(indices, context.store.papers(list(indices)), said, strict=True):
            st.button(
                md(paper.title), key=f"{key}_{index}", type="tertiary", on_click=open_paper, args=(context, index)
            )
            facts = (authors_words(paper.authors, 2), date_words(paper.date), note)
            st.caption(md(" · ".join(fact for fact in facts if fact)))
