"""JSON read value by value."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ingest.formats.json_text import BrokenJson, JsonText, parse

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(values, st.integers(1, 20))
def test_a_text_may_come_in_pieces_of_any_size(value: object, size: int) -> None:
    """A number, a word or an escape may be parted by them."""
    text = " " + json.dumps([value, value])
    read = JsonText(iter([text[place : place + size] for place in range(0, len(text), size)]))

    assert read.take("[")
    assert read.value() == value
    assert read.take(",")
    assert read.value() == value
    assert read.take("]")
    assert not read.peek()


@pytest.mark.parametrize(
    ("text", "why", "is_cut"),
    [
        ('{"a": \n  tru }', "Expecting value at line 2, column 3", False),
        ('{"a": "b\n', "Unterminated string starting at line 1, column 7", True),
        ('{"a": tr', "Expecting value at line 1, column 7", True),
        ("", "nothing more at line 1, column 1", True),
        ("[" * 100_000, "it is nested too deeply", False),
        ('{"a": x, "title": "a text long enough"}', "Expecting value at line 1, column 7", False),
        ('{"a": 1} {"b": 2}', "{ behind the end, at line 1, column 10", False),
    ],
)
def test_a_fault_has_its_place(text: str, why: str, is_cut: bool) -> None:
    """And it is said whether the text just ends too early."""
    with pytest.raises(BrokenJson) as caught:
        parse(text)

    assert (str(caught.value), caught.value.is_cut) == (why, is_cut)


def test_the_place_is_counted_through_all_pieces() -> None:
    """Also where those before are no longer held."""
    text = JsonText(iter(["[1,\n", "2,\n" * 1000, "\n  oops and more that follows here"]))
    text.take("[")
    for _ in range(1001):
        text.value()
        text.take(",")

    with pytest.raises(BrokenJson, match=r"at line 1,003, column 3"):
        text.value()


@pytest.mark.parametrize("unit", ['{"a":[{"a":', '{"a":"', '[{"a"', '{"a":1}]'])
def test_broken_text_takes_no_time(unit: str) -> None:
    """100,000 signs that hold one fault after the other are done with within a second."""
    text = JsonText(iter([unit * (100_000 // len(unit))]))
    began = time.perf_counter()
    while text.next_like('"a"', frozenset({"a"}), BrokenJson("x")).value is not None:
        pass

    assert time.perf_counter() - began < 2
