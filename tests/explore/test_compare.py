"""Two groups side by side: by hand, and against a slow plain way of the same formulas."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.topic import UNASSIGNED
from lib.explore.compare import (
    LEAST_Z,
    MOST_LOOKED_AT,
    _each_said_once,
    group_dates,
    group_topics,
    log_odds_z,
    papers_between,
    telling_words,
    typical_papers,
)
from lib.explore.store import Mask
from lib.explore.wording import word_index
from tests.atlas_maker import TINY, Made, Placed, paper, store_of


def mask(*papers: int, n: int = 12) -> Mask:
    """Some papers of an atlas."""
    chosen = np.zeros(n, dtype=bool)
    chosen[list(papers)] = True
    return chosen


def slow_z(one: Sequence[int], other: Sequence[int], corpus: Sequence[int]) -> list[float]:
    """Monroe, Colaresi and Quinn (2008), word by word, in the letters of the paper."""
    n = [sum(one), sum(other)]
    alpha_0 = min(n)
    found = []
    for word, all_uses in enumerate(corpus):
        alpha = alpha_0 * all_uses / sum(corpus)
        y = [one[word], other[word]]
        omega = [(y[i] + alpha) / (n[i] + alpha_0 - y[i] - alpha) for i in (0, 1)]
        delta = math.log(omega[0]) - math.log(omega[1])
        variance = 1 / (y[0] + alpha) + 1 / (y[1] + alpha)
        found.append(delta / math.sqrt(variance))
    return found


def words_made(*groups: tuple[int, str]) -> Made:
    """Papers without topics, so many with each title."""
    titles = [title for n, title in groups for _ in range(n)]
    return Made(tuple(Placed(paper(f"t:{row:03d}", title)) for row, title in enumerate(titles)), ())


def test_log_odds_by_hand() -> None:
    """Two words, two groups of ten uses each, a corpus of both: all numbers were worked out on paper.

    The prior is 10 times one half, so 5 for each word. Odds with it: 13/7 and 7/13. Their log-odds ratio is
    2 log(13/7) = 1.2381; its variance is 1/13 + 1/7 = 0.21978; so z is 1.2381 / 0.46881 = 2.6410.
    """
    z = log_odds_z(np.array([8, 2]), np.array([2, 8]), np.array([10, 10]))

    assert z == pytest.approx([2.6410, -2.6410], abs=1e-4)


uses = st.lists(st.tuples(*[st.integers(0, 40)] * 3), min_size=2, max_size=8)


@given(uses)
def test_log_odds_the_slow_way(rows: list[tuple[int, int, int]]) -> None:
    """For any counts the arrays give what going word by word gives."""
    one, other = ([row[group] for row in rows] for group in (0, 1))
    corpus = [sum(row) + 1 for row in rows]
    if not sum(one) or not sum(other):
        return

    z = log_odds_z(np.array(one), np.array(other), np.array(corpus))
    assert z == pytest.approx(slow_z(one, other, corpus))
    assert z == pytest.approx(-log_odds_z(np.array(other), np.array(one), np.array(corpus)))


@pytest.mark.parametrize("counts", [([0, 0], [0, 0], [0, 0]), ([0, 0], [3, 4], [3, 4]), ([5], [4], [9])])
def test_nothing_to_compare(counts: tuple[list[int], list[int], list[int]]) -> None:
    """Where a group has no words, or there is but one word, nothing tells them apart."""
    assert not log_odds_z(*map(np.array, counts)).any()


def test_words_that_tell_apart() -> None:
    """Words of one side lead there, words of both tell nothing, and papers are counted on each side."""
    made = words_made((20, "coral reefs water"), (20, "glacier meltwater water"))
    index = word_index(store_of(made))
    assert index is not None
    found = telling_words(index, mask(*range(20), n=40), mask(*range(20, 40), n=40))

    assert {word.word: word.papers for word in found.one} == {"coral": (20, 0), "reefs": (20, 0)}
    assert {word.word: word.papers for word in found.other} == {"glacier": (0, 20), "meltwater": (0, 20)}
    assert all(word.z >= LEAST_Z for word in found.one)
    assert all(word.z <= -LEAST_Z for word in found.other)
    assert found.n_compared == 5


def test_one_paper_that_repeats_a_word() -> None:
    """A word tells nothing when fewer than three papers of its group have it, however often they say it."""
    made = words_made((1, "coral " * 30), (19, "glacier water"), (20, "water"))
    index = word_index(store_of(made))
    assert index is not None
    found = telling_words(index, mask(*range(20), n=40), mask(*range(20, 40), n=40))

    assert [word.word for word in found.one] == ["glacier"]


def test_what_is_said_already_is_left_out() -> None:
    """Of words and phrases that hold one another, the most telling alone is listed."""
    index = word_index(store_of(words_made((20, "reef reefs coral"), (20, "water glacier"))))
    assert index is not None
    longer = replace(index, words=tuple("coral reefs" if word == "coral" else word for word in index.words))
    found = telling_words(longer, mask(*range(20), n=40), mask(*range(20, 40), n=40))

    assert [word.word for word in found.one] == ["coral reefs"]


def test_typical_papers() -> None:
    """The papers nearest to a group's mean come first, with their similarity to it; those of both groups are none."""
    found = typical_papers(store_of(TINY), [mask(0, 4, 5, 6, 7), mask(7, 8)], n=2)

    assert [[index for index, _ in papers] for papers in found] == [[4, 5], [8]]
    assert found[1][0][1] == pytest.approx(1, abs=1e-3)
    # The mean of papers 0 and 4 to 7 is (3.4, 1.8, 1), of length 3.975; (0.8, 0.6, 0) has 3.8 / 3.975 with it.
    assert found[0][0][1] == pytest.approx(0.956, abs=1e-3)


def test_typical_papers_of_an_empty_group() -> None:
    """A group without papers has no typical ones."""
    assert typical_papers(store_of(TINY), [mask(), mask(0)])[0] == []


def test_typical_papers_of_a_large_group() -> None:
    """Of a very large group some papers are looked at, from its beginning to its end."""
    store = store_of(words_made((2 * MOST_LOOKED_AT + 1, "reef")))
    (found,) = typical_papers(store, [np.ones(store.n_papers, dtype=bool)], n=3)

    assert [index for index, _ in found] == [0, 3, 6]


def test_dates_of_groups() -> None:
    """Papers are counted by period; those without an exact enough date are left out and counted."""
    dates = group_dates(store_of(TINY), [mask(0, 1, 2, 8), mask(5, 11)], "month")

    assert dates.names[:2] == ["Jan 2023", "Feb 2023"]
    assert dates.counts[0][:2].tolist() == [2, 1]
    assert dates.counts.sum(axis=1).tolist() == [3, 1]
    assert dates.left_out == (1, 1)
    assert dates.shares[0].max() == pytest.approx(2 / 3)


def test_topics_of_groups() -> None:
    """The topics of either group, the largest share first, the papers without one last."""
    shares = group_topics(store_of(TINY), mask(0, 1, 4, 9), mask(7, 8), "default")

    assert [(share.topic.topic_id if share.topic else UNASSIGNED, share.papers) for share in shares] == [
        (2, (0, 2)),
        (0, (2, 0)),
        (1, (1, 0)),
        (UNASSIGNED, (1, 0)),
    ]


def test_papers_between_two_topics() -> None:
    """Papers of either with the other as second-best, the smallest margin first, whichever is named first."""
    margins = {0: 0.5, 6: 0.1}
    made = replace(
        TINY, papers=tuple(replace(placed, margin=margins.get(row)) for row, placed in enumerate(TINY.papers))
    )
    store = store_of(made)

    assert papers_between(store, 0, 1) == papers_between(store, 1, 0) == [6, 0]
    assert papers_between(store, 0, 2) == []


def test_words_that_say_the_same_are_said_once() -> None:
    """In either number and as part of a longer one; words that look alike are not the same."""
    words = ["analysis", "analyses", "new", "news", "graph network", "networks", "graphs", "movies", "movie"]

    chosen = _each_said_once(words, np.arange(len(words)), 9)

    assert [words[word] for word in chosen] == ["analysis", "new", "news", "graph network", "movies"]
