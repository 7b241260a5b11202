"""Languages as records name them, and as they are guessed."""

import time
from collections.abc import Callable

import pytest

from lib.core.paper import Paper
from lib.ingest.language import code_of, guess


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("en", "en"),
        ("eng", "en"),
        ("English", "en"),
        ("en_US", "en"),
        ("pt-BR", "pt"),
        ("ger", "de"),
        ("Chinese; English", "zh"),
        ("French (France)", "fr"),
        ("und", ""),
        ("", ""),
        ("Klingon", "Klingon"),
    ],
)
def test_languages_of_records_become_two_letters(text: str, code: str) -> None:
    """Codes of two or three letters, with or without a country, and names; what is not known stays."""
    assert code_of(text) == code


@pytest.mark.parametrize(
    ("title", "abstract", "code"),
    [
        (
            "Maps",
            "We draw the topics of many papers on a map and ask how well it helps to find the ones to read. " * 2,
            "en",
        ),
        (
            "Karten",
            "Wir zeichnen die Themen vieler Arbeiten auf eine Karte und fragen, wie gut sie beim Finden hilft. " * 2,
            "de",
        ),
        (
            "",
            "Nous dessinons les thèmes de nombreux articles sur une carte et demandons si elle aide à les trouver. "
            * 2,
            "fr",
        ),
        (
            "",
            "Dibujamos los temas de muchos artículos en un mapa y preguntamos si ayuda a encontrar los mejores. " * 2,
            "es",
        ),
        ("Untersuchung der Wirkung von Aspirin auf das Herz", "", "de"),
        ("A survey of deep learning methods for medical images", "", "en"),
        ("深度学习在医学图像中的应用研究", "", "zh"),
        ("Влияние температуры на рост кристаллов", "", "ru"),
        ("BERT", "", ""),
        ("", "", ""),
    ],
)
def test_the_language_is_guessed_from_enough_text(title: str, abstract: str, code: str) -> None:
    """From the abstract, or a title that is long and clear."""
    assert guess(title, abstract) == code


def test_what_the_record_says_wins(read_one: Callable[..., Paper]) -> None:
    """A guess stands only where there is nothing."""
    text = "We draw the topics of many papers on a map and ask how well it helps to find the ones to read. " * 2
    said, guessed = read_one(abstract=text, language="ger"), read_one(abstract=text)

    assert (said.language, guessed.language) == ("de", "en")


def test_guessing_is_quick() -> None:
    """Thousands of papers a second."""
    text = "We draw the topics of many papers on a map and ask how well it helps to find the ones to read. " * 10
    guess("", text)
    start = time.process_time()
    for _ in range(1000):
        guess("", text)

    assert time.process_time() - start < 1


@pytest.mark.parametrize("name", ["american", "british", "UKenglish", "Englisch", "anglais", "inglés"])
def test_other_words_for_english(name: str) -> None:
    """As BibLaTeX and programs in other languages call it."""
    assert code_of(name) == "en"
