"""Columns and the fields they stand for."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.errors import InputError
from lib.core.mapping import MAPPED_FIELDS
from lib.ingest.columns import ATTRIBUTES, FIELDS, NoTextError, folded, map_columns, need_text, unique_names


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


def test_every_field_can_be_mapped() -> None:
    """What a person can say is what columns can be, but for what our own Parquet files have beside the date."""
    assert set(MAPPED_FIELDS) == {*FIELDS, *ATTRIBUTES} - {"date_precision"}


def test_what_a_person_says_comes_before_names() -> None:
    """The named column is the field's alone, and those that would have been guessed are kept."""
    columns = map_columns(("title", "Document", "summary", "year"), (("title", "Document"), ("note", "SUMMARY")))

    assert columns.fields == {"title": ("Document",), "note": ("summary",), "date": ("year",)}
    assert columns.attributes == (("title", "title"), ("summary", "summary"))


def test_of_several_columns_the_first_named_is_preferred() -> None:
    """In the order in which they were named; the second is kept too, since it may not be needed."""
    columns = map_columns(("a", "b", "title"), (("title", "b"), ("title", "a")))

    assert columns.fields == {"title": ("b", "a")}
    assert columns.attributes == (("a", "a"), ("title", "title"))


def test_no_column_can_be_a_field() -> None:
    """With nothing behind the sign no guess is made; a column that is named all the same counts."""
    none = map_columns(("title", "abstract"), (("abstract", ""),))
    one = map_columns(("title", "abstract", "tldr"), (("abstract", "tldr"), ("abstract", "")))

    assert none.fields == {"title": ("title",)}
    assert none.attributes == (("abstract", "abstract"),)
    assert one.fields["abstract"] == ("tldr",)


def test_where_the_column_is_not_there_the_guess_holds() -> None:
    """Files of different layouts are read together."""
    assert map_columns(("title", "text"), (("title", "Document"),)) == map_columns(("title", "text"))


def test_a_name_counts_as_it_stands_first() -> None:
    """Two columns may differ in case alone; a name of signs stands for itself and no other."""
    assert map_columns(("ti", "TI"), (("title", "TI"),)).fields["title"] == ("TI",)
    assert "title" not in map_columns(("***", "++"), (("title", "##"),)).fields


def test_keywords_can_be_named() -> None:
    """They keep the one name for all; a column that has it already gets another."""
    columns = map_columns(("title", "keywords", "Tags"), (("keywords", "Tags"),))

    assert columns.attributes == (("keywords", "keywords (2)"), ("Tags", "keywords"))


@given(
    st.lists(
        st.sampled_from(["title", "Title", " title", "text", "note", "keywords", "year", "", "*", "A", "a", "x y"])
    ),
    st.lists(
        st.tuples(
            st.sampled_from(sorted(MAPPED_FIELDS)), st.sampled_from(["title", "TEXT", "note", "keywords", "a", "", "*"])
        )
    ),
)
def test_each_column_is_used_once_and_none_is_lost(names: list[str], mapping: list[tuple[str, str]]) -> None:
    """Whatever is said of whatever columns: in one field at most, or an attribute with a name of its own, or both."""
    columns = tuple(dict.fromkeys(names))
    found = map_columns(columns, tuple(mapping))

    used = [column for ranked in found.fields.values() for column in ranked]
    kept = [column for column, _ in found.attributes]
    attributes = [name for _, name in found.attributes]
    assert len(used) == len(set(used))
    assert set(used) | set(kept) == set(columns)
    assert len(kept) == len(set(kept))
    assert len(attributes) == len(set(attributes))
    first = {ranked[0] for field, ranked in found.fields.items() if field not in ("type", "note")}
    assert not first & set(kept)


def test_a_table_without_texts_shows_its_first_rows() -> None:
    """A person may see in them what the columns are; no more than a few are taken."""
    rows = iter([("Moos", 1), ("Farn",), *[("x", 2)] * 1000])
    with pytest.raises(NoTextError) as caught:
        need_text(["Naam", ""], "t.csv", (), rows)

    assert caught.value.rows[:2] == ({"Naam": "Moos", "column 2": 1}, {"Naam": "Farn", "column 2": None})
    assert len(caught.value.rows) < 100
    assert len(list(rows)) > 900


def test_a_name_that_stands_there_very_often_takes_no_time() -> None:
    """As in a header that is none."""
    begun = time.process_time()
    names = unique_names(["a"] * 20_000)

    assert names[-1] == "a (20000)"
    assert len(set(names)) == 20_000
    assert time.process_time() - begun < 10
