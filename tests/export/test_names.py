"""Names in parts."""

import pytest

from lib.export.names import Name, name_from_csl, name_from_text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada Lovelace", Name("Lovelace", "Ada")),
        ("Lovelace, Ada", Name("Lovelace", "Ada")),
        ("OpenAI", Name("OpenAI")),
        ("王小明", Name("王小明")),
        ("Smith and Sons", Name("Smith and Sons")),
        ("Dept. of X, University of Y, Z", Name("Dept. of X, University of Y, Z")),
        ("  Lovelace ,  Ada\n", Name("Lovelace", "Ada")),
    ],
)
def test_text_is_split_as_bibtex_does(text: str, name: Name) -> None:
    """A name that is one text is split at its comma or before its last word, and stays whole where that is unsafe."""
    assert name_from_text(text) == name


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ({"family": "Beethoven", "given": "L.", "non-dropping-particle": "van"}, Name("van Beethoven", "L.")),
        ({"family": "Knuth", "given": "D.", "suffix": "Jr."}, Name("Knuth", "D.", "Jr.")),
        ({"literal": "CERN"}, Name("CERN")),
        ({"given": "Plato"}, Name("Plato")),
        ({"family": 3}, None),
        ({}, None),
        ("Ada", None),
    ],
)
def test_csl_parts_are_taken(item: object, name: Name | None) -> None:
    """Names of CSL-JSON keep their parts, particles stay with the family name, what is no name is none."""
    assert name_from_csl(item) == name


def test_orders() -> None:
    """A name is written family first for sorting and given name first for reading."""
    name = Name("Knuth", "Donald", "Jr.")

    assert name.family_first() == "Knuth, Donald, Jr."
    assert name.given_first() == "Donald Knuth Jr."
    assert Name("CERN").family_first() == Name("CERN").given_first() == "CERN"
