"""Step 2 of a new atlas: what was read, what is missing, what was rejected and why, and what a build would take."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import streamlit as st

from lib.atlas.parquet import read_parquet
from lib.core.config import BuildConfig
from lib.core.errors import TopicAtlasError
from lib.core.estimate import estimate
from lib.core.paper import NEAR_COPIES
from lib.core.text import count_of, cut
from lib.explore.profile import FieldProfile, profile_attributes, profile_papers_file
from lib.jobs.job import Job
from lib.jobs.reading import N_REJECTED, Reading, read_reading
from lib.jobs.run import discard
from lib.jobs.state import JobState, job_state, log_tail, reading_line
from lib.ui.build_mapping import show_mapping
from lib.ui.field_profile import show_fields
from lib.ui.job_address import files_words, show_job_instead
from lib.ui.read_again import read_again, start_problem
from lib.ui.words import authors_words, date_words, md, percent

_ROWS_SEEN = 5


def show_files(job: Job, state: JobState) -> None:
    """Step 1 when it is behind one: which files, and the way back."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**1. Your papers:** {md(files_words(job))}", width="content")
        if state.phase in ("unreadable", "read", "failed", "cancelled", "lost"):
            if st.button(
                "Choose other papers",
                icon=":material/restart_alt:",
                help="Removes the copies of these files and what was read from them",
            ):
                discard(job)
                show_job_instead(None)
        elif st.button("Start another", icon=":material/add:", help="This one goes on; you find it again here"):
            show_job_instead(None)


@st.fragment(run_every=0.7)
def watch_reading(job: Job) -> None:
    """Say that files are being read until they are."""
    if job_state(job).phase != "reading":
        st.rerun()
    st.status("Reading …", state="running")
    st.caption(md(reading_line(job)))
    if st.button("Stop", icon=":material/stop_circle:"):
        discard(job)
        show_job_instead(None)


def show_unreadable(job: Job, state: JobState) -> None:
    """Say why nothing can be built from the files."""
    st.error(md(state.message), icon=":material/error:")
    show_mapping(job, changeable=True)
    reading = _reading(job)
    if reading is not None and reading.rejected:
        _show_rejected(reading, state)
        return
    if state.counts is None:
        # The process broke off: that may pass, and the log may say more.
        show_log(job.read_log)
        if st.button("Read again", icon=":material/refresh:"):
            read_again(job)


def show_reading(job: Job, state: JobState) -> None:
    """Draw what was read."""
    reading = _reading(job)
    if reading is None or state.counts is None:
        return
    counts = state.counts
    numbers = (
        ("Records", counts.records, None),
        ("Papers", counts.papers, "Each a work of its own"),
        ("Merged", counts.merged, "Records of a paper that another record has too"),
        ("Rejected", counts.rejected, "Records that cannot be used; the reasons are below"),
    )
    for column, (label, number, meaning) in zip(st.columns(4), numbers, strict=True):
        column.metric(label, f"{number:,}", border=True, help=meaning)
    st.markdown(_missing_words(reading))
    reasons = {record.reason for record in reading.rejected}
    for note in (note for note in reading.notes if note not in reasons):
        st.markdown(f":material/info: {md(note)}")
    if state.phase == "read" and (job.config.merge_near or any(NEAR_COPIES in note for note in reading.notes)):
        _ask_near(job)
    if state.phase == "read" and any(upload.stored.lower().endswith(".txt") for upload in job.uploads):
        with st.expander("Give another capture year"):
            _ask_year(job)
    show_mapping(job, changeable=state.phase == "read")
    if len(reading.files) > 1:
        with st.expander(f"{count_of(len(reading.files), 'file')}, one by one"):
            _show_files(reading)
    if counts.rejected:
        with st.expander(
            f"{count_of(counts.rejected, 'rejected record')} and why", expanded=counts.rejected <= _ROWS_SEEN
        ):
            _show_rejected(reading, state)
    with st.expander("The fields of the papers: how filled, how varied"):
        show_fields(_cached_fields(job, job.read_folder.stat().st_mtime), key="fields")
    st.markdown(f"**The first of {count_of(reading.n_papers, 'paper')}**" if reading.n_papers > 1 else "**The paper**")
    _show_first(reading)


def _ask_year(job: Job) -> None:
    """Copied pages may give dates of their own year without it; one who knows that year can give it."""
    with st.form("year", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        year = st.number_input(
            "Year in which the pages were copied",
            min_value=1990,
            max_value=datetime.now(UTC).year + 1,
            value=job.config.capture_year,
            step=1,
            placeholder="worked out from other dates",
            width=320,
        )
        asked = st.form_submit_button("Read again", icon=":material/refresh:")
    if asked and year is not None:
        read_again(job, replace(job.config, capture_year=int(year)))


def _ask_near(job: Job) -> None:
    """Papers that look like versions of one work stay apart unless a person wants them to be one."""
    key = f"near_{job.job_id}"
    # What holds is what the job says: where it could not be read again, the switch goes back.
    st.session_state[key] = job.config.merge_near
    st.toggle(
        "Make near copies one paper",
        key=key,
        on_change=_near_changed,
        args=(job, key),
        help="Such as a preprint and its article. Those whose ids differ stay apart; what stays apart is linked.",
    )
    if problem := st.session_state.pop(f"{key}_problem", ""):
        st.error(md(problem), icon=":material/error:")


def _near_changed(job: Job, key: str) -> None:
    """Read the files again; once for each turn of the switch, whatever comes of it."""
    st.session_state[f"{key}_problem"] = start_problem(job, replace(job.config, merge_near=st.session_state[key]))


def show_estimate(state: JobState) -> None:
    """Say what a build of these papers would take."""
    if state.counts is not None:
        st.markdown(md(estimate(state.counts.papers, BuildConfig()).for_people()))


def show_log(log: Path) -> None:
    """The last lines of the log, and where the whole of it is."""
    lines = log_tail(log)
    if lines:
        st.caption("What it said last")
        st.code("\n".join(cut(line, 400) for line in lines), language=None, wrap_lines=True)
    st.caption(f"The log is {md(str(log))}")


@st.cache_data(max_entries=8, show_spinner="Looking at what was read …")
def _cached(job: Job, read_at: float) -> Reading:  # noqa: ARG001 - files that were read again are looked at again
    return read_reading(job)


def _reading(job: Job) -> Reading | None:
    try:
        return _cached(job, job.read_folder.stat().st_mtime)
    except (TopicAtlasError, OSError) as err:
        st.warning(md(str(err)) if isinstance(err, TopicAtlasError) else "What was read is gone: start over.")
        return None


@st.cache_data(max_entries=8, show_spinner="Looking at the papers' fields …")
def _cached_fields(job: Job, read_at: float) -> tuple[FieldProfile, ...]:  # noqa: ARG001 - as above
    fields = profile_papers_file(job.read_folder / "papers.parquet")
    # What an earlier version read has no such file.
    attributes = job.read_folder / "attributes.parquet"
    return (*fields, *profile_attributes(read_parquet(attributes))) if attributes.is_file() else fields


def _missing_words(reading: Reading) -> str:
    parts = [
        f"{count:,} without {what} ({percent(count, reading.n_papers):.0f}%)"
        for count, what in (
            (reading.without_abstract, "an abstract"),
            (reading.without_date, "a date"),
            (reading.without_authors, "authors"),
        )
        if count
    ]
    if not parts:
        return "Every paper has an abstract, a date and authors."
    hint = " A paper without an abstract is placed by its title alone." if reading.without_abstract else ""
    return f"Of {count_of(reading.n_papers, 'paper')}: {', '.join(parts)}.{hint}"


def _show_first(reading: Reading) -> None:
    table = pd.DataFrame(
        {
            "Title": [paper.title for paper in reading.first],
            "Authors": [authors_words(paper.authors, 2) for paper in reading.first],
            "Date": [date_words(paper.date) for paper in reading.first],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        height="content",
        alt="The first papers with title, authors and date",
        column_config={
            "Title": st.column_config.TextColumn(width=300),
            "Authors": st.column_config.TextColumn(width=110),
            "Date": st.column_config.TextColumn(width=75),
        },
    )


def _show_rejected(reading: Reading, state: JobState) -> None:
    table = pd.DataFrame(
        {
            "File": [record.file for record in reading.rejected],
            "Record": [f"{record.record:,}" if record.record else "whole file" for record in reading.rejected],
            "Reason": [record.reason for record in reading.rejected],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        # Room for a sentence in four lines.
        row_height=88,
        height="content" if len(table) <= _ROWS_SEEN else 420,
        alt="Rejected records with file, number and reason",
        column_config={
            "File": st.column_config.TextColumn(width=100),
            "Record": st.column_config.TextColumn(width=70),
            "Reason": st.column_config.TextColumn(width=290),
        },
    )
    if state.counts is not None and state.counts.rejected > len(reading.rejected):
        st.caption(f"The first {N_REJECTED:,} of {state.counts.rejected:,}.")


def _show_files(reading: Reading) -> None:
    table = pd.DataFrame(
        {
            "File": [counts.file for counts in reading.files],
            "Records": [counts.records for counts in reading.files],
            "Merged": [counts.merged for counts in reading.files],
            "Rejected": [counts.rejected for counts in reading.files],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        height="content" if len(table) <= _ROWS_SEEN else 390,
        alt="Records of each file: how many, merged, rejected",
        column_config={
            "File": st.column_config.TextColumn(width="large"),
            **{name: st.column_config.NumberColumn(format="localized") for name in ("Records", "Merged", "Rejected")},
        },
    )
