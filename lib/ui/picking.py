"""Buttons that put papers into the selection and take them out. Every change is stored at once.

A change of more than one paper can be undone until the next change, also after a reload.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from lib.atlas.workspace import SelectionChange
from lib.core.errors import TopicAtlasError, WorkspaceError
from lib.core.text import count_of
from lib.explore.papers import ordered
from lib.explore.store import Mask
from lib.ui.arranging import order_of
from lib.ui.context import Context
from lib.ui.words import md

Indices = Sequence[int] | NDArray[np.int64]
"""Numbers of papers; an array where they may be very many."""

_UNDO_SECONDS: Final = 3600
"""How long a change is offered to be undone: what was picked yesterday needs no line on the page."""


def add_papers(context: Context, indices: Indices) -> None:
    """Select papers and say how many were new."""
    with _saying_why_not():
        n_new = context.workspace.add(context.store.name, [context.store.paper_ids[index] for index in indices])
        st.toast(f"{count_of(n_new, 'paper')} selected." if n_new else "They were selected already.")


def remove_papers(context: Context, indices: Indices) -> None:
    """Take papers out of the selection."""
    gone = np.zeros(context.store.n_papers, dtype=bool)
    gone[indices] = True
    _take_out(context, gone)


def keep_only(context: Context, indices: Indices) -> None:
    """Take all papers but these out of the selection."""
    gone = np.ones(context.store.n_papers, dtype=bool)
    gone[indices] = False
    _take_out(context, gone)


def select_view(context: Context) -> None:
    """Select all papers in view, in the order in which the lists show them."""
    add_papers(context, ordered(context.store, context.mask, order_of(context), context.found))


def remove_view(context: Context) -> None:
    """Take all papers in view out of the selection."""
    _take_out(context, context.mask)


def keep_view(context: Context) -> None:
    """Take all papers that are not in view out of the selection."""
    _take_out(context, ~context.mask)


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


def show_last_change(context: Context) -> None:
    """Draw a line on the last change, if it was of more than one paper, with a button that undoes it."""
    try:
        change = context.workspace.last_change(context.store.name)
    except WorkspaceError:
        # The frame says what is wrong.
        return
    if change is None or time.time() - change.at > _UNDO_SECONDS:
        return
    verb = "added to" if change.kind == "added" else "taken out of"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="ta-undo"):
        st.markdown(f"{count_of(change.n_papers, 'paper')} {verb} the selection.", width="content")
        st.button(
            "Undo",
            key="undo_selection",
            type="tertiary",
            icon=":material/undo:",
            help="Puts the selection back as it was before; possible until you change it again.",
            on_click=_undo,
            args=(context, change),
        )


def pick_button(context: Context, index: int, *, key: str) -> None:
    """Select or unselect one paper."""
    is_selected = context.store.paper_ids[index] in context.selected_ids
    st.button(
        "Remove from selection" if is_selected else "Select",
        key=f"{key}_{index}",
        icon=":material/bookmark_remove:" if is_selected else ":material/bookmark_add:",
        type="secondary" if is_selected else "primary",
        help="The selection stays over pages and reloads; the page Selection takes it away as a file.",
        on_click=remove_papers if is_selected else add_papers,
        args=(context, [index]),
    )


def _take_out(context: Context, gone: Mask) -> None:
    """Take papers out, also those that are stored under an id of old; ids that the atlas does not have stay stored."""
    store = context.store
    with _saying_why_not():
        stored = context.workspace.selection(store.name)
        places = [store.index_of(stored_id) for stored_id in stored]
        ids = [stored_id for stored_id, place in zip(stored, places, strict=True) if place is not None and gone[place]]
        n_gone = context.workspace.remove(store.name, ids)
        if n_gone > 1:
            st.toast(f"{count_of(n_gone, 'paper')} taken out of the selection.")


def _undo(context: Context, change: SelectionChange) -> None:
    with _saying_why_not():
        context.workspace.undo(context.store.name, change)


@contextmanager
def _saying_why_not() -> Iterator[None]:
    """Say in a toast why something could not be stored; the page goes on."""
    try:
        yield
    except TopicAtlasError as err:
        st.toast(md(str(err)), icon=":material/error:", duration="long")
