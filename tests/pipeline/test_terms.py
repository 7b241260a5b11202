"""Which terms stand for a topic."""

import numpy as np
import pytest

from lib.pipeline.counting import count_terms
from lib.pipeline.terms import choose_terms, related


def chosen(texts: list[str], weights: dict[str, float]) -> list[str]:
    """Terms of a topic that has all texts, by weights given by hand."""
    counts = count_terms(texts, fewest_papers=1)
    row = np.array([weights.get(term, 0.0) for term in counts.terms])
    return [counts.surface[column] for column, _ in choose_terms(row, counts, np.arange(len(texts)))]


def test_order_is_by_weight() -> None:
    """The heaviest term comes first."""
    assert chosen(["hive. nectar"] * 3, {"hive": 1, "nectar": 2}) == ["nectar", "hive"]


def test_terms_of_few_papers_stand_behind() -> None:
    """What fewer than a tenth of the papers say comes after what more of them say, whatever its weight."""
    texts = ["hive. wasp. ant"] * 2 + ["hive. wasp"] * 28

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
    texts = ["violin bow. varnish"] * 4
    counts = count_terms(texts, fewest_papers=1)
    weights = np.array([{"violin": 3.0, "varnish": 2.0, "violin bow": 1.0}.get(term, 0) for term in counts.terms])
    pairs = choose_terms(weights, counts, np.arange(4))

    assert [counts.terms[column] for column, _ in pairs] == ["violin bow", "varnish"]
    assert [weight for _, weight in pairs] == sorted((weight for _, weight in pairs), reverse=True)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("language model", "model", True),
        ("zero-shot", "zero shot", True),
        ("zeroshot", "zero-shot", True),
        ("graph", "graphene", False),
        ("state space", "space model", False),
    ],
)
def test_related(one: str, other: str, expected: bool) -> None:
    """Terms are related when one holds the other or both are one term in two spellings."""
    assert related(one, other) is expected
    assert related(other, one) is expected
