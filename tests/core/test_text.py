"""Small helpers for text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.text import count_of, cut, digest, fold, squeeze, told_apart


def test_squeeze_joins_lines_and_runs_of_blanks() -> None:
    """Line feeds, tabs and wide blanks become one blank each, and none stay at the ends."""
    assert squeeze("  a\n\t b\u3000c \r\n") == "a b c"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Émile Borel: Leçons", "emile borel lecons"),
        ("GPT-4 & friends!", "gpt 4 friends"),
        ("snake_case", "Snake Case"),
        ("ﬁne Straße", "FINE STRASSE"),
    ],
)
def test_fold_makes_texts_equal_that_read_the_same(one: str, other: str) -> None:
    """Case, accents, signs and ligatures do not count."""
    assert fold(one) == fold(other)


def test_fold_keeps_letters_of_all_scripts() -> None:
    """A title in Chinese is not an empty key."""
    assert fold("深度学习。") == "深度学习"


@given(st.text())
def test_fold_changes_folded_text_no_more(text: str) -> None:
    """Folding twice is folding once, so that keys can be compared at any stage."""
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.integers(2, 60))
def test_cut_keeps_to_its_length(text: str, length: int) -> None:
    """Nothing is longer than asked, and what fits is untouched."""
    result = cut(text, length)

    assert len(result) <= length
    assert result == text or (len(text) > length and result.endswith("…"))


def test_cut_ends_at_a_word() -> None:
    """No half words before the ellipsis."""
    assert cut("a map of the topics", 12) == "a map of…"


def test_digest_knows_where_its_parts_end() -> None:
    """Two texts split elsewhere hash differently, and the length is as asked."""
    assert digest("ab", "c") != digest("a", "bc")
    assert len(digest("ab", length=10)) == 10


def test_count_of() -> None:
    """Counts have thousands separators, and one is no plural."""
    assert [count_of(n, "paper") for n in (0, 1, 2, 2400)] == ["0 papers", "1 paper", "2 papers", "2,400 papers"]


@given(st.lists(st.sampled_from(["a", "b", "a [2]", "a [2] [2]", ""]), max_size=12))
def test_labels_are_told_apart(labels: list[str]) -> None:
    """Each is called in its own way, the first of equal ones as it was."""
    shown = told_apart(labels)

    assert len(set(shown)) == len(labels)
    assert all(name.startswith(label) for name, label in zip(shown, labels, strict=True))
    assert all(shown[labels.index(label)] == label for label in labels)


def test_equal_labels_are_numbered() -> None:
    """From the second on; ten thousand take no longer than others."""
    assert told_apart(["Moss", "Fern", "Moss", "Moss"]) == ["Moss", "Fern", "Moss [2]", "Moss [3]"]
    assert told_apart(["Moss"] * 10_000)[-1] == "Moss [10000]"
