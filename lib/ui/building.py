"""The page "New atlas", three steps: choose papers, look at what was read, build.

All that is done lies in the folder of a job (lib/jobs); the page's URL names the job, and its state decides which of
the steps is drawn.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.atlas.home import data_folder
from lib.core.errors import TopicAtlasError
from lib.core.formats import FORMATS, PACKED
from lib.jobs.job import Job, new_job
from lib.jobs.run import remove_old_jobs, start_reading
from lib.jobs.state import job_state
from lib.ui.build_progress import show_end, show_name_form, watch_build
from lib.ui.build_reading import show_files, show_reading, show_unreadable, watch_reading
from lib.ui.job_address import current_job, show_job_instead
from lib.ui.job_list import show_jobs
from lib.ui.words import md

_PASTED: Final = "pasted text.txt"
"""The name of the file that pasted text becomes."""


def show_building() -> None:
    """Draw the page."""
    st.markdown("A map of your own papers in three steps: choose them, look at what was read, build.")
    _tidy()
    job = current_job()
    if job is None:
        show_jobs()
        _show_choice()
    else:
        _show_job(job)


def _show_choice() -> None:
    """Step 1. What is chosen is read at once, in a process of its own."""
    st.header("1. Choose your papers", anchor=False)
    with st.form("choose", border=False, enter_to_submit=False):
        files = st.file_uploader(
            "Files: exports of databases and reference managers, tables, JSON, copied web pages, also packed",
            accept_multiple_files=True,
            key="files",
            help="Several at once are fine: a paper that is in more than one of them is taken once.",
        )
        pasted = st.text_area(
            "Or text: papers copied from a web page, rows of a CSV file, lines of JSON",
            height=150,
            key="pasted",
            placeholder="Titles, authors, dates and abstracts as they come",
        )
        asked = st.form_submit_button("Read", type="primary", icon=":material/description:")
    st.caption("Reading sends nothing anywhere. You see what was read before anything is built.")
    with st.expander("Which files can be read"):
        _show_formats()
    if not asked:
        return
    uploads: list[tuple[str, bytes | memoryview]] = [(file.name, file.getbuffer()) for file in files or []]
    if pasted and pasted.strip():
        uploads.append((_PASTED, pasted.encode("utf-8", "replace")))
    try:
        job = new_job(data_folder(), uploads)
        start_reading(job)
    except TopicAtlasError as err:
        st.error(md(str(err)), icon=":material/error:")
        return
    show_job_instead(job)


def _show_formats() -> None:
    rows = "\n".join(f"| {one.title} | {' '.join(one.endings)} | {one.remark} |" for one in FORMATS)
    st.markdown(f"| Format | Endings | What is read |\n| --- | --- | --- |\n{rows}")
    st.caption(f"All of them may be packed ({PACKED}). What a file is, its content tells before its name does.")


def _show_job(job: Job) -> None:
    """The steps of a job, as far as it is."""
    state = job_state(job)
    show_files(job, state)
    if state.phase == "reading":
        watch_reading(job)
        return
    if state.phase == "unreadable":
        st.header("2. What was read", anchor=False)
        show_unreadable(job, state)
        return
    if state.phase == "read":
        st.header("2. What was read", anchor=False)
        show_reading(job, state)
    else:
        with st.expander("2. What was read"):
            show_reading(job, state)
    if state.phase in ("building", "stopping"):
        st.header(f"3. Building {md(job.name)}", anchor=False)
        watch_build(job)
        return
    st.header("3. Build the atlas", anchor=False)
    show_end(job, state)
    if state.phase != "done":
        show_name_form(job, state)


@st.cache_data(ttl=3600, show_spinner=False)
def _tidy() -> None:
    """Remove what is old, now and then."""
    remove_old_jobs(data_folder())
