"""The jobs that were begun: a line each, with what one can do next. Lines of those under way keep up to date."""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.atlas.home import data_folder
from lib.core.text import count_of
from lib.jobs.job import Job, list_jobs
from lib.jobs.run import discard
from lib.jobs.state import RUNNING, JobState, Phase, job_state
from lib.ui.build_progress import progress_words
from lib.ui.job_address import job_title, show_job_instead
from lib.ui.nav import link
from lib.ui.times import ago_words
from lib.ui.url import Address
from lib.ui.words import md

_PHASE_WORDS: Final[dict[Phase, str]] = {
    "reading": "is being read",
    "unreadable": "could not be read",
    "read": "is read and waits for a name",
    "building": "is being built",
    "stopping": "is stopping",
    "done": "is built",
    "failed": "could not be built",
    "cancelled": "was stopped",
    "lost": "ended unexpectedly",
}


def show_jobs() -> None:
    """Draw the list, if there is anything in it."""
    jobs = _jobs()
    if not jobs:
        return
    st.header("Begun before", anchor=False)
    if any(state.phase in RUNNING for _, state in jobs):
        _watch()
    else:
        _draw(jobs)


@st.fragment(run_every=2.0)
def _watch() -> None:
    jobs = _jobs()
    _draw(jobs)
    if not any(state.phase in RUNNING for _, state in jobs):
        # Nothing moves any more: the next run of the page draws the list without watching it.
        st.rerun()


def _jobs() -> list[tuple[Job, JobState]]:
    return [(job, job_state(job)) for job in list_jobs(data_folder())]


def _draw(jobs: list[tuple[Job, JobState]]) -> None:
    for job, state in jobs:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"job_{job.job_id}"):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{md(job_title(job))}** {md(_words(state))}")
                st.caption(f"{count_of(len(job.uploads), 'file')}, begun {ago_words(job.created_at)}")
            if state.phase == "done":
                link("map", "Open", Address(atlas=job.name), icon=":material/scatter_plot:")
            elif st.button("Show", key=f"show_{job.job_id}", icon=":material/arrow_forward:"):
                show_job_instead(job)
            if state.phase not in RUNNING and st.button(
                "Remove",
                key=f"remove_{job.job_id}",
                icon=":material/close:",
                type="tertiary",
                help="Removes the copies of the files and what was read. An atlas that was built stays.",
            ):
                discard(job)
                st.rerun()


def _words(state: JobState) -> str:
    how_far = progress_words(state.progress) if state.phase == "building" else ""
    return f"{_PHASE_WORDS[state.phase]}{': ' if how_far else ''}{how_far}"
