"""Opens atlases by name: one store for each, shared by all sessions and by the server's routes.

The store is kept by the process rather than by Streamlit's cache, since routes answer outside of any session.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from lib.atlas.home import AtlasEntry, find_atlas
from lib.atlas.reader import open_atlas
from lib.core.errors import AtlasError
from lib.core.text import cut
from lib.explore.coloring import coloring_of
from lib.explore.store import Store

_living: WeakValueDictionary[tuple[str, Path, tuple[str, str]], Store] = WeakValueDictionary()


@lru_cache(maxsize=4)
def _open(name: str, folder: Path, version: tuple[str, str]) -> Store:
    """Open an atlas; the version is part of the key, so that one that was built again is opened anew.

    Four are held; one that a session still holds is shared as well.
    """
    key = name, folder, version
    store = _living.get(key)
    return _living.setdefault(key, Store(name, open_atlas(folder))) if store is None else store


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

    def color_codes(self, name: str, key: str) -> NDArray[np.uint8]:
        """Give the code by which a field colours each paper, shape (n_papers,).

        Raises
        ------
        AtlasError
            If there is no atlas of that name, it is damaged, or has no such field.
        """
        coloring = coloring_of(self.open(name), key)
        if coloring is None:
            raise AtlasError(f"The atlas {name} has no field {cut(key, 30)!r} to colour by; reload the page.")
        return coloring.codes
