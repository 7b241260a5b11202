"""The frame around every page: which atlas, the view's filters and numbers at the side, title and chips on top."""

from __future__ import annotations

import html
import logging
import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

from lib.atlas.home import AtlasEntry, data_folder, list_atlases
from lib.atlas.workspace import Workspace
from lib.core.errors import TopicAtlasError
from lib.core.meaning import Meaning
from lib.core.text import count_of, cut, digest
from lib.core.topic import LEVEL_NAMES, UNASSIGNED
from lib.core.view import View, Where
from lib.explore.describe import describe_view
from lib.explore.fields import condition_words, fields_of
from lib.explore.opening import open_store
from lib.explore.selecting import in_view
from lib.explore.store import Store
from lib.explore.topics import topic_counts
from lib.server.middleware import workspace_id
from lib.ui import nav, url
from lib.ui.arguments import atlas_argument
from lib.ui.asking import ask, show_answer
from lib.ui.atlases import default_entry
from lib.ui.context import Context, change_view, go, read_address, set_current
from lib.ui.copy_link import copy_link
from lib.ui.filters import show_filters
from lib.ui.keep_focus import keep_focus
from lib.ui.live_region import say
from lib.ui.rejoin import rejoin_server
from lib.ui.tour import show_tour, show_tour_link
from lib.ui.words import md

_log = logging.getLogger(__name__)

_OPENED = "_opened_atlas"
"""In the session: the atlas shown last."""

_STYLE = (Path(__file__).parent / "shell.css").read_text(encoding="utf-8")


def run() -> None:
    """Draw the whole dashboard; the script that Streamlit runs for every page and every change."""
    st.set_page_config(page_title="Topic Atlas", layout="wide", initial_sidebar_state="auto")
    pages = nav.register()
    page = st.navigation(list(pages.values()), position="hidden")
    spec = nav.spec_of(page)
    st.html(f"<style>{_STYLE}</style>")
    keep_focus()

    address, problems = read_address()
    extra = atlas_argument()
    entries = list_atlases(extra)
    context, more_problems = _open(entries, extra, address)
    problems += more_problems
    set_current(context)

    with st.sidebar:
        _show_sidebar(context, entries, spec, address)
    for problem in problems:
        st.warning(md(problem), icon=":material/info:")
    if context is None and spec.needs_atlas:
        st.title(spec.title, anchor=False)
        _show_nothing_open(entries)
        return
    _show_head(context if spec.follows_view else None, spec)
    if context is not None:
        show_tour(context, spec.key)
    try:
        page.run()
    except TopicAtlasError as err:
        _log.exception("page %s", spec.key)
        st.error(md(str(err)), icon=":material/error:")


def _open(entries: list[AtlasEntry], extra: Path | None, address: url.Address) -> tuple[Context | None, list[str]]:
    problems: list[str] = []
    entry = next((entry for entry in entries if entry.name == address.atlas), None)
    if address.atlas and entry is None:
        problems.append(f"There is no atlas called {cut(address.atlas, 60)!r} here; another one is shown.")
        address = url.Address()
    if entry is None:
        # What was opened without a name stays open: a build that ends meanwhile must not put another in its place.
        before = st.session_state.get(_OPENED)
        entry = next((one for one in entries if one.name == before), None) or default_entry(entries, extra)
    if entry is None:
        return None, problems
    try:
        store = open_store(entry)
    except TopicAtlasError as err:
        return None, [*problems, str(err)]
    st.session_state[_OPENED] = entry.name
    address, unknown = url.check(replace(address, atlas=entry.name), store)
    problems += unknown
    answer = ask(store, address.view)
    try:
        mask = in_view(store, address.view, answer if isinstance(answer, Meaning) else None)
    except TopicAtlasError as err:
        # Whoever cannot search can still look.
        problems.append(f"The search is left out: {err}")
        address, answer = replace(address, view=replace(address.view, query="", search="words")), None
        mask = in_view(store, address.view)
    workspace = Workspace(data_folder(), _workspace())
    stored_ids: tuple[str, ...] = ()
    try:
        stored_ids = tuple(workspace.selection(entry.name))
    except TopicAtlasError as err:
        # Whoever cannot select can still look.
        problems.append(str(err))
    context = Context(
        entry=entry,
        store=store,
        address=address,
        mask=mask,
        answer=answer,
        workspace=workspace,
        stored_ids=stored_ids,
        dark=st.context.theme.type == "dark",
    )
    return context, problems


def _workspace() -> str:
    """The id that the browser's cookie carries; a session whose browser keeps none has one of its own."""
    from_cookie = workspace_id(st.context.cookies.to_dict())
    if from_cookie:
        return from_cookie
    own: str = st.session_state.setdefault("_workspace", secrets.token_urlsafe(24))
    return own


def _show_sidebar(context: Context | None, entries: list[AtlasEntry], spec: nav.PageSpec, address: url.Address) -> None:
    st.html('<div class="ta-brand">Topic Atlas</div>')
    for_links = url.for_another_page(context.address if context else url.Address(atlas=address.atlas))
    n_selected = len(context.selected_ids) if context else 0
    with st.container(key="ta-nav", gap="xxsmall"):
        for line in nav.PAGES:
            label = f"{line.title} ({n_selected:,})" if line.key == "selection" and n_selected else line.title
            nav.link(line.key, label, for_links, icon=line.icon)
        rejoin_server()
    if entries:
        _show_atlas_choice(context, entries)
    if context is None or not spec.follows_view:
        return
    if context.entry.manifest and context.entry.manifest.notice:
        st.caption(md(context.entry.manifest.notice))
    show_filters(context)
    _show_numbers(context, n_selected)
    show_tour_link()


def _show_atlas_choice(context: Context | None, entries: list[AtlasEntry]) -> None:
    names = [entry.name for entry in entries]
    st.session_state["f_atlas"] = context.entry.name if context else None

    def open_chosen() -> None:
        go(url.Address(atlas=st.session_state["f_atlas"] or ""))

    st.selectbox(
        "Atlas",
        names,
        key="f_atlas",
        on_change=open_chosen,
        placeholder="choose an atlas",
        help="Opens another atlas, without the filters of this one.",
    )


def _show_numbers(context: Context, n_selected: int) -> None:
    store, mask = context.store, context.mask
    topics = topic_counts(store, mask, context.view.level)
    n_topics = len([topic for topic in topics if topic != UNASSIGNED])
    lines = (
        (f"{int(mask.sum()):,}", f"of {store.n_papers:,} papers in view"),
        (f"{n_topics:,}", f"of {len(store.topics_at(context.view.level)):,} {LEVEL_NAMES[context.view.level].lower()}"),
        (f"{n_selected:,}", "selected"),
    )
    rows = "".join(
        f"<div><b>{html.escape(number)}</b><span>{html.escape(words)}</span></div>" for number, words in lines
    )
    st.html(f'<div class="ta-numbers">{rows}</div>')


def _show_head(context: Context | None, spec: nav.PageSpec) -> None:
    st.title(spec.title, anchor=False)
    if context is None:
        return
    with st.container(horizontal=True, key="ta-sentence", gap="small", vertical_alignment="center"):
        st.markdown(md(describe_view(context.store, context.described_view, context.mask)), width="content")
        copy_link(context.address)
        n_view, n_selected = int(context.mask.sum()), len(context.selected_ids)
        say(f"In view: {count_of(n_view, 'paper')}. Selected: {n_selected:,}.")
    show_answer(context.store, context.view, context.answer)
    if context.view.is_everything:
        return
    with st.container(horizontal=True, key="ta-chips", gap="small", vertical_alignment="center"):
        for place, (label, without) in enumerate(_chips(context.store, context.view)):
            st.button(
                md(cut(label, 50)),
                # Topics of two levels may have one label.
                key=f"chip_{place}_{digest(label)}",
                icon=":material/close:",
                icon_position="right",
                help="Take this filter off",
                on_click=change_view,
                args=(context, without),
            )
        st.button("Clear filters", type="tertiary", on_click=change_view, args=(context, View.cleared))


def _chips(store: Store, view: View) -> list[tuple[str, Callable[[View], View]]]:
    """The view's parts in words, each with what takes it off."""
    chips: list[tuple[str, Callable[[View], View]]] = [
        (store.label(topic), partial(View.without_topic, topic_id=topic)) for topic in view.topics
    ]
    if view.between:
        one, other = (cut(store.label(topic), 20) for topic in view.between)
        chips.append((f"between {one} and {other}", partial(replace, between=None)))
    if view.query:
        chips.append((f"“{view.query}”", partial(replace, query="", search="words")))
    if view.date_from:
        chips.append((f"from {view.date_from.for_people()}", partial(replace, date_from=None)))
    if view.date_to:
        chips.append((f"until {view.date_to.for_people()}", partial(replace, date_to=None)))
    if view.undated == "out":
        chips.append(("dated papers only", partial(replace, undated="in")))
    fields = fields_of(store)
    for where in view.where:
        words = condition_words(fields[where.field], where)
        chips.append((words, partial(View.with_condition, where=Where(where.field))))
    return chips


def _show_nothing_open(entries: list[AtlasEntry]) -> None:
    if any(entry.manifest for entry in entries):
        st.info("Choose another atlas at the left, or make a new one.", icon=":material/map:")
    else:
        st.info("There is no atlas yet: make one from your papers.", icon=":material/map:")
    nav.link("build", "Make a new atlas", url.Address(), icon=":material/add_circle:")
