"""Asks what a query means, without a page that waits: until the answer is there, the page says so and looks again."""

from __future__ import annotations

from typing import TypeAlias

import streamlit as st

from lib.core.meaning import Meaning, Refused, Waiting
from lib.core.query import free_text, parse
from lib.core.view import View
from lib.explore.by_meaning import model_of
from lib.explore.keywords import problems_in
from lib.explore.store import Store
from lib.jobs.query_embedder import shared_query_embedder
from lib.ui.words import md

Answer: TypeAlias = Meaning | Waiting | Refused
_LOOK_AGAIN_SECONDS = 0.5


def ask(store: Store, view: View) -> Answer | None:
    """What the view's query means; None where it is not searched for by meaning."""
    if view.search == "words" or not view.query.strip():
        return None
    # Beside words, years and other conditions are no part of what a query means; there may be nothing else.
    text = free_text(view.query) if view.search == "both" else view.query
    return shared_query_embedder().ask(model_of(store), text) if text else None


def show_answer(store: Store, view: View, answer: Answer | None) -> None:
    """Say what a query could not be understood by, that its meaning is being worked out, or why it cannot be."""
    if view.query and view.search != "meaning":
        query = parse(view.query)
        for problem in (*query.problems, *problems_in(store, query)):
            st.info(md(problem), icon=":material/info:")
    if isinstance(answer, Refused):
        st.warning(md(answer.sentence), icon=":material/info:")
    if isinstance(answer, Waiting):
        _wait(store, view)


@st.fragment(run_every=_LOOK_AGAIN_SECONDS)
def _wait(store: Store, view: View) -> None:
    answer = ask(store, view)
    if not isinstance(answer, Waiting):
        st.rerun()
    else:
        shown = "Papers are not searched by meaning until then."
        st.info(f"{md(answer.what)}: {answer.seconds:.0f} s. {shown}", icon=":material/hourglass_top:")
