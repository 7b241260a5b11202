"""How one paper was read: its records with their files, and what cleaning changed in them."""

from __future__ import annotations

import streamlit as st

from lib.core.errors import AtlasError
from lib.core.paper import Change, RecordFate
from lib.core.text import count_of
from lib.explore.records import open_records
from lib.ui.context import Context
from lib.ui.words import field_name, md

_MOST_RECORDS = 20
"""Records listed; of more, the first."""


def show_paper_records(context: Context, index: int) -> None:
    """Draw an expander with a paper's records and changes; nothing where it has none, or they cannot be read."""
    paper_id = context.store.paper_ids[index]
    try:
        known = open_records(context.store)
    except AtlasError:
        # The page "Records" says what is wrong; a paper can be read without.
        return
    records, changes = known.records_of(paper_id), known.changes_of(paper_id)
    if not records:
        return
    changed = f", {count_of(len(changes), 'change')}" if changes else ""
    with st.expander(f"How this paper was read: {count_of(len(records), 'record')}{changed}"):
        for record in records[:_MOST_RECORDS]:
            st.markdown(_record_words(record))
            for change in changes:
                if (change.file, change.record) == (record.file, record.record):
                    st.markdown(_change_words(change))
        if len(records) > _MOST_RECORDS:
            st.caption(f"And {len(records) - _MOST_RECORDS:,} more.")


def _record_words(record: RecordFate) -> str:
    source = f", there called {record.source_id}" if record.source_id else ""
    how = f"merged: {record.reason}" if record.fate == "merged" else record.fate
    return f"**{md(record.file)}**, record {record.record:,}{md(source)} ({md(how)})"


def _change_words(change: Change) -> str:
    return f"- {md(field_name(change.field))}: {md(change.why)}. {md(change.what)}"
