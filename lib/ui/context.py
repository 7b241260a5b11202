"""What every page may know of the run under way: the open atlas, the address, the papers in view, the selection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import streamlit as st

from lib.atlas.home import AtlasEntry
from lib.atlas.workspace import Workspace
from lib.core.meaning import Meaning
from lib.core.view import View
from lib.explore.found import Found
from lib.explore.searching import found_by
from lib.explore.store import Mask, Store
from lib.ui import url
from lib.ui.asking import Answer

_KEY = "_context"


@dataclass(frozen=True)
class Context:
    """One run of one page.

    `mask` has the papers in view; `answer` says what the view's query means, None where nobody asks. `stored_ids` is
    the selection as it is stored.
    """

    entry: AtlasEntry
    store: Store
    address: url.Address
    mask: Mask
    answer: Answer | None
    workspace: Workspace
    stored_ids: tuple[str, ...]
    dark: bool

    @property
    def view(self) -> View:
        """The view that all pages share."""
        return self.address.view

    @property
    def described_view(self) -> View:
        """The view as its papers are: as long as a query's meaning is not known, nothing is searched by it."""
        if self.view.search == "words" or self.meaning is not None:
            return self.view
        query = self.view.query if self.view.search == "both" else ""
        return replace(self.view, query=query, search="words")

    @property
    def meaning(self) -> Meaning | None:
        """What the view's query means, None where that is not asked, not known yet or cannot be known."""
        return self.answer if isinstance(self.answer, Meaning) else None

    @property
    def found(self) -> Found | None:
        """What the view's query finds, None where there is none."""
        return found_by(self.store, self.view.query, self.view.search, self.meaning)

    @cached_property
    def selected_ids(self) -> list[str]:
        """Ids of the selected papers that this atlas has, in the order in which they were picked."""
        return [self.store.paper_ids[index] for index in self.selected_indices]

    @cached_property
    def selected_indices(self) -> list[int]:
        """Numbers of the selected papers, in the order in which they were picked."""
        return self.store.indices_of(self.stored_ids)


def set_current(context: Context | None) -> None:
    """Make a context the one of this run."""
    st.session_state[_KEY] = context


def current() -> Context:
    """The context of this run; pages that need an atlas run only when there is one."""
    context: Context = st.session_state[_KEY]
    return context


def go(address: url.Address) -> None:
    """Show another address on the same page: one entry in the browser's history."""
    st.query_params.from_dict(url.write(address))


def read_address() -> tuple[url.Address, list[str]]:
    """What the browser's address says, and a sentence on each part that cannot be understood."""
    return url.read({name: st.query_params.get_all(name) for name in st.query_params})


def change(context: Context, changed: Callable[[url.Address], url.Address]) -> None:
    """Change a part of the address as it stands, on the same page.

    Callbacks are those of the last run that came to its end: `context.address` may lack what was changed since, so
    `changed` takes nothing from it but what the widget itself showed.
    """
    address, _ = read_address()
    if address.atlas in ("", context.entry.name):
        address, _ = url.check(replace(address, atlas=context.entry.name), context.store)
    else:
        # A link to an atlas that there is not: the context's is shown in its place.
        address = context.address
    go(changed(address))


def open_topic(context: Context, topic_id: int | None) -> None:
    """Show a topic's page, or with None that of all topics, where the page is the one of topics."""
    change(context, lambda address: replace(address, open_topic=topic_id, paper="", number=1))


def change_view(context: Context, changed: Callable[[View], View]) -> None:
    """Change a part of the view as it stands, on the same page, from the first page of its lists."""
    change(context, lambda address: replace(address, view=changed(address.view), number=1))
