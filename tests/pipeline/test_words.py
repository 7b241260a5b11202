"""Which words of a text may become terms."""

import pytest

from lib.pipeline.words import STOP_WORDS, WEAK_WORDS, clean, runs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("state space models", [["state", "space", "models"]]),
        ("We propose a novel method.", []),
        ("graphs of ultracold atoms", [["graphs"], ["ultracold", "atoms"]]),
        ("trees, forests", [["trees"], ["forests"]]),
        (r"the $\alpha$-stable $L^p$ spaces \cite{foo} and \emph{knots}", [["stable"], ["spaces"], ["knots"]]),
        ("see https://example.org/a?b=c or <b>bold</b> &amp; more", [["bold"]]),
        ("COVID-19, GPT-4 and 3D meshes", [["COVID-19"], ["GPT-4"], ["3D", "meshes"]]),
        ("Alzheimer's disease; users’ trust", [["Alzheimer", "disease"], ["users", "trust"]]),
        ("in 2019 about 100k images at 10x, 5th x y", [["images"]]),
        ("Schrödinger Gleichung 量子", [["Schrödinger", "Gleichung", "量子"]]),
        ("K\\\"ahler, Poincar\\'e, \\v{C}ech, Erd\\H{o}s", [["Kähler"], ["Poincaré"], ["Čech"], ["Erdős"]]),
        ("sl nm and 5 eV of AI", [["eV"], ["AI"]]),
        ("", []),
    ],
)
def test_runs(text: str, expected: list[list[str]]) -> None:
    """Mark-up, numbers, single letters and words that say nothing end a run and are in none."""
    assert list(runs(text)) == expected


def test_overlong_tokens_are_no_words() -> None:
    """What has no blank for 41 characters is no word."""
    assert clean("x" * 41) == ""
    assert clean("x" * 40) != ""


def test_lists_do_not_overlap() -> None:
    """A word that no term holds need not be named as weak."""
    assert not STOP_WORDS & WEAK_WORDS


def test_lists_are_in_lower_case() -> None:
    """Words are looked up in lower case."""
    assert all(word == word.casefold() for word in STOP_WORDS | WEAK_WORDS)
