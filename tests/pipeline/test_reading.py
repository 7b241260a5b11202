"""Texts as one array of words, with borders between those that are no neighbours."""

import numpy as np
import pytest

from lib.pipeline.reading import BORDER, read_words


def runs(text: str) -> list[list[str]]:
    """Words that stand beside each other."""
    words = read_words([text])
    found: list[list[str]] = []
    for form in words.stream:
        if form == BORDER:
            found.append([])
        else:
            found[-1].append(words.forms[form])
    return [run for run in found if run]


def trust(text: str) -> dict[str, list[int]]:
    """How much each word tells of the way it is written."""
    words = read_words([text])
    found: dict[str, list[int]] = {}
    for form, value in zip(words.stream.tolist(), words.trust.tolist(), strict=True):
        if form != BORDER:
            found.setdefault(words.forms[form], []).append(value)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("graphs of ultracold atoms", [["graphs"], ["ultracold", "atoms"]]),
        ("trees, forests", [["trees"], ["forests"]]),
        ("hive\nnectar", [["hive"], ["nectar"]]),
        ("A SURVEY OF BEE HIVES\nThe hive", [["bee", "hives"], ["hive"]]),
        ("", []),
    ],
)
def test_borders(text: str, expected: list[list[str]]) -> None:
    """A stop word, punctuation, and the end of the title part words; titles that shout are lowered."""
    assert runs(text) == expected


def test_each_text_begins_with_a_border() -> None:
    """No phrase reaches from one paper into the next, also beside papers without words."""
    words = read_words(["hive nectar", "", "hive"])

    assert np.diff(words.starts).tolist() == [4, 1, 3]
    assert words.stream[words.starts[:-1]].tolist() == [BORDER] * 3


def test_capitals_of_sentences_and_titles_tell_little() -> None:
    """What begins a sentence, stands in a title of capitals or before a news story is less sure than the rest."""
    found = trust("Violin Strings Tested\nSEOUL, July. Varnish helps. Rosin of Paris")

    assert found["Violin"] == found["Varnish"] == found["SEOUL"] == found["Rosin"] < found["Paris"]


def test_titles_in_running_case_are_sure() -> None:
    """A title that is written as a sentence tells how its words are written."""
    found = trust("Tone of Cremona violins\n")

    assert found["Tone"] < found["Cremona"] == found["violins"]


def test_progress_is_told() -> None:
    """All papers are told of, in blocks."""
    told: list[int] = []
    read_words(["hive"] * 4500, told.append)

    assert sum(told) == 4500
    assert len(told) > 1
