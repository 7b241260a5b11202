"""Lists and dictionaries as Python writes them."""

import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ingest.formats.python_repr import list_in, read_literal

leaves = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(max_size=20)
literals = st.recursive(
    leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner), max_leaves=20
)


@given(literals)
def test_what_python_writes_is_read_back(value: Any) -> None:
    """Texts with any sign, numbers, lists and dictionaries within each other."""
    assert read_literal(repr(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(1, 'a',)", [1, "a"]),
        ("{1, 2}", [1, 2]),
        ("nan", None),
        ("'one' \"two\"", "onetwo"),
        ("[-1.5e3]", ["-1.5e3"]),
        ("u'caf\\xe9'", "café"),
        ("{}", {}),
    ],
)
def test_what_else_python_has(text: str, value: Any) -> None:
    """Tuples and sets become lists; fractions keep their digits."""
    assert read_literal(text) == value


@pytest.mark.parametrize(
    "text", ["", "[1", "[1 2]", "{'a': }", "__import__('os')", "open", "[1]]", "-" * 100_000, "'\\N{x}'", "array([1])"]
)
def test_all_else_is_refused(text: str) -> None:
    """Names, calls and broken texts."""
    with pytest.raises(ValueError, match=r"not written as Python does|escape"):
        read_literal(text)


@pytest.mark.parametrize("sign", ["[", "(", "{", "{1:", "[["])
def test_nesting_has_a_limit(sign: str) -> None:
    """A text made to exhaust the parser gives a sentence."""
    with pytest.raises(ValueError, match="nested too deeply"):
        read_literal(sign * 100_000)


def test_very_many_digits_take_no_time() -> None:
    """Though what stands behind them makes them no number."""
    begun = time.process_time()
    with pytest.raises(ValueError, match="not written as Python does"):
        read_literal("[" + "9" * 100_000 + "x]")

    assert time.process_time() - begun < 1


@given(st.text(alphabet="[](){}'\",:\\ab1.-x ", max_size=80))
def test_nothing_else_is_raised(text: str) -> None:
    """Whatever stands there, it is a value or a ValueError."""
    with suppress(ValueError):
        read_literal(text)


def test_a_list_in_a_cell_is_told_from_a_text_in_brackets() -> None:
    """JSON's and Python's lists are read; a title in brackets is none."""
    assert list_in(' ["Curie, M", "Bohr"] ') == ["Curie, M", "Bohr"]
    assert list_in("['Curie, M']") == ["Curie, M"]
    assert list_in("[On the nature of things]") is None
    assert list_in("a, b") is None
