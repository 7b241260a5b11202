"""Which words of a text may become terms."""

import pytest

from lib.pipeline.words import LONGEST_WORD, STOP_WORDS, TOKEN, WEAK_WORDS, clean, plain


def words(text: str) -> list[str]:
    """The words of a text that may be in terms."""
    return [word for token in TOKEN.findall(plain(text)) if (word := clean(token))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("state space models", "state space models"),
        ("We propose a novel method.", ""),
        (r"the $\alpha$-stable $L^p$ spaces \cite{foo} and \emph{knots}", "stable spaces knots"),
        ("see https://example.org/a?b=c or <b>bold</b> &amp; more; p < q and q > p", "bold"),
        ("COVID-19, GPT-4 and 3D meshes", "COVID-19 GPT-4 3D meshes"),
        ("Alzheimer's disease; users’ trust", "Alzheimer disease users trust"),
        ("in 2019 about 100k images at 10x, 5th x y, 35bn, 13TeV", "images"),
        ('K\\"ahler, Poincar\\\'e, \\v{C}ech, Erd\\H{o}s, K{\\"a}hler', "Kähler Poincaré Čech Erdős Kähler"),
        ("sl nm and 5 eV of AI", "eV AI"),
        ("a quot;red quot; bus&lt;br&gt;stop, users #39; trust &amp;lt;p&amp;gt;", "red bus stop users trust"),
        ("Yankees of NEW YORK, a new coach in New Zealand", "Yankees NEW YORK coach New Zealand"),
        ("l'apprentissage qu'un dell'acqua d'Alembert", "apprentissage acqua d'Alembert"),
        ("All rights reserved. Elsevier Inc", ""),
        ("", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    """Mark-up, numbers, single letters and words that say nothing are gone, whatever they have lost on their way."""
    assert " ".join(words(text)) == expected


def test_chinese_and_japanese() -> None:
    """Chinese characters come one by one, what joins words is gone, and Katakana stays together."""
    assert words("基于深度学习的BERT模型") == ["深", "度", "学", "习", "BERT", "模", "型"]
    assert words("ニューラルネットワークを用いた学習") == ["ニューラルネットワーク", "用", "学", "習"]


def test_overlong_tokens_are_no_words() -> None:
    """What has no blank for more than that is no word."""
    assert clean("x" * (LONGEST_WORD + 1)) == ""
    assert clean("x" * LONGEST_WORD) != ""


def test_lists_do_not_overlap() -> None:
    """A word that no term holds need not be named as weak."""
    assert not STOP_WORDS & WEAK_WORDS


def test_lists_are_in_lower_case() -> None:
    """Words are looked up in lower case."""
    assert all(word == word.casefold() for word in STOP_WORDS | WEAK_WORDS)
