"""Names and other texts of BibTeX, taken out of their braces."""

import time

import pytest

from lib.ingest.formats.bibtex_names import without_braces


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("{Ice melts.}", "Ice melts."),
        ("{ { Ice {DNA} melts. } }", "Ice {DNA} melts."),
        ("{Ice} melts {twice}", "{Ice} melts {twice}"),
        ("{{Ice} melts {twice}}", "{Ice} melts {twice}"),
        ("{Ice}}", "{Ice}}"),
        ("{Ice {melts}", "{Ice {melts}"),
        ("{{}}", ""),
        ("{ }", ""),
        ("} {", "} {"),
        (" Ice ", " Ice "),
        ("", ""),
    ],
)
def test_braces_around_the_whole_text_go(text: str, bare: str) -> None:
    """However many there are, and only if they belong together."""
    assert without_braces(text) == bare


def test_many_braces_take_no_time() -> None:
    """Were they taken off pair by pair, as many would take minutes."""
    n = 50_000
    began = time.process_time()

    assert without_braces("{" * n + "Ice" + "}" * n) == "Ice"
    assert time.process_time() - began < 30
