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
    ],
)
def test_the_other_number(word: str, other: str) -> None:
    """Regular nouns are found in both numbers."""
    assert other in number_forms(word)


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
