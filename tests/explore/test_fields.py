"""The fields of a corpus: what papers can be coloured, filtered and sorted by."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from lib.core.view import UNKNOWN, View, Where
from lib.explore.fields import (
    MOST_CATEGORIES,
    CategoryField,
    NumberField,
    condition_words,
    fields_of,
    number_text,
    with_condition,
)
from lib.explore.selecting import in_view
from lib.explore.store import Store
from tests.atlas_maker import Made, Placed, atlas_in_memory, paper, store_of


def store_with(*attributes: dict[str, object]) -> Store:
    """An atlas of papers that have nothing but these attributes."""
    return store_of(
        Made(tuple(Placed(paper(f"t:{n:03d}", f"Title {n}", attributes=one)) for n, one in enumerate(attributes)), ())
    )


def categories(store: Store, key: str) -> CategoryField:
    """A field that must be one of categories."""
    field = fields_of(store)[key]
    assert isinstance(field, CategoryField)
    return field


def numbers(store: Store, key: str) -> NumberField:
    """A field that must be one of numbers."""
    field = fields_of(store)[key]
    assert isinstance(field, NumberField)
    return field


def test_numbers() -> None:
    """A number stays what it is; a paper without one has none."""
    field = numbers(store_with({"citations": 3}, {}, {"citations": 0}), "citations")

    assert field.title == "Citations"
    np.testing.assert_array_equal(field.values, [3, np.nan, 0])
    assert field.is_known.tolist() == [True, False, True]


def test_what_tells_nothing_apart_is_no_field() -> None:
    """One number or one category for all papers, free text, and blanks are no fields."""
    store = store_with(
        {"year": 2020, "kind": "a", "note": "first words", "blank": " "},
        {"year": 2020, "kind": "a", "note": "other words", "blank": ""},
    )

    assert not {"year", "kind", "note", "blank"} & set(fields_of(store))


def test_categories_come_most_frequent_first() -> None:
    """Categories are ordered by their papers, equals by name; a category named twice by a paper counts once."""
    field = categories(
        store_with({"keywords": ("b", "a", "b")}, {"keywords": ("a",)}, {"keywords": ("c",)}, {}), "keywords"
    )

    assert field.values == ("a", "b", "c")
    assert field.counts.tolist() == [2, 1, 1]
    assert field.is_known.tolist() == [True, True, True, False]
    assert field.first_codes().tolist() == [0, 0, 2, -1]


def test_rare_categories_count_as_others() -> None:
    """Only so many categories can be named; a paper that has only others is known all the same."""
    often = ({"keywords": (f"k{n:03d}", "all")} for n in range(MOST_CATEGORIES))
    field = categories(store_with(*often, {"keywords": ("z",)}), "keywords")

    assert len(field.values) == MOST_CATEGORIES
    assert field.values[0] == "all"
    assert "z" not in field.values
    assert field.is_known.all()


def test_truth_values_are_categories() -> None:
    """What was included and what was not can be told apart."""
    store = store_with({"included": True}, {"included": False}, {"included": True}, {})

    assert categories(store, "included").values == ("yes", "no")
    assert in_view(store, View(where=(Where("included", ("yes",)),))).tolist() == [True, False, True, False]


def test_an_attribute_with_the_name_of_an_own_field() -> None:
    """Both are there, under keys of their own."""
    store = store_with({"mark": "x"}, {"mark": "y"}, {"mark": "x"}, {"mark": "y"})

    assert "undated" not in categories(store, "mark of the input").values


def test_marks(tiny_store: Store) -> None:
    """Bridge papers, unassigned and undated ones are as the topics and dates say."""
    field = categories(tiny_store, "mark")
    papers = {value: field.rows[field.codes == code].tolist() for code, value in enumerate(field.values)}

    assert papers["unassigned"] == [9, 10, 11]
    assert papers["undated"] == [8, 10]


@pytest.mark.parametrize(
    ("where", "words", "expected"),
    [
        (Where("n", low=2), "N 2 or more", [False, True, True, False]),
        (Where("n", high=2), "N 2 or less", [True, True, False, False]),
        (Where("n", low=2, high=2), "N 2", [False, True, False, False]),
        (Where("n", low=1, high=2), "N 1 to 2", [True, True, False, False]),
        (Where("n", (UNKNOWN,)), "N not known", [False, False, False, True]),
        (Where("n", (UNKNOWN,), low=3), "N 3 or more or not known", [False, False, True, True]),
        (Where("kind", ("a",)), "Kind a", [True, False, True, False]),
        (Where("kind", ("a", "b")), "Kind a or b", [True, True, True, False]),
        (Where("kind", ("b", UNKNOWN)), "Kind b or not known", [False, True, False, True]),
    ],
)
def test_conditions(where: Where, words: str, expected: list[bool]) -> None:
    """A condition holds for the papers that it says, both bounds included."""
    store = store_with({"n": 1, "kind": ("a",)}, {"n": 2, "kind": ("b",)}, {"n": 3, "kind": ("a",)}, {})
    field = fields_of(store)[where.field]

    assert with_condition(field, where).tolist() == expected
    assert condition_words(field, where) == words
    assert in_view(store, View(where=(where,))).tolist() == expected


def test_numbers_for_people() -> None:
    """Shares are percent, years have no separator, large numbers do."""
    plain = NumberField("n", "N", lambda: np.zeros(1))

    assert number_text(plain, 2024.0) == "2024"
    assert number_text(plain, 12345.0) == "12,345"
    assert number_text(plain, 0.25) == "0.25"
    assert number_text(NumberField("s", "S", lambda: np.zeros(1), is_share=True), 0.25) == "25%"
    assert number_text(plain, 1_234_567.0) == "1,234,567"
    assert number_text(plain, 1e300) == "1e+300"


def store_with_column(column: pa.Array) -> Store:
    """An atlas whose attributes have a column `it` of this type, as other tools may write it."""
    made = Made(tuple(Placed(paper(f"t:{n:03d}", f"Title {n}")) for n in range(len(column))), ())
    atlas = atlas_in_memory(made)
    return Store("typed", replace(atlas, attributes=atlas.attributes.append_column("it", column)))


DAY = date(2024, 5, 1)
MIDNIGHT = datetime(2024, 5, 1, tzinfo=UTC)
HALF_PAST_TEN = datetime(2024, 5, 1, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (pa.array([DAY, None, DAY, None], pa.date32()), ("2024-05-01",)),
        (pa.array([DAY, None, DAY, None], pa.date64()), ("2024-05-01",)),
        (pa.array([MIDNIGHT, None, MIDNIGHT, None], pa.timestamp("ms")), ("2024-05-01",)),
        (
            pa.array([HALF_PAST_TEN, None, HALF_PAST_TEN, None], pa.timestamp("s", "Europe/Oslo")),
            ("2024-05-01 10:30:00",),
        ),
        (pa.array([[1, 2], [2], None, []], pa.list_(pa.int64())), ("2", "1")),
        (pa.array([["a", "b"], ["b"], None, []], pa.large_list(pa.large_string())), ("b", "a")),
        (pa.array([["a", "b"], ["b", None], None, None], pa.list_(pa.string(), 2)), ("b", "a")),
        (pa.array([["a", "b"], ["b"], None, []], pa.list_(pa.dictionary(pa.int8(), pa.string()))), ("b", "a")),
        (pa.array(["a", "b", "a", "b"]).dictionary_encode(), ("a", "b")),
        (pa.array(["a", "b", "a", "b"], pa.large_string()), ("a", "b")),
        (pa.array([True, False, True, None]), ("yes", "no")),
    ],
    ids=lambda value: str(value.type) if isinstance(value, pa.Array) else "",
)
def test_types_of_columns_that_are_named(column: pa.Array, values: tuple[str, ...]) -> None:
    """Days, numbers in lists and texts of any kind are categories."""
    assert categories(store_with_column(column), "it").values == values


@pytest.mark.parametrize(
    "column",
    [
        pa.nulls(4),
        pa.array([None] * 4, pa.string()),
        pa.array([None] * 4, pa.list_(pa.null())),
        pa.array([{"a": 1}, {"a": 1}, None, None]),
        pa.array([[{"a": 1}], [{"a": 1}], None, None]),
        pa.array([[["a"]], [["a"]], None, None]),
        pa.array([b"a", b"a", b"b", None], pa.binary()),
        pa.array([1, 1, 2, None], pa.duration("s")),
        pa.array([[("a", 1)], [], None, None], pa.map_(pa.string(), pa.int64())),
    ],
    ids=lambda column: str(column.type),
)
def test_types_of_columns_that_are_left_out(column: pa.Array) -> None:
    """What is no number and has no short name is no field, and harms none."""
    assert "it" not in fields_of(store_with_column(column))


def test_decimals_are_numbers() -> None:
    """As prices are written by data bases."""
    column = pa.array([Decimal("1.50"), None, Decimal("2.25")], pa.decimal128(5, 2))

    np.testing.assert_array_equal(numbers(store_with_column(column), "it").values, [1.5, np.nan, 2.25])


def test_each_field_has_a_key_of_its_own() -> None:
    """Whatever the input's columns are called, none hides another, the date or the search match."""
    names = ("category", "category of the input", "date", "match")
    rows = [dict.fromkeys(names, ("x", "y")[n % 2]) for n in range(4)]
    made = Made(
        tuple(
            Placed(paper(f"t:{n}", f"Title {n}", categories=(f"c{n % 2}",), attributes=row))
            for n, row in enumerate(rows)
        ),
        (),
    )
    fields = fields_of(store_of(made))

    assert {"category", "category of the input", "category of the input of the input"} <= set(fields)
    assert {"date of the input", "match of the input"} <= set(fields)
    assert not {"date", "match"} & set(fields)
    titles = [field.title for field in fields.values()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("neighbors", [np.empty((4, 0), np.int32), np.full((4, 3), -1, np.int32)])
def test_what_the_map_keeps_is_not_offered_without_neighbours(neighbors: np.ndarray) -> None:
    """An atlas whose papers have none says nothing about them."""
    atlas = atlas_in_memory(Made(tuple(Placed(paper(f"t:{n}", f"Title {n}")) for n in range(4)), ()))

    assert "kept" not in fields_of(Store("lone", replace(atlas, neighbors=neighbors)))
