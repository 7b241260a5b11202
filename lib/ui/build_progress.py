"""Step 3 of a new atlas: its name, the build while it runs, and how it ended."""

from __future__ import annotations

import re
from typing import Final

import streamlit as st

from lib.core.errors import TopicAtlasError
from lib.core.estimate import duration
from lib.core.progress import OPTIONAL_STAGES, STAGES
from lib.core.text import fold
from lib.jobs.job import Job
from lib.jobs.progress_file import ProgressState
from lib.jobs.run import cancel, start_build, taken
from lib.jobs.state import JobState, job_state
from lib.ui.build_reading import show_estimate, show_log
from lib.ui.build_settings import ask_settings
from lib.ui.nav import PAGES, link
from lib.ui.url import Address, write
from lib.ui.words import md

_WATCHED: Final = "_watched_job"
"""In the session: the job whose build this page saw running, so that its end opens the atlas, once."""


def show_name_form(job: Job, state: JobState) -> None:
    """Ask for settings and the atlas's name and start the build; after one that did not end well, start it again."""
    show_estimate(state)
    again = state.phase in ("failed", "cancelled", "lost")
    with st.form("name", border=False):
        config = ask_settings(job)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input(
                "Name of the atlas",
                value=job.name or _suggestion(job),
                max_chars=64,
                key=f"name_{job.job_id}",
                help="Letters, digits, blanks, dots, hyphens and underscores; it is also the name of its folder",
                width=360,
            )
            asked = st.form_submit_button(
                "Go on where it stopped" if again else "Build the atlas", type="primary", icon=":material/play_arrow:"
            )
    if not asked:
        return
    try:
        start_build(job, name or "", config)
    except TopicAtlasError as err:
        st.error(md(str(err)), icon=":material/error:")
        return
    st.session_state[_WATCHED] = job.job_id
    st.rerun()


@st.fragment(run_every=1.0)
def watch_build(job: Job) -> None:
    """Show how far a build is, until it ends; then the whole page is drawn again."""
    state = job_state(job)
    if state.phase not in ("building", "stopping"):
        st.rerun()
    st.session_state[_WATCHED] = job.job_id
    progress = state.progress
    with st.container(border=True):
        if progress is None:
            st.progress(0.0, text="Starting …")
        else:
            share = min(1.0, progress.done / progress.total) if progress.total else 0.0
            st.progress(share, text=md(progress_words(progress)))
        st.caption(_stage_list(progress))
        if progress is not None and progress.message:
            st.caption(md(progress.message))
        if state.phase == "stopping":
            st.caption("Stopping at the end of the step under way …")
        else:
            st.button(
                "Cancel the build",
                icon=":material/stop_circle:",
                help="What is finished is kept",
                on_click=cancel,
                args=(job,),
            )
    st.caption("The build goes on by itself: you may leave this page or close the browser, and find it here again.")


def show_end(job: Job, state: JobState) -> None:
    """Say how a build ended. A good end that this page saw coming opens the atlas."""
    if state.phase == "done":
        if st.session_state.pop(_WATCHED, None) == job.job_id:
            params = {name: values[0] for name, values in write(Address(atlas=job.name)).items()}
            st.switch_page(PAGES[0].file, query_params=params)
        st.success(f"The atlas {md(job.name)} is built.", icon=":material/check_circle:")
        link("map", "Open its map", Address(atlas=job.name), icon=":material/scatter_plot:")
    elif state.phase == "cancelled":
        st.info("The build was stopped. What it finished is kept for the next time.", icon=":material/stop_circle:")
    elif state.phase == "failed":
        st.error(md(state.message), icon=":material/error:")
    elif state.phase == "lost":
        st.error(md(f"{state.message} What it finished is kept, so it can go on from there."), icon=":material/error:")
        show_log(job.build_log)


def progress_words(progress: ProgressState | None) -> str:
    """How far a build is: `Reading meanings: 1,200 of 9,877 papers, 85 per second, about 2 minutes left`."""
    if progress is None:
        return "starting"
    words = progress.stage_title
    if progress.total and progress.unit == "bytes":
        words += f": {progress.done / 1e6:,.1f} of {progress.total / 1e6:,.1f} MB"
    elif progress.total:
        words += f": {progress.done:,} of {progress.total:,} {progress.unit}"
        words += f", {_rate(progress.rate)}" if progress.rate else ""
    if progress.seconds_left is not None and progress.seconds_left >= 1:
        words += f", about {duration(progress.seconds_left)} left"
    return words


def _rate(rate: float) -> str:
    return f"{rate:,.0f} per second" if rate >= 1 else f"{rate * 60:,.0f} per minute"


def _stage_list(progress: ProgressState | None) -> str:
    """The stages in a line: those done, the one under way, those to come."""
    done = set(progress.stages_done) if progress else set()
    now = progress.stage if progress else ""
    parts = []
    for stage, title in STAGES.items():
        if stage == now:
            parts.append(f"**{title}**")
        elif stage in done:
            parts.append(f":material/check: {title}")
        elif stage not in OPTIONAL_STAGES:
            parts.append(title)
    return " · ".join(parts)


def _suggestion(job: Job) -> str:
    """A name made from the first file's, with a number where it is taken."""
    first = re.split(r"[/\\]", job.uploads[0].shown)[-1].split(".")[0]
    stem = fold(first).encode("ascii", "ignore").decode()[:50].strip()
    if stem in ("", "pasted text"):
        stem = "my papers"
    name, number = stem, 2
    while taken(job, name) is not None and number < 100:
        name, number = f"{stem} {number}", number + 1
    return name
