"""One paper, opened: what it says, where it belongs, what is like it, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from lib.core.ids import link as paper_link
from lib.core.paper import Paper
from lib.core.topic import Topic
from lib.explore.belonging import belonging
from lib.explore.papers import nearest_papers
from lib.explore.versions import other_versions
from lib.ui import nav
from lib.ui.context import Context, go
from lib.ui.paper_records import show_paper_records
from lib.ui.picking import pick_button
from lib.ui.words import authors_words, date_words, is_year_name, md, number_words

_FLAGS = {
    "title_from_abstract": "The input gave no title: this one is the abstract's beginning.",
    "no_abstract": "The input gave no abstract.",
}
_DATE_SOURCES = {
    "arxiv_id": "the month is that of the arXiv id",
    "implied": "the year is implied by the page it was copied from",
}

_MOST_VERSIONS = 10
"""Versions listed; of more, the first."""


def show_paper(context: Context, index: int) -> None:
    """Draw a paper with its topic, links, near papers and buttons."""
    paper = context.store.paper(index)
    st.markdown(f"#### {md(paper.title)}")
    st.markdown(_facts(paper))
    _show_topic(context, index)
    with st.container(horizontal=True, gap="small"):
        pick_button(context, index, key="pick")
        address = paper_link(paper.doi, paper.arxiv_id, paper.pmid, paper.url)
        if address:
            st.link_button("Open at its source", address, icon=":material/open_in_new:")
        st.button(
            "Close", icon=":material/close:", on_click=go, args=(replace(context.address, paper=""),), key="close"
        )
    st.markdown(md(paper.abstract) if paper.abstract else "*No abstract.*")
    for flag in paper.flags:
        st.caption(_FLAGS[flag])
    _show_versions(context, index)
    _show_extras(paper)
    show_paper_records(context, index)
    _show_near(context, index)


def open_paper(context: Context, index: int) -> None:
    """Show a paper on the page that is open."""
    go(replace(context.address, paper=context.store.paper_ids[index]))


def _facts(paper: Paper) -> str:
    how = _DATE_SOURCES.get(paper.date_source, "")
    date = date_words(paper.date) + (f" ({how})" if how else "")
    parts = [authors_words(paper.authors), paper.venue, date]
    return " · ".join(md(part) for part in parts if part)


def _show_topic(context: Context, index: int) -> None:
    place = belonging(context.store, index)
    if place.topic is None:
        st.markdown(
            "**Unassigned:** it fits no topic well." + (" The nearest one, as a suggestion:" if place.second else "")
        )
        if place.second:
            _topic_link(context, place.second, icon=":material/help:")
        return
    _topic_link(context, place.topic, icon=":material/category:")
    st.caption(md(place.confidence_sentence or "Its topic."))
    if place.second is None:
        return
    behind = f", {place.margin_words}" if place.margin_words else ""
    if place.is_bridge:
        st.markdown(f"**Bridge paper:** it lies between two topics. The other one{behind}:")
    else:
        st.caption(f"Second-best topic{behind}:")
    _topic_link(context, place.second, icon=":material/alt_route:")


def _topic_link(context: Context, topic: Topic, *, icon: str) -> None:
    address = replace(context.address, open_topic=topic.topic_id, paper="", number=1)
    nav.link("topics", md(topic.name), address, icon=icon)


def _show_versions(context: Context, index: int) -> None:
    versions = other_versions(context.store, index)
    if not versions:
        return
    st.markdown("**Other versions in this atlas**")
    with st.container(key="ta-titles-versions", gap="xsmall"):
        for other in versions[:_MOST_VERSIONS]:
            _paper_button(context, other, key=f"version_{other}", label=_version_words(context.store.paper(other)))
    if len(versions) > _MOST_VERSIONS:
        st.caption(f"And {len(versions) - _MOST_VERSIONS:,} more.")


def _version_words(paper: Paper) -> str:
    where = ", ".join(filter(None, (paper.venue, str(paper.date.year) if paper.date else "")))
    return f"{paper.title} ({where})" if where else paper.title


def _paper_button(context: Context, index: int, *, key: str, label: str, why: str | None = None) -> None:
    st.button(md(label), key=key, type="tertiary", help=why, on_click=open_paper, args=(context, index))


def _show_extras(paper: Paper) -> None:
    lines = [f"{name.replace('_', ' ')}: {_value(name, value)}" for name, value in paper.attributes.items()]
    if paper.categories:
        lines.insert(0, f"categories: {', '.join(paper.categories)}")
    lines.append(f"read from: {', '.join(paper.sources)}")
    with st.expander("More about it"):
        for line in lines:
            st.markdown(md(line))


def _value(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    # A broken number stays as it is: here it is one paper's own.
    is_broken = isinstance(value, float) and not value.is_integer()
    return str(value) if is_broken else number_words(value, is_year=is_year_name(name))


def _show_near(context: Context, index: int) -> None:
    near = nearest_papers(context.store, index)
    if not near:
        return
    st.markdown("**Most like it**")
    with st.container(key="ta-titles-near", gap="xsmall"):
        for other, similarity in near:
            why = f"Cosine similarity {similarity:.2f}"
            _paper_button(context, other, key=f"near_{other}", label=context.store.title(other), why=why)
