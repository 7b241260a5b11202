"""Each kind of cleaning by examples, most of them from real files."""

import pytest

from lib.ingest.cleaning import clean_abstract, clean_title


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("CO<sub>2</sub> uptake &amp; growth", "CO2 uptake & growth"),
        ("10<sup>-3</sup> m<sup>2</sup>, Ca<sup>2+</sup>, <sup>18</sup>F, 3<sup>rd</sup>", "10^-3 m^2, Ca2+, 18F, 3rd"),
        ("T<sub>MTTF</sub> and log<inf>10</inf>", "T_MTTF and log10"),
        ("&lt;p&gt;Uptake rose by 5&nbsp;%.&lt;/p&gt;", "Uptake rose by 5 %."),
        ("caf&#233; &#x2013; na&iuml;ve, a < b and c > d", "café – naïve, a < b and c > d"),
        (
            "p<0.05, <k> and <p> alone, BP<n>, R&D, AT&T; x &foo; y",
            "p<0.05, <k> and <p> alone, BP<n>, R&D, AT&T; x &foo; y",
        ),
        ("A program. <p>This joins<br>two <b>bold</b> themes", "A program. This joins two bold themes"),
        ('see <a href="http://x.org/a?b=1">here</a> <img src=x.png/>', "see here"),
        (
            "<mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup><mml:mo>=</mml:mo>"
            "<mml:mfrac><mml:mi>a</mml:mi><mml:mi>b</mml:mi></mml:mfrac></mml:math>",
            "x^2 = a/b",
        ),
    ],
)
def test_markup_becomes_text(text: str, cleaned: str) -> None:
    """Entities, tags and formulas of MathML; what is none of these stays."""
    assert clean_title(text).text == cleaned


def test_headings_of_jats_are_parted_from_their_text() -> None:
    """With a colon; "Abstract" itself goes."""
    text = (
        "<jats:title>Abstract</jats:title><jats:sec><jats:title>Background</jats:title><jats:p>Values were "
        "<jats:italic>p</jats:italic> &lt; 0.05.</jats:p></jats:sec>"
    )

    assert clean_abstract(text).text == "Background: Values were p < 0.05."


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (
            r"Schr\"odinger, L\'evy, Erd\H{o}s, Bollob$\acute{a}$s, {\v S}ilhav{\'y}",
            "Schrödinger, Lévy, Erdős, Bollobás, Šilhavý",
        ),
        (r"S{\o}ren \AA ngstr\"{o}m, Gau\ss{} and {\L}ukasiewicz", "Søren Ångström, Gauß and Łukasiewicz"),
        (r"{\it very} \emph{good} \textbf{x} in \cite{a}. As (\cite[p.~3]{x}) says", "very good x in. As says"),
        (r"{The {DNA} of {B}ayes}: 50\% \& more", "The DNA of Bayes: 50% & more"),
        (r"$O(n^{2}\log n)$, $\alpha \leq \frac{1}{2}$ and $x\in\mathbb{R}^n$", "O(n^2 log n), α ≤ 1/2 and x∈ℝ^n"),
        (r"$\mathcal{O}(n)$, $\mathfrak{sl}_2$, $\sqrt{x+1}$, $\{1,\dots,n\}$", "O(n), sl_2, √(x+1), {1,…,n}"),
        (r"CO$_2$ at 10$^{-3}$ s$^{-1}$, H$_2^+$ and 20$^{\circ}$C", "CO2 at 10^-3 s^-1, H2+ and 20°C"),
        (
            r"``pulled tight'' by Kronheimer--Mrowka, J.~Comput., 1-2~mm",
            "“pulled tight” by Kronheimer–Mrowka, J. Comput., 1-2 mm",
        ),
        (r"$\begin{array}{c} a \end{array}$", r"$\begin{array}{c} a \end{array}$"),
        (r"C:\temp\new \\server\alpha print('\n') {question} {'a': 1} T~300 /~name", None),
        (r"from $18m ($9m) to $5 and $7, US$5-US$7", None),
    ],
)
def test_latex_becomes_text(text: str, cleaned: str | None) -> None:
    """Accents, commands and formulas; code, paths and prices stay, and so do formulas that one line cannot hold."""
    assert clean_title(text).text == (text if cleaned is None else cleaned)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("SchrÃ¶dinger â€œquotedâ€\x9d", "Schrödinger “quoted”"),
        ("the variable Ã is", "the variable Ã is"),
        ("NÃO É SÃO PAULO", "NÃO É SÃO PAULO"),
        ("Pl\x7fucker co\u00adoperation, \u200bzero\u202e, \x93quoted\x94", "Plucker cooperation, zero, “quoted”"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        (
            "exam-\nple, low-\nand high, state-of-\nthe-art, pre-\ntrained",
            "example, low- and high, state-of-the-art, pre-trained",
        ),
        ("a black-backed and a black-\nbacked woodpecker", "a black-backed and a black-backed woodpecker"),
    ],
)
def test_characters_are_mended(text: str, cleaned: str) -> None:
    """Wrong encodings, what cannot be seen, and words parted at the end of a line."""
    assert clean_title(text).text == cleaned


FOUND = "We looked at forty lakes and found that their fish live longer where the water is cold."


@pytest.mark.parametrize(
    "tail",
    [
        "© 2019 Elsevier B.V. All rights reserved.",
        "© 2018 The Authors. Journal of Applied Ecology © 2018 British Ecological Society",
        "Copyright © American Ornithological Society 2019. All rights reserved.",
        "(C) 2014 The Wildlife Society.",
        "(c) 2020 The Authors",
        "[copyright] 2012 The Wildlife Society.",
        "Crown Copyright (C) 2015 Published by Elsevier B.V. All rights reserved.",
        "Copyright 2019 The Authors.",
        "Published by Elsevier Ltd.",
        "(PsycINFO Database Record (c) 2019 APA, all rights reserved)",
        "[ABSTRACT FROM AUTHOR]",
        "[ABSTRACT FROM AUTHOR] Copyright of Water is the property of Elsevier and its content may not be copied.",
    ],
)
def test_copyright_lines_go(tail: str) -> None:
    """And are written down as they stood."""
    cleaned = clean_abstract(f"{FOUND} {tail}")

    assert cleaned.text == FOUND
    assert cleaned.done[0].what == tail


@pytest.mark.parametrize(
    "text",
    [
        "We study the preservation of copyright in pictures that are shared. Copyright law is hard.",
        "Cells (a) grew, (b) shrank and (c) 2014 of them died. We say why.",
        f"{FOUND} (c) The effect is small.",
        "Abstract sheaf theory is used.",
        "We ask for ContextCite and for MethodsNet in what follows.",
        "[Un titre traduit] of an article.",
    ],
)
def test_what_may_be_text_stays(text: str) -> None:
    """Words of a copyright line or a heading, in another place."""
    assert clean_abstract(text).text == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (f"Abstract: {FOUND}", FOUND),
        (f"ABSTRACT {FOUND}", FOUND),
        (f"Summary: {FOUND}", FOUND),
        (f"arXiv:2101.00001v1 Announce Type: new Abstract: {FOUND}", FOUND),
        ("BackgroundThe shunt fails.\n\nMethodsThree were seen. ResultsA few held.", None),
        ("OBJECTIVESTo see how far it goes.", "OBJECTIVES: To see how far it goes."),
        (
            "O_ST_ABSBackgroundC_ST_ABSThe shunt. O_LIIn one {rho} = 0.9. C_LIO_LISecond C_LI",
            "Background: The shunt. In one ρ = 0.9. Second",
        ),
    ],
)
def test_headings_and_markers(text: str, cleaned: str | None) -> None:
    """A heading that only says abstract goes, the others are parted from their text."""
    expected = "Background: The shunt fails. Methods: Three were seen. Results: A few held."

    assert clean_abstract(text).text == (cleaned or expected)


@pytest.mark.parametrize("mark", ["(arXiv:2101.00001v1 [cs.LG] UPDATED)", "(arXiv:2101.00001v1 [cs.LG])"])
def test_the_feeds_mark_goes(mark: str) -> None:
    """It stands behind titles, with or without a full stop."""
    assert clean_title(f"Maps of topics. {mark}").text == "Maps of topics"


@pytest.mark.parametrize(
    "text",
    [
        "No abstract available.",
        "[No abstract]",
        "n/a",
        "Abstract not available",
        "This paper has been withdrawn",
        "This paper has been withdrawn by the author(s), due to a crucial error in Lemma 3.1.",
        "Copyright of Water is the property of Elsevier and its content may not be copied.",
    ],
)
def test_what_says_nothing_is_no_abstract(text: str) -> None:
    """Known as whole texts only; why is told."""
    cleaned = clean_abstract(text)

    assert cleaned.text == ""
    assert cleaned.done[-1].why.endswith("so it is none")
    assert clean_abstract(f"{text} {FOUND} {FOUND}").text
