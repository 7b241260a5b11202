"""Text on its way to the screen."""

import pytest

from lib.core.dates import PartialDate
from lib.ui.words import authors_words, date_words, field_name, is_year_name, md, number_words, percent


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


@pytest.mark.parametrize(
    ("value", "words", "year"),
    [
        (2019, "2,019", "2019"),
        (2019.0, "2,019", "2019"),
        (0.25, "0.25", "0.25"),
        (2018.5, "2,018", "2018.5"),
        (-1200, "-1,200", "-1200"),
        (10**18, "1,000,000,000,000,000,000", "1000000000000000000"),
        (1e308, "1e+308", "1e+308"),
        (-1e15, "-1e+15", "-1e+15"),
        (float("inf"), "inf", "inf"),
    ],
    ids=str,
)
def test_numbers(value: float, words: str, year: str) -> None:
    """Whole ones in full, years without a comma, others in short."""
    assert (number_words(value), number_words(value, is_year=True)) == (words, year)


@pytest.mark.parametrize(
    ("name", "is_year"),
    [
        ("year", True),
        ("Publication Year", True),
        ("early_access_year", True),
        ("yearly cites", False),
        ("eyear", False),
    ],
)
def test_names_of_years(name: str, is_year: bool) -> None:
    """One of the words is "year"."""
    assert is_year_name(name) is is_year


def test_fields_have_one_name() -> None:
    """That of the boxes for columns; others their own, none is the record."""
    assert [field_name(field) for field in ("pmid", "arxiv_id", "date_source", "")] == [
        "PubMed number",
        "arXiv id",
        "date source",
        "whole record",
    ]


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 120_000, "0"),
        (1, 120_000, "1"),
        (300, 120_000, "1"),
        (1, 3, "33"),
        (119_999, 120_000, "99"),
        (5, 5, "100"),
        (0, 0, "0"),
    ],
)
def test_shares(part: int, whole: int, shown: str) -> None:
    """Some are never shown as none, nor nearly all as all."""
    assert f"{percent(part, whole):.0f}" == shown
