"""Two groups of papers side by side: what tells them apart, when they are from, and what lies between them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from lib.charts.groups import dates_figure, words_figure
from lib.core.errors import UnknownGroup
from lib.core.text import count_of, cut
from lib.core.topic import LEVEL_NAMES
from lib.core.view import View
from lib.explore.belonging import belonging
from lib.explore.compare import (
    FEWEST_PAPERS,
    LEAST_Z,
    MOST_LOOKED_AT,
    TellingWord,
    group_dates,
    group_topics,
    papers_between,
    telling_words,
    typical_papers,
)
from lib.explore.groups import Group, find_groups
from lib.explore.periods import sensible_period
from lib.explore.wording import word_index
from lib.ui import nav
from lib.ui.chart import show_chart
from lib.ui.compare_choice import SIDES, chosen_groups, show_choices
from lib.ui.context import Context
from lib.ui.paper_list import beside_open_paper
from lib.ui.titles import show_titles
from lib.ui.url import for_another_page
from lib.ui.words import md

_N_TYPICAL: Final = 5
_N_BETWEEN: Final = 10
_N_TOPICS: Final = 12

_Pair = tuple[Group, Group]


def show_compare(context: Context) -> None:
    """Draw the choice of two groups and what is known of them side by side."""
    texts = chosen_groups(context)
    selected = np.zeros(context.store.n_papers, dtype=bool)
    selected[context.selected_indices] = True
    show_choices(context, texts)
    try:
        groups = find_groups(context.store, *texts, level=context.view.level, in_view=context.mask, selected=selected)
    except UnknownGroup as err:
        st.warning(md(str(err)), icon=":material/info:")
        return
    _show_sizes(groups)
    for group, side in zip(groups, SIDES, strict=True):
        if not group.mask.any():
            cure = "take a filter off, or choose another one" if group.kind == "view" else "choose another one"
            st.info(f"The {side.lower()} has no papers: {cure}.", icon=":material/filter_alt_off:")
            return
    with beside_open_paper(context, key="compare") as is_narrow:
        _show_words(context, groups)
        _show_dates(context, groups)
        _show_typical(context, groups, is_narrow=is_narrow)
        _show_between(context, groups)
        _show_topics(context, groups)


def _show_sizes(groups: _Pair) -> None:
    one, other = groups
    shared = int((one.mask & other.mask).sum())
    both = f" {count_of(shared, 'paper')} in both, counted on both sides." if shared else " No paper is in both."
    named = (f"**{md(cut(group.name, 80))}** ({count_of(int(group.mask.sum()), 'paper')})" for group in groups)
    st.markdown(f"{' beside '.join(named)}.{both}")


def _show_words(context: Context, groups: _Pair) -> None:
    st.header("Words that tell them apart", anchor=False)
    index = word_index(context.store)
    if index is None:
        st.info(
            "This atlas does not hold which words its papers have: build it again from its files to compare words.",
            icon=":material/info:",
        )
        return
    words = telling_words(index, groups[0].mask, groups[1].mask)
    if not words.one and not words.other:
        st.info("No word tells them apart by more than chance would.", icon=":material/info:")
        return
    sizes = [int(group.mask.sum()) for group in groups]
    listed = [*words.one, *words.other]
    table = pd.DataFrame(
        {
            "Word or phrase": [word.word for word in listed],
            "More in": [SIDES[0]] * len(words.one) + [SIDES[1]] * len(words.other),
            "z": [word.z for word in listed],
            f"Papers of {sizes[0]:,} (first)": [word.papers[0] for word in listed],
            f"Papers of {sizes[1]:,} (second)": [word.papers[1] for word in listed],
        }
    )
    show_chart(
        context,
        words_figure(words, _names(groups), dark=context.dark),
        key="compare-words",
        name=f"{_pair(groups)}: words that tell them apart",
        alt=f"Words that tell apart. First group: {_word_list(words.one)}. Second group: {_word_list(words.other)}.",
        caption=(
            f"{len(listed):,} of {count_of(words.n_compared, 'word')} and phrases, from {_of_both(sizes)}. The number "
            "is z: the log-odds ratio with the corpus as prior, in standard errors (Monroe, Colaresi and Quinn 2008). "
            f"Left out: z below {LEAST_Z}, fewer than {FEWEST_PAPERS} papers of the group, and what a better word says "
            "already."
        ),
        table=table,
        columns={"z": st.column_config.NumberColumn(format="%.1f")},
        scope=_scope(groups),
    )


def _word_list(words: tuple[TellingWord, ...]) -> str:
    return ", ".join(f"{word.word} {abs(word.z):.1f}" for word in words[:8]) or "none"


def _show_dates(context: Context, groups: _Pair) -> None:
    st.header("Over time", anchor=False)
    by = sensible_period(context.store)
    dates = group_dates(context.store, [group.mask for group in groups], by)
    if not dates.counts.any():
        st.caption("No paper of either has a date exact enough.")
        return
    dated = [int(n) for n in dates.counts.sum(axis=1)]
    table = pd.DataFrame({by.capitalize(): dates.names})
    for side, counts, shares in zip(SIDES, dates.counts, dates.shares, strict=True):
        table[f"{side}: papers"] = counts
        table[f"{side}: share"] = shares
    left_out = sum(dates.left_out)
    show_chart(
        context,
        dates_figure(dates, _names(groups), dark=context.dark),
        key="compare-dates",
        name=f"{_pair(groups)} per {by}",
        alt=f"Share of each group's dated papers per {by}; the table below has the same numbers.",
        caption=f"Share of each group's dated papers, per {by}: {_of_both(dated)}."
        + (f" {left_out:,} without a date exact enough left out." if left_out else ""),
        table=table,
        columns={f"{side}: share": st.column_config.NumberColumn(format="percent") for side in SIDES},
        scope=_scope(groups),
    )


def _show_typical(context: Context, groups: _Pair, *, is_narrow: bool) -> None:
    st.header("Typical papers", anchor=False)
    found = typical_papers(context.store, [group.mask for group in groups], _N_TYPICAL)
    with st.container(key="ta-topic-page-typical"):
        columns = [st.container(), st.container()] if is_narrow else st.columns(2, gap="large")
    for place, (column, group, papers) in enumerate(zip(columns, groups, found, strict=True)):
        with column:
            st.markdown(f"**{md(cut(group.name, 80))}**")
            notes = [f"similarity {cosine:.2f}" for _, cosine in papers]
            show_titles(context, [index for index, _ in papers], key=f"typical{place}", notes=notes)
            if not papers:
                st.caption("All of its papers are in the other group too.")
    most = (
        ""
        if max(int(group.mask.sum()) for group in groups) <= MOST_LOOKED_AT
        else (f" Of more than {MOST_LOOKED_AT:,} papers, as many evenly taken are looked at.")
    )
    st.caption(f"Nearest to the mean embedding of their group, by cosine similarity, and not in the other one.{most}")


def _show_between(context: Context, groups: _Pair) -> None:
    one, other = (group.topic for group in groups)
    if one is None or other is None or one == other:
        return
    st.header("What lies between", anchor=False)
    if one.level != "default" or other.level != "default":
        st.caption("Which papers lie between is known for two topics of the level Topics alone.")
        return
    store = context.store
    papers = papers_between(store, one.topic_id, other.topic_id)
    if not papers:
        st.caption("No paper of either topic has the other one as its second-best.")
        return
    st.markdown(
        f"{count_of(len(papers), 'paper')} of either topic {'has' if len(papers) == 1 else 'have'} the other one as "
        "second-best, those nearest to both first."
    )
    shown = papers[:_N_BETWEEN]
    show_titles(context, shown, key="between", notes=[_between_words(context, index) for index in shown])
    view = View(level="default", between=(one.topic_id, other.topic_id))
    address = replace(for_another_page(context.address), view=view)
    with st.container(horizontal=True, gap="small"):
        nav.link("map", "See them on the map", address, icon=":material/scatter_plot:")
        nav.link("papers", "See them as a list", address, icon=":material/article:")


def _between_words(context: Context, index: int) -> str:
    place = belonging(context.store, index)
    if place.topic is None or not place.margin_words:
        return ""
    return f"in {cut(place.topic.name, 40)}, the other {place.margin_words}"


def _show_topics(context: Context, groups: _Pair) -> None:
    level = context.view.level
    if all(group.topic and group.topic.level == level for group in groups):
        return
    shares = group_topics(context.store, groups[0].mask, groups[1].mask, level)
    st.header(f"{LEVEL_NAMES[level]} of each", anchor=False)
    shown = shares[:_N_TOPICS]
    sizes = [int(group.mask.sum()) for group in groups]
    table = pd.DataFrame({"Topic": [share.topic.name if share.topic else "Unassigned" for share in shown]})
    for place, side in enumerate(SIDES):
        table[f"{side}: papers"] = [share.papers[place] for share in shown]
        table[f"{side}: share"] = [share.papers[place] / sizes[place] for share in shown]
    st.dataframe(
        table,
        key="compare-topics",
        hide_index=True,
        alt=f"Papers of each group by {LEVEL_NAMES[level].lower().removesuffix('s')}",
        column_config={f"{side}: share": st.column_config.NumberColumn(format="percent") for side in SIDES},
    )
    more = f"; {len(shares) - len(shown):,} more not shown" if len(shares) > len(shown) else ""
    st.caption(f"{len(shown):,} with the largest share of either group, of {_of_both(sizes)}{more}.")


def _names(groups: _Pair) -> tuple[str, str]:
    return groups[0].name, groups[1].name


def _pair(groups: _Pair) -> str:
    return " and ".join(cut(name, 40) for name in _names(groups))


def _of_both(sizes: list[int]) -> str:
    return f"{count_of(sizes[0], 'paper')} of the first group and {sizes[1]:,} of the second"


def _scope(groups: _Pair) -> str:
    return " beside ".join(f"{cut(group.name, 80)} ({count_of(int(group.mask.sum()), 'paper')})" for group in groups)
