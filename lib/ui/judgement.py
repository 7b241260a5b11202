"""What helps to decide whether to believe an atlas: its notes as a quiet banner, and how good its topics are."""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.atlas.manifest import Manifest
from lib.core.text import count_of
from lib.explore.quality import measures, quality_summary, refits_sentence
from lib.ui.words import md

_NOTES_SEEN: Final = 4


def show_notes(manifest: Manifest) -> None:
    """Draw what the build found worth knowing of the papers and their topics; nothing where there is nothing."""
    # Notes on the topics come last in the manifest, after those on the files, and matter most here.
    notes = manifest.warnings[::-1]
    if not notes:
        return
    with st.container(key="ta-notes", gap="xxsmall"):
        for note in notes[:_NOTES_SEEN]:
            st.markdown(f":material/info: {md(note)}")
        if len(notes) > _NOTES_SEEN:
            with st.expander(count_of(len(notes) - _NOTES_SEEN, "more note")):
                for note in notes[_NOTES_SEEN:]:
                    st.markdown(md(note))


def show_quality(manifest: Manifest) -> None:
    """Draw how good the topics are: in short as a line, which opens to all that was measured."""
    if manifest.quality is None:
        st.caption("How good these topics are was not measured when this atlas was built.")
        return
    with st.expander(f"**How good are these topics?** {quality_summary(manifest.quality).capitalize()}"):
        lines = measures(manifest.quality)
        with st.container(key="ta-quality"):
            columns = st.columns(2, gap="small")
        for place, line in enumerate(lines):
            number = f" ({line.number})" if line.number else ""
            columns[2 * place // len(lines)].markdown(f"**{line.title}:** {line.words}{number}", help=line.meaning)
        st.caption(refits_sentence(manifest.quality))
