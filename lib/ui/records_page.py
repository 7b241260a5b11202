"""The page "Records": how every record that was read ended, what cleaning changed, and what the papers' fields hold.

It is about the atlas as a whole; the view's filters do not count here. Behind each number are its rows, to be looked at
and to be taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

import pandas as pd
import pyarrow as pa
import streamlit as st

from lib.charts.record_flow import flow_figure
from lib.core.text import count_of, cut, digest, told_apart
from lib.explore.audit import FATES, Rows, by_reason, describe_records, grouped
from lib.explore.profile import FieldProfile, profile_attributes, profile_papers
from lib.explore.records import Records, open_records, with_titles
from lib.export.formats import slug
from lib.export.table_csv import write_table
from lib.ui.chart import show_chart
from lib.ui.context import Context, change
from lib.ui.field_profile import show_fields
from lib.ui.paper_list import beside_open_paper
from lib.ui.words import field_name

N_SHOWN: Final = 200
"""Rows shown of those behind a number; the file has all."""
_N_FILES: Final = 8
_N_REASONS: Final = 5
_ROWS_SEEN: Final = 10

_WHAT: Final[dict[Rows, str]] = {
    "read": "All records",
    "kept": "Kept: each became a paper",
    "merged": "Merged into another record's paper",
    "rejected": "Rejected",
}


def show_records(context: Context) -> None:
    """Draw the page."""
    records = open_records(context.store)
    st.markdown(describe_records(records.files))
    st.caption("This is about the whole atlas: filters do not count here.")
    _show_flow(context, records)
    _show_counts(records)
    with beside_open_paper(context, key="records"):
        st.header("The records behind a number", anchor=False)
        _show_rows(context, records)
        st.header("What cleaning changed", anchor=False)
        _show_changes(context, records)
    st.header("What the papers' fields hold", anchor=False)
    show_fields(_profiles(context, context.store.fingerprint), key="fields")


def _show_flow(context: Context, records: Records) -> None:
    lines = grouped(records.endings, n_files=_N_FILES, n_reasons=_N_REASONS)
    if not lines:
        return
    thin = " Thin flows are drawn a little thicker than they are, so that they can be seen."
    show_chart(
        context,
        flow_figure(lines, dark=context.dark),
        key="flow",
        name="How the records ended",
        alt="How the records of each file ended and why; the table below has the same numbers.",
        caption="From left to right: files, how their records ended, and why."
        + (thin if any(line.fate != "kept" for line in lines) else ""),
        table=pd.DataFrame(
            {
                "File": [line.file for line in lines],
                "Ended": [line.fate.capitalize() for line in lines],
                "Reason": [line.reason or "each became a paper" for line in lines],
                "Records": [line.n for line in lines],
            }
        ),
        scope=describe_records(records.files),
    )


def _show_counts(records: Records) -> None:
    files = pd.DataFrame(
        {
            "File": [file.file for file in records.files],
            "Read": [file.read for file in records.files],
            "Kept": [file.kept for file in records.files],
            "Merged": [file.merged for file in records.files],
            "Rejected": [file.rejected for file in records.files],
        }
    )
    reasons = [(fate, reason, n) for fate in FATES if fate != "kept" for reason, n in by_reason(records.endings, fate)]
    if reasons:
        st.dataframe(
            pd.DataFrame(
                {
                    "Records": [n for *_, n in reasons],
                    "Ended": [fate.capitalize() for fate, *_ in reasons],
                    "Reason": [reason for _, reason, _ in reasons],
                }
            ),
            key="by_reason",
            hide_index=True,
            height=_height(len(reasons)),
            alt="Merged and rejected records by reason",
            column_config={
                "Records": st.column_config.NumberColumn(width=75, format="localized"),
                "Ended": st.column_config.TextColumn(width=80),
                "Reason": st.column_config.TextColumn(width=320),
            },
        )
    else:
        st.markdown("No record was merged, none rejected: each is a paper of its own.")
    st.dataframe(
        files,
        key="by_file",
        hide_index=True,
        height=_height(len(files)),
        alt="Records by file: read, kept, merged, rejected",
        column_config={
            "File": st.column_config.TextColumn(width=190),
            **{
                name: st.column_config.NumberColumn(width=70, format="localized")
                for name in ("Read", "Kept", "Merged", "Rejected")
            },
        },
    )


def _show_rows(context: Context, records: Records) -> None:
    kinds = [what for what in _WHAT if records.count(what)]
    version = _version(context)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        # Those rejected, or else merged, come first: that is what one wants to look into.
        what = st.selectbox(
            "How they ended",
            kinds,
            index=len(kinds) - 1,
            format_func=lambda one: f"{_WHAT[one]} ({records.count(one):,})",
            key=f"what_{version}",
            width=330,
        )
        of_kind = [line for line in records.endings if what in ("read", line.fate)]
        file = _choice("File", [(line.file, line.n) for line in of_kind], key=f"file_{version}_{what}")
        of_file = [line for line in of_kind if file in (None, line.file)]
        reason = _choice(
            "Reason",
            [(line.reason, line.n) for line in of_file],
            key=f"reason_{version}_{what}_{file}",
            name=lambda reason: reason or "no reason",
        )
    rows = records.rows(what, file=file, reason=reason)
    _show_table(
        context,
        rows,
        ["file", "record", "source_id", "title", "reason"],
        key="rows",
        noun="record",
        name=what,
        make=lambda: records.rows(what, file=file, reason=reason),
    )


def _show_changes(context: Context, records: Records) -> None:
    counts = records.change_counts
    if not counts:
        st.markdown("Nothing: all texts, dates and ids were taken as they stand in the files.")
        return
    st.dataframe(
        pd.DataFrame(
            {
                "Records": [count.n for count in counts],
                "Field": [field_name(count.field) for count in counts],
                "Why": [count.why for count in counts],
            }
        ),
        key="by_change",
        hide_index=True,
        height=_height(len(counts)),
        alt="What cleaning changed, by field and reason",
        column_config={
            "Records": st.column_config.NumberColumn(width=75, format="localized"),
            "Field": st.column_config.TextColumn(width=115),
            "Why": st.column_config.TextColumn(width=310),
        },
    )
    version = _version(context)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        field = _choice("Field", [(count.field, count.n) for count in counts], key=f"field_{version}", name=field_name)
        of_field = [count for count in counts if field in (None, count.field)]
        why = _choice("Why", [(count.why, count.n) for count in of_field], key=f"why_{version}_{field}")
    rows = records.rows("changed", field=field, reason=why)
    _show_table(
        context,
        rows,
        ["file", "record", "field", "what", "why", "title"],
        key="changes",
        noun="change",
        name="changed",
        make=lambda: records.rows("changed", field=field, reason=why),
    )


def _choice(
    label: str, counted: Sequence[tuple[str, int]], *, key: str, name: Callable[[str], str] = str
) -> str | None:
    """Let one of some texts be chosen, each with its count, or all of them; nothing is asked where there is one."""
    totals: dict[str, int] = {}
    for text, n in counted:
        totals[text] = totals.get(text, 0) + n
    if len(totals) < 2:
        return None
    texts, total = list(totals), sum(totals.values())
    labels = told_apart([f"All ({total:,})", *(f"{cut(name(text), 80)} ({n:,})" for text, n in totals.items())])
    # Numbers rather than the texts: Streamlit takes a choice of None for none at all.
    chosen = st.selectbox(
        label,
        range(-1, len(texts)),
        format_func=lambda at: labels[at + 1],
        key=key,
        width=300,
    )
    return texts[chosen] if chosen >= 0 else None


def _show_table(
    context: Context,
    rows: pa.Table,
    columns: Sequence[str],
    *,
    key: str,
    noun: str,
    name: str,
    make: Callable[[], pa.Table],
) -> None:
    """Draw the first rows with the titles of their papers as buttons that open them, and a button for all of them."""
    store = context.store
    shown = with_titles(store, rows.slice(0, N_SHOWN))
    table = shown.select(columns).to_pandas()
    paper_ids = shown["paper_id"].to_pylist()
    for column in ("source_id", "reason", "title"):
        if column in table and (table[column].fillna("") == "").all():
            table = table.drop(columns=column)
    if "field" in table:
        table["field"] = table["field"].map(field_name)
    table["record"] = table["record"].astype("Int64").replace(0, pd.NA)
    button_key = f"{key}_open"

    def open_row() -> None:
        clicked = st.session_state[button_key]
        if clicked is not None and store.index_of(paper_ids[clicked["row"]]) is not None:
            change(context, lambda address: replace(address, paper=paper_ids[clicked["row"]]))

    st.dataframe(
        table,
        key=key,
        hide_index=True,
        height=_height(len(table)),
        alt=f"The {noun}s, with the papers that they became",
        placeholder="whole file",
        column_config={
            "file": st.column_config.TextColumn("File", width=170),
            "record": st.column_config.NumberColumn(
                "Record", width=80, format="localized", help="Number of the record in its file"
            ),
            "source_id": st.column_config.TextColumn("Its id", width=130, help="The id that the file gives it"),
            "title": st.column_config.ButtonColumn(
                "Paper",
                width=330,
                type="tertiary",
                alignment="left",
                help="The paper that it became: a click opens it here",
                on_click=open_row,
                key=button_key,
            ),
            "reason": st.column_config.TextColumn("Reason", width=300),
            "field": st.column_config.TextColumn("Field", width=115),
            "what": st.column_config.TextColumn("What", width=330, help="Before and after, or what was taken away"),
            "why": st.column_config.TextColumn("Why", width=260),
        },
    )
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.caption(
            (f"The first {len(table):,} of " if rows.num_rows > len(table) else "")
            + f"{count_of(rows.num_rows, noun)}."
            + (" A click on a paper opens it." if "title" in table else ""),
            width="content",
        )
        _open_by_title(context, dict(zip(paper_ids, shown["title"].to_pylist(), strict=True)), key=f"{key}_paper")
        version = digest(_version(context), str(rows.num_rows), *map(str, paper_ids[:3]), length=8)
        st.download_button(
            f"All {rows.num_rows:,} as CSV" if rows.num_rows > 1 else "As CSV",
            data=lambda: write_table(with_titles(store, make())),
            file_name=f"{slug(store.name)}-{name}-{rows.num_rows}-{version}.csv",
            mime="text/csv",
            key=f"{key}_csv",
            icon=":material/download:",
            on_click="ignore",
        )


def _open_by_title(context: Context, titles: Mapping[str, str], *, key: str) -> None:
    """A box that opens one of the papers of a table: by keyboard the table's own buttons cannot be pressed."""
    known = {paper_id: title for paper_id, title in titles.items() if context.store.index_of(paper_id) is not None}
    if not known:
        return
    labels = dict(zip(known, told_apart([cut(title, 80) for title in known.values()]), strict=True))

    def open_chosen() -> None:
        chosen, st.session_state[key] = st.session_state[key], None
        if chosen is not None:
            change(context, lambda address: replace(address, paper=chosen))

    st.selectbox(
        "Open a paper",
        list(known),
        index=None,
        format_func=labels.__getitem__,
        key=key,
        on_change=open_chosen,
        placeholder="Open a paper",
        label_visibility="collapsed",
        width=200,
    )


@st.cache_data(max_entries=8, show_spinner="Looking at the papers' fields …")
def _profiles(
    _context: Context,
    fingerprint: str,  # noqa: ARG001 - the papers' version, by which the answer is kept
) -> tuple[FieldProfile, ...]:
    atlas = _context.store.atlas
    return profile_papers(atlas.papers) + profile_attributes(atlas.attributes)


def _version(context: Context) -> str:
    """Tells choices and files of one reading from those of another: records are no part of the fingerprint."""
    manifest = context.store.atlas.manifest
    return digest(context.store.name, manifest.built_at, manifest.fingerprint, length=8)


def _height(n_rows: int) -> int | Literal["content"]:
    return "content" if n_rows <= _ROWS_SEEN else 36 * _ROWS_SEEN
