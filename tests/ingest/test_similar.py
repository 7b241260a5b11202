"""Nearly the same text."""

import pytest

from lib.ingest.similar import nearly_equal

WORDS = " ".join(f"word{n}" for n in range(60))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (WORDS, True),
        (WORDS.replace("word7 ", ""), True),
        (WORDS.replace("word7 ", "other "), True),
        (WORDS.replace(" ", ""), True),
        (WORDS[:200], True),
        (WORDS[:100], False),
        (" ".join(WORDS.split()[10:]), False),
        (" ".join(f"other{n}" for n in range(60)), False),
        ("", False),
    ],
)
def test_a_few_words_a_lost_blank_or_a_cut_make_no_other_text(other: str, expected: bool) -> None:
    """Whichever way round they are compared."""
    assert nearly_equal(WORDS, other) is expected
    assert nearly_equal(other, WORDS) is expected


def test_two_empty_texts_are_not_the_same() -> None:
    """Nothing is no evidence."""
    assert not nearly_equal("", "")
