"""The page "Atlases": a block each with what it holds, a link that opens it, and its end after a question."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lib.atlas.home import AtlasEntry, data_folder, delete_atlas, list_atlases
from lib.atlas.manifest import Manifest
from lib.core.errors import TopicAtlasError
from lib.core.text import count_of
from lib.explore.quality import quality_summary
from lib.ui.arguments import atlas_argument
from lib.ui.nav import link
from lib.ui.times import day_words
from lib.ui.url import Address
from lib.ui.words import md


def show_atlases() -> None:
    """Draw the page."""
    entries = list_atlases(atlas_argument())
    home = data_folder()
    own = [entry for entry in entries if entry.folder.parent == home]
    if own:
        st.markdown(
            f"{len(own):,} {'atlas' if len(own) == 1 else 'atlases'} of your own, and what came with the program."
        )
    else:
        st.markdown("None of your own is here yet: make one from your papers.")
    for entry in entries:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"atlas_{entry.name}"):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{md(entry.name)}**")
                if entry.manifest is None:
                    st.warning(md(entry.problem), icon=":material/warning:")
                else:
                    st.caption(md(facts(entry, entry.manifest)))
                    _show_judgement(entry.manifest)
            if entry.manifest is not None:
                link("map", "Open", Address(atlas=entry.name), icon=":material/scatter_plot:")
            if entry in own and st.button(
                "Delete", key=f"delete_{entry.name}", icon=":material/delete:", type="tertiary"
            ):
                _ask(entry)
    link("build", "New atlas", Address(), icon=":material/add_circle:")
    st.caption(f"Your atlases lie in {md(str(home))}, each a folder that can be copied as it is.")


def facts(entry: AtlasEntry, manifest: Manifest) -> str:
    """What an atlas holds, in a line."""
    counts = manifest.counts
    parts = [
        count_of(counts.get("papers", 0), "paper"),
        count_of(counts.get("topics_default", 0), "topic"),
        f"from {count_of(counts.get('records', 0), 'record')}",
        f"built {day_words(manifest.built_at)}",
        size_words(folder_size(entry.folder)),
    ]
    if entry.is_sample:
        parts.insert(0, "comes with the program")
    return " · ".join(parts)


def _show_judgement(manifest: Manifest) -> None:
    """How good its topics are, and that the build noted something; the map and the topics have it in full."""
    if manifest.quality is not None:
        st.caption(md(f"Topics: {quality_summary(manifest.quality)}"))
    if manifest.warnings:
        notes = count_of(len(manifest.warnings), "note")
        st.caption(f":material/info: {notes} on its papers and topics", help="\n\n".join(map(md, manifest.warnings)))


def folder_size(folder: Path) -> int:
    """Bytes of all files in a folder and below; what vanishes meanwhile counts nothing."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total


def size_words(n_bytes: int) -> str:
    """A size on disk: `640 kB`, `1.8 MB`, `24 MB`, `1.2 GB`."""
    size, unit = float(n_bytes), "B"
    for larger in ("kB", "MB", "GB"):
        if size < 999.5:
            break
        size, unit = size / 1000, larger
    digits = 1 if unit in ("MB", "GB") and size < 9.95 else 0
    return f"{size:,.{digits}f} {unit}"


@st.dialog("Delete this atlas?")
def _ask(entry: AtlasEntry) -> None:
    held = f", with {count_of(entry.manifest.counts.get('papers', 0), 'paper')}," if entry.manifest else ""
    st.markdown(
        f"The atlas **{md(entry.name)}**{held} is removed from this machine for good. The files that it was made from "
        "are not touched."
    )
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Keep it"):
            st.rerun()
        if st.button("Delete", type="primary", icon=":material/delete:", key="delete_for_good"):
            try:
                delete_atlas(entry.name)
            except TopicAtlasError as err:
                st.error(md(str(err)), icon=":material/error:")
                return
            if st.query_params.get("atlas") == entry.name:
                # It was the open one: another takes its place, without a word on a link that leads nowhere.
                st.query_params.pop("atlas")
            st.rerun()
