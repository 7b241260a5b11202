"""Buttons that write the selection as a file, one for each format; the file is made on click."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.export.formats import FORMATS, Format, file_name
from lib.export.rows import rows
from lib.ui.context import Context


def show_downloads(context: Context) -> None:
    """Draw a download button for each format."""
    with st.container(horizontal=True, gap="small", key="ta-downloads"):
        for fmt in FORMATS:
            st.download_button(
                fmt.title,
                data=_writer(context, fmt),
                # The name holds a digest of the papers: large files of one name could be mixed up on their way.
                file_name=file_name(context.store.name, fmt, context.selected_ids, context.store.fingerprint),
                mime=fmt.mime,
                key=f"download_{fmt.name}",
                icon=":material/download:",
                help=fmt.note,
                on_click="ignore",
            )


def _writer(context: Context, fmt: Format) -> Callable[[], bytes]:
    """Make the file's writer over the selection as it is now."""
    atlas, indices = context.store.atlas, tuple(context.selected_indices)
    return lambda: fmt.write(rows(atlas, indices))
