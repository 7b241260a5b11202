"""Which terms stand for a topic."""

import numpy as np

from lib.pipeline.counting import TermCounts, count_terms, papers_with
from lib.pipeline.terms import choose_terms, lifts, salience


def pairs_of(
    texts: list[str], weights: dict[str, float], others: list[str] | None = None
) -> tuple[TermCounts, list[tuple[int, float]]]:
    """Counts and chosen terms of a topic, by weights given by hand."""
    counts = count_terms(texts + (others or []), fewest_papers=1)
    row = np.array([weights.get(term, 0.0) for term in counts.terms])
    inside, anywhere = (papers_with(counts.counts, np.arange(end)) for end in (len(texts), counts.counts.shape[0]))
    lift = lifts(inside, anywhere - inside, len(texts), len(others or []))
    return counts, choose_terms(row, counts, inside, lift, len(texts))


def chosen(texts: list[str], weights: dict[str, float], others: list[str] | None = None) -> list[str]:
    """Terms of a topic, by weights given by hand."""
    counts, pairs = pairs_of(texts, weights, others)
    return [counts.surface[column] for column, _ in pairs]


def test_order_is_by_weight() -> None:
    """The heaviest term comes first."""
    assert chosen(["hive. nectar"] * 3, {"hive": 1, "nectar": 2}) == ["nectar", "hive"]


def test_terms_of_few_papers_stand_behind() -> None:
    """What fewer than a tenth of the papers say comes after what more of them say, whatever its weight."""
    texts = ["hive. wasp. ant"] * 2 + ["hive. wasp"] * 28

    assert chosen(texts, {"ant": 9, "wasp": 2, "hive": 1}) == ["wasp", "hive", "ant"]


def test_small_topics_ask_for_more_than_a_tenth() -> None:
    """In a topic of nine papers a tenth would be one: a term of two stands behind those of three."""
    texts = ["hive. wasp. ant"] * 2 + ["hive. wasp"] + ["hive"] * 6

    assert chosen(texts, {"ant": 9, "wasp": 2, "hive": 1}) == ["wasp", "hive", "ant"]


def test_terms_of_few_papers_are_left_out_where_there_are_enough() -> None:
    """Ten common terms need no rare one beside them."""
    common = ["hive", "nectar", "queen", "swarm", "pollen", "brood", "dance", "comb", "honey", "sting"]
    texts = [". ".join([*common, "wasp"])] * 2 + [". ".join(common)] * 28

    assert sorted(chosen(texts, {"wasp": 9, **dict.fromkeys(common, 1.0)})) == sorted(common)


def test_a_word_of_one_paper_is_better_than_none() -> None:
    """Papers that share no word are named by what single ones say; where some is shared that is all."""
    assert chosen(["hive", "wasp"], {"hive": 2, "wasp": 1}) == ["hive", "wasp"]
    assert chosen(["hive", "hive. wasp"], {"hive": 2, "wasp": 1}) == ["hive"]


def test_a_phrase_takes_the_place_of_its_words() -> None:
    """Where the words are mostly used in the phrase, the phrase stands for them, in the place of the better one."""
    weights = {"language": 3, "nectar": 2, "models": 1, "language models": 1}

    assert chosen(["language models. nectar"] * 5, weights) == ["language models", "nectar"]


def test_a_word_that_stands_alone_keeps_its_place() -> None:
    """Where a phrase explains few of a word's uses, the word stays and the phrase goes."""
    texts = ["queen"] * 8 + ["queen bees"] * 2

    assert chosen(texts, {"queen": 3, "queen bee": 1}) == ["queen"]


def test_weights_fall() -> None:
    """Weights never rise from one term to the next, also where a phrase moved up."""
    counts, pairs = pairs_of(["violin bow. varnish"] * 4, {"violin": 3.0, "varnish": 2.0, "violin bow": 1.0})

    assert [counts.terms[column] for column, _ in pairs] == ["violin bow", "varnish"]
    assert [weight for _, weight in pairs] == sorted((weight for _, weight in pairs), reverse=True)


def test_what_other_topics_say_as_much_stands_behind() -> None:
    """A term that stands in as many papers elsewhere stands behind, but is better than nothing."""
    weights = {"reuters": 9.0, "hive": 1.0}

    hives = [f"reuters. {word}" for word in ("hive", "hive nectar", "hive", "hive")]

    assert chosen(hives, weights, ["reuters"] * 4)[0] == "hive"
    assert chosen(["reuters"] * 4, weights, ["reuters"] * 4) == ["reuters"]


def test_initials_and_what_they_stand_for() -> None:
    """Of a phrase and its initials the phrase stays, whichever is better."""
    texts = ["An RNN is a recurrent neural network"] * 4
    phrase = "recurrent neural network"

    assert chosen(texts, {"rnn": 2.0, phrase: 1.0, "network": 0.5}) == ["recurrent neural network"]
    assert chosen(texts, {"rnn": 1.0, phrase: 2.0}) == ["recurrent neural network"]
    assert chosen(texts, {"rnn": 1.0, "network": 2.0, phrase: 0.5}) == ["recurrent neural network"]


def test_forms_of_words_already_said() -> None:
    """A term that only says forms of words of better terms again is left out."""
    texts = ["robot hand. robotics. planned path"] * 4
    weights = {"robot hand": 3.0, "robotics": 2.0, "planned path": 1.0}

    assert chosen(texts, weights) == ["robot hand", "planned path"]


def test_lift() -> None:
    """How many times as common, and infinite where nobody else says it."""
    found = lifts(np.array([2, 1, 0]), np.array([1, 0, 3]), 4, 8)

    assert found.tolist() == [4.0, np.inf, 0.0]


def test_salience_grows_with_both() -> None:
    """More for terms of more of the topic's papers and of fewer others; a term that nobody else has is not infinite."""
    common, rare, everywhere, alone = salience(np.array([0.5, 0.1, 0.5, 0.5]), np.array([4.0, 4.0, 1.0, np.inf]))

    assert alone > common > rare > everywhere > 0
    assert np.isfinite(alone)
