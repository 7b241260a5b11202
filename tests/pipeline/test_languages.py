"""Words that no term of a text holds, by the language of the text."""

import pytest

from lib.pipeline.counting import count_terms

TEXTS = {
    "German": "Einfluss der Temperatur auf die Korallen\nIn dieser Arbeit wurde untersucht, wie sich Korallen nach der"
    " Bleiche erholen. Die Ergebnisse zeigen, dass Algen und Wärme dabei wichtig sind, sowie über viele Jahre wirken.",
    "French": "La température et les coraux\nDans cette étude nous avons analysé les coraux et leurs algues. Les"
    " résultats montrent que la chaleur est importante pour les algues, mais aussi pour les récifs qui sont malades.",
    "Spanish": "La temperatura y los corales\nEn este trabajo se estudian los corales y sus algas. Los resultados"
    " muestran que el calor es importante para las algas, pero también para los arrecifes que están enfermos.",
    "Portuguese": "A temperatura e os corais\nNeste trabalho foram estudados os corais e as suas algas. Os resultados"
    " mostram que o calor não é bom para as algas, mas também para os recifes que estão doentes com isso.",
    "Italian": "La temperatura e i coralli\nIn questo studio sono stati osservati i coralli e le loro alghe. I"
    " risultati mostrano che il calore è importante per le alghe, ma anche per la barriera che sono nella baia.",
    "Dutch": "De temperatuur en het koraal\nIn dit onderzoek werd gekeken naar het koraal en zijn algen. De resultaten"
    " tonen dat de warmte voor de algen belangrijk is, maar ook voor het rif dat door deze ziekte wordt geraakt.",
    "Russian": "Температура и кораллы\nВ работе рассматриваются кораллы и их водоросли. Результаты показали, что"
    " тепло важно для водорослей, но также и для рифов, которые были больны, так как они это не могут.",
}
SAY_NOTHING = {
    "German": "dieser Arbeit wurde sich nach Ergebnisse zeigen dass dabei wichtig sind sowie über viele",
    "French": "Dans cette étude nous avons les leurs résultats montrent que est pour mais aussi qui sont",
    "Spanish": "este trabajo los sus resultados muestran que para las pero también están",
    "Portuguese": "Neste trabalho foram suas resultados mostram que não para mas também isso",
    "Italian": "questo studio sono stati loro risultati mostrano che per anche nella",
    "Dutch": "dit onderzoek werd naar het zijn resultaten tonen dat voor maar ook door deze wordt",
    "Russian": "работе рассматриваются их Результаты что для также которые были так как они это не",
}
SAY_SOMETHING = {
    "German": "Korallen Bleiche Algen Wärme",
    "French": "coraux algues chaleur récifs",
    "Spanish": "corales algas calor arrecifes",
    "Portuguese": "corais algas calor recifes",
    "Italian": "coralli alghe calore barriera",
    "Dutch": "koraal algen warmte rif",
    "Russian": "кораллы водоросли тепло рифов",
}
ENGLISH = "Coral reefs\nThe war of the corals is a matter of time: they also die in the force of the son of man."


def words(*texts: str) -> set[str]:
    """All words that are terms or in one, in lower case."""
    return {word for term in count_terms(texts, fewest_papers=1).surface for word in term.casefold().split()}


@pytest.mark.parametrize("language", TEXTS)
def test_function_words_go_and_others_stay(language: str) -> None:
    """What a language's sentences are held together by, and what its papers always say, is in no term."""
    found = words(TEXTS[language])

    assert not found & set(SAY_NOTHING[language].casefold().split())
    assert found >= set(SAY_SOMETHING[language].casefold().split())


def test_a_corpus_of_two_languages() -> None:
    """Each text is read in its own language: what joins German sentences may be the matter of English ones."""
    both = words(TEXTS["German"], ENGLISH)

    assert not both & {"wurde", "dass", "sowie", "they"}
    assert {"war", "korallen", "corals"} <= both


def test_english_texts_lose_no_words_of_other_languages() -> None:
    """A few words that are function words elsewhere make no text one of another language."""
    assert {"war", "matter", "son", "man"} <= words(ENGLISH)


def test_titles_alone() -> None:
    """A short title is enough to tell."""
    assert words("Untersuchungen über die Erholung von Korallen nach der Bleiche") == {
        "erholung",
        "korallen",
        "bleiche",
    }
