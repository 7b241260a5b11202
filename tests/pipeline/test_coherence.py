"""Coherence and diversity of terms, against numbers worked out by hand and by the slow way."""

import math
from itertools import combinations

import numpy as np
import pytest

from lib.pipeline.coherence import TermQuality, term_quality

TEXTS = ["Hive nectar", "hive, nectar; snow", "hive queen", "snow"]


def test_by_hand() -> None:
    """Words of one paper in four and more, worked out with pen and paper."""
    found = term_quality({"default": [["hive", "nectar"], ["snow", "queen"]]}, TEXTS)["default"]

    hive_nectar = math.log((2 / 4) / (3 / 4 * 2 / 4)) / -math.log(2 / 4)
    assert found.coherence == pytest.approx((hive_nectar - 1) / 2)
    assert found.diversity == 1


def test_words_in_all_papers() -> None:
    """Words that every paper has belong together as much as words can."""
    assert term_quality({0: [["hive", "nectar"]]}, ["hive nectar"] * 3)[0].coherence == 1


def test_diversity_counts_words_said_twice() -> None:
    """Two topics that share one of four words have three distinct ones."""
    assert term_quality({0: [["hive", "snow"], ["hive", "queen"]]}, TEXTS)[0].diversity == 0.75


def test_ten_words_are_looked_at() -> None:
    """Terms are taken apart into words, each counts once, and those after the tenth do not count."""
    words = [f"w{number}" for number in range(12)]
    long = term_quality({0: [["w0 W1", "w1 w2", *words[3:]]]}, [" ".join(words[:10]), " ".join(words[10:])])[0]

    assert long == TermQuality(coherence=pytest.approx(1.0), diversity=1.0)


@pytest.mark.parametrize("terms", [[], [[]], [["hive"]]])
def test_too_few_words(terms: list[list[str]]) -> None:
    """Where no topic has two words there is no coherence, and it is not 0."""
    assert term_quality({0: terms}, TEXTS)[0].coherence is None


def test_without_papers() -> None:
    """Without topics, or without papers, there is no coherence."""
    assert term_quality({0: []}, []) == {0: TermQuality(None, None)}
    assert term_quality({0: [["hive", "snow"]]}, []) == {0: TermQuality(None, 1.0)}


def test_levels_are_measured_apart() -> None:
    """Each level has its own words."""
    terms = {"top": [["hive", "snow"]], "default": [["hive", "nectar"], ["hive", "queen"]]}

    assert term_quality(terms, TEXTS) == {
        level: term_quality({level: topics}, TEXTS)[level] for level, topics in terms.items()
    }


def test_like_the_slow_way() -> None:
    """On random texts the sparse way gives what sets of papers give, pair by pair."""
    random = np.random.default_rng(7)
    vocabulary = [f"word-{letter}" for letter in "abcdefghijklmnopqrst"]
    texts = [" ".join(random.choice(vocabulary, size=6)) for _ in range(60)]
    topics = [list(random.choice(vocabulary, size=size, replace=False)) for size in (10, 7, 2)]

    def share(*words: str) -> float:
        return sum(all(word in text.split() for word in words) for text in texts) / len(texts)

    def npmi(one: str, other: str) -> float:
        both = share(one, other)
        return -1.0 if both == 0 else math.log(both / share(one) / share(other)) / -math.log(both)

    expected = np.mean([np.mean([npmi(*pair) for pair in combinations(topic, 2)]) for topic in topics])

    assert term_quality({0: topics}, texts)[0].coherence == pytest.approx(expected)
