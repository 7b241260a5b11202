"""Sketches and the pairs that they give."""

import numpy as np
import pytest

from lib.ingest.candidates import candidate_pairs
from lib.ingest.shingles import N_HASHES, shingles, sketches, words_of

WORDS = [f"word{n}" for n in range(200)]


def test_shingles_are_threes_of_folded_words() -> None:
    """In their order; fewer than three words have none."""
    assert shingles(words_of("The Émile, of (a)")) == ["the emile of", "emile of a"]
    assert shingles(["one", "two"]) == []


def test_words_of_scripts_without_blanks_are_characters() -> None:
    """Chinese comes apart, Latin words within it do not."""
    assert words_of("用BERT学习。") == ["用", "bert", "学", "习"]


@pytest.mark.parametrize("kept", [200, 150, 100, 60])
def test_sketches_tell_how_alike_texts_are(kept: int) -> None:
    """The share of equal numbers is the Jaccard similarity, within three times what chance makes of it."""
    other = [*WORDS[:kept], *(f"other{n}" for n in range(200 - kept))]
    one, two = set(shingles(WORDS)), set(shingles(other))
    expected = len(one & two) / len(one | two)
    first, second = sketches([WORDS, other])

    assert abs((first == second).mean() - expected) <= 3 * (expected * (1 - expected) / N_HASHES) ** 0.5


def test_a_sketch_depends_on_its_text_alone() -> None:
    """Not on what is sketched beside it."""
    others = [[f"{word}{n}" for word in WORDS] for n in range(50)]

    assert np.array_equal(sketches([*others, WORDS])[-1], sketches([WORDS])[0])


def test_pairs_are_those_that_share_a_band() -> None:
    """Each once, the likest first, and none that has little else in common."""
    alone, half, same = np.arange(64), np.arange(64), np.arange(64)
    half = np.where(np.arange(64) < 32, half, half + 1000)
    rows = np.array([alone, half, same, alone + 5000], dtype=np.uint32)

    assert candidate_pairs(rows).tolist() == [[0, 2], [0, 1], [1, 2]]


def test_pairs_of_many_equal_rows_are_bounded() -> None:
    """A thousand rows that are the same are 8,000 pairs at most, not half a million, and hang together."""
    pairs = candidate_pairs(np.ones((1000, N_HASHES), dtype=np.uint32))

    assert 999 <= len(pairs) <= 8000
    assert set(map(tuple, pairs.tolist())) >= {(n, n + 1) for n in range(999)}
