"""Counts of terms: words and phrases, singular and plural together, written as papers write them."""

from collections import Counter

import numpy as np
import pytest

from lib.pipeline.counting import count_terms, papers_with, singular


def table(texts: list[str], fewest_papers: int = 1) -> dict[str, list[int]]:
    """Counts by the way terms are written."""
    counts = count_terms(texts, fewest_papers=fewest_papers)
    dense = counts.counts.toarray()
    return {surface: dense[:, column].tolist() for column, surface in enumerate(counts.surface)}


def test_by_hand() -> None:
    """Each word and each phrase of neighbours is counted in each text."""
    assert table(["coral reefs. coral", "coral"]) == {
        "coral": [2, 1],
        "coral reefs": [1, 0],
        "reefs": [1, 0],
    }


def test_singular_and_plural_count_together() -> None:
    """The form that is written most names both."""
    assert table(["glaciers", "glaciers", "glacier"]) == {"glaciers": [1, 1, 1]}


def test_phrases_end_in_the_number_that_they_mostly_have() -> None:
    """A phrase is written as papers write that phrase, whatever its words are alone."""
    written = table(["predictive controls. controls", "predictive control", "predictive control. controls. controls"])

    assert written["predictive control"] == [1, 1, 1]
    assert "controls" in written


def test_case_is_the_one_in_running_text() -> None:
    """Capitals of titles and sentence beginnings do not make a name; those within sentences do."""
    texts = ["Violin Strings\nAnother violin, a violin. Violin strings, LoRA here and LoRA there"] * 2

    assert {"violin", "LoRA"} <= table(texts).keys()


def test_phrases_keep_their_own_case() -> None:
    """A name keeps its capitals, although its words are mostly written without them."""
    texts = ["On rates\nThe dollar and the Federal Reserve, a federal law, a reserve, its reserve, a federal court"] * 3

    assert {"Federal Reserve", "federal", "reserve"} <= table(texts).keys()


def test_no_phrase_from_title_to_abstract() -> None:
    """The title's last word and the abstract's first are no neighbours."""
    assert "hive nectar" not in table(["hive\nnectar"])


def test_rare_terms_are_left_out() -> None:
    """A term in fewer papers than asked for is no term, however often one paper repeats it."""
    assert table(["hive hive hive nectar", "nectar"], fewest_papers=2) == {"nectar": [1, 1]}


def test_weak_words_need_company() -> None:
    """A word that names nothing alone is counted within a phrase only."""
    assert table(["markov models"]) == {"markov": [1], "markov models": [1]}


def test_plurals_and_adverbs_are_as_weak_as_their_words() -> None:
    """The plural of a weak word is weak, and so is an adverb of a word that the corpus has; a family is no adverb."""
    found = table(["sizes. size. thermally. thermal. family. family, thermally trapped. magic. magically"])

    assert found.keys() == {"thermal", "family", "trapped", "thermally trapped", "magic"}


def test_a_word_repeated_makes_no_phrase() -> None:
    """No term says a word twice."""
    assert "hive hive" not in table(["hive hive"])


@pytest.mark.parametrize("texts", [[""], ["", ""], ["the of and"], []])
def test_texts_without_words(texts: list[str]) -> None:
    """Texts that say nothing give a table without columns."""
    counts = count_terms(texts, fewest_papers=1)

    assert counts.terms == ()
    assert counts.counts.shape == (len(texts), 0)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("networks", "network"),
        ("galaxies", "galaxy"),
        ("boxes", "box"),
        ("llms", "llm"),
        ("physics", "physics"),
        ("analysis", "analysis"),
        ("bus", "bus"),
        ("news", "news"),
        ("topics", "topic"),
        ("matrices", "matrix"),
        ("vertices", "vertex"),
        ("analyses", "analysis"),
        ("equilibria", "equilibrium"),
        ("media", "media"),
        ("unheards", "unheards"),
    ],
)
def test_singular(word: str, expected: str) -> None:
    """A plural is taken for one only where the corpus has the singular too."""
    known = Counter(["network", "galaxy", "box", "llm", "physic", "analysi", "bu", "new", "topic", "medium"])
    known.update(["matrix", "vertex", "analysis", "equilibrium"])

    assert singular(word, known) == expected


def test_pieces_of_a_phrase_are_no_terms() -> None:
    """What is nearly always part of one longer phrase is counted as that phrase alone."""
    found = table(["markov chain monte carlo", "markov chain monte carlo", "markov chain"])

    assert {"markov chain monte carlo", "markov chain", "markov"} <= found.keys()
    assert not {"markov chain monte", "chain monte carlo", "chain monte", "monte carlo"} & found.keys()


def test_pieces_of_five_words_are_no_terms() -> None:
    """Of a phrase too long to be a term the four last words are one, and what begins before them is not."""
    found = table(["British Prime Minister Tony Blair"] * 3 + ["Prime Minister Tony Blair"] * 3)

    assert "Prime Minister Tony Blair" in found
    assert not {"British Prime Minister Tony", "Prime Minister Tony", "Minister Tony"} & found.keys()


def test_chinese_phrases() -> None:
    """What Chinese papers repeat is found without blanks, in pieces of two to four characters, not as clauses."""
    found = table(
        ["我们研究量子计算的误差。量子计算需要量子纠错", "量子纠错与量子计算", "神经网络用于图像"], fewest_papers=2
    )

    assert found.keys() == {"量子", "量子计算", "量子纠错"}


def test_the_order_of_papers_changes_no_count() -> None:
    """The same papers in another order give the same terms, written the same, and the same counts."""
    texts = ["Deep nets\nGraph nets and graph Nets", "Snow\nDEEP snow on graph nets", "ice\nDeep snow. deep nets"]
    one, other = table(texts), table(texts[::-1])

    assert list(one) == list(other)
    assert all(other[term] == counts[::-1] for term, counts in one.items())


def test_many_texts_like_few() -> None:
    """Texts that are read in several blocks are counted as those of one."""
    texts = ["coral reef bleaching", "glacier snow\nfirn", "", "coral reef heat"]
    few, many = table(texts, fewest_papers=2), table(texts * 1500, fewest_papers=2000)

    assert few.keys() == many.keys() == {"coral", "reef", "coral reef"}
    assert {term: counts * 1500 for term, counts in few.items()} == many


def test_papers_with() -> None:
    """Papers that have a term are counted among the rows asked for, each once."""
    counts = count_terms(["hive hive", "hive nectar", "nectar"], fewest_papers=1)
    found = dict(zip(counts.terms, papers_with(counts.counts, np.array([0, 1])).tolist(), strict=True))

    assert found == {"hive": 2, "nectar": 1, "hive nectar": 1}
