"""One paper, opened: what it says, where it belongs, what is like it, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from lib.core.ids import links
from lib.core.paper import Paper
from lib.core.text import count_of
from lib.core.topic import Topic
from lib.explore.belonging import belonging
from lib.explore.keeping import is_misplaced, kept_of
from lib.explore.papers import nearest_papers
from lib.explore.versions import other_versions
from lib.explore.why import Why, why_here
from lib.ui import nav
from lib.ui.context import Context, change
from lib.ui.marking import marked
from lib.ui.paper_records import show_paper_records
from lib.ui.picking import add_papers, pick_button
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
    """Draw a paper: what it says, where it belongs and why, what is like it, and buttons."""
    paper = context.store.paper(index)
    why = why_here(context.store, index)
    st.markdown(f"## {marked(context, paper.title, 'title', why.in_title if why else ())}")
    st.markdown(_facts(paper))
    with st.container(horizontal=True, gap="small"):
        pick_button(context, index, key="pick")
        st.button(
            "Close",
            icon=":material/close:",
            help="Closes this paper; the list and the map stay as they are.",
            on_click=change,
            args=(context, lambda address: replace(address, paper="")),
            key="close",
        )
        show_links(paper)
    _show_topic(context, index)
    st.markdown(
        marked(context, paper.abstract, "abstract", why.in_abstract if why else ())
        if paper.abstract
        else "*No abstract.*"
    )
    for flag in paper.flags:
        st.caption(_FLAGS[flag])
    if why:
        _show_why(context, why)
    _show_near(context, index)
    _show_versions(context, index)
    _show_extras(paper)
    show_paper_records(context, index)


def show_links(paper: Paper) -> None:
    """Draw a link to each place where the paper lies; nothing where none is known."""
    for place, address in links(paper.doi, paper.arxiv_id, paper.pmid, paper.url).items():
        st.link_button(place, address, icon=":material/open_in_new:", type="tertiary", help=_address_words(address))


def open_paper(context: Context, index: int) -> None:
    """Show a paper on the page that is open."""
    change(context, lambda address: replace(address, paper=context.store.paper_ids[index]))


def _address_words(address: str) -> str:
    return f"Opens {md(address)} in another tab"


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
            st.button(
                md(_version_words(context.store.paper(other))),
                key=f"version_{other}",
                type="tertiary",
                help="Opens this version.",
                on_click=open_paper,
                args=(context, other),
            )
    if len(versions) > _MOST_VERSIONS:
        st.caption(f"And {len(versions) - _MOST_VERSIONS:,} more.")


def _version_words(paper: Paper) -> str:
    where = ", ".join(filter(None, (paper.venue, str(paper.date.year) if paper.date else "")))
    return f"{paper.title} ({where})" if where else paper.title


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


def _show_why(context: Context, why: Why) -> None:
    st.markdown("**Why it is here**")
    n_terms = count_of(len(why.topic.terms), "term")
    if why.terms:
        named = ", ".join(f"{term.term} ({term.weight:.3f})" for term in why.terms)
        st.markdown(f"{len(why.terms):,} of its topic's {n_terms} stand in it: {md(named)}.")
        st.caption(
            "They have a grey ground above. The number is a term's c-TF-IDF weight: how much it tells of this topic."
        )
    else:
        st.markdown(f"None of its topic's {n_terms} stand in it: its meaning as a whole brought it here.")
    if why.is_exemplar:
        st.markdown("It is itself one of the topic's typical papers.")
    if why.exemplars:
        st.caption("The topic's typical papers most like it, with cosine similarity:")
        with st.container(key="ta-titles-typical", gap="xsmall"):
            for other, similarity in why.exemplars:
                _like_button(context, other, similarity, key=f"typical_{other}")


def _show_near(context: Context, index: int) -> None:
    near = nearest_papers(context.store, index)
    if not near:
        return
    st.markdown("**More like this**", help="The papers nearest in meaning, with cosine similarity; 1 is the same.")
    with st.container(key="ta-titles-near", gap="xsmall"):
        for other, similarity in near:
            _like_button(context, other, similarity, key=f"near_{other}")
    st.button(
        f"Select these {len(near):,}" if len(near) > 1 else "Select it",
        key="pick_near",
        icon=":material/bookmark_add:",
        help="Adds the papers listed here to the selection.",
        on_click=add_papers,
        args=(context, [other for other, _ in near]),
    )
    _show_kept(context, index)


def _show_kept(context: Context, index: int) -> None:
    """Say how far the paper's place on the map can be believed."""
    kept = kept_of(context.store, index)
    if kept is None:
        return
    n_kept, n_near = kept
    if n_near == 1:
        sentence = f"The paper nearest in meaning is {'' if n_kept else 'not '}the nearest on the map too."
    else:
        sentence = (
            f"{n_kept:,} of its {n_near:,} nearest papers in meaning {'is' if n_kept == 1 else 'are'} among its "
            f"{n_near:,} nearest on the map."
        )
    if is_misplaced(context.store, index):
        st.markdown(
            ":material/wrong_location: **The map misplaces it:** at least half of its nearest papers in meaning lie "
            "far from it there. Trust this list, not what is around it on the map."
        )
    st.caption(sentence)


def _like_button(context: Context, index: int, similarity: float, *, key: str) -> None:
    st.button(
        f"{similarity:.2f} · {md(context.store.title(index))}",
        key=key,
        type="tertiary",
        help=_near_words(context, index),
        on_click=open_paper,
        args=(context, index),
    )


def _near_words(context: Context, index: int) -> str:
    store = context.store
    return md(f"Opens it. {date_words(store.date_of(index))}, {store.label(int(store.topic_ids['default'][index]))}")
