"""What a word is."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.tokens import tokens_of, words_in

LAST_LETTERS = 0x20000
"""Behind them come Chinese characters and signs for other uses."""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dense Retrieval", ["dense", "retrieval"]),
        ("Étude, E\u0301TUDE; etude", ["etude", "etude", "etude"]),
        ("state-of-the-art", ["state", "of", "the", "art"]),
        ("GPT-4 and 3.5", ["gpt", "4", "and", "3", "5"]),
        ("H₂O x² ﬁne ½", ["h2o", "x2", "fine", "1", "2"]),
        ("Straße ǅ ℌ", ["strasse", "dz", "h"]),
        ("don’t snake_case", ["don", "t", "snake", "case"]),
        ("$\\alpha$-divergence, α-divergence", ["alpha", "divergence", "alpha", "divergence"]),
        ("λόγος", ["λογοσ"]),
        ("検索エンジン", ["検", "索", "エ", "ン", "ジ", "ン"]),
        ("ガ カ ㋀", ["ガ", "カ", "1", "月"]),
        ("ภาษา", ["ภ", "า", "ษ", "า"]),
        ("हिन्दी", ["हिनदी"]),
        ("can\u00adnot", ["cannot"]),
        ("— & …", []),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    """Case, accents and signs are folded; a sign of a script without blanks is a word of its own."""
    assert words_in(text) == words


def test_korean() -> None:
    """Korean has blanks; its syllables are taken apart, so that one may be the beginning of another."""
    assert len(words_in("한국어 검색")) == 2
    assert words_in("한국어")[0].startswith(words_in("하")[0])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("An Étude: ﬁne-tuned", ["An", "Étude", "ﬁne", "tuned"]),
        ("E\u0301TUDE is", ["E\u0301TUDE", "is"]),
        ("x½y", ["x½", "½y"]),
        ("検索, α", ["検", "索", "α"]),
    ],
)
def test_places(text: str, parts: list[str]) -> None:
    """A word's place is that of the signs it was made of, accents included."""
    assert [text[token.start : token.end] for token in tokens_of(text)] == parts


def test_every_sign() -> None:
    """Folding what is folded changes nothing, so that an index asked for its own words has them."""
    for code in range(LAST_LETTERS):
        for word in words_in(chr(code)):
            assert words_in(word) == [word]


@given(st.text())
def test_places_and_words_agree(text: str) -> None:
    """Both ways to the words give the same ones, in order, each within the text."""
    tokens = tokens_of(text)

    assert [token.word for token in tokens] == words_in(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(one.start <= other.start and one.end <= other.end for one, other in pairwise(tokens))
