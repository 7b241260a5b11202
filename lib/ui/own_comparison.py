"""The own list on the open atlas, as far as it is compared, and the line that says so while it is not."""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.core.errors import TopicAtlasError
from lib.core.meaning import Refused, Waiting
from lib.core.own_list import OwnList
from lib.explore.own_comparisons import shared_comparisons
from lib.explore.own_list import Comparison
from lib.explore.store import Store
from lib.ui.context import Context
from lib.ui.words import md

_LOOK_AGAIN_SECONDS: Final = 0.7


def own_list_of(context: Context) -> OwnList | None:
    """The list that is held against the open atlas; None where there is none, or it cannot be read."""
    try:
        return context.workspace.own_list(context.store.name)
    except TopicAtlasError:
        return None


def comparison_with(store: Store, own: OwnList) -> Comparison | None:
    """The list on the atlas; None while it is being compared, or where it cannot be, which the page then says."""
    answer = shared_comparisons().ask(store, own)
    if isinstance(answer, Waiting):
        _wait(store, own)
    elif isinstance(answer, Refused):
        st.warning(md(answer.sentence), icon=":material/info:")
    else:
        return answer
    return None


@st.fragment(run_every=_LOOK_AGAIN_SECONDS)
def _wait(store: Store, own: OwnList) -> None:
    answer = shared_comparisons().ask(store, own, wait_seconds=0)
    if not isinstance(answer, Waiting):
        st.rerun()
    else:
        text = f"{answer.what}: {answer.n_done:,} of {answer.n_texts:,}"
        st.progress(answer.n_done / answer.n_texts if answer.n_texts else 0.0, text=md(text))
