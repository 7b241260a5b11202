"""Columns and the fields they stand for."""

import pytest

from lib.core.errors import InputError
from lib.ingest.columns import FIELDS, folded, map_columns, need_text, unique_names


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Title", "title"),
        ("abstract ", "abstract"),
        ("SUMMARY", "abstract"),
        ("text", "abstract"),
        ("Author Names", "authors"),
        ("author_text", "authors"),
        ("Author(s)", "authors"),
        ("publishedAt", "date"),
        ("Publication Date", "date"),
        ("publication_date", "date"),
        ("arXiv ID", "arxiv_id"),
        ("DOI", "doi"),
        ("Source title", "venue"),
        ("primary_cat", "categories"),
        ("paper_id", "id"),
        ("Titel", "title"),
        ("Résumé", "abstract"),
        ("Author/s", "authors"),
        ("Año", "date"),
        ("Journal/Book", "venue"),
        ("Publication Title", "venue"),
        ("primary_location.source.display_name", "venue"),
        ("Language of Original Document", "language"),
        ("Item DOI", "doi"),
        ("UT (Unique WOS ID)", "id"),
        ("Issue Number", "issue"),
        ("ISSNs", "ISSN"),
    ],
)
def test_names_are_known_in_any_writing(column: str, field: str) -> None:
    """Case, blanks, underscores and signs do not count."""
    assert map_columns((column,)).fields == {field: (column,)}


def test_no_name_stands_for_two_fields() -> None:
    """The table contradicts itself nowhere."""
    names = [folded(name) for names in FIELDS.values() for name in names]

    assert len(names) == len(set(names))


def test_the_better_column_comes_first_and_the_rest_are_attributes() -> None:
    """The day of creation is the date, that of the last change an attribute (and the next best date)."""
    columns = map_columns(("updated", "created", "title", "upvotes"))

    assert columns.fields["date"] == ("created", "updated")
    assert columns.attributes == (("updated", "updated"), ("upvotes", "upvotes"))


def test_a_table_without_titles_and_abstracts_is_refused_with_its_columns() -> None:
    """The message names what is there and what to do."""
    with pytest.raises(InputError, match=r"^t.csv has no column .* \(its columns are: Naam, Jahr\): name one of them"):
        need_text(["Naam", "Jahr"], "t.csv")


def test_a_table_of_ids_alone_is_refused_with_the_way_to_texts() -> None:
    """The ids can be looked up; that is done elsewhere."""
    with pytest.raises(
        InputError, match=r"^t.csv has no column .* it holds ids alone; look the titles and abstracts up"
    ):
        need_text(["pmid", "openalex_id", "label_included"], "t.csv")


def test_what_all_services_have_gets_one_name() -> None:
    """Keywords and citations can be compared; a second column for them keeps its own name."""
    columns = map_columns(("Title", "Author Keywords", "Keyword", "Times Cited, WoS Core"))
    own = map_columns(("title", "Cited by", "citations"))

    assert columns.attributes == (
        ("Author Keywords", "keywords"),
        ("Keyword", "Keyword"),
        ("Times Cited, WoS Core", "citations"),
    )
    assert own.attributes == (("Cited by", "Cited by"), ("citations", "citations"))


def test_columns_get_names_of_their_own() -> None:
    """Empty and repeated names are told apart, and none is lost."""
    assert unique_names(["", "title", "title", " title "]) == ["column 1", "title", "title (2)", "title (3)"]
