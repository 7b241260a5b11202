"""Types of the columns that the input has besides the usual ones."""

from datetime import date
from typing import Any

import pytest

from lib.ingest.attributes import Attributes
from lib.ingest.values import NumberText


def typed(values: list[Any], name: str = "column", *, of_types: bool = False) -> list[Any]:
    """The values of one column after typing, None where nothing is left."""
    attributes = Attributes()
    kept = [attributes.note({name: value}, typed=of_types) for value in values]
    return [attributes.typed(record).get(name) for record in kept]


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1", "-20", ""], [1, -20, None]),
        (["1", "2.5", "1e3"], [1.0, 2.5, 1000.0]),
        (["1", "NaN", "3"], [1, None, 3]),
        (["true", "False"], [True, False]),
        (["true", "1"], ["true", "1"]),
        (["1", "two"], ["1", "two"]),
        (["NA", "two"], ["NA", "two"]),
        (["007", "008"], ["007", "008"]),
        (["1607.00390", "2311.08526"], ["1607.00390", "2311.08526"]),
        (["1607.00390", "3"], [1607.0039, 3.0]),
        (["99999999999999999999"], ["99999999999999999999"]),
        (["a  b\nc"], ["a b c"]),
    ],
)
def test_a_column_of_texts_gets_the_type_that_all_its_values_have(texts: list[str], values: list[Any]) -> None:
    """Numbers are numbers where every value is one and loses nothing by it."""
    result = typed(texts)

    assert result == values
    assert [type(value) for value in result] == [type(value) for value in values]


@pytest.mark.parametrize("name", ["id", "Source ID", "lensId", "zip code", "PMID", "record_id"])
def test_a_column_of_ids_stays_text(name: str) -> None:
    """A number that names something is no quantity."""
    assert typed(["12", "13"], name) == ["12", "13"]


def test_paid_is_no_id() -> None:
    """Only whole words count."""
    assert typed(["12"], "paid") == [12]


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ([1, 2.5], [1.0, 2.5]),
        ([1, "2"], ["1", "2"]),
        (["1", "2"], ["1", "2"]),
        ([True, 3], ["true", "3"]),
        ([["a", None, "b"], "c", []], [("a", "b"), ("c",), None]),
        ([NumberText("1.50"), 2], [1.5, 2.0]),
        ([{"b": 1, "a": 2}], ['{"a": 2, "b": 1}']),
        ([{"\udfff": 1}], ['{" ": 1}']),
        ([[{"a": "\ud800"}, ["\ud800b"]]], [('{"a": " "}', '[" b"]')]),
        ([float("nan"), 1.0], [None, 1.0]),
        ([date(2024, 3, 12)], ["2024-03-12"]),
        ([2**70], [str(2**70)]),
    ],
)
def test_values_with_types_keep_them(given: list[Any], values: list[Any]) -> None:
    """Only a column of several types becomes one that holds them all."""
    assert typed(given, of_types=True) == values


def test_the_type_does_not_depend_on_the_order() -> None:
    """Whatever comes first, the column is the same."""
    values = ["1", "2.5", "x", "true", ""]

    assert typed(values)[::-1] == typed(values[::-1])
