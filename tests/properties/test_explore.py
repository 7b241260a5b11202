"""What holds for every atlas and every view: no count depends on the order of the papers, nothing is lost."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lib.core.dates import PartialDate
from lib.core.topic import LEVELS, UNASSIGNED, Level
from lib.core.view import UNKNOWN, View, Where
from lib.explore.describe import describe_view
from lib.explore.fields import fields_of
from lib.explore.papers import ordered, orders_of
from lib.explore.periods import PERIODS, Period, sensible_period
from lib.explore.selecting import in_polygon, in_view
from lib.explore.store import Store
from lib.explore.topics import summarise_topics, topic_counts
from lib.explore.trends import topic_trends, view_trends
from tests.atlas_maker import TINY, Made, Placed, paper, store_of

FAMILIES = ((-1, -1, -1), (10, -1, -1), (10, 0, -1), (10, 0, 20), (10, 0, 21), (10, 1, 22), (11, 2, 23))
DATES = ("", "2021", "2022", "2021-12", "2022-02", "2022-02-28", "2022-03-01", "2023-06-15")
WORDS = ("graph", "query", "Ion", "étude")
KNOWN = tuple(topic.topic_id for topic in TINY.topics)

placed = st.builds(
    lambda family, date, words, confidence: (family, date, " ".join(words), confidence),
    st.sampled_from(FAMILIES),
    st.sampled_from(DATES),
    st.lists(st.sampled_from(WORDS), max_size=3),
    st.none() | st.sampled_from((0.25, 0.5, 1.0)),
)
views = st.builds(
    View,
    level=st.sampled_from(LEVELS),
    topics=st.lists(st.sampled_from((*KNOWN, UNASSIGNED)), unique=True, max_size=3).map(tuple),
    date_from=st.none() | st.sampled_from(("2021", "2022-02", "2022-03-01")).map(PartialDate.parse),
    date_to=st.none() | st.sampled_from(("2021-12-31", "2022-02", "2023")).map(PartialDate.parse),
    undated=st.sampled_from(("in", "out")),
    query=st.sampled_from(("", "graph", "GRAPH query", "ÉTUDE")),
    where=st.lists(st.sampled_from((UNKNOWN, "en", "de")), min_size=1, unique=True, max_size=2).map(
        lambda values: (Where("language", tuple(values)),)
    )
    | st.just(()),
)
levels: st.SearchStrategy[Level] = st.sampled_from(LEVELS)
periods: st.SearchStrategy[Period] = st.sampled_from(PERIODS)


@st.composite
def stores(draw: st.DrawFn) -> tuple[Store, Store]:
    """An atlas of up to twenty papers, and the same papers in another order."""
    papers = tuple(
        Placed(
            paper(f"t:{number:02d}", words, date, language=("", "en", "de")[number % 3]), family, confidence=confidence
        )
        for number, (family, date, words, confidence) in enumerate(draw(st.lists(placed, min_size=1, max_size=20)))
    )
    shuffled = tuple(draw(st.permutations(papers)))
    return store_of(Made(papers, TINY.topics)), store_of(Made(shuffled, TINY.topics))


@given(stores(), views)
def test_the_order_of_papers_changes_no_view(pair: tuple[Store, Store], view: View) -> None:
    """The same papers are in view, and the sentence on them is the same, however they are ordered."""
    one, other = pair
    held = [{store.paper_ids[index] for index in np.flatnonzero(in_view(store, view))} for store in pair]

    assert held[0] == held[1]
    assert describe_view(one, view, in_view(one, view)) == describe_view(other, view, in_view(other, view))


@given(stores(), views, periods)
def test_the_order_of_papers_changes_no_count(pair: tuple[Store, Store], view: View, by: Period) -> None:
    """Topics, their dates, their activity and all trends are the same, however the papers are ordered."""
    one, other = pair
    masks = in_view(one, view), in_view(other, view)

    assert topic_counts(one, masks[0], view.level) == topic_counts(other, masks[1], view.level)
    assert sensible_period(one) == sensible_period(other)
    here, there = (view_trends(store, view, mask, by, 8) for store, mask in zip(pair, masks, strict=True))
    assert (here.topic_ids, here.names, here.left_out, here.unfinished) == (
        there.topic_ids,
        there.names,
        there.left_out,
        there.unfinished,
    )
    assert np.array_equal(here.counts, there.counts)
    assert np.array_equal(here.all_papers, there.all_papers)
    lines = [
        [(line.topic.topic_id, line.in_view, line.activity) for line in summarise_topics(store, mask, view.level, by)]
        for store, mask in zip(pair, masks, strict=True)
    ]
    assert lines[0] == lines[1]


@given(stores(), views)
def test_one_by_one(pair: tuple[Store, Store], view: View) -> None:
    """The papers in view are those that a plain reading of the view's words finds, one paper at a time."""
    store, _ = pair
    held = [is_in(store, index, view) for index in range(store.n_papers)]

    assert in_view(store, view).tolist() == held


def is_in(store: Store, index: int, view: View) -> bool:
    """Whether a paper is in a view, from its dates and words rather than from columns."""
    one, date = store.paper(index), store.date_of(index)
    topics = {level: store.topic_of(index, level) for level in LEVELS}
    mine = {topic.topic_id for topic in topics.values() if topic} | (set() if topics[view.level] else {UNASSIGNED})
    if view.topics and not mine & set(view.topics):
        return False
    # Where all papers are of one language, or of none that is known, there is no such field.
    has_choice = "language" in fields_of(store)
    if has_choice and view.where and one.language not in view.where[0].values:
        return False
    if not all(word in f"{one.title} {one.abstract}".lower() for word in view.query.lower().split()):
        return False
    if date is None:
        return view.undated == "in"
    not_before = view.date_from is None or date.last >= view.date_from.first
    return not_before and (view.date_to is None or date.first <= view.date_to.last)


@given(stores(), views, periods)
def test_trends_lose_nothing(pair: tuple[Store, Store], view: View, by: Period) -> None:
    """A topic's counts and what is left out are its papers in view; all topics' are all papers in view."""
    store, _ = pair
    mask = in_view(store, view)
    topics = [topic.topic_id for topic in store.topics_at(view.level)]
    counts = topic_counts(store, mask, view.level)
    for topic in (*topics, UNASSIGNED):
        trends = topic_trends(store, mask, view.level, [topic], by)

        assert int(trends.counts.sum()) + trends.left_out == counts.get(topic, 0)
    trends = topic_trends(store, mask, view.level, [*topics, UNASSIGNED], by)
    assert int(trends.counts.sum()) + trends.left_out == int(mask.sum())
    assert (trends.counts.sum(axis=0) <= trends.all_papers).all()


@given(stores(), levels)
def test_each_paper_counts_once(pair: tuple[Store, Store], level: Level) -> None:
    """At each level a paper has one topic or none, and topics are as large as they say."""
    store, _ = pair
    counts = topic_counts(store, in_view(store, View()), level)

    assert sum(counts.values()) == store.n_papers
    assert Counter({topic.topic_id: topic.size for topic in store.topics_at(level)}) == Counter(
        {topic: count for topic, count in counts.items() if topic != UNASSIGNED}
    )


@given(stores(), views, st.data())
def test_an_order_loses_nothing(pair: tuple[Store, Store], view: View, data: st.DataObject) -> None:
    """In any order the papers in view are all there, each once."""
    store, _ = pair
    mask = in_view(store, view)
    order = data.draw(st.sampled_from(list(orders_of(store, is_search=True))))

    assert sorted(ordered(store, mask, order)) == np.flatnonzero(mask).tolist()


corner = st.tuples(st.integers(-8, 8), st.integers(-8, 8))


@given(st.lists(corner, min_size=3, max_size=12), st.lists(corner, min_size=1, max_size=30))
def test_in_polygon(corners: list[tuple[int, int]], points: list[tuple[int, int]]) -> None:
    """A point is inside when the border goes round it an odd number of times, counted by the angles it is seen under.

    Points have half coordinates, so that none lies on a border between whole corners that is drawn along the grid;
    those that lie on a slanting border belong to either side and are passed over.
    """
    places = [(x + 0.5, y + 0.25) for x, y in points]
    made = Made(tuple(Placed(paper(f"t:{k:02d}", "x"), place=place) for k, place in enumerate(places)), ())
    inside = in_polygon(store_of(made), [x for x, _ in corners], [y for _, y in corners])
    for place, held in zip(places, inside, strict=True):
        turns = times_round(corners, place)
        if turns is not None:
            assert held == (turns % 2 == 1), (place, turns)


def times_round(corners: list[tuple[int, int]], place: tuple[float, float]) -> int | None:
    """How often a border goes round a place, from the angles between its corners; None on the border itself."""
    total = 0.0
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        ax, ay, bx, by = x1 - place[0], y1 - place[1], x2 - place[0], y2 - place[1]
        cross, dot = ax * by - ay * bx, ax * bx + ay * by
        if cross == 0 and dot <= 0:
            return None
        total += np.arctan2(cross, dot)
    return round(total / (2 * np.pi))
