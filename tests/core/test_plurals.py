"""Singular and plural of an English noun."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.plurals import number_forms


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("graph", "graphs"),
        ("graphs", "graph"),
        ("study", "studies"),
        ("studies", "study"),
        ("survey", "surveys"),
        ("box", "boxes"),
        ("boxes", "box"),
        ("searches", "search"),
        ("movies", "movie"),
        ("databases", "database"),
        ("class", "classes"),
        ("classes", "class"),
        ("virus", "viruses"),
        ("viruses", "virus"),
        ("analysis", "analyses"),
        ("analyses", "analysis"),
        ("basis", "bases"),
        ("bases", "basis"),
        ("matrix", "matrices"),
        ("matrices", "matrix"),
        ("index", "indexes"),
        ("index", "indices"),
        ("equilibrium", "equilibria"),
        ("lens", "lenses"),
        ("gas", "gases"),
        ("bias", "biases"),
        ("areas", "area"),
        ("heuristics", "heuristic"),
        ("ads", "ad"),
    ],
)
def test_the_other_number(word: str, other: str) -> None:
    """Regular nouns are found in both numbers."""
    assert other in number_forms(word)


@pytest.mark.parametrize(
    ("word", "another"),
    [
        ("news", "new"),
        ("means", "mean"),
        ("lens", "len"),
        ("gas", "ga"),
        ("its", "it"),
        ("suffix", "suffices"),
        ("apis", "apes"),
    ],
)
def test_another_word(word: str, another: str) -> None:
    """What looks like the other number and means something else is not looked for."""
    assert another not in number_forms(word)


@pytest.mark.parametrize("word", ["2024", "a", "of", "x1", "图", "été"])
def test_what_has_no_other_number(word: str) -> None:
    """Numbers, short words and those of other scripts stand for themselves."""
    assert number_forms(word) == (word,)


@given(st.text(alphabet="aeiouyschxzbn", min_size=1, max_size=12))
def test_the_word_itself_comes_first(word: str) -> None:
    """Whatever the word, it is looked for as it stands, and each form once."""
    forms = number_forms(word)

    assert forms[0] == word
    assert len(set(forms)) == len(forms)
