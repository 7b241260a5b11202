"""Examples in docstrings do what they show."""

import doctest

import pytest

from lib.pipeline import alike, words


@pytest.mark.parametrize("module", [alike, words], ids=lambda module: module.__name__)
def test_examples(module: object) -> None:
    """Every example gives what stands below it, and there are some."""
    result = doctest.testmod(module)

    assert result.attempted
    assert not result.failed
