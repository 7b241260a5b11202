"""Kinds of works by the words of services."""

import pytest

from lib.ingest.types import TYPES, csl_type


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Article", "article-journal"),
        ("article", "article-journal"),
        ("journal-article", "article-journal"),
        ("Conference Paper", "paper-conference"),
        ("Article; Proceedings Paper", "paper-conference"),
        ("Something | Book Chapter", "chapter"),
        ("PhD thesis", "thesis"),
        ("Preprint", "article"),
        ("posted-content", "article"),
        ("legal_case", "legal_case"),
        ("", ""),
        ("blue", ""),
    ],
)
def test_words_of_services(text: str, kind: str) -> None:
    """Case and signs do not matter; what is not known is nothing."""
    assert csl_type(text) == kind


def test_every_type_stands_for_itself() -> None:
    """Readers that know the type hand it over as CSL writes it."""
    assert {kind for kind in TYPES if csl_type(kind) != kind} == {"article"}
