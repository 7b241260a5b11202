"""A file of own papers while it is read: where to give one, how far it is, and what to do where it does not go on.

Which file is read for which atlas is stored with the person's selection, so that a page loaded again, or another tab,
finds it.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.atlas.home import data_folder
from lib.core.errors import TopicAtlasError
from lib.core.meaning import Refused
from lib.core.own_list import MOST_OWN
from lib.explore.by_meaning import model_of
from lib.jobs.job import Job
from lib.jobs.own_list import Underway, find_own_list, own_list_state, start_own_list
from lib.jobs.query_embedder import shared_query_embedder
from lib.jobs.run import discard
from lib.ui.context import Context
from lib.ui.words import md

_HALTED: Final = "_own_list_halted"
"""In the session: the job that does not go on by itself, and the sentence that says why."""
_LOOK_AGAIN_SECONDS: Final = 0.7


def list_being_read(context: Context) -> Job | None:
    """The files that are being read for the open atlas."""
    try:
        job_id = context.workspace.own_list_job(context.store.name)
    except TopicAtlasError:
        return None
    return find_own_list(data_folder(), job_id) if job_id else None


def show_upload(context: Context) -> None:
    """Draw where a file is given."""
    with st.form("own", border=False, enter_to_submit=False):
        files = st.file_uploader(
            "A file of your papers: RIS, BibTeX, CSV or any other that New atlas reads",
            accept_multiple_files=True,
            key="own_files",
            help=f"At most {MOST_OWN:,} papers. They stay on this machine and do not change the atlas.",
        )
        asked = st.form_submit_button("See them here", type="primary", icon=":material/menu_book:")
    if not asked:
        return
    try:
        job = start_own_list(data_folder(), [(file.name, file.getbuffer()) for file in files or []])
    except TopicAtlasError as err:
        st.error(md(str(err)), icon=":material/error:")
        return
    try:
        context.workspace.keep_own_list_job(context.store.name, job.job_id)
    except TopicAtlasError as err:
        discard(job)
        st.error(md(str(err)), icon=":material/error:")
        return
    st.rerun()


def show_reading(context: Context, job: Job) -> None:
    """Say how far a file is, or why it does not go on."""
    halted, sentence = st.session_state.get(_HALTED, ("", ""))
    if halted != job.job_id:
        _watch(context, job)
        return
    st.error(md(sentence), icon=":material/error:")
    with st.container(horizontal=True, gap="small"):
        st.button("Try again", icon=":material/refresh:", on_click=_go_on)
        st.button("Stop", icon=":material/stop_circle:", on_click=_forget, args=(context, job))


@st.fragment(run_every=_LOOK_AGAIN_SECONDS)
def _watch(context: Context, job: Job) -> None:
    """Say how far the list is; store it when it is there."""
    if list_being_read(context) is None:
        # Another tab was first.
        st.rerun()
    state = own_list_state(job, model_of(context.store), shared_query_embedder())
    if isinstance(state, Underway):
        share = state.n_done / state.n_papers if state.n_papers else 0.0
        done = f" {state.n_done:,} of {state.n_papers:,}" if state.n_papers > 1 else ""
        st.progress(share, text=md(f"{state.what}{done}"))
        if st.button("Stop", icon=":material/stop_circle:"):
            _forget(context, job)
            st.rerun()
        return
    if isinstance(state, Refused) and state.is_passing:
        _halt(job, state.sentence)
    if isinstance(state, Refused):
        st.error(md(state.sentence), icon=":material/error:")
        if st.button("Choose another file", icon=":material/restart_alt:"):
            _forget(context, job)
            st.rerun()
        return
    try:
        context.workspace.keep_own_list(context.store.name, state.own)
    except TopicAtlasError as err:
        _halt(job, str(err))
    if state.problem:
        st.toast(md(state.problem), icon=":material/info:", duration="long")
    _forget(context, job)
    st.rerun()


def _halt(job: Job, sentence: str) -> None:
    """Look no further by itself: each look would try again."""
    st.session_state[_HALTED] = (job.job_id, sentence)
    st.rerun()


def _go_on() -> None:
    st.session_state.pop(_HALTED, None)


def _forget(context: Context, job: Job) -> None:
    st.session_state.pop(_HALTED, None)
    # Whether or not that can be written down, the job is found no more.
    discard(job)
    try:
        context.workspace.drop_own_list_job(context.store.name)
    except TopicAtlasError as err:
        st.toast(md(str(err)), icon=":material/error:", duration="long")
