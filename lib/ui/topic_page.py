"""One topic as a page of its own: terms, exemplars, its papers over time, topics near it, all its papers."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from lib.charts.trends import activity_figure, terms_figure
from lib.core.text import count_of
from lib.core.topic import LEVEL_NAMES, Topic
from lib.explore.papers import ordered
from lib.explore.periods import sensible_period
from lib.explore.quality import label_sentence, stability_sentence, stability_text
from lib.explore.topics import near_topics
from lib.explore.trends import topic_trends
from lib.ui import nav
from lib.ui.context import Context, go
from lib.ui.filters import change_view
from lib.ui.paper_card import open_paper
from lib.ui.paper_list import beside_open_paper, show_papers
from lib.ui.words import authors_words, date_words, md

_CHART = {"displayModeBar": False}


def show_topic(context: Context, topic: Topic) -> None:
    """Draw a topic's page."""
    with beside_open_paper(context, key="topic") as is_narrow:
        _show_page(context, topic, is_narrow=is_narrow)


def _show_page(context: Context, topic: Topic, *, is_narrow: bool) -> None:
    store = context.store
    members = context.mask & (store.topic_ids[topic.level] == topic.topic_id)
    _show_head(context, topic, int(members.sum()))
    with st.container(key="ta-topic-page"):
        left, right = (st.container(), st.container()) if is_narrow else st.columns(2, gap="large")
    with left:
        st.subheader("What it is about", anchor=False)
        _show_terms(context, topic)
    with right:
        st.subheader("Typical papers", anchor=False)
        with st.container(key="ta-titles-exemplars", gap="xsmall"):
            for index in store.indices_of(topic.exemplars)[:6]:
                _show_exemplar(context, index)
    _show_activity(context, topic)
    _show_near(context, topic)
    st.subheader("Its papers", anchor=False)
    if members.any():
        show_papers(context, ordered(store, members, "surest").tolist(), key="topic_papers")
    else:
        st.info("None of its papers is in view: take a filter off above.", icon=":material/filter_alt_off:")


def _show_terms(context: Context, topic: Topic) -> None:
    st.plotly_chart(
        terms_figure(topic, dark=context.dark),
        key="terms",
        config=_CHART,
        alt="Terms with their c-TF-IDF weights: "
        + ", ".join(f"{term.term} {term.weight:.3f}" for term in topic.terms[:10]),
    )
    st.caption("Terms that tell it from the other topics of its level, by c-TF-IDF weight.")
    with st.expander("The same as a table"):
        st.dataframe(
            pd.DataFrame({"Term": [term.term for term in topic.terms], "Weight": [t.weight for t in topic.terms]}),
            hide_index=True,
            alt="Terms with their c-TF-IDF weights",
            column_config={"Weight": st.column_config.NumberColumn(format="%.3f")},
        )


def _show_head(context: Context, topic: Topic, n_members: int) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            "All topics", icon=":material/arrow_back:", on_click=go, args=(replace(context.address, open_topic=None),)
        )
        for above in context.store.ancestors(topic.topic_id):
            _topic_button(context, above, f"Part of {above.name}")
    st.header(md(topic.name), anchor=False)
    if topic.written_label:
        st.caption(md(f"Label written by a language model. That of its terms: {topic.label}"))
    kind = LEVEL_NAMES[topic.level].lower().removesuffix("s")
    st.markdown(
        f"{'An' if kind == 'area' else 'A'} {kind} of {count_of(topic.size, 'paper')}, {n_members:,} of them in view."
    )
    _show_evidence(topic)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if context.view.topics != (topic.topic_id,):
            st.button(
                "Show only this topic",
                icon=":material/filter_alt:",
                on_click=change_view,
                args=(context, replace(context.view, level=topic.level, topics=(topic.topic_id,))),
            )
        only = replace(context.view, level=topic.level, topics=(topic.topic_id,))
        nav.link(
            "map",
            "See it on the map",
            replace(context.address, view=only, open_topic=None, paper="", number=1),
            icon=":material/scatter_plot:",
        )


def _show_evidence(topic: Topic) -> None:
    """How far the topic and its label can be trusted, as far as it was measured."""
    if topic.stability is not None:
        st.markdown(f"**{stability_text(topic.stability).capitalize()}:** {stability_sentence(topic)}")
    if sentence := label_sentence(topic):
        st.markdown(f"**Label:** {sentence}")


def _show_exemplar(context: Context, index: int) -> None:
    paper = context.store.paper(index)
    st.button(md(paper.title), key=f"exemplar_{index}", type="tertiary", on_click=open_paper, args=(context, index))
    st.caption(md(f"{authors_words(paper.authors, 2)} · {date_words(paper.date)}"))


def _show_activity(context: Context, topic: Topic) -> None:
    store = context.store
    by = sensible_period(store)
    trends = topic_trends(store, context.mask, topic.level, [topic.topic_id], by)
    st.subheader("Over time", anchor=False)
    if not trends.counts.any():
        st.caption("None of its papers in view has a date.")
        return
    counts = ", ".join(f"{name} {count:,}" for name, count in zip(trends.names, trends.counts[0], strict=True) if count)
    st.plotly_chart(
        activity_figure(trends, topic, dark=context.dark),
        key="activity",
        config=_CHART,
        alt=f"Papers per {by}: {counts}",
    )
    left_out = count_of(trends.left_out, "paper")
    note = f" {left_out} without an exact enough date left out." if trends.left_out else ""
    st.caption(f"{count_of(int(trends.counts.sum()), 'paper')} in view, per {by}.{note}")
    with st.expander("The same as a table"):
        st.dataframe(
            pd.DataFrame([trends.counts[0], trends.all_papers], ["In view", "All dated papers"], trends.names),
            alt=f"Papers of the topic and all dated papers per {by}",
        )


def _show_near(context: Context, topic: Topic) -> None:
    near = near_topics(context.store, topic.topic_id)
    below = context.store.children(topic.topic_id)
    if near:
        st.subheader("Topics near it", anchor=False)
        with st.container(horizontal=True, gap="small"):
            for other in near:
                _topic_button(context, other.topic, f"{other.topic.name} ({other.similarity:.2f})")
        st.caption("The number is the cosine similarity of the two topics' mean embeddings; 1 is the same.")
    if below:
        st.subheader("Topics within it", anchor=False)
        with st.container(horizontal=True, gap="small"):
            for child in below:
                _topic_button(context, child, f"{child.name} ({child.size:,})")


def _topic_button(context: Context, topic: Topic, label: str) -> None:
    st.button(
        md(label),
        key=f"to_{topic.topic_id}",
        on_click=go,
        args=(replace(context.address, open_topic=topic.topic_id, paper="", number=1),),
    )
