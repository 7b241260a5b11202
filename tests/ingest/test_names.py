"""Names of people."""

import pytest

from lib.ingest.names import Name, author_key, names_of, same_first_author, split_name


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Marie Curie, Niels Bohr, Lise Meitner", ("Marie Curie", "Niels Bohr", "Lise Meitner")),
        ("Curie, Marie; Bohr, Niels", ("Curie, Marie", "Bohr, Niels")),
        ("Marie Curie|Niels Bohr", ("Marie Curie", "Niels Bohr")),
        ("Curie, M., Bohr, N.", ("Curie, M.", "Bohr, N.")),
        ("Curie, Marie", ("Curie, Marie",)),
        ("Cole, Lynette K.", ("Cole, Lynette K.",)),
        ("Marie Curie and Niels Bohr", ("Marie Curie", "Niels Bohr")),
        ("Marie Curie, Niels Bohr, and Lise Meitner", ("Marie Curie", "Niels Bohr", "Lise Meitner")),
        ("Curie, Marie and Bohr, Niels", ("Curie, Marie", "Bohr, Niels")),
        ("Wei Zhang, Wei Zhang", ("Wei Zhang", "Wei Zhang")),
        ('["Marie Curie", "Niels Bohr"]', ("Marie Curie", "Niels Bohr")),
        ("[Anonymous]", ("[Anonymous]",)),
        ("Marie Curie;", ("Marie Curie",)),
        ("", ()),
        (None, ()),
        (["Marie Curie", " ", "Niels  Bohr"], ("Marie Curie", "Niels Bohr")),
        ([{"name": "Marie Curie"}, {"given": "Niels", "family": "Bohr"}], ("Marie Curie", "Niels Bohr")),
        ([{"author": {"display_name": "Marie Curie"}}], ("Marie Curie",)),
        ({"name": "Marie Curie"}, ("Marie Curie",)),
    ],
)
def test_names_are_found_in_every_usual_form(value: object, names: tuple[str, ...]) -> None:
    """Each name stays as it is written; two authors of one name stay two."""
    assert names_of(value) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Curie, Marie", Name("Curie", "Marie")),
        ("Marie Skłodowska Curie", Name("Curie", "Marie Skłodowska")),
        ("Curie M", Name("Curie", "M")),
        ("Tian Y.", Name("Tian", "Y.")),
        ("Lee Y.-C.", Name("Lee", "Y.-C.")),
        ("van der Berg JA", Name("van der Berg", "JA")),
        ("Ludwig van Beethoven", Name("van Beethoven", "Ludwig")),
        ("Martin Luther King Jr.", Name("King", "Martin Luther", "Jr.")),
        ("King, Martin Luther, Jr.", Name("King", "Martin Luther", "Jr.")),
        ("ATLAS Collaboration", Name("ATLAS Collaboration")),
        ("Plato", Name("Plato")),
        ("山田太郎", Name("山田太郎")),
    ],
)
def test_a_name_is_split_into_its_parts(text: str, name: Name) -> None:
    """Family and given name, particles with the family, groups whole."""
    assert split_name(text) == name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Curie, Marie", "M. Curie", True),
        ("Curie M", "Marie Curie", True),
        ("Marie Curie", "Pierre Curie", False),
        ("Müller, Jürgen", "Jurgen Muller", True),
        ("Curie", "Marie Curie", True),
        ("", "Marie Curie", False),
    ],
)
def test_first_authors_are_compared_by_family_name_and_initial(one: str, other: str, same: bool) -> None:
    """An unknown author is the same as nobody."""
    assert same_first_author(names_of(one), names_of(other)) is same


def test_the_key_of_nobody_is_empty() -> None:
    """It is never used to match."""
    assert author_key(()) == ""
