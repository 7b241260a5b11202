"""A disk that takes no more: the system itself refuses to let files grow, as it does when there is no room left."""

from collections.abc import Generator
from contextlib import contextmanager

import pytest


@contextmanager
def files_no_larger_than(n_bytes: int) -> Generator[None]:
    """Let this process write no file beyond a size while the block runs; skips where the system cannot."""
    resource = pytest.importorskip("resource", reason="only Unix can limit the size of files")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
