"""Text on its way to the screen."""

import pytest

from lib.core.dates import PartialDate
from lib.ui.words import authors_words, date_words, md


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Plain words, nothing else", "Plain words, nothing else"),
        ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"),
        (":red[x] $y$", "\\:red\\[x\\] \\$y\\$"),
        ("a\\b", "a\\\\b"),
        ("Ultra-hot: is it? Yes, e.g. A. Name", "Ultra-hot: is it? Yes, e\\.g. A. Name"),
        ("1. one: :red[x] a--b ,,", "1\\. one: \\:red\\[x\\] a\\-\\-b \\,\\,"),
        ("  two\n\nlines\t", "two lines"),
        ("# no heading", "\\# no heading"),
        ("Étude — für", "Étude — für"),
        ("", ""),
    ],
)
def test_md(text: str, escaped: str) -> None:
    """Marks that could mean something are escaped and white space is one blank; words and their marks stay."""
    assert md(text) == escaped


@pytest.mark.parametrize("sign", ["->", "<-", "<->", "--", ">=", "<=", "~="])
def test_signs_that_streamlit_replaces(sign: str) -> None:
    """A sign alone that Streamlit would replace is held apart without a trace; inside a word it needs no help."""
    assert md(f"a {sign} b").replace("\\", "") == f"a {sign[0]}\u2060{sign[1:]} b"
    assert md(sign).replace("\\", "") == f"{sign[0]}\u2060{sign[1:]}"
    assert md(f"a{sign}b").replace("\\", "") == f"a{sign}b"


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (None, "no date"),
        (PartialDate(2024), "2024"),
        (PartialDate(2024, 3), "Mar 2024"),
        (PartialDate(2024, 3, 2), "2 Mar 2024"),
    ],
)
def test_date_words(date: PartialDate | None, words: str) -> None:
    """A date is shown as exactly as it is known."""
    assert date_words(date) == words


@pytest.mark.parametrize(
    ("authors", "words"),
    [
        ((), "authors not known"),
        (("A",), "A"),
        (("A", "B", "C", "D"), "A, B, C, D"),
        (("A", "B", "C", "D", "E"), "A, B, C, D and 1 more"),
        (("A",) * 1204, "A, A, A, A and 1,200 more"),
    ],
)
def test_authors_words(authors: tuple[str, ...], words: str) -> None:
    """The first authors are named, the others counted."""
    assert authors_words(authors) == words
