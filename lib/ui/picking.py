"""Buttons that put papers into the selection and take them out. Every change is stored at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from lib.core.errors import TopicAtlasError
from lib.core.text import count_of
from lib.ui.context import Context
from lib.ui.words import md


def add_papers(context: Context, indices: Sequence[int]) -> None:
    """Select papers and say how many were new."""
    ids = [context.store.paper_ids[index] for index in indices]
    new = len(set(ids) - set(context.selected_ids))
    with _saying_why_not():
        context.workspace.add(context.store.name, ids)
        st.toast(f"{count_of(new, 'paper')} selected." if new else "They were selected already.")


def remove_papers(context: Context, indices: Sequence[int]) -> None:
    """Take papers out of the selection."""
    ids = {context.store.paper_ids[index] for index in indices}
    with _saying_why_not():
        stored_ids = context.workspace.selection(context.store.name)
        context.workspace.remove(context.store.name, [stored for stored in stored_ids if _now(context, stored) in ids])


def set_picked(context: Context, index: int, *, is_picked: bool) -> None:
    """Select one paper or take it out, without a word."""
    if is_picked:
        with _saying_why_not():
            context.workspace.add(context.store.name, [context.store.paper_ids[index]])
    else:
        remove_papers(context, [index])


def clear_selection(context: Context) -> None:
    """Take all papers of the open atlas out of the selection."""
    with _saying_why_not():
        context.workspace.clear(context.store.name)


def pick_button(context: Context, index: int, *, key: str) -> None:
    """Select or unselect one paper."""
    is_selected = context.store.paper_ids[index] in context.selected_ids
    st.button(
        "Remove from selection" if is_selected else "Select",
        key=f"{key}_{index}",
        icon=":material/bookmark_remove:" if is_selected else ":material/bookmark_add:",
        type="secondary" if is_selected else "primary",
        on_click=remove_papers if is_selected else add_papers,
        args=(context, [index]),
    )


@contextmanager
def _saying_why_not() -> Iterator[None]:
    """Say in a toast why something could not be stored; the page goes on."""
    try:
        yield
    except TopicAtlasError as err:
        st.toast(md(str(err)), icon=":material/error:", duration="long")


def _now(context: Context, stored_id: str) -> str:
    """The id that a stored paper has in this atlas; an older id of it leads there too."""
    index = context.store.index_of(stored_id)
    return "" if index is None else context.store.paper_ids[index]
