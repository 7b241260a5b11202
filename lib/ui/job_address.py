"""Which job the page "New atlas" shows: the one that its URL names, so that a reload or a link shows the same."""

from __future__ import annotations

from typing import Final, NoReturn

import streamlit as st

from lib.atlas.home import data_folder
from lib.core.text import count_of, cut
from lib.jobs.job import Job, find_job

PARAM: Final = "job"
"""The query parameter that names the job."""


def current_job() -> Job | None:
    """The job that the URL names; one that is gone is said to be."""
    job_id = st.query_params.get(PARAM, "")
    job = find_job(data_folder(), job_id) if job_id else None
    if job_id and job is None:
        st.info(
            "What this link leads to is not there any more: files and what was read from them are kept for a week.",
            icon=":material/info:",
        )
    return job


def show_job_instead(job: Job | None) -> NoReturn:
    """Show a job, or (None) the beginning, and run the whole page again."""
    if job is None:
        st.query_params.pop(PARAM, None)
    else:
        st.query_params[PARAM] = job.job_id
    st.rerun()


def job_title(job: Job) -> str:
    """What a job is called: its atlas, else its files."""
    return job.name or files_words(job)


def files_words(job: Job) -> str:
    """The files of a job: the first by its name, the others as a number."""
    first, *rest = [cut(upload.shown, 60) for upload in job.uploads]
    return f"{first} and {count_of(len(rest), 'more file')}" if rest else first
