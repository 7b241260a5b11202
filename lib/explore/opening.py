"""Opens atlases by name: one store for each, shared by all sessions and by the server's routes.

The store is kept by the process rather than by Streamlit's cache, since routes answer outside of any session.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from lib.atlas.home import AtlasEntry, find_atlas
from lib.atlas.reader import open_atlas
from lib.core.errors import AtlasError
from lib.explore.store import Store


@lru_cache(maxsize=4)
def _open(name: str, folder: Path, _version: tuple[str, str]) -> Store:
    """Open an atlas; the version is there as the key, so that one that was built again is opened anew."""
    return Store(name, open_atlas(folder))


def open_store(entry: AtlasEntry) -> Store:
    """Open an atlas of the list.

    Raises
    ------
    AtlasError
        If it is damaged or of another format.
    """
    if entry.manifest is None:
        raise AtlasError(entry.problem)
    return _open(entry.name, entry.folder, (entry.manifest.built_at, entry.manifest.fingerprint))


class AtlasShelf:
    """Gives the server's routes an open atlas by its name. `extra` is an atlas shown from elsewhere."""

    def __init__(self, extra: Path | None = None) -> None:
        self._extra = extra

    def open(self, name: str) -> Store:
        """Open an atlas by name.

        Raises
        ------
        AtlasError
            If there is none of that name, or it is damaged.
        """
        return open_store(find_atlas(name, self._extra))
