"""The way that all texts go: what is done, in which order, and what must hold for any text."""

import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.ingest.cleaning import Cleaned, clean_abstract, clean_name, clean_title

Clean = Callable[[str], Cleaned]

PLAIN = (
    "Calculation of band structure amounts to solving large-scale problems (p < 0.05, a < b and c > d); R&D costs of "
    "$5 and $7 rose by 10%, see C:\\temp\\new, f(x_n) and “quotes” – as Müller said, the café is 5 µm from Łódź."
)
MARKS = r"""
\emph{ } { $ $$ \( \) \frac{a}{b} \"{o} \'e \alpha \cite{a} ~ -- `` '' <sub> </sub> <p> </p> <i> </i> <math> </math>
<mml:mi> </mml:mi> &amp; &lt; &gt; &amp;lt; &#38; &nbsp; © (c) 2019 Elsevier Abstract: BackgroundThe O_LI C_LI O_ST_ABS
C_ST_ABS . Ã¶ â€œ \v \_ _{ ^{ ^2 \{ \} \\ C:\a rights reserved. \left( \mathrm{ \hat
"""
WORDS = st.text("abcXYZ ", min_size=1, max_size=8)
PIECES = st.one_of(
    WORDS,
    st.sampled_from(MARKS.split()),
    st.sampled_from(
        ["\u00ad", "\u200b", "\u200c", "\x00", "\x93", "\ud83d", "\n", "-\n", " ", "\u00a0", "\u202e", "İ"]
    ),
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)
ALL = pytest.mark.parametrize("clean", [clean_title, clean_abstract, clean_name])


@ALL
@given(text=st.one_of(TEXTS, st.text(max_size=60)))
@example(text="&amp;amp;lt;p>")
@example(text="{\\v S}")
@example(text="$\\{$x$\\}$")
def test_cleaning_again_changes_nothing(clean: Clean, text: str) -> None:
    """A cleaned text is clean."""
    once = clean(text).text

    assert clean(once).text == once


@ALL
@given(text=st.one_of(TEXTS, st.text(max_size=60)))
def test_no_text_grows_or_keeps_what_cannot_be_seen(clean: Clean, text: str) -> None:
    """One line, no control characters, no halves of pairs; a few brackets and blanks more at most."""
    cleaned = clean(text).text

    assert len(cleaned) <= 2 * len(text)
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} or char in "\u00ad\u200b\u202e\ufeff" for char in cleaned)
    assert cleaned == " ".join(cleaned.split())


@ALL
@given(
    text=st.text(st.characters(codec="ascii", categories=("L", "N", "Zs"), include_characters=".,;:()[]'%<>/+=*!?_#@^"))
)
def test_text_without_markup_stays(clean: Clean, text: str) -> None:
    """But for its blanks."""
    if clean is clean_abstract and len(text) < 40:
        text = f"We see {text} in all of the cases that were looked at."

    assert clean(text) == Cleaned(" ".join(text.split()))


@ALL
def test_a_text_full_of_traps_stays(clean: Clean) -> None:
    """Signs that are no tags, prices that are no formulas, paths that are no commands, accents that are right."""
    assert clean(PLAIN) == Cleaned(PLAIN)


@ALL
@pytest.mark.parametrize("beginning", ["", "[abstract from psyc O_ST_ABS (arXiv: © Background. a\n"])
@pytest.mark.parametrize(
    "piece",
    [
        *(" ", "\t", "\n", "\n\n", "\n \n", ". ", ".\n", "</p>", "<", "<a ", "(", "a", "A ", "Ã", "\ud800", "\x00"),
        *("Methods", "METHODS", ". Methods", "\nMethods", "C_LI ", "(arXiv:1 [a] ", "~", "--", "``", "&#", "^{"),
        *("<sub>", "<math>", "<p a=b ", "</sub>", "{", "\\", "\\emph{", "$", "$a", "\\frac{", "\\hat", "&", "&amp;"),
        *("<!--", "_{", "\\cite[", "-\n", "© 2019 ", "Copyright ", "A All rights reserved ", "O_ST_ABS", "O_LI"),
        *("Ã¶", "\u200d", "C:\\a\\", "(arXiv:", "[ABSTRACT FROM AUTHOR]", "This paper has been withdrawn .a"),
    ],
)
def test_time_is_linear(clean: Clean, piece: str, beginning: str) -> None:
    """100 kB of what could make a pattern or a stack run wild take a second or two, where their square would take
    half a minute; the beginning makes that all patterns are asked.
    """
    text = beginning + (piece * 100_000)[:100_000]
    start = time.process_time()
    clean(text)

    assert time.process_time() - start < 15


def test_what_was_done_is_told_once_a_kind() -> None:
    """The piece taken away, or before and after, without what stays."""
    cleaned = clean_abstract("The caf&eacute; <i>x</i> in S&atilde;o Paulo. © 2019 Elsevier B.V. All rights reserved.")

    assert cleaned.text == "The café x in São Paulo."
    assert [(done.what, done.why) for done in cleaned.done] == [
        ("caf&eacute; <i>x</i> in S&atilde;o -> café <i>x</i> in São", "HTML entities were written as characters"),
        ("<i>x</i> -> x", "tags of HTML, JATS or MathML were written as text"),
        ("© 2019 Elsevier B.V. All rights reserved.", "a copyright line was taken away"),
    ]


def test_what_was_done_is_short() -> None:
    """However long the text is."""
    (done,) = clean_abstract("{\\it a} " + "word " * 500 + "{\\it b}").done

    assert len(done.what) <= 300


def test_nothing_eats_most_of_a_text() -> None:
    """What would leave less than half of a longer text is not done, and that is told."""
    text = "Good. " + "Copyright of Forest Ecology is the property of Elsevier. " + "However, users may print it. " * 10

    cleaned = clean_abstract(text)

    assert cleaned.text == text.strip()
    assert "left as it is" in cleaned.done[0].why


@pytest.mark.parametrize("text", ["<p></p>", "\\cite{a}", "Abstract: ", "<think></think>"])
def test_what_is_markup_alone_stays(text: str) -> None:
    """A text does not vanish without a reason."""
    assert clean_title(text).text


def test_escaped_tags_are_read_as_tags() -> None:
    """Also where they were escaped twice."""
    assert clean_abstract("&amp;lt;p&amp;gt;Uptake &amp;amp; growth&amp;lt;/p&amp;gt;").text == "Uptake & growth"


def test_names_lose_their_braces() -> None:
    """Braces keep BibTeX from splitting a name, and say nothing to a reader."""
    assert clean_name("{World Health Organization}").text == "World Health Organization"
    assert clean_name("Erd{\\H{o}}s, P{\\'a}l").text == "Erdős, Pál"
    assert clean_name("M&uuml;ller").text == "Müller"
