"""Python's search for rings of objects is held off, and goes on as before."""

import gc
from contextlib import suppress

import pytest

from lib.core.collecting import uncollected


@pytest.mark.parametrize("enabled", [True, False])
def test_as_before_afterwards(enabled: bool) -> None:
    """Also after an error, and where it was off already."""
    was_enabled = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        with suppress(RuntimeError), uncollected():
            meanwhile = gc.isenabled()
            raise RuntimeError
        assert not meanwhile
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was_enabled else gc.disable)()
