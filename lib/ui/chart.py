"""A chart as every page shows it: the figure, what it is drawn from, the same as a table, and files to take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
import pyarrow as pa
import streamlit as st

from lib.core.text import digest
from lib.explore.describe import describe_view
from lib.export.formats import slug
from lib.export.table_csv import write_table
from lib.server.routes import plotly_url
from lib.ui.context import Context
from lib.ui.words import md

_HERE = Path(__file__).parent
_HTML = """
<button type="button" value="png">Picture (PNG)</button>
<button type="button" value="svg">Picture to edit (SVG)</button>
<span role="status"></span>
"""
_CONFIG: Final = {
    "displaylogo": False,
    # Plotly's own picture would have neither ground nor title.
    "modeBarButtonsToRemove": ["toImage", "lasso2d", "select2d", "autoScale2d"],
}

_pictures = st.components.v2.component(
    "topic_atlas_chart_pictures",
    html=_HTML,
    css=(_HERE / "chart_pictures.css").read_text(encoding="utf-8"),
    js="\n".join((_HERE / name).read_text(encoding="utf-8") for name in ("plotly_script.js", "chart_pictures.js")),
)


def show_chart(
    context: Context,
    figure: go.Figure,
    *,
    key: str,
    name: str,
    alt: str,
    caption: str,
    table: pd.DataFrame,
    columns: Mapping[str, Any] | None = None,
    scope: str | None = None,
    on_select: Callable[[], None] | None = None,
) -> None:
    """Draw a chart, under it its caption and a menu of files to take away, and its numbers as a table to be opened.

    Parameters
    ----------
    context
        The run under way.
    figure
        The chart; its ground and its text take the page's colours.
    key
        Names the chart within the page: letters, digits, hyphens and underscores.
    name
        What the chart shows, as the title of its pictures and a part of its files' names.
    alt
        The chart in a sentence, for those who do not see it.
    caption
        Of how many papers, and what is left out. All three texts are plain: nothing in them works as Markdown.
    table
        What the chart is drawn from, its index left out.
    columns
        How the table's columns are shown, as `st.dataframe` takes it.
    scope
        A sentence on the papers, or records, that the chart is about; None where it is the view.
    on_select
        Called when a mark of the chart was clicked; which one, the session has under `key`.
    """
    st.plotly_chart(figure, key=key, config=_CONFIG, alt=alt, on_select=on_select or "ignore", selection_mode="points")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(md(caption))
        _show_files(context, key=key, name=name, caption=caption, table=table, scope=scope)
    with st.expander("The same as a table"):
        st.dataframe(table, hide_index=True, column_config=columns, alt=f"{name}: the chart's numbers")


def _show_files(context: Context, *, key: str, name: str, caption: str, table: pd.DataFrame, scope: str | None) -> None:
    store = context.store
    file = f"{slug(store.name)}-{slug(name)}-{_version(store.fingerprint, table)}"
    about = scope or describe_view(store, context.described_view, context.mask)
    with st.popover("Download", type="tertiary", icon=":material/download:", key=f"{key}-download"):
        _pictures(
            key=f"{key}-pictures",
            data={
                "chart": key,
                "plotly_url": plotly_url(),
                "file": file,
                "title": name,
                "notes": [caption, f"Atlas {store.name}: {about}"],
            },
        )
        st.download_button(
            "Table (CSV)",
            data=lambda: write_table(pa.Table.from_pandas(table, preserve_index=False)),
            file_name=f"{file}.csv",
            mime="text/csv",
            key=f"{key}-csv",
            type="tertiary",
            on_click="ignore",
        )


def _version(fingerprint: str, table: pd.DataFrame) -> str:
    """Tells a table's files from those of another: large files of one name could be mixed up on their way."""
    rows = pd.util.hash_pandas_object(table, index=False)
    return digest(fingerprint, *table.columns, *map(str, rows), length=8)
