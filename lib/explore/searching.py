"""What a search finds: the papers that match its words, those near it in meaning, or both."""

from __future__ import annotations

from functools import lru_cache

from lib.core.meaning import Meaning
from lib.core.query import parse
from lib.core.view import SearchMode
from lib.explore.by_meaning import found_by_meaning
from lib.explore.found import Found
from lib.explore.fuse import fused
from lib.explore.keywords import find
from lib.explore.store import Store


@lru_cache(maxsize=32)
def found_by(store: Store, query: str, search: SearchMode, meaning: Meaning | None) -> Found | None:
    """Search the papers; None where nothing is searched for. The last searches are kept.

    `meaning` is the query's; without it nothing is searched by meaning. Where both are searched their ranks are added.
    """
    if not query.strip():
        return None
    near = found_by_meaning(store, meaning) if meaning is not None and search != "words" else None
    if search == "meaning":
        return near
    words = find(store, parse(query))
    return words if near is None else fused([words, near])
