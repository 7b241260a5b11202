"""One topic as a page of its own: terms, exemplars, its papers over time, what lies around it, all its papers."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from lib.charts.trends import activity_figure, terms_figure
from lib.core.text import count_of, cut
from lib.core.topic import LEVEL_NAMES, Topic
from lib.explore.groups import topic_text
from lib.explore.growth import growths
from lib.explore.papers import ordered
from lib.explore.periods import Period, sensible_period
from lib.explore.quality import label_sentence, percent, stability_sentence, stability_text
from lib.explore.trends import topic_trends
from lib.ui import nav
from lib.ui.chart import show_chart
from lib.ui.compare_link import compare_link
from lib.ui.context import Context, change_view, open_topic
from lib.ui.paper_list import beside_open_paper, show_papers
from lib.ui.titles import show_titles
from lib.ui.topic_around import show_around, show_bridges, topic_button
from lib.ui.topic_standouts import show_standouts
from lib.ui.words import md

_N_EXEMPLARS: Final = 6


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
        show_titles(context, store.indices_of(topic.exemplars)[:_N_EXEMPLARS], key="exemplar")
        st.caption("Nearest to the mean embedding of the topic.")
    _show_activity(context, topic, int(members.sum()))
    show_standouts(context, topic, is_narrow=is_narrow)
    show_around(context, topic)
    show_bridges(context, topic)
    st.subheader("Its papers", anchor=False)
    if members.any():
        show_papers(context, ordered(store, members, "surest").tolist(), key="topic_papers")
    else:
        st.info("None of its papers is in view: take a filter off above.", icon=":material/filter_alt_off:")


def _show_terms(context: Context, topic: Topic) -> None:
    show_chart(
        context,
        terms_figure(topic, dark=context.dark),
        key="terms",
        name=f"Terms of {cut(topic.name, 60)}",
        alt="Terms with their c-TF-IDF weights: "
        + ", ".join(f"{term.term} {term.weight:.3f}" for term in topic.terms[:10]),
        caption=f"Terms that tell it from the other topics of its level, by c-TF-IDF weight in {_all_papers(topic)}.",
        table=pd.DataFrame(
            {"Term": [term.term for term in topic.terms], "Weight": [term.weight for term in topic.terms]}
        ),
        columns={"Weight": st.column_config.NumberColumn(format="%.3f")},
        scope=f"the topic {topic.name}, {_all_papers(topic)}",
    )


def _all_papers(topic: Topic) -> str:
    return f"all of its {count_of(topic.size, 'paper')}"


def _show_head(context: Context, topic: Topic, n_members: int) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button("All topics", icon=":material/arrow_back:", on_click=open_topic, args=(context, None))
        for above in context.store.ancestors(topic.topic_id):
            topic_button(context, above, f"Part of {above.name}")
    st.header(md(topic.name), anchor=False)
    if topic.written_label:
        st.caption(md(f"Label written by a language model. That of its terms: {topic.label}"))
    kind = LEVEL_NAMES[topic.level].lower().removesuffix("s")
    st.markdown(
        f"{'An' if kind == 'area' else 'A'} {kind} of {count_of(topic.size, 'paper')}, "
        f"{percent(topic.size / context.store.n_papers)} of all {context.store.n_papers:,}; "
        f"{n_members:,} of them in view."
    )
    _show_evidence(topic)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if context.view.topics != (topic.topic_id,):
            st.button(
                "Show only this topic",
                icon=":material/filter_alt:",
                on_click=change_view,
                args=(context, lambda view: replace(view, level=topic.level, topics=(topic.topic_id,))),
            )
        only = replace(context.view, level=topic.level, topics=(topic.topic_id,))
        nav.link(
            "map",
            "See it on the map",
            replace(context.address, view=only, open_topic=None, paper="", number=1),
            icon=":material/scatter_plot:",
        )
        compare_link(context, topic_text(topic.topic_id), "rest", "Compare it with the rest")


def _show_evidence(topic: Topic) -> None:
    """How far the topic and its label can be trusted, as far as it was measured."""
    if topic.stability is not None:
        st.markdown(f"**{stability_text(topic.stability).capitalize()}:** {stability_sentence(topic)}")
    if sentence := label_sentence(topic):
        st.markdown(f"**Label:** {sentence}")


def _show_activity(context: Context, topic: Topic, n_members: int) -> None:
    store = context.store
    by = sensible_period(store)
    st.subheader("Over time", anchor=False)
    _show_growth(context, topic, by)
    trends = topic_trends(store, context.mask, topic.level, [topic.topic_id], by)
    if not trends.counts.any():
        st.caption("None of its papers in view has a date.")
        return
    counts = ", ".join(f"{name} {count:,}" for name, count in zip(trends.names, trends.counts[0], strict=True) if count)
    left_out = count_of(trends.left_out, "paper")
    note = f" {left_out} without an exact enough date left out." if trends.left_out else ""
    show_chart(
        context,
        activity_figure(trends, topic, dark=context.dark),
        key="activity",
        name=f"{cut(topic.name, 60)} per {by}",
        alt=f"Papers per {by}: {counts}",
        caption=f"{count_of(int(trends.counts.sum()), 'paper')} in view, per {by}.{note}",
        table=pd.DataFrame(
            {by.capitalize(): trends.names, "In view": trends.counts[0], "All dated papers": trends.all_papers}
        ),
        scope=f"the topic {topic.name}, {n_members:,} of its {count_of(topic.size, 'paper')} in view",
    )


def _show_growth(context: Context, topic: Topic, by: Period) -> None:
    """Whether it grows, from all of its papers, in view or not."""
    everything = np.ones(context.store.n_papers, dtype=bool)
    for found in growths(topic_trends(context.store, everything, topic.level, [topic.topic_id], by)):
        st.markdown(f"**{found.direction.capitalize()}:** {found.sentence}")
