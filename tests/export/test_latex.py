"""Text in BibTeX."""

import pytest

from lib.export.latex import escape, escape_title


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("R&D: 100% of $5 #1 a_b", r"R\&D: 100\% of \$5 \#1 a\_b"),
        ("~^\\", r"{\textasciitilde}{\textasciicircum}{\textbackslash}"),
        ("{a {b} c}", r"\{a \{b\} c\}"),
        ("} a {b} {", r"\vphantom{\{}\} a \{b\} \{\vphantom{\}}"),
        ("naïve 中文 “quotes” p < q | r > s", "naïve 中文 “quotes” p < q | r > s"),
    ],
)
def test_escape(text: str, escaped: str) -> None:
    """What LaTeX takes for a command is escaped, braces stay balanced, all other characters stay as they are."""
    assert escape(text) == escaped


@pytest.mark.parametrize(
    ("title", "escaped"),
    [
        ("A Survey of Deep Learning for Vision", "A Survey of Deep Learning for Vision"),
        ("BERT and LoRA Beat GPT-4 With T5", "{BERT} and {LoRA} Beat {GPT}-4 With {T5}"),
        ("Learning to read in Bayesian models of Berlin", "Learning to read in {Bayesian} models of {Berlin}"),
        ("Reading minds: Where are we now, and why", "Reading minds: Where are we now, and why"),
        ("Vitamin D and I", "Vitamin {D} and {I}"),
        ("AN OLD TITLE IN CAPITALS", "AN OLD TITLE IN CAPITALS"),
        ("R&D in mRNA_x", r"{R}\&{D} in {mRNA}\_x"),
        ("", ""),
    ],
)
def test_capitals_are_kept(title: str, escaped: str) -> None:
    """Acronyms and names keep their capitals, ordinary words follow the bibliography's style."""
    assert escape_title(title) == escaped
