"""Reading the files of a job once more, from a button; why that cannot be is said where the button stands."""

from __future__ import annotations

import streamlit as st

from lib.core.config import BuildConfig
from lib.core.errors import TopicAtlasError
from lib.jobs.job import Job
from lib.jobs.run import start_reading
from lib.ui.words import md


def read_again(job: Job, config: BuildConfig | None = None) -> None:
    """Start the reading and draw the page anew, or draw the sentence that says why it cannot be started."""
    if problem := start_problem(job, config):
        st.error(md(problem), icon=":material/error:")
    else:
        st.rerun()


def start_problem(job: Job, config: BuildConfig | None = None) -> str:
    """Start the reading; returns why it cannot be started, "" if it was."""
    try:
        start_reading(job, config)
    except TopicAtlasError as err:
        return str(err)
    return ""
