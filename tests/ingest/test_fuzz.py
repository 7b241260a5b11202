"""Broken files of every format are read or refused, never anything else; `python -m tools.fuzz` has many more."""

import pytest

from lib.core.formats import FORMATS
from lib.ingest.reader import NO_OPTIONS, RawRecord
from lib.ingest.registry import find_reader
from lib.ingest.source import Source
from tools.fuzz import findings
from tools.fuzz_samples import SAMPLES

NAMES = [one.name for one in FORMATS]
CASES = 150


@pytest.mark.parametrize("name", NAMES)
def test_the_samples_are_sound(name: str) -> None:
    """Each is known by its content as its own format, and has records."""
    for sample in SAMPLES[name]:
        source = Source("x", sample)
        reader = find_reader(source.head(), "x")

        assert reader is not None
        assert reader.format.name == name
        assert any(isinstance(entry, RawRecord) for entry in reader.read(source, NO_OPTIONS))


@pytest.mark.parametrize("name", NAMES)
def test_broken_files_do_no_harm(name: str) -> None:
    """No error that nobody has thought of, no gap in the numbers, no hang."""
    assert list(findings(name, 0, CASES)) == []
