"""What the columns of the files were taken for, with some of their values; another choice reads the files again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from lib.core.mapping import MAPPED_FIELDS, Column
from lib.core.text import cut, told_apart
from lib.jobs.job import Job
from lib.jobs.mapping import Layout, also_changed, columns_file, read_layouts, remapped
from lib.ui.read_again import read_again
from lib.ui.words import md, percent

_IN_SIGHT: Final = ("title", "abstract", "authors", "date", "venue", "doi")
_MORE: Final = ("keywords", "categories", "language", "url", "id", "citations", "arxiv_id", "pmid", "type")
"""Further fields for which a column can be chosen here; the others can be named on the command line."""
_A_ROW: Final = 3
_ROWS_SEEN: Final = 8
_NAME_LENGTH: Final = 60
_VALUES_LENGTH: Final = 75
_NO_COLUMN: Final = "(no column)"
_FILES_NAMED: Final = 3
_CHOICES: Final = ("second", "third", "later")


def show_mapping(job: Job, *, changeable: bool) -> None:
    """Draw the columns of tables, spreadsheets and the like; of files whose format says what is what there is nothing.

    What is chosen is kept with the job, for this reading and for the build.
    """
    try:
        layouts = _cached(job, columns_file(job).stat().st_mtime)
    except OSError:
        return
    if not layouts:
        return
    unknown = not all(layout.has_text for layout in layouts)
    with st.expander("Columns: what each was taken for", expanded=unknown and changeable):
        place = 0
        if len(layouts) > 1:
            names = told_apart([_files_words(layout) for layout in layouts])
            place = st.selectbox(
                "Files",
                range(len(layouts)),
                format_func=names.__getitem__,
                key=f"layout_{job.job_id}",
                help="Files with the same columns stand together.",
            )
        _show_columns(layouts[place])
        mapping, sentence = st.session_state.get(_also_key(job), ((), ""))
        if sentence and mapping == job.config.mapping:
            st.warning(md(sentence), icon=":material/info:")
        if changeable:
            _ask(job, layouts, place)


@st.cache_data(max_entries=8, show_spinner=False)
def _cached(job: Job, read_at: float) -> tuple[Layout, ...]:  # noqa: ARG001 - files that were read again are new
    return read_layouts(job)


def _files_words(layout: Layout) -> str:
    first, *others = layout.files
    more = f" and {len(others):,} more" if others else ""
    return f"{cut(first, _NAME_LENGTH)}{more}{'' if layout.has_text else ': no titles found'}"


def _show_columns(layout: Layout) -> None:
    table = pd.DataFrame(
        {
            "Column": [column.name for column in layout.columns],
            "Taken for": [_use_words(column) for column in layout.columns],
            "Filled": [percent(column.filled, layout.records) / 100 for column in layout.columns],
            "Values": [_values_words(column) for column in layout.columns],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        # Room for three lines.
        row_height=66,
        height="content" if len(table) <= _ROWS_SEEN else 500,
        alt="The columns with what each was taken for, the share of records that have something in it, and some values",
        column_config={
            "Column": st.column_config.TextColumn(width=105),
            "Taken for": st.column_config.TextColumn(width=95),
            "Filled": st.column_config.NumberColumn(format="percent", width=58),
            "Values": st.column_config.TextColumn(width=200),
        },
    )


def _values_words(column: Column) -> str:
    """As many of the values as fit into a cell, one at least."""
    words = cut(next(iter(column.samples), ""), _VALUES_LENGTH)
    for text in column.samples[1:]:
        if len(words) + len(text) > _VALUES_LENGTH:
            break
        words = f"{words} · {text}"
    return words


def _use_words(column: Column) -> str:
    if not column.field:
        return "kept as it is"
    field = MAPPED_FIELDS.get(column.field, column.field)
    # A column of a later choice is used where the ones before it are empty.
    return f"{field}, {_CHOICES[min(column.rank, len(_CHOICES)) - 1]} choice" if column.rank else field


def _ask(job: Job, layouts: Sequence[Layout], place: int) -> None:
    layout = layouts[place]
    with st.form(f"columns_{job.job_id}_{place}", border=False, enter_to_submit=False):
        st.caption("Choose the column that holds each. All others are kept, and shown with the papers.")
        chosen = _choose(_IN_SIGHT, layout, f"{job.job_id}_{place}")
        with st.expander("More fields"):
            chosen |= _choose(_MORE, layout, f"{job.job_id}_{place}")
        with st.container(horizontal=True):
            asked = st.form_submit_button(
                "Read again with this",
                icon=":material/refresh:",
                type="secondary" if layout.has_text else "primary",
            )
            as_guessed = bool(job.config.mapping) and st.form_submit_button("Read again by the names alone")
    if as_guessed:
        read_again(job, replace(job.config, mapping=()))
    elif asked and (problem := _problem(chosen)):
        st.error(md(problem), icon=":material/error:")
    elif asked and (mapping := remapped(job.config.mapping, layouts, place, chosen)) != job.config.mapping:
        files = also_changed(job.config.mapping, mapping, layouts, place)
        # It is said when the files were read: until then other things stand on the page.
        st.session_state[_also_key(job)] = (mapping, _also_words(files))
        read_again(job, replace(job.config, mapping=mapping))
    elif asked:
        st.info("This is how the files were read. Choose another column for a field first.")


def _choose(fields: Sequence[str], layout: Layout, key: str) -> dict[str, str]:
    """A box for each field; returns the column in each, "" for none."""
    # A column without a name cannot be said to be a field.
    names = ["", *(column.name for column in layout.columns if column.name)]
    labels = dict(zip(names, told_apart([_NO_COLUMN, *(cut(name, _NAME_LENGTH) for name in names[1:])]), strict=True))
    chosen = {}
    for start in range(0, len(fields), _A_ROW):
        for field, box in zip(fields[start : start + _A_ROW], st.columns(_A_ROW), strict=True):
            used = layout.column_of(field)
            chosen[field] = box.selectbox(
                MAPPED_FIELDS[field],
                names,
                index=names.index(used),
                format_func=labels.__getitem__,
                # When the files were read in another way it is another question.
                key=f"column_{key}_{field}_{used}",
            )
    return chosen


def _problem(chosen: dict[str, str]) -> str:
    """Why the choice cannot be: a column has one meaning."""
    fields: dict[str, str] = {}
    for field, column in chosen.items():
        other = fields.setdefault(column, field)
        if column and other != field:
            return (
                f"The column {cut(column, _NAME_LENGTH)} is chosen for {MAPPED_FIELDS[other]} and for "
                f"{MAPPED_FIELDS[field]}: choose another one, or no column, for one of them."
            )
    return ""


def _also_key(job: Job) -> str:
    return f"also_changed_{job.job_id}"


def _also_words(files: Sequence[str]) -> str:
    """Which other files are read in another way too, "" if none."""
    if not files:
        return ""
    more = f" and {len(files) - _FILES_NAMED:,} more" if len(files) > _FILES_NAMED else ""
    names = ", ".join(cut(file, _NAME_LENGTH) for file in files[:_FILES_NAMED])
    return (
        f"Your choice changed other files too, since they have columns of the same names: {names}{more}. "
        "Look at what their columns are taken for; files that need another choice can be read as an atlas of their own."
    )
